import { TextInput } from '@mantine/core';
import { IconGift } from '@tabler/icons-react';
import {
  useOffersQuery,
  useProductsQuery,
  useSaveOfferMutation,
  type OfferShownFragment,
} from '../../generated.ts';
import { useCheckout } from '../checkout.ts';
import { isFound } from '../configuration-search.ts';
import { PanelForm } from '../form/form-panel.tsx';
import { useForm } from '../form/use-form.ts';
import { RecordList, type Column } from '../record-list.tsx';
import { useConfigurationPlace } from '../use-configuration-place.ts';
import { AddOnsEditor } from './add-ons-editor.tsx';
import { ArchivedField, archivedMark, countArchived, shownOf } from './archived.tsx';
import { OfferProductsEditor } from './offer-products-editor.tsx';
import {
  newOffer,
  readOffer,
  savedOffer,
  type OfferDraft,
  type OfferValues,
} from './offer-values.ts';
import { OpenRecord } from './open-record.tsx';
import { RecordHistory } from './record-history.tsx';

const columns: readonly Column<OfferShownFragment>[] = [
  { name: 'Products', cell: productWords },
  { name: 'Add-ons', cell: addOnWords },
  { name: 'State', cell: archivedMark },
];

export function OffersPage() {
  const checkout = useCheckout();
  const { search } = useConfigurationPlace();
  const { data, error, refetch } = useOffersQuery({
    variables: { checkoutId: checkout.id },
    fetchPolicy: 'cache-and-network',
  });
  const all = data?.offers;
  const shown = shownOf(all, search.archived);
  const rows = shown?.filter(({ name, products, addOns }) =>
    isFound(search.find, [
      name,
      ...products.map(({ product }) => product.name),
      ...addOns.map((addOn) => addOn.name),
    ]),
  );
  return (
    <>
      <RecordList
        one="offer"
        many="offers"
        rows={rows ?? null}
        total={shown?.length ?? 0}
        archivedCount={countArchived(all)}
        error={error}
        onRetry={() => void refetch()}
        columns={columns}
        empty={{
          icon: IconGift,
          words: <p>An offer bundles products, and is what a checkout link sells.</p>,
        }}
      />
      <OpenRecord one="offer" rows={all ?? null}>
        {(offer) => <OfferForm offer={offer} />}
      </OpenRecord>
    </>
  );
}

function productWords({ products }: OfferShownFragment) {
  const names = products.map(({ product }) => product.name);
  return <span data-tip={names.join('\n')}>{names.join(', ')}</span>;
}

function addOnWords({ addOns }: OfferShownFragment) {
  const names = addOns.filter(({ archivedAt }) => archivedAt === null).map(({ name }) => name);
  if (names.length === 0) return null;
  return <span data-tip={names.join('\n')}>{names.join(', ')}</span>;
}

function OfferForm({ offer }: { offer: OfferShownFragment | null }) {
  const checkout = useCheckout();
  const { go, close } = useConfigurationPlace();
  const { data } = useProductsQuery({ variables: { checkoutId: checkout.id } });
  const [save] = useSaveOfferMutation({ refetchQueries: ['Offers'], awaitRefetchQueries: true });
  const form = useForm<OfferValues, OfferDraft, OfferShownFragment>({
    initial: offer ? savedOffer(offer) : newOffer,
    read: (values) => readOffer(values, offer?.id ?? null, checkout.id),
    send: async (input, idempotencyKey) => {
      const { data } = await save({ variables: { input: { ...input, idempotencyKey } } });
      return { saved: data?.saveOffer.offer ?? null, errors: data?.saveOffer.errors ?? [] };
    },
    onSaved: (saved) => {
      if (!offer) go({ open: saved.id }, true);
      return savedOffer(saved);
    },
  });
  const { values, set, at } = form;
  const products = data?.products ?? [];
  return (
    <PanelForm
      form={form}
      isNew={!offer}
      saveLabel={offer ? 'Save' : 'Create the offer'}
      onClose={close}
      aside={offer && <RecordHistory record={offer} />}
    >
      <TextInput
        label="Name"
        description="What you and your colleagues call it; orders show it too."
        required
        maxLength={200}
        value={values.name}
        onChange={({ currentTarget }) => set('name', currentTarget.value)}
        {...at('name')}
      />
      <OfferProductsEditor
        rows={values.products}
        products={products}
        at={at}
        onChange={(rows, path) => set('products', rows, path)}
      />
      <AddOnsEditor
        rows={values.addOns}
        products={products}
        offered={values.products.flatMap(({ productId }) => productId ?? [])}
        at={at}
        onChange={(rows, path) => set('addOns', rows, path)}
      />
      {offer && (
        <ArchivedField
          checked={values.archived}
          at={at}
          onChange={(checked) => set('archived', checked)}
        />
      )}
    </PanelForm>
  );
}
