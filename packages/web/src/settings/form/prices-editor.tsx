import { ActionIcon, Button, TextInput, Tooltip } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { PriceInput } from '../../generated.ts';
import { CurrencySelect } from './currency-select.tsx';
import { readAmount, readOptionalAmount, writeAmount } from '../../ui/money-text.ts';
import { PlainProblem } from './plain-problem.tsx';
import styles from './prices-editor.module.css';
import type { At, Problems } from './use-form.ts';

/** A price as it is typed: `key` tells the rows apart, the rest is text. */
export type PriceRow = {
  readonly key: string;
  readonly currency: string;
  readonly price: string;
  readonly discounted: string;
};

type SavedPrice = {
  readonly price: { readonly minor: number; readonly currency: string };
  readonly discounted: { readonly minor: number } | null;
};

export function priceRows(prices: readonly SavedPrice[]): readonly PriceRow[] {
  return prices.map(({ price: { minor, currency }, discounted }) => ({
    key: currency,
    currency,
    price: writeAmount(minor, currency),
    discounted: discounted ? writeAmount(discounted.minor, currency) : '',
  }));
}

/** Amounts in minor units, or what is wrong with them, under `prefix` and the row's number. */
export function readPrices(
  rows: readonly PriceRow[],
  prefix: string,
): { readonly prices: PriceInput[]; readonly problems: Problems } {
  const prices: PriceInput[] = [];
  const problems: Record<string, string> = {};
  for (const [index, { currency, price, discounted }] of rows.entries()) {
    const at = `${prefix}.${index}`;
    if (!currency) {
      problems[`${at}.currency`] = 'Choose a currency.';
      continue;
    }
    const full = readAmount(price, currency);
    const reduced = readOptionalAmount(discounted, currency);
    if (!full.ok) problems[`${at}.priceMinor`] = full.problem;
    if (!reduced.ok) problems[`${at}.discountedMinor`] = reduced.problem;
    if (full.ok && reduced.ok) {
      prices.push({ currency, priceMinor: full.value, discountedMinor: reduced.value });
    }
  }
  return { prices, problems };
}

/** One row per currency: the price, and the lower one where the product is on offer. */
export function PricesEditor(props: {
  rows: readonly PriceRow[];
  prefix: string;
  at: At;
  onChange: (rows: readonly PriceRow[], path: string) => void;
}) {
  const { rows, prefix } = props;
  const change = (index: number, patch: Partial<PriceRow>, field: string) =>
    props.onChange(
      rows.map((row, at) => (at === index ? { ...row, ...patch } : row)),
      `${prefix}.${index}.${field}`,
    );
  const taken = new Set(rows.map(({ currency }) => currency));
  const add = () => {
    const currency = ['EUR', 'SEK', 'USD'].find((code) => !taken.has(code)) ?? '';
    const key = crypto.randomUUID();
    props.onChange([...rows, { key, currency, price: '', discounted: '' }], prefix);
  };
  return (
    <div className={styles.prices}>
      {rows.length > 0 && (
        <div className={styles.names} aria-hidden>
          <span>Currency</span>
          <span>Price</span>
          <span>Discounted price</span>
        </div>
      )}
      {rows.map((row, index) => (
        <PriceFields
          key={row.key}
          row={row}
          at={(field) => props.at(`${prefix}.${index}.${field}`)}
          onChange={(patch, field) => change(index, patch, field)}
          onRemove={() => props.onChange(rows.toSpliced(index, 1), prefix)}
        />
      ))}
      <div>
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={add}
        >
          Add a currency
        </Button>
        <PlainProblem {...props.at(prefix)} />
      </div>
    </div>
  );
}

function PriceFields(props: {
  row: PriceRow;
  at: At;
  onChange: (patch: Partial<PriceRow>, field: string) => void;
  onRemove: () => void;
}) {
  const { row, at, onChange } = props;
  const inCurrency = row.currency ? ` in ${row.currency}` : '';
  const removeName = `Remove the price${inCurrency}`;
  return (
    <div className={styles.row}>
      <CurrencySelect
        value={row.currency}
        mark={at('currency')}
        onChange={(currency) => onChange({ currency }, 'currency')}
      />
      <TextInput
        aria-label={`Price${inCurrency}`}
        inputMode="decimal"
        classNames={{ input: styles.amount ?? '' }}
        value={row.price}
        onChange={({ currentTarget }) => onChange({ price: currentTarget.value }, 'priceMinor')}
        {...at('priceMinor')}
      />
      <TextInput
        aria-label={`Discounted price${inCurrency}`}
        inputMode="decimal"
        placeholder="none"
        classNames={{ input: styles.amount ?? '' }}
        value={row.discounted}
        onChange={({ currentTarget }) =>
          onChange({ discounted: currentTarget.value }, 'discountedMinor')
        }
        {...at('discountedMinor')}
      />
      <Tooltip label={removeName}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={36}
          aria-label={removeName}
          onClick={props.onRemove}
        >
          <IconTrash size={16} stroke={1.7} />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}
