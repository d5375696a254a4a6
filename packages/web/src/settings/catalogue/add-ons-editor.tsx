import { Button, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { ProductShownFragment } from '../../generated.ts';
import { lineKindNames } from '../../ui/values.tsx';
import { FieldGroup } from '../form/form-panel.tsx';
import { PlainProblem } from '../form/plain-problem.tsx';
import { PricesEditor } from '../form/prices-editor.tsx';
import type { At } from '../form/use-form.ts';
import { ArchivedField } from './archived.tsx';
import { RowButton } from './offer-products-editor.tsx';
import styles from './offer-rows.module.css';
import { newAddOnRow, type AddOnRow } from './offer-values.ts';
import { ProductSelect } from './product-select.tsx';

/** What an offer sells beside its products: added to them, or in the place of one. */
export function AddOnsEditor(props: {
  rows: readonly AddOnRow[];
  products: readonly ProductShownFragment[];
  /** The main products, of which an add-on can replace one. */
  offered: readonly string[];
  at: At;
  onChange: (rows: readonly AddOnRow[], path: string) => void;
}) {
  const { rows, at } = props;
  return (
    <FieldGroup
      title="Add-ons"
      hint="An order bump is ticked in the form, a pre-upsell is asked about before the payment."
    >
      {rows.map((row, index) => (
        <AddOnFields
          key={row.key}
          row={row}
          number={index + 1}
          prefix={`addOns.${index}`}
          products={props.products}
          offered={props.offered}
          at={at}
          onChange={(patch, path) =>
            props.onChange(
              rows.map((one, place) => (place === index ? { ...one, ...patch } : one)),
              path,
            )
          }
          onRemove={() => props.onChange(rows.toSpliced(index, 1), 'addOns')}
        />
      ))}
      <div>
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => props.onChange([...rows, newAddOnRow()], 'addOns')}
        >
          Add an add-on
        </Button>
        <PlainProblem {...at('addOns')} />
      </div>
    </FieldGroup>
  );
}

function AddOnFields(props: {
  row: AddOnRow;
  number: number;
  prefix: string;
  products: readonly ProductShownFragment[];
  offered: readonly string[];
  at: At;
  onChange: (patch: Partial<AddOnRow>, path: string) => void;
  onRemove: () => void;
}) {
  const { row, prefix, products, at } = props;
  const change = (patch: Partial<AddOnRow>, field: string) =>
    props.onChange(patch, `${prefix}.${field}`);
  return (
    <div className={styles.row} role="group" aria-label={`Add-on ${props.number}`}>
      <div className={styles.head}>
        <div className={styles.grow}>
          <SegmentedControl
            size="xs"
            aria-label="Where customers see it"
            value={row.kind}
            onChange={(kind) => change({ kind }, 'kind')}
            data={[
              { value: 'ORDER_BUMP', label: lineKindNames.ORDER_BUMP },
              { value: 'PRE_UPSELL', label: lineKindNames.PRE_UPSELL },
            ]}
          />
        </div>
        {row.id === null && (
          <RowButton
            name={`Take add-on ${props.number} out`}
            icon={IconTrash}
            onClick={props.onRemove}
          />
        )}
      </div>
      <PlainProblem {...at(`${prefix}.kind`)} />
      <ProductSelect
        label="Product it sells"
        products={products}
        value={row.productId}
        path={`${prefix}.productId`}
        at={at}
        onChange={(productId) => change({ productId }, 'productId')}
      />
      <ProductSelect
        label="Takes the place of"
        none="Nothing: it comes on top"
        products={products.filter(({ id }) => props.offered.includes(id))}
        value={row.replacesProductId}
        path={`${prefix}.replacesProductId`}
        at={at}
        onChange={(replacesProductId) => change({ replacesProductId }, 'replacesProductId')}
      />
      <TextInput
        label="What customers read"
        maxLength={200}
        value={row.name}
        onChange={({ currentTarget }) => change({ name: currentTarget.value }, 'name')}
        {...at(`${prefix}.name`)}
      />
      <Textarea
        label="More of the same"
        autosize
        minRows={2}
        maxLength={2000}
        value={row.description}
        onChange={({ currentTarget }) =>
          change({ description: currentTarget.value }, 'description')
        }
        {...at(`${prefix}.description`)}
      />
      <PricesEditor
        rows={row.prices}
        prefix={`${prefix}.prices`}
        at={at}
        onChange={(prices, path) => props.onChange({ prices }, path)}
      />
      {row.id !== null && (
        <ArchivedField
          checked={row.archived}
          at={(path) => at(`${prefix}.${path}`)}
          onChange={(archived) => change({ archived }, 'archived')}
        />
      )}
    </div>
  );
}
