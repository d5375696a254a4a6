import { Select, TextInput } from '@mantine/core';
import { IconPackage } from '@tabler/icons-react';
import {
  useProductsQuery,
  useSaveProductMutation,
  type ProductShownFragment,
  type ProductType,
  type SaveProductInput,
} from '../../generated.ts';
import { formatRate } from '../../ui/values.tsx';
import { useCheckout } from '../checkout.ts';
import { isFound } from '../configuration-search.ts';
import { FieldGroup, PanelForm } from '../form/form-panel.tsx';
import { readPercent, writePercent } from '../../ui/money-text.ts';
import { PricesEditor, priceRows, readPrices, type PriceRow } from '../form/prices-editor.tsx';
import { useForm, type Reading } from '../form/use-form.ts';
import { RecordList, type Column } from '../record-list.tsx';
import { useConfigurationPlace } from '../use-configuration-place.ts';
import { ArchivedField, archivedMark, countArchived, shownOf } from './archived.tsx';
import { OpenRecord } from './open-record.tsx';
import { pricesCell } from './prices-cell.tsx';
import { productTypeNames } from './product-types.ts';
import { RecordHistory } from './record-history.tsx';

const columns: readonly Column<ProductShownFragment>[] = [
  { name: 'Type', cell: ({ type }) => productTypeNames[type] },
  { name: 'VAT', cell: ({ vatRateBp }) => formatRate(vatRateBp), isNumber: true },
  { name: 'Prices', cell: pricesCell },
  { name: 'State', cell: archivedMark },
];

export function ProductsPage() {
  const checkout = useCheckout();
  const { search } = useConfigurationPlace();
  const { data, error, refetch } = useProductsQuery({
    variables: { checkoutId: checkout.id },
    fetchPolicy: 'cache-and-network',
  });
  const all = data?.products;
  const shown = shownOf(all, search.archived);
  const rows = shown?.filter(({ name, type }) =>
    isFound(search.find, [name, productTypeNames[type]]),
  );
  return (
    <>
      <RecordList
        one="product"
        many="products"
        rows={rows ?? null}
        total={shown?.length ?? 0}
        archivedCount={countArchived(all)}
        error={error}
        onRetry={() => void refetch()}
        columns={columns}
        empty={{
          icon: IconPackage,
          words: <p>A product is what is sold. It is sold in an offer, which comes next.</p>,
        }}
      />
      <OpenRecord one="product" rows={all ?? null}>
        {(product) => <ProductForm product={product} />}
      </OpenRecord>
    </>
  );
}

type ProductValues = {
  readonly name: string;
  readonly type: ProductType;
  readonly vatRate: string;
  readonly prices: readonly PriceRow[];
  readonly archived: boolean;
};

const noProduct: ProductValues = {
  name: '',
  type: 'ONLINE_COURSE',
  vatRate: '',
  prices: [{ key: 'first', currency: 'EUR', price: '', discounted: '' }],
  archived: false,
};

function savedProduct(product: ProductShownFragment): ProductValues {
  return {
    name: product.name,
    type: product.type,
    vatRate: writePercent(product.vatRateBp),
    prices: priceRows(product.prices),
    archived: product.archivedAt !== null,
  };
}

type ProductDraft = Omit<SaveProductInput, 'idempotencyKey'>;

function readProduct(
  values: ProductValues,
  place: { id: string | null; checkoutId: string; savedRateBp: number | null },
): Reading<ProductDraft> {
  // A rate of two decimals that came from elsewhere may stay.
  const decimals = (place.savedRateBp ?? 0) % 10 === 0 ? 1 : 2;
  const rate = readPercent(values.vatRate, decimals);
  const { prices, problems } = readPrices(values.prices, 'prices');
  const all = {
    ...(values.name.trim() === '' && { name: 'Give it a name.' }),
    ...(!rate.ok && { vatRateBp: rate.problem }),
    ...problems,
  };
  if (!rate.ok || Object.keys(all).length > 0) return { ok: false, problems: all };
  return {
    ok: true,
    input: {
      id: place.id,
      checkoutId: place.checkoutId,
      name: values.name.trim(),
      type: values.type,
      vatRateBp: rate.value,
      prices,
      archived: values.archived,
    },
  };
}

function ProductForm({ product }: { product: ProductShownFragment | null }) {
  const checkout = useCheckout();
  const { go, close } = useConfigurationPlace();
  const [save] = useSaveProductMutation({
    refetchQueries: ['Products'],
    awaitRefetchQueries: true,
  });
  const form = useForm<ProductValues, ProductDraft, ProductShownFragment>({
    initial: product ? savedProduct(product) : noProduct,
    read: (values) =>
      readProduct(values, {
        id: product?.id ?? null,
        checkoutId: checkout.id,
        savedRateBp: product?.vatRateBp ?? null,
      }),
    send: async (input, idempotencyKey) => {
      const { data } = await save({ variables: { input: { ...input, idempotencyKey } } });
      return { saved: data?.saveProduct.product ?? null, errors: data?.saveProduct.errors ?? [] };
    },
    onSaved: (saved) => {
      if (!product) go({ open: saved.id }, true);
      return savedProduct(saved);
    },
  });
  const { values, set, at } = form;
  return (
    <PanelForm
      form={form}
      isNew={!product}
      saveLabel={product ? 'Save' : 'Create the product'}
      onClose={close}
      aside={product && <RecordHistory record={product} />}
    >
      <TextInput
        label="Name"
        description="As customers read it. Orders keep the one of their moment."
        required
        maxLength={200}
        value={values.name}
        onChange={({ currentTarget }) => set('name', currentTarget.value)}
        {...at('name')}
      />
      <Select
        label="Type"
        required
        allowDeselect={false}
        data={Object.entries(productTypeNames).map(([value, label]) => ({ value, label }))}
        value={values.type}
        onChange={(type) => type && set('type', type as ProductType)}
        {...at('type')}
      />
      <TextInput
        label="VAT rate"
        description="In percent. Prices include it: the rate only says how much of them is tax."
        required
        inputMode="decimal"
        rightSection="%"
        value={values.vatRate}
        onChange={({ currentTarget }) => set('vatRate', currentTarget.value, 'vatRateBp')}
        {...at('vatRateBp')}
      />
      <FieldGroup
        title="Prices"
        hint="VAT included. Customers whose currency has no price cannot buy it, unless an offer brings one."
      >
        <PricesEditor
          rows={values.prices}
          prefix="prices"
          at={at}
          onChange={(rows, path) => set('prices', rows, path)}
        />
      </FieldGroup>
      {product && (
        <ArchivedField
          checked={values.archived}
          at={at}
          onChange={(checked) => set('archived', checked)}
        />
      )}
    </PanelForm>
  );
}
