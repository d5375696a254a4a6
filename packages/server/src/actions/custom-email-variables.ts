import type { PurchasedOrder } from './action-type.ts';
import { moneyFormat } from './receipt-content.ts';
import { receiptWords } from './receipt-words.ts';

/** What a variable is put in from. `lineId` is the line the email belongs to, if it is a product's. */
type Source = {
  readonly order: PurchasedOrder;
  readonly lineId: string | null;
  readonly sellerName: string;
};

const customEmailVariables = {
  firstName: ({ order }) => order.customer.firstName,
  lastName: ({ order }) => order.customer.lastName,
  fullName: ({ order: { customer } }) =>
    [customer.firstName, customer.lastName].filter(Boolean).join(' '),
  email: ({ order }) => order.customer.email,
  orderNumber: ({ order }) => order.number,
  product: ({ order: { lines }, lineId }) =>
    (lines.find(({ id }) => id === lineId) ?? lines.find(({ kind }) => kind === 'MAIN'))
      ?.productName ?? null,
  products: ({ order }) => order.lines.map(({ productName }) => productName).join(', '),
  total: ({ order }) =>
    moneyFormat(order.currency, receiptWords(order.language).locale)(order.totalMinor),
  offer: ({ order }) => order.offer?.name ?? null,
  checkout: ({ order }) => order.checkout.name,
  seller: ({ sellerName }) => sellerName,
} satisfies Record<string, (source: Source) => string | null>;

/** The names a seller can use, in the order in which they are listed. */
export const customEmailVariableNames: readonly string[] = Object.keys(customEmailVariables);

/** Long enough for every real name; whoever registers a whole letter as a name does not get it sent. */
const LONGEST_VALUE = 300;

/** The value of each variable on one line; empty where the order holds none. */
export function customEmailValues(source: Source): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(customEmailVariables).map(([name, valueOf]) => [
      name,
      onOneLine(valueOf(source) ?? ''),
    ]),
  );
}

function onOneLine(value: string): string {
  const text = value.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE).toWellFormed()}…` : text;
}
