import { TextInput } from '@mantine/core';
import { IconBuildingStore } from '@tabler/icons-react';
import {
  useCheckoutsQuery,
  useSaveCheckoutMutation,
  type CheckoutShownFragment,
  type SaveCheckoutInput,
} from '../../generated.ts';
import { isFound } from '../configuration-search.ts';
import { PanelForm } from '../form/form-panel.tsx';
import { useForm } from '../form/use-form.ts';
import { RecordList, type Column } from '../record-list.tsx';
import { useConfigurationPlace } from '../use-configuration-place.ts';
import { OpenRecord } from './open-record.tsx';
import { RecordHistory } from './record-history.tsx';

const columns: readonly Column<CheckoutShownFragment>[] = [
  { name: 'Customers return to', cell: ({ returnUrl }) => returnUrl || null },
];

/** The checkouts themselves: all of them, whichever is chosen above. */
export function CheckoutsPage() {
  const { search } = useConfigurationPlace();
  const { data, error, refetch } = useCheckoutsQuery({ fetchPolicy: 'cache-and-network' });
  const all = data?.checkouts;
  return (
    <>
      <RecordList
        one="checkout"
        many="checkouts"
        rows={all?.filter(({ name, returnUrl }) => isFound(search.find, [name, returnUrl])) ?? null}
        total={all?.length ?? 0}
        error={error}
        onRetry={() => void refetch()}
        columns={columns}
        empty={{
          icon: IconBuildingStore,
          words: <p>A checkout sells offers under its own name.</p>,
        }}
      />
      <OpenRecord one="checkout" rows={all ?? null}>
        {(checkout) => <CheckoutForm checkout={checkout} />}
      </OpenRecord>
    </>
  );
}

type CheckoutDraft = Omit<SaveCheckoutInput, 'idempotencyKey'>;
type CheckoutValues = { readonly name: string; readonly returnUrl: string };

function CheckoutForm({ checkout }: { checkout: CheckoutShownFragment | null }) {
  const { go, close } = useConfigurationPlace();
  const [save] = useSaveCheckoutMutation({
    // The sidebar and the sign-in know the checkouts by name too.
    refetchQueries: ['Checkouts', 'Viewer'],
    awaitRefetchQueries: true,
  });
  const form = useForm<CheckoutValues, CheckoutDraft, CheckoutShownFragment>({
    initial: { name: checkout?.name ?? '', returnUrl: checkout?.returnUrl ?? '' },
    read: ({ name, returnUrl }) =>
      name.trim() === ''
        ? { ok: false, problems: { name: 'Give it a name.' } }
        : {
            ok: true,
            input: { id: checkout?.id ?? null, name: name.trim(), returnUrl: returnUrl.trim() },
          },
    send: async (input, idempotencyKey) => {
      const { data } = await save({ variables: { input: { ...input, idempotencyKey } } });
      return {
        saved: data?.saveCheckout.checkout ?? null,
        errors: data?.saveCheckout.errors ?? [],
      };
    },
    onSaved: ({ id, name, returnUrl }) => {
      if (!checkout) go({ open: id }, true);
      return { name, returnUrl };
    },
  });
  const { values, set, at } = form;
  return (
    <PanelForm
      form={form}
      isNew={!checkout}
      saveLabel={checkout ? 'Save' : 'Create the checkout'}
      onClose={close}
      aside={checkout && <RecordHistory record={checkout} />}
    >
      <TextInput
        label="Name"
        description="Your own name for it; customers read it on their receipt."
        required
        maxLength={200}
        value={values.name}
        onChange={({ currentTarget }) => set('name', currentTarget.value)}
        {...at('name')}
      />
      <TextInput
        label="Return address"
        description="The web page to which customers return after paying on a provider's page."
        type="url"
        inputMode="url"
        placeholder="https://"
        value={values.returnUrl}
        onChange={({ currentTarget }) => set('returnUrl', currentTarget.value)}
        {...at('returnUrl')}
      />
    </PanelForm>
  );
}
