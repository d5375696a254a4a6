/**
 * Formats of the reader's language, each made once: to make one takes a hundred times as long as to use it, and a table
 * writes hundreds of amounts and times whenever it is drawn.
 */
const dateFormats = new Map<string, Intl.DateTimeFormat>();
const numberFormats = new Map<string, Intl.NumberFormat>();
const regionNames = new Intl.DisplayNames('en', { type: 'region' });

export function dateFormat(
  language: string | undefined,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  return kept(dateFormats, language, options, () => new Intl.DateTimeFormat(language, options));
}

export function numberFormat(
  language: string | undefined,
  options: Intl.NumberFormatOptions,
): Intl.NumberFormat {
  return kept(numberFormats, language, options, () => new Intl.NumberFormat(language, options));
}

/** The country's name in English for its ISO 3166-1 code; throws a RangeError for what cannot be a code. */
export function regionName(code: string): string | undefined {
  return regionNames.of(code);
}

function kept<Format>(
  formats: Map<string, Format>,
  language: string | undefined,
  options: object,
  make: () => Format,
): Format {
  const key = `${language ?? ''} ${JSON.stringify(options)}`;
  let format = formats.get(key);
  if (!format) {
    format = make();
    formats.set(key, format);
  }
  return format;
}
