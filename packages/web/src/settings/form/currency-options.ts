/** Those that sellers here use come first, the rest by code. */
const FIRST = ['EUR', 'SEK', 'NOK', 'DKK', 'USD', 'GBP', 'JPY'];

let options: readonly { value: string; label: string }[] | null = null;

/** Every currency by its ISO 4217 code, with its name in English: "EUR · Euro". */
export function currencyOptions(): { value: string; label: string }[] {
  options ??= makeOptions();
  return [...options];
}

function makeOptions(): { value: string; label: string }[] {
  const names = new Intl.DisplayNames('en', { type: 'currency' });
  const rest = Intl.supportedValuesOf('currency').filter((code) => !FIRST.includes(code));
  return [...FIRST, ...rest].map((code) => ({ value: code, label: `${code} · ${names.of(code)}` }));
}
