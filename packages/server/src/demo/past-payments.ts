import type { PaymentRow } from '../database/payment.ts';
import { coverOf } from '../domain/payment.ts';
import { vatWithin } from '../domain/vat.ts';
import type { Actor } from '../use-cases/request.ts';
import { type Chance, HEX, LETTERS } from './chance.ts';
import {
  CHECKOUT_PAGE,
  type OrderDraft,
  type PastMeans,
  recordAt,
  settleDraft,
} from './past-draft.ts';
import { createDeliveries } from './past-deliveries.ts';

/** A way to pay, how popular it is where it is offered, and how long it takes (ms). */
export type Way = {
  readonly provider: string;
  readonly method: string;
  readonly weight: number;
  readonly takesMs: readonly [number, number];
  /** Countries that have it; none named: all. */
  readonly countries?: readonly string[];
  readonly currencies?: readonly string[];
};

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Long after any automatic payment: somebody looks at the account and notes that it came. */
export const BY_HAND_MS: readonly [number, number] = [DAY_MS, 6 * DAY_MS];

const quick = [7 * SECOND_MS, 45 * SECOND_MS] as const;
const atBank = [35 * SECOND_MS, 3 * MINUTE_MS] as const;
const inFinland = { countries: ['FI'], currencies: ['EUR'] };
const euro = { currencies: ['EUR'] };

export const ways: readonly Way[] = [
  { provider: 'stripe', method: 'card', weight: 26, takesMs: quick },
  { provider: 'stripe', method: 'apple_pay', weight: 7, takesMs: quick },
  { provider: 'stripe', method: 'google_pay', weight: 4, takesMs: quick },
  {
    provider: 'stripe',
    method: 'klarna',
    weight: 6,
    takesMs: atBank,
    countries: ['FI', 'SE', 'DE', 'NO'],
  },
  { provider: 'stripe', method: 'link', weight: 1, takesMs: quick },
  { provider: 'paytrail', method: 'osuuspankki', weight: 19, takesMs: atBank, ...inFinland },
  { provider: 'paytrail', method: 'nordea', weight: 12, takesMs: atBank, ...inFinland },
  { provider: 'paytrail', method: 'mobilepay', weight: 14, takesMs: quick, ...inFinland },
  { provider: 'paytrail', method: 'spankki', weight: 5, takesMs: atBank, ...inFinland },
  { provider: 'paytrail', method: 'danske', weight: 4, takesMs: atBank, ...inFinland },
  { provider: 'paytrail', method: 'aktia', weight: 2, takesMs: atBank, ...inFinland },
  { provider: 'paytrail', method: 'creditcard', weight: 5, takesMs: quick, ...inFinland },
  { provider: 'epassi', method: 'epassi', weight: 7, takesMs: atBank, ...inFinland },
  { provider: 'manual', method: 'bank-transfer', weight: 1.4, takesMs: BY_HAND_MS, ...euro },
  { provider: 'manual', method: 'invoice', weight: 1.2, takesMs: BY_HAND_MS, ...euro },
];

/** What customers have in their hands here; `isHurried` leaves out what takes days. */
export function chooseWay(
  chance: Chance,
  order: OrderDraft['order'],
  isHurried: boolean,
  unlike: Way | null = null,
): Way {
  const offered = ways.filter(
    ({ countries, currencies, takesMs, provider }) =>
      (!countries || countries.includes(order.country ?? '')) &&
      (!currencies || currencies.includes(order.currency)) &&
      !(isHurried && takesMs === BY_HAND_MS) &&
      provider !== unlike?.provider,
  );
  // Somebody who was refused tries another provider, where there is one, or the same again.
  return offered.length === 0
    ? chooseWay(chance, order, isHurried)
    : chance.weighted(offered, ({ weight }) => weight);
}

/** The customer is sent to pay. */
export function beginPayment(
  draft: OrderDraft,
  means: PastMeans,
  atMs: number,
  way: Pick<Way, 'provider' | 'method'>,
): PaymentRow {
  const { order } = draft;
  const id = means.ids('pay', atMs);
  const payment: PaymentRow = {
    id,
    orderId: order.id,
    provider: way.provider,
    method: way.method,
    status: 'PENDING',
    amountMinor: order.totalMinor,
    currency: order.currency,
    providerReference: referenceOf(means.chance, way, { id, orderNumber: order.number }),
    redirectUrl: null,
    clientSecret: null,
    failureMessage: null,
    createdAt: new Date(atMs),
    capturedAt: null,
    capturedMinor: 0,
    returnedMinor: 0,
    reservedMinor: 0,
    surplus: false,
    lookUpAt: null,
    lookUps: 0,
  };
  draft.payments.push(payment);
  recordAt(draft, means, atMs, {
    event: 'payment.started',
    summary: `A payment by ${providerWord(way)} (${way.method.replace(/[-_]/g, ' ')}) was started.`,
    actor: CHECKOUT_PAGE,
  });
  settleDraft(draft, means, atMs, { actor: CHECKOUT_PAGE });
  return payment;
}

