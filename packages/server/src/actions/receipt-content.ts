/**
 * What stands on a receipt, as text ready to be laid out: the page and the plain text show the
 * same words and figures. Amounts are formatted from exact decimal text; no float is involved.
 */
import { exponentOf, sumMinor, toDecimal } from '../domain/money.ts';
import { vatByRate } from '../domain/vat.ts';
import type { PurchasedOrder } from './action-type.ts';
import type { ReceiptSettings } from './receipt-settings.ts';
import { receiptWords, type ReceiptWords } from './receipt-words.ts';

export type ReceiptContent = {
  words: ReceiptWords;
  subject: string;
  sellerName: string;
  /** Address lines and VAT number. */
  sellerLines: string[];
  paragraphs: string[];
  orderNumber: string;
  date: string;
  /** The customer's own billing details, one a line. */
  billedTo: string[];
  items: { name: string; kind: string | null; listPrice: string }[];
  /** Null without discounts: then it says nothing that the total does not. */
  beforeDiscount: string | null;
  discounts: { code: string; amount: string }[];
  total: string;
  vat: { rate: string; net: string; vat: string; gross: string }[];
  paidBy: string[];
};

export function receiptContent(order: PurchasedOrder, settings: ReceiptSettings): ReceiptContent {
  const words = receiptWords(order.language);
  const money = moneyFormat(order.currency, words.locale);
  const sellerName = settings.sellerName ?? order.checkout.name;

  return {
    words,
    sellerName,
    sellerLines: sellerLines(settings, words),
    subject: settings.subject ?? words.subject(sellerName, order.number),
    paragraphs: paragraphsOf(settings.introduction ?? words.thanks),
    orderNumber: order.number,
    date: dateFormat(words.locale, settings.timeZone).format(order.paidAt ?? order.createdAt),
    billedTo: billedTo(order, words),
    items: order.lines.map((line) => ({
      name: line.productName,
      kind: line.kind === 'MAIN' ? null : words.kinds[line.kind],
      listPrice: money(line.listPriceMinor),
    })),
    beforeDiscount:
      order.discounts.length === 0
        ? null
        : money(sumMinor(order.lines.map(({ listPriceMinor }) => listPriceMinor))),
    discounts: order.discounts.map(({ code, amountMinor }) => ({
      code,
      amount: money(-amountMinor),
    })),
    total: money(order.totalMinor),
    vat: vatByRate(order.lines).map(({ rateBp, grossMinor, vatMinor }) => ({
      rate: formatRate(rateBp, words.locale),
      net: money(grossMinor - vatMinor),
      vat: money(vatMinor),
      gross: money(grossMinor),
    })),
    paidBy: paidBy(order, words, money),
  };
}

/** Writes minor units as people of a locale do: 123456 JPY in Finnish is "123 456 ¥". */
export function moneyFormat(currency: string, locale: string): (minor: number) => string {
  const digits = exponentOf(currency);
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  // A decimal text is formatted digit by digit; a number would first become a float.
  return (minor) => format.format(toDecimal(minor, currency) as Intl.StringNumericLiteral);
}

/** 2550 basis points in Finnish are "25,5 %". */
function formatRate(rateBp: number, locale: string): string {
  const digits = String(rateBp).padStart(5, '0');
  const share = `${digits.slice(0, -4)}.${digits.slice(-4)}` as Intl.StringNumericLiteral;
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 }).format(
    share,
  );
}

function dateFormat(locale: string, timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone });
}

function sellerLines(settings: ReceiptSettings, words: ReceiptWords): string[] {
  const address = (settings.sellerAddress ?? '').split(/\r?\n/).map((line) => line.trim());
  const vatId = settings.sellerVatId;
  return [...address, vatId ? `${words.sellerVatId} ${vatId}` : ''].filter((line) => line !== '');
}

function paragraphsOf(text: string): string[] {
  return text
    .split(/(?:\r?\n\s*){2,}/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '');
}

const SAID_ELSEWHERE = new Set(['email', 'firstName', 'lastName', 'country', 'region']);

function billedTo({ customer }: PurchasedOrder, words: ReceiptWords): string[] {
  const name = [customer.firstName, customer.lastName].filter(Boolean).join(' ');
  const fields = customer.fields
    .filter(({ key, value }) => !SAID_ELSEWHERE.has(key) && value.trim() !== '')
    .map(({ label, value }) => `${label}: ${value}`);
  const country = customer.country && nameOfCountry(customer.country, words.locale);
  return [name, customer.email, ...fields, country ?? ''].filter((line) => line !== '');
}

function nameOfCountry(code: string, locale: string): string {
  const names = new Intl.DisplayNames([locale], { type: 'region', fallback: 'code' });
  return /^[A-Z]{2}$/.test(code) ? (names.of(code) ?? code) : code;
}

/** Payments that brought money, whatever went back since; an order can hold failed attempts too. */
const CAPTURED = new Set(['SUCCEEDED', 'PARTIALLY_REFUNDED', 'REFUNDED']);

function paidBy(
  order: PurchasedOrder,
  words: ReceiptWords,
  money: (minor: number) => string,
): string[] {
  const captured = order.payments.filter(({ status }) => CAPTURED.has(status));
  if (captured.length === 0) return order.totalMinor === 0 ? [words.nothingToPay] : [];
  const amount = (minor: number) => (captured.length > 1 ? `: ${money(minor)}` : '');
  return captured.map(
    ({ provider, method, amountMinor }) =>
      `${words.methods[method] ?? capitalised(method)} (${PROVIDERS[provider] ?? capitalised(provider)})${amount(amountMinor)}`,
  );
}

const PROVIDERS: Record<string, string> = {
  stripe: 'Stripe',
  paytrail: 'Paytrail',
  epassi: 'Epassi',
};

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
