import { MultiSelect, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import {
  useCreateApiTokenMutation,
  useViewerQuery,
  type CreateApiTokenMutation,
  type Permission,
} from '../../generated.ts';
import { FieldGroup, PanelForm } from '../../settings/form/form-panel.tsx';
import { readersZone } from '../../settings/form/instant-text.ts';
import { useForm, type Form } from '../../settings/form/use-form.ts';
import { useConfigurationPlace } from '../../settings/use-configuration-place.ts';
import { MadeTokenShown, type MadeToken } from './made-token.tsx';
import { PermissionChoice } from './permission-choice.tsx';
import {
  noToken,
  readToken,
  type Life,
  type TokenDraft,
  type TokenValues,
} from './token-values.ts';
import styles from './tokens.module.css';

type Made = CreateApiTokenMutation['createApiToken'];

/** A form that ends with the secret. `givable`: what whoever makes it may give. */
export function NewToken({ givable }: { givable: readonly Permission[] }) {
  const { close } = useConfigurationPlace();
  const [openedAtMs] = useState(() => Date.now());
  const [made, setMade] = useState<MadeToken | null>(null);
  // The answer holds the secret: it stays out of the cache.
  const [create] = useCreateApiTokenMutation({
    fetchPolicy: 'no-cache',
    refetchQueries: ['ApiTokens'],
  });
  const form = useForm<TokenValues, TokenDraft, Made>({
    initial: noToken,
    read: (values) => readToken(values, openedAtMs),
    send: async (input, idempotencyKey) => {
      const { data } = await create({ variables: { input: { ...input, idempotencyKey } } });
      const payload = data?.createApiToken;
      return { saved: payload?.token ? payload : null, errors: payload?.errors ?? [] };
    },
    // One of several in the same field.
    fieldOf: ([first = '']) => (first === 'allowedAddresses' ? 'addresses' : first),
    onSaved: ({ token, secret }) => {
      setMade({ name: token?.name ?? '', secret });
    },
  });
  if (made) return <MadeTokenShown made={made} />;
  const { values, set, at } = form;
  return (
    <PanelForm form={form} isNew saveLabel="Create the token" onClose={close}>
      <TextInput
        label="Name"
        description="Which program it is for. The history names it so."
        required
        maxLength={100}
        value={values.name}
        onChange={({ currentTarget }) => set('name', currentTarget.value)}
        {...at('name')}
      />
      <PermissionChoice form={form} givable={givable} />
      <Reach form={form} />
      <LifeTime form={form} />
      <Textarea
        label="Only from these addresses"
        description="One per line: 203.0.113.7, or a range like 203.0.113.0/24. Empty: from anywhere."
        autosize
        minRows={2}
        spellCheck={false}
        value={values.addresses}
        onChange={({ currentTarget }) => set('addresses', currentTarget.value)}
        {...at('addresses')}
      />
    </PanelForm>
  );
}

function Reach({ form }: { form: Form<TokenValues> }) {
  const { values, set, at } = form;
  const checkouts = useViewerQuery().data?.viewer?.checkouts ?? [];
  return (
    <FieldGroup title="Checkouts">
      <SegmentedControl
        aria-label="All checkouts or some"
        value={values.reach}
        onChange={(reach) => set('reach', reach)}
        data={[
          { value: 'all', label: 'All, also new ones' },
          { value: 'some', label: 'Only some' },
        ]}
      />
      {values.reach === 'some' && (
        <MultiSelect
          label="Which checkouts"
          required
          data={checkouts.map(({ id, name }) => ({ value: id, label: name }))}
          value={[...values.checkoutIds]}
          onChange={(ids) => set('checkoutIds', ids)}
          {...at('checkoutIds')}
        />
      )}
    </FieldGroup>
  );
}

const lives: readonly { readonly value: Life; readonly label: string }[] = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: '365 days' },
  { value: 'date', label: 'Until…' },
];

function LifeTime({ form }: { form: Form<TokenValues> }) {
  const { values, set, at } = form;
  return (
    <FieldGroup
      title="Expires after"
      hint="At most a year. The list warns you two weeks before its end."
    >
      <SegmentedControl
        aria-label="How long it works"
        value={values.life}
        onChange={(life) => set('life', life, 'expiresAt')}
        data={[...lives]}
      />
      {values.life === 'date' && (
        <TextInput
          className={styles.until ?? ''}
          label="Works until"
          description={`Of your zone, ${readersZone()}.`}
          type="datetime-local"
          required
          value={values.expiresAt}
          onChange={({ currentTarget }) => set('expiresAt', currentTarget.value)}
          {...at('expiresAt')}
        />
      )}
    </FieldGroup>
  );
}
