import { fireEvent, screen } from '@testing-library/react';
import type { ConfigurationWholeFragment, KindShownFragment } from '../../generated.ts';
import { openConfiguration } from '../test-configuration.tsx';

const settingField = (name: string, label: string, changes: object) => ({
  __typename: 'SettingField',
  name,
  label,
  help: null,
  input: 'TEXT',
  required: true,
  options: [],
  showWhen: null,
  ...changes,
});

const kajabi = {
  __typename: 'ActionKind',
  kind: 'kajabi-grant',
  label: 'Kajabi offer grant',
  levels: ['PRODUCT', 'OFFER', 'CHECKOUT'],
  canRemove: true,
  fields: [
    settingField('way', 'Way', {
      input: 'SELECT',
      options: [
        { __typename: 'SettingOption', value: 'url', label: 'By activation URL' },
        { __typename: 'SettingOption', value: 'api', label: 'By API' },
      ],
    }),
    settingField('activationUrl', 'Activation URL', {
      input: 'SECRET',
      showWhen: { __typename: 'SettingCondition', field: 'way', equals: 'url' },
    }),
    settingField('clientId', 'Client id', {
      showWhen: { __typename: 'SettingCondition', field: 'way', equals: 'api' },
    }),
    settingField('hideLastName', 'Hide the last name', { input: 'BOOLEAN', required: false }),
  ],
} as KindShownFragment;

export const setting = (name: string, value: string | null, isSecret = false) => ({
  __typename: 'SettingValue',
  name,
  value,
  isSecret,
  isSet: value !== null,
});

/** An action that is set up, with two versions and a secret. */
export function grant(changes: object = {}): ConfigurationWholeFragment {
  const settings = [
    setting('way', 'url'),
    setting('activationUrl', '9f3c', true),
    setting('hideLastName', 'false'),
  ];
  return {
    __typename: 'ActionConfiguration',
    id: 'cfg_1',
    name: 'Course access',
    kind: 'kajabi-grant',
    level: 'PRODUCT',
    enabled: true,
    version: 2,
    product: { __typename: 'Product', id: 'prd_1', name: 'Workbook' },
    offer: null,
    openActions: 3,
    settings,
    versions: [
      {
        __typename: 'ActionConfigurationVersion',
        version: 2,
        name: 'Course access',
        createdAt: '2026-11-20T12:00:00.000Z',
        createdBy: 'Maija',
        settings,
      },
      {
        __typename: 'ActionConfigurationVersion',
        version: 1,
        name: 'Access',
        createdAt: '2026-11-01T12:00:00.000Z',
        createdBy: 'Sami',
        settings: [
          setting('way', 'url'),
          setting('activationUrl', '11aa', true),
          setting('hideLastName', 'true'),
        ],
      },
    ],
    ...changes,
  } as unknown as ConfigurationWholeFragment;
}

/** Each checkout has one, and it is not enabled at first. */
export const receipt = {
  ...grant(),
  id: 'cfg_2',
  name: 'Receipt email',
  kind: 'receipt-email',
  level: 'CHECKOUT',
  enabled: false,
  product: null,
};

export const emptyPreview = {
  __typename: 'PreviewActionPayload',
  subject: null,
  html: null,
  text: null,
  body: null,
  errors: [],
};

/** For tests: the actions of a checkout at an address, against a server that knows two of them. */
export function openActions(
  address: string,
  answers: Parameters<typeof openConfiguration>[1] = {},
) {
  const history = {
    __typename: 'HistoryConnection',
    edges: [],
    pageInfo: { __typename: 'PageInfo', hasNextPage: false, endCursor: null },
  };
  return openConfiguration(`/configuration/actions${address}`, {
    ActionKinds: () => ({ actionKinds: [kajabi] }),
    ActionConfigurations: () => ({ actionConfigurations: [grant(), receipt] }),
    ActionConfiguration: () => ({ actionConfiguration: grant() }),
    ConfigurationHistory: () => ({
      actionConfiguration: { __typename: 'ActionConfiguration', id: 'cfg_1', history },
    }),
    ActionPlaces: () => ({
      products: [{ __typename: 'Product', id: 'prd_1', name: 'Workbook', archivedAt: null }],
      offers: [],
    }),
    PreviewAction: () => ({ previewAction: emptyPreview }),
    ...answers,
  });
}

export const updated = (configuration: object | null, errors: readonly object[] = []) => ({
  updateActionConfiguration: { __typename: 'ActionConfigurationPayload', configuration, errors },
});
export const type = (name: string, value: string) =>
  fireEvent.change(screen.getByRole('textbox', { name }), { target: { value } });
export const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));
