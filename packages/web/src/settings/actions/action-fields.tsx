import { Radio, Select, Stack, TextInput } from '@mantine/core';
import {
  useActionPlacesQuery,
  type ActionLevel,
  type ConfigurationWholeFragment,
  type KindShownFragment,
  type SettingShownFragment,
} from '../../generated.ts';
import { useCheckout } from '../checkout.ts';
import type { Form } from '../form/use-form.ts';
import { SwitchField } from '../form/switch-field.tsx';
import { PlainProblem } from '../form/plain-problem.tsx';
import styles from './action-fields.module.css';
import { valuesOfKind, withKind, type ActionValues } from './action-values.ts';
import { levelNames, whereWords } from './level-words.ts';
import { SettingControl } from './setting-control.tsx';
import { askedFields } from './setting-values.ts';

type ActionForm = Form<ActionValues>;

export function KindField(props: { kinds: readonly KindShownFragment[]; form: ActionForm }) {
  const { kinds, form } = props;
  const kindOf = (name: string | null) => kinds.find(({ kind }) => kind === name) ?? null;
  return (
    <Select
      label="What it does"
      placeholder="Choose a kind of action"
      required
      data={kinds.map(({ kind, label }) => ({ value: kind, label }))}
      value={form.values.kind || null}
      allowDeselect={false}
      onChange={(chosen) => {
        const kind = kindOf(chosen);
        if (kind) form.replace(withKind(form.values, kind, kindOf(form.values.kind)));
      }}
      {...form.at('kind')}
    />
  );
}

const levelHints = {
  CHECKOUT: 'Whatever was bought in this checkout.',
  OFFER: 'Orders placed through that offer.',
  PRODUCT: 'Once for each time the product is in an order.',
} satisfies Record<ActionLevel, string>;

/** For which orders it runs. It cannot be moved later, so it is asked for once. */
export function LevelFields(props: { kind: KindShownFragment; form: ActionForm }) {
  const { kind, form } = props;
  const { level } = form.values;
  const checkout = useCheckout();
  const { data } = useActionPlacesQuery({ variables: { checkoutId: checkout.id } });
  const levels = (['CHECKOUT', 'OFFER', 'PRODUCT'] as const).filter((one) =>
    kind.levels.includes(one),
  );
  return (
    <>
      <Radio.Group
        label="Runs for"
        required
        value={level ?? ''}
        onChange={(chosen) => form.set('level', chosen as ActionLevel)}
        {...form.at('level')}
      >
        <Stack gap={9} mt={8}>
          {levels.map((one) => (
            <Radio
              key={one}
              value={one}
              size="xs"
              aria-label={levelNames[one]}
              label={levelNames[one]}
              description={levelHints[one]}
            />
          ))}
        </Stack>
      </Radio.Group>
      {level === 'OFFER' && (
        <PlaceField form={form} name="offerId" label="Offer" places={data?.offers ?? []} />
      )}
      {level === 'PRODUCT' && (
        <PlaceField form={form} name="productId" label="Product" places={data?.products ?? []} />
      )}
    </>
  );
}

function PlaceField(props: {
  form: ActionForm;
  name: 'offerId' | 'productId';
  label: string;
  places: readonly { id: string; name: string; archivedAt: string | null }[];
}) {
  const { form, name } = props;
  return (
    <Select
      label={props.label}
      required
      searchable
      nothingFoundMessage="Nothing by that name"
      data={props.places
        .filter(({ archivedAt }) => archivedAt === null)
        .map(({ id, name }) => ({ value: id, label: name }))}
      value={form.values[name]}
      allowDeselect={false}
      onChange={(id) => form.set(name, id)}
      {...form.at(name)}
    />
  );
}

/** What was decided when it was set up. */
export function FixedFields(props: { configuration: ConfigurationWholeFragment; label: string }) {
  return (
    <p className={styles.fixed}>
      {props.label} · {whereWords(props.configuration)}
    </p>
  );
}

/** Name, switch, and whatever the kind asks for. */
export function ActionFields(props: {
  kind: KindShownFragment;
  form: ActionForm;
  saved: readonly SettingShownFragment[];
}) {
  const { kind, form } = props;
  const settings = valuesOfKind(form.values, kind);
  const change = (name: string, value: string | null) =>
    form.set(
      'settings',
      { ...form.values.settings, [kind.kind]: { ...settings, [name]: value } },
      `settings.${name}`,
    );
  return (
    <>
      <TextInput
        label="Name"
        description="What you and your colleagues call it; orders show it too."
        required
        maxLength={200}
        value={form.values.name}
        onChange={({ currentTarget }) => form.set('name', currentTarget.value)}
        {...form.at('name')}
      />
      <SwitchField
        label="Enabled"
        description="Whether orders paid from now on get it. Orders that have it already keep it."
        checked={form.values.enabled}
        mark={form.at('enabled')}
        onChange={(checked) => form.set('enabled', checked)}
      />
      {askedFields(kind, settings).map((field) => (
        <SettingControl
          key={field.name}
          field={field}
          value={settings[field.name] ?? null}
          saved={props.saved.find(({ name }) => name === field.name)}
          at={form.at}
          onChange={(value) => change(field.name, value)}
        />
      ))}
      {kind.fields.length === 0 && (
        <p className={styles.fixed}>There is nothing more to set: it is made from the order.</p>
      )}
      <PlainProblem {...form.at('settings')} />
    </>
  );
}
