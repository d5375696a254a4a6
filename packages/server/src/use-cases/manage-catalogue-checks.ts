import { query } from '../database/orm.ts';
import type { HistoryChange } from '../database/history.ts';
import { toDecimal } from '../domain/money.ts';
import type { Refusal } from './outcome.ts';
import { refuse } from './outcome.ts';
import { reaches, type Work } from './request.ts';

/** A price as a form sends it: minor units of its currency, so that no fraction can be meant. */
export type PriceWish = {
  readonly currency: string;
  readonly priceMinor: number;
  readonly discountedMinor?: number | null;
};

/** Ten billion euros: sums of a great many of them are still exact numbers. */
export const HIGHEST_PRICE_MINOR = 1_000_000_000_000;

const currencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/** Refuses a value of the input, at its place. */
export function invalid(message: string, ...path: (string | number)[]): Refusal {
  return { code: 'INVALID', message, path: path.map(String) };
}

/** Every reason against a list of prices, each at its field. */
export function priceRefusals(
  prices: readonly PriceWish[],
  ...path: (string | number)[]
): Refusal[] {
  return prices.flatMap(({ currency, priceMinor, discountedMinor }, index) => {
    const at = (field: string) => [...path, index, field];
    const refusals = currencyRefusals(prices, index, ...path);
    if (!isAmount(priceMinor)) refusals.push(invalid(AMOUNT_WORDS, ...at('priceMinor')));
    if (discountedMinor === undefined || discountedMinor === null) return refusals;
    if (!isAmount(discountedMinor)) {
      refusals.push(invalid(AMOUNT_WORDS, ...at('discountedMinor')));
    } else if (isAmount(priceMinor) && discountedMinor >= priceMinor) {
      const price = `${toDecimal(priceMinor, currency)} ${currency}`;
      refusals.push(
        invalid(`A discounted price is below the price of ${price}.`, ...at('discountedMinor')),
      );
    }
    return refusals;
  });
}

/** A currency that exists, once in its list. */
export function currencyRefusals(
  list: readonly { readonly currency: string }[],
  index: number,
  ...path: (string | number)[]
): Refusal[] {
  const currency = list[index]?.currency ?? '';
  const at = [...path, index, 'currency'];
  if (!currencies.has(currency)) {
    return [invalid(`There is no currency ${currency}.`, ...at)];
  }
  const isAgain = list.findIndex((one) => one.currency === currency) < index;
  return isAgain ? [invalid(`${currency} is there twice.`, ...at)] : [];
}

const AMOUNT_WORDS = `An amount is a whole number of the currency's smallest unit, from 0 to ${HIGHEST_PRICE_MINOR}.`;

function isAmount(minor: number): boolean {
  return Number.isSafeInteger(minor) && minor >= 0 && minor <= HIGHEST_PRICE_MINOR;
}

/** A text of at most so many characters; empty is fine. */
export function lengthRefusals(
  text: string | null | undefined,
  longest: number,
  ...path: (string | number)[]
): Refusal[] {
  if ((text ?? '').trim().length <= longest) return [];
  return [invalid(`At most ${longest} characters.`, ...path)];
}

/** What is stored of an optional text. */
export function blankToNull(text: string | null | undefined): string | null {
  return text?.trim() || null;
}

/** Since when something is put away: keeps the first moment, forgets it when it is taken out again. */
export function archivedSince(
  before: Date | null | undefined,
  archived: boolean,
  now: Date,
): Date | null {
  return archived ? (before ?? now) : null;
}

/** One that exists stays in its checkout; out of reach or elsewhere looks as if it did not exist. */
export function refuseUnlessOwn<Row extends { readonly checkoutId: string }>(
  work: Work,
  row: Row | null,
  checkoutId: string,
  what: string,
): asserts row is Row {
  if (!row || !reaches(work.request.reach, row.checkoutId)) {
    refuse('NOT_FOUND', `There is no such ${what}.`, ['id']);
  }
  if (row.checkoutId !== checkoutId) {
    refuse('INVALID', `A ${what} stays in its checkout.`, ['checkoutId']);
  }
}

/** The products of a checkout among these ids; `archived`: no longer sold. */
export async function productsAmong(
  work: Work,
  checkoutId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { readonly name: string; readonly archived: boolean }>> {
  const rows = await query<{ id: string; name: string; archived: boolean }>(
    work.em,
    `select id, name, archived_at is not null as archived from product
     where checkout_id = $1 and id = any($2::text[])`,
    [checkoutId, ids],
  );
  return new Map(rows.map(({ id, ...product }) => [id, product]));
}

/** What changed, field by field, as text. */
export function changesBetween(
  before: Readonly<Record<string, unknown>> | null,
  after: Readonly<Record<string, unknown>>,
): HistoryChange[] {
  return Object.entries(after).flatMap(([field, value]) => {
    const [was, is] = [wordOf(before?.[field]), wordOf(value)];
    return was === is ? [] : [{ field, before: was, after: is }];
  });
}

/** Prices as one text: `EUR 99.00 (79.00), SEK 990.00`. */
export function priceWords(prices: readonly PriceWish[]): string {
  return [...prices]
    .sort((a, b) => (a.currency < b.currency ? -1 : 1))
    .map(({ currency, priceMinor, discountedMinor }) => {
      const price = `${currency} ${toDecimal(priceMinor, currency)}`;
      const isDiscounted = discountedMinor !== null && discountedMinor !== undefined;
      return isDiscounted ? `${price} (${toDecimal(discountedMinor, currency)})` : price;
    })
    .join(', ');
}

function wordOf(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.length === 0 ? null : value.map(String).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
