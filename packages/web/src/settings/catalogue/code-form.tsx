import { MultiSelect, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import {
  useProductsQuery,
  useSaveDiscountCodeMutation,
  type DiscountCodeShownFragment,
} from '../../generated.ts';
import { useCheckout } from '../checkout.ts';
import { FieldGroup, PanelForm } from '../form/form-panel.tsx';
import { readersZone } from '../form/instant-text.ts';
import { SwitchField } from '../form/switch-field.tsx';
import { useForm, type Form } from '../form/use-form.ts';
import { useConfigurationPlace } from '../use-configuration-place.ts';
import { AmountsEditor } from './amounts-editor.tsx';
import styles from './code-form.module.css';
import { noCode, readCode, savedCode, type CodeDraft, type CodeValues } from './code-values.ts';
import { RecordHistory } from './record-history.tsx';

export function CodeForm({ code }: { code: DiscountCodeShownFragment | null }) {
  const checkout = useCheckout();
  const { go, close } = useConfigurationPlace();
  const [save] = useSaveDiscountCodeMutation({
    refetchQueries: ['DiscountCodes'],
    awaitRefetchQueries: true,
  });
  const form = useForm<CodeValues, CodeDraft, DiscountCodeShownFragment>({
    initial: code ? savedCode(code) : noCode,
    read: (values) => readCode(values, code, checkout.id),
    send: async (input, idempotencyKey) => {
      const { data } = await save({ variables: { input: { ...input, idempotencyKey } } });
      const payload = data?.saveDiscountCode;
      return { saved: payload?.discountCode ?? null, errors: payload?.errors ?? [] };
    },
    // A product that cannot be used is one of several in the same field.
    fieldOf: (path) => (path[0] === 'productIds' ? 'productIds' : path.join('.')),
    onSaved: (saved) => {
      if (!code) go({ open: saved.id }, true);
      return savedCode(saved);
    },
  });
  const { values, set, at } = form;
  return (
    <PanelForm
      form={form}
      isNew={!code}
      saveLabel={code ? 'Save' : 'Create the code'}
      onClose={close}
      aside={code && <RecordHistory record={code} />}
    >
      <TextInput
        label="Code"
        description="What customers type, in any case."
        required
        maxLength={50}
        spellCheck={false}
        value={values.code}
        onChange={({ currentTarget }) => set('code', currentTarget.value)}
        {...at('code')}
      />
      <SwitchField
        label="Active"
        description="Whether it can be used at all."
        checked={values.active}
        mark={at('active')}
        onChange={(checked) => set('active', checked)}
      />
      <TakesOff form={form} />
      <When form={form} />
      <ForWhat form={form} />
      <Textarea
        label="Note"
        description="Only you and your colleagues read it."
        autosize
        minRows={2}
        value={values.description}
        onChange={({ currentTarget }) => set('description', currentTarget.value)}
        {...at('description')}
      />
    </PanelForm>
  );
}

type CodeFormState = Form<CodeValues>;

function TakesOff({ form }: { form: CodeFormState }) {
  const { values, set, at } = form;
  return (
    <FieldGroup title="Takes off">
      <SegmentedControl
        aria-label="A share or an amount"
        value={values.kind}
        onChange={(kind) => set('kind', kind)}
        data={[
          { value: 'PERCENT', label: 'A share of the price' },
          { value: 'FIXED', label: 'An amount' },
        ]}
      />
      {values.kind === 'PERCENT' ? (
        <TextInput
          label="Share"
          required
          inputMode="decimal"
          rightSection="%"
          value={values.percent}
          onChange={({ currentTarget }) => set('percent', currentTarget.value, 'percentBp')}
          {...at('percentBp')}
        />
      ) : (
        <AmountsEditor
          rows={values.amounts}
          at={at}
          onChange={(rows, path) => set('amounts', rows, path)}
        />
      )}
    </FieldGroup>
  );
}

function When({ form }: { form: CodeFormState }) {
  const { values, set, at } = form;
  return (
    <FieldGroup title="When and how often" hint={`Times are of your zone, ${readersZone()}.`}>
      <div className={styles.pair}>
        <TextInput
          label="Valid from"
          type="datetime-local"
          value={values.validFrom}
          onChange={({ currentTarget }) => set('validFrom', currentTarget.value)}
          {...at('validFrom')}
        />
        <TextInput
          label="Expires"
          type="datetime-local"
          value={values.expiresAt}
          onChange={({ currentTarget }) => set('expiresAt', currentTarget.value)}
          {...at('expiresAt')}
        />
        <TextInput
          label="Uses in all"
          placeholder="without limit"
          inputMode="numeric"
          value={values.usageLimit}
          onChange={({ currentTarget }) => set('usageLimit', currentTarget.value)}
          {...at('usageLimit')}
        />
        <TextInput
          label="Uses per email address"
          placeholder="without limit"
          inputMode="numeric"
          value={values.perCustomerLimit}
          onChange={({ currentTarget }) => set('perCustomerLimit', currentTarget.value)}
          {...at('perCustomerLimit')}
        />
      </div>
    </FieldGroup>
  );
}

function ForWhat({ form }: { form: CodeFormState }) {
  const { values, set, at } = form;
  const checkout = useCheckout();
  const { data } = useProductsQuery({ variables: { checkoutId: checkout.id } });
  const products = data?.products ?? [];
  return (
    <FieldGroup title="For what">
      <MultiSelect
        label="Products"
        description="The only ones it is for. Empty: for all."
        placeholder={values.productIds.length === 0 ? 'All products' : ''}
        searchable
        data={products
          .filter(({ id, archivedAt }) => archivedAt === null || values.productIds.includes(id))
          .map(({ id, name }) => ({ value: id, label: name }))}
        value={[...values.productIds]}
        onChange={(ids) => set('productIds', ids)}
        {...at('productIds')}
      />
      <SwitchField
        label="Not for discounted products"
        description="Leaves products alone that already have a discounted price."
        checked={values.excludeDiscounted}
        mark={at('excludeDiscounted')}
        onChange={(checked) => set('excludeDiscounted', checked)}
      />
    </FieldGroup>
  );
}
