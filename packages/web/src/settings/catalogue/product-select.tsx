import { Select } from '@mantine/core';
import type { ProductShownFragment } from '../../generated.ts';
import type { At } from '../form/use-form.ts';

/** Chooses one of the checkout's products; archived ones only where they are chosen already. */
export function ProductSelect(props: {
  label: string;
  hiddenLabel?: boolean;
  products: readonly ProductShownFragment[];
  value: string | null;
  /** The words of choosing none, where that is possible. */
  none?: string;
  path: string;
  at: At;
  onChange: (productId: string | null) => void;
}) {
  const { label, value } = props;
  const name = props.hiddenLabel ? { 'aria-label': label } : { label };
  return (
    <Select
      {...name}
      searchable
      allowDeselect={false}
      clearable={props.none !== undefined}
      placeholder={props.none ?? 'Choose a product'}
      nothingFoundMessage="No product by that name"
      data={props.products
        .filter(({ id, archivedAt }) => archivedAt === null || id === value)
        .map(({ id, name }) => ({ value: id, label: name }))}
      value={value}
      onChange={props.onChange}
      {...props.at(props.path)}
    />
  );
}