/** The attempt came to nothing. A message says that it was refused; null: the customer gave up. */
export function endPayment(
  draft: OrderDraft,
  means: PastMeans,
  atMs: number,
  payment: PaymentRow,
  failureMessage: string | null,
): void {
  payment.status = failureMessage === null ? 'CANCELLED' : 'FAILED';
  payment.failureMessage = failureMessage;
  const actor = providerOf(payment);
  recordAt(draft, means, atMs, {
    event: `payment.${payment.status.toLowerCase()}`,
    summary:
      failureMessage === null
        ? `The payment by ${providerWord(payment)} was cancelled.`
        : `The payment by ${providerWord(payment)} failed: ${failureMessage}`,
    changes: [{ field: 'payment', before: 'PENDING', after: payment.status }],
    actor,
  });
  settleDraft(draft, means, atMs, { actor });
}

/**
 * The money came. What covers the total makes the order paid, with its entries in the books and its
 * actions; what comes on top is kept as a surplus. `by` is who says so.
 */
export function capturePayment(
  draft: OrderDraft,
  means: PastMeans,
  atMs: number,
  payment: PaymentRow,
  by: Actor = providerOf(payment),
): void {
  const { order } = draft;
  const heardMs = atMs + means.chance.between(250, 2_400);
  payment.status = 'SUCCEEDED';
  payment.capturedAt = new Date(atMs);
  payment.capturedMinor = payment.amountMinor;
  recordAt(draft, means, heardMs, {
    event: 'payment.succeeded',
    summary: `The payment by ${providerWord(payment)} succeeded.`,
    changes: [{ field: 'payment', before: 'PENDING', after: 'SUCCEEDED' }],
    actor: by,
  });
  const cover = coverOf(
    draft.payments.map((one) => ({ ...one, capturedAt: one.capturedAt ?? null })),
    order.totalMinor,
  );
  order.surplusCapturedAt = cover.surplusCapturedAt;
  if (!order.paidAt && cover.paidAt) {
    confirmPayment(draft, means, cover.paidAt.getTime(), heardMs, by);
    return;
  }
  for (const one of draft.payments) {
    one.surplus = one.capturedAt != null && cover.paidAt !== null && one.capturedAt > cover.paidAt;
  }
  recordAt(draft, means, heardMs, {
    event: 'payment.surplus',
    summary: 'The order was paid already: this payment came on top.',
    actor: by,
  });
  settleDraft(draft, means, heardMs, { actor: by });
}

/** An order is paid: sale in the books, actions made. A total of 0 comes here without a payment. */
export function confirmPayment(
  draft: OrderDraft,
  means: PastMeans,
  paidMs: number,
  heardMs: number,
  by: Actor,
): void {
  const { order } = draft;
  order.paidAt = new Date(paidMs);
  for (const line of draft.lines) {
    draft.books.push({
      orderId: order.id,
      orderLineId: line.id,
      checkoutId: order.checkoutId,
      kind: 'SALE',
      at: order.paidAt,
      currency: order.currency,
      grossMinor: line.priceMinor,
      vatMinor: vatWithin(line.priceMinor, line.vatRateBp),
      refundId: null,
    });
  }
  createDeliveries(draft, means, heardMs);
  recordAt(draft, means, heardMs, {
    event: 'order.paid',
    summary: 'The payment was confirmed.',
    actor: by,
  });
  settleDraft(draft, means, heardMs, { actor: by });
}

export function providerOf({ provider }: Pick<PaymentRow, 'provider'>): Actor {
  return { kind: 'PROVIDER', id: provider, name: providerWord({ provider }) };
}

/** As people know it; after "by". */
export function providerWord({ provider }: Pick<PaymentRow, 'provider'>): string {
  return provider === 'manual' ? 'hand' : provider.charAt(0).toUpperCase() + provider.slice(1);
}

/** What the payment is called at its provider: none repeats, though all are of chance. */
function referenceOf(
  chance: Chance,
  { provider, method }: Pick<Way, 'provider' | 'method'>,
  ours: { readonly id: string; readonly orderNumber: string },
): string | null {
  switch (provider) {
    case 'stripe':
      return `pi_3${chance.text(23, LETTERS)}`;
    case 'paytrail':
      return [8, 4, 4, 4, 12].map((length) => chance.text(length, HEX)).join('-');
    case 'epassi':
      return ours.id; // It knows a payment by our own stamp.
    default:
      return method === 'invoice' ? `Invoice ${ours.orderNumber}` : null;
  }
}
