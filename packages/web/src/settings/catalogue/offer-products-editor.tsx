import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react';
import type { ProductShownFragment } from '../../generated.ts';
import { FieldGroup } from '../form/form-panel.tsx';
import { PlainProblem } from '../form/plain-problem.tsx';
import { PricesEditor, priceRows } from '../form/prices-editor.tsx';
import type { At } from '../form/use-form.ts';
import { newPriceRow, newProductRow, type ProductRow } from './offer-values.ts';
import styles from './offer-rows.module.css';
import { ProductSelect } from './product-select.tsx';

/** The main products of an offer in their order, each with prices of its own where it has them. */
export function OfferProductsEditor(props: {
  rows: readonly ProductRow[];
  products: readonly ProductShownFragment[];
  at: At;
  onChange: (rows: readonly ProductRow[], path: string) => void;
}) {
  const { rows, products, at } = props;
  const change = (index: number, patch: Partial<ProductRow>, path: string) =>
    props.onChange(
      rows.map((row, place) => (place === index ? { ...row, ...patch } : row)),
      path,
    );
  const moveUp = (index: number) => {
    const [row] = rows.slice(index, index + 1);
    if (row) props.onChange(rows.toSpliced(index, 1).toSpliced(index - 1, 0, row), 'products');
  };
  return (
    <FieldGroup title="Products" hint="What is sold together, in this order.">
      {rows.map((row, index) => (
        <div key={row.key} className={styles.row}>
          <div className={styles.head}>
            <div className={styles.grow}>
              <ProductSelect
                label={`Product ${index + 1}`}
                hiddenLabel
                products={products.filter(
                  ({ id }) => id === row.productId || rows.every((one) => one.productId !== id),
                )}
                value={row.productId}
                path={`products.${index}.productId`}
                at={at}
                onChange={(productId) =>
                  change(index, { productId }, `products.${index}.productId`)
                }
              />
            </div>
            {index > 0 && (
              <RowButton
                name={`Move product ${index + 1} up`}
                icon={IconArrowUp}
                onClick={() => moveUp(index)}
              />
            )}
            <RowButton
              name={`Take product ${index + 1} out`}
              icon={IconTrash}
              onClick={() => props.onChange(rows.toSpliced(index, 1), 'products')}
            />
          </div>
          <OwnPrices
            row={row}
            product={products.find(({ id }) => id === row.productId) ?? null}
            prefix={`products.${index}.prices`}
            at={at}
            onChange={(prices, path) => change(index, { prices }, path)}
          />
        </div>
      ))}
      <div>
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => props.onChange([...rows, newProductRow()], 'products')}
        >
          Add a product
        </Button>
        <PlainProblem {...at('products')} />
      </div>
    </FieldGroup>
  );
}

function OwnPrices(props: {
  row: ProductRow;
  product: ProductShownFragment | null;
  prefix: string;
  at: At;
  onChange: (prices: ProductRow['prices'], path: string) => void;
}) {
  const { row, product, prefix } = props;
  if (row.prices.length > 0) {
    return (
      <PricesEditor rows={row.prices} prefix={prefix} at={props.at} onChange={props.onChange} />
    );
  }
  const begin = product && product.prices.length > 0 ? priceRows(product.prices) : [newPriceRow()];
  return (
    <div className={styles.note}>
      It costs what the product costs.{' '}
      <Button variant="subtle" size="compact-xs" onClick={() => props.onChange(begin, prefix)}>
        Give it other prices here
      </Button>
    </div>
  );
}

export function RowButton(props: { name: string; icon: typeof IconTrash; onClick: () => void }) {
  const Icon = props.icon;
  return (
    <Tooltip label={props.name}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={36}
        aria-label={props.name}
        onClick={props.onClick}
      >
        <Icon size={16} stroke={1.7} />
      </ActionIcon>
    </Tooltip>
  );
}
