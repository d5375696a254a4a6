import { IconArrowUpRight, IconCirclePlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { numberFormat, regionName } from './formats.ts';
import styles from './values.module.css';

/**
 * How money, places, people and names of things look, everywhere the same.
 * Knows the shapes of the API's values and nothing of where they come from.
 */

export type MoneyValue = {
  /** In the currency's smallest unit. */
  readonly minor: number;
  readonly currency: string;
  /** The same amount as decimal text, which Intl formats without a float in between. */
  readonly decimal: string;
};

/** As much of an amount as can be read: for what is only shown. */
export type ShownMoney = Pick<MoneyValue, 'currency' | 'decimal'>;

/** The amount with its currency where the reader's language puts it: "49,00 €", "SEK 1,089.00". */
export function formatMoney(money: ShownMoney, language?: string): string {
  // As many decimals as the amount has: what a language usually leaves off would be lost money.
  const digits = money.decimal.split('.')[1]?.length ?? 0;
  return numberFormat(language, {
    style: 'currency',
    currency: money.currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(money.decimal as Intl.StringNumericLiteral);
}

/** The difference of two amounts of one currency, as an amount of its own. */
export function lessMoney(from: MoneyValue, taken: MoneyValue): MoneyValue {
  return otherAmount(from, from.minor - taken.minor);
}

/** The sum of amounts of one currency, as an amount of its own; null where there are none. */
export function sumMoney(amounts: readonly MoneyValue[]): MoneyValue | null {
  const [first] = amounts;
  return first
    ? otherAmount(
        first,
        amounts.reduce((sum, { minor }) => sum + minor, 0),
      )
    : null;
}

/** In the same currency, with as many decimals. */
function otherAmount(like: MoneyValue, minor: number): MoneyValue {
  const decimals = like.decimal.split('.')[1]?.length ?? 0;
  const digits = String(Math.abs(minor)).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const part = decimals ? `.${digits.slice(-decimals)}` : '';
  return { minor, currency: like.currency, decimal: `${minor < 0 ? '-' : ''}${whole}${part}` };
}

export function Money(props: { value: MoneyValue; struck?: boolean }) {
  const text = formatMoney(props.value);
  if (!props.struck) return <span className="tabular">{text}</span>;
  return (
    <s className={`tabular ${styles.struck}`}>
      <span className="hidden-text">originally </span>
      {text}
    </s>
  );
}

/** A rate in basis points as the reader's language writes it: 2550 is "25.5 %". */
export function formatRate(rateBp: number, language?: string): string {
  return numberFormat(language, { style: 'percent', maximumFractionDigits: 2 }).format(
    `${rateBp}e-4` as Intl.StringNumericLiteral,
  );
}

/** The country's name in English for its ISO 3166-1 code; the code itself where nobody knows it. */
export function countryName(code: string): string {
  try {
    return regionName(code) ?? code;
  } catch {
    return code;
  }
}

export function Country(props: { code: string | null }) {
  if (!props.code) return <Nothing />;
  const name = countryName(props.code);
  return (
    <span className={styles.cut} data-tip={`${name} (${props.code})`}>
      {name}
    </span>
  );
}

/** "Aino Korhonen", or whichever half of the name is known, or null. */
export function personName(person: {
  firstName: string | null;
  lastName: string | null;
}): string | null {
  return [person.firstName, person.lastName].filter(Boolean).join(' ') || null;
}

const knownNames: Readonly<Record<string, string>> = {
  stripe: 'Stripe',
  paytrail: 'Paytrail',
  epassi: 'Epassi',
  manual: 'By hand',
  card: 'Card',
  klarna: 'Klarna',
  mobilepay: 'MobilePay',
  paypal: 'PayPal',
  op: 'OP',
  nordea: 'Nordea',
  danske: 'Danske Bank',
  spankki: 'S-Pankki',
  alandsbanken: 'Ålandsbanken',
  poppankki: 'POP Pankki',
  webhook: 'Webhook',
  sepa_debit: 'SEPA Direct Debit',
  apple_pay: 'Apple Pay',
  google_pay: 'Google Pay',
  'receipt-email': 'Receipt email',
  'custom-email': 'Custom email',
  'kajabi-grant': 'Kajabi offer grant',
  'systemeio-access': 'Systeme.io access',
};

/** A readable name for a word of an open set (provider, method, kind): "nordea_bank" is "Nordea bank". */
export function wordName(word: string): string {
  const known = knownNames[word.toLowerCase()];
  if (known) return known;
  const spaced = word.replaceAll(/[-_]+/g, ' ');
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

export function Nothing(props: { children?: ReactNode }) {
  return <span className="dim">{props.children ?? '–'}</span>;
}

export type LineKind = 'MAIN' | 'ORDER_BUMP' | 'PRE_UPSELL';

export const lineKindNames: Readonly<Record<LineKind, string>> = {
  MAIN: 'Product',
  ORDER_BUMP: 'Order bump',
  PRE_UPSELL: 'Pre-upsell',
};

/** The small mark that tells an order bump or a pre-upsell from a main product; nothing for those. */
export function LineKindMark(props: { kind: LineKind; iconOnly?: boolean }) {
  if (props.kind === 'MAIN') return null;
  const Icon = props.kind === 'ORDER_BUMP' ? IconCirclePlus : IconArrowUpRight;
  const word = lineKindNames[props.kind];
  return (
    <span className={styles.kindMark} data-kind={props.kind} data-icon-only={props.iconOnly}>
      <Icon size={12} stroke={2.2} aria-hidden />
      {props.iconOnly ? <span className="hidden-text">{word}: </span> : word}
    </span>
  );
}

export function Tag(props: { children: string }) {
  return <span className={styles.tag}>{props.children}</span>;
}
