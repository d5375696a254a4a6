import { Select } from '@mantine/core';
import type { At } from './use-form.ts';

/** Those that sellers here use come first, the rest by code. */
const FIRST = ['EUR', 'SEK', 'NOK', 'DKK', 'USD', 'GBP', 'JPY'];

const currencies = knownCurrencies();
const wordsOf = new Map(currencies.map(({ code, words }) => [code, words]));

/** Chooses a currency by its ISO 4217 code or its name. */
export function CurrencySelect(props: {
  /** Shown above it; without one it is named for those who do not see. */
  label?: string;
  value: string;
  mark: ReturnType<At>;
  onChange: (currency: string) => void;
}) {
  return (
    <Select
      {...(props.label ? { label: props.label } : { 'aria-label': 'Currency' })}
      data={currencies.map(({ code }) => code)}
      value={props.value || null}
      searchable
      limit={40}
      allowDeselect={false}
      nothingFoundMessage="No such currency"
      comboboxProps={{ width: 240, position: 'bottom-start' }}
      renderOption={({ option }) => wordsOf.get(option.value)}
      filter={({ search, limit }) =>
        currencies
          .filter(({ words }) => words.toLowerCase().includes(search.trim().toLowerCase()))
          .slice(0, limit)
          .map(({ code }) => ({ value: code, label: code }))
      }
      onChange={(currency) => props.onChange(currency ?? '')}
      {...props.mark}
    />
  );
}

/** "EUR · Euro". */
function knownCurrencies(): readonly { code: string; words: string }[] {
  const names = new Intl.DisplayNames('en', { type: 'currency' });
  const rest = Intl.supportedValuesOf('currency').filter((code) => !FIRST.includes(code));
  return [...FIRST, ...rest].map((code) => ({ code, words: `${code} · ${names.of(code)}` }));
}
