import {
  closeDifference,
  findOrdersOfPayments,
  findOurRefunds,
  findVanishedDifferences,
  writeDifference,
} from '../database/refund-ledger.ts';
import { compareLedgers, type RefundDifference } from '../domain/refund-comparison.ts';
import type { ListedRefund, PaymentProvider } from '../payments/payment-provider.ts';
import type { PaymentProviders } from '../payments/providers.ts';
import { lockOrder } from './load-order.ts';
import { inOneTransaction, type Request } from './request.ts';

/** How far back a comparison looks unless told: refunds are possible for half a year at most places. */
export const RECONCILE_BACK_MS = 180 * 24 * 60 * 60_000;
/** News of what happened this lately may be on their way. */
const ON_THE_WAY_MS = 5 * 60_000;

/** A provider that has a list of its refunds to compare with. */
export type ListingProvider = PaymentProvider & Required<Pick<PaymentProvider, 'listRefunds'>>;

export type Comparison = {
  readonly provider: string;
  readonly since: Date;
  /** How many refunds of our payments the provider has. */
  readonly compared: number;
  readonly differences: readonly RefundDifference[];
};

export function hasList(provider: PaymentProvider): provider is ListingProvider {
  return provider.listRefunds !== undefined;
}

/**
 * Compares our refunds with everything the provider has since then, whoever made it there. Only reads: it
 * tells the differences and sets nothing right. Throws `ProviderFailure` where the list cannot be had
 * whole, since half a list would show differences that are none.
 */
export async function compareRefunds(
  request: Request,
  provider: ListingProvider,
  wish: { readonly since: Date; readonly onTheWayMs: number; readonly signal: AbortSignal },
): Promise<Comparison> {
  const begunAt = request.tools.now();
  const listed: ListedRefund[] = [];
  for await (const refund of provider.listRefunds(wish.since, wish.signal)) listed.push(refund);
  const em = request.em.fork();
  const known = (values: readonly (string | null)[]) => values.filter((one) => one !== null);
  const orderOfPayment = await findOrdersOfPayments(
    em,
    provider.name,
    known(listed.map(({ paymentReference }) => paymentReference)),
  );
  const theirs = listed.filter(({ paymentReference }) =>
    orderOfPayment.has(paymentReference ?? ''),
  );
  const ours = await findOurRefunds(em, {
    provider: provider.name,
    since: wish.since,
    keys: known(theirs.map(({ key }) => key)),
    references: theirs.map(({ reference }) => reference),
  });
  const differences = compareLedgers({
    ours,
    theirs,
    orderOfPayment,
    providerLabel: provider.label,
    since: wish.since,
    until: new Date(begunAt.getTime() - wish.onTheWayMs),
  });
  return { provider: provider.name, since: wish.since, compared: theirs.length, differences };
}

/**
 * What the worker does every night: compares with every provider that has a list, and shows the orders
 * concerned to a person until the difference is gone. A provider that gives no list keeps no other waiting;
 * the first fault is thrown when all are done.
 */
export async function reconcileRefunds(
  request: Request,
  providers: PaymentProviders,
  signal: AbortSignal,
): Promise<void> {
  const faults: unknown[] = [];
  for (const provider of providers.all.filter(hasList)) {
    await reconcileOne(request, provider, signal).catch((error: unknown) => faults.push(error));
  }
  if (faults.length > 0) throw faults[0];
}

async function reconcileOne(
  request: Request,
  provider: ListingProvider,
  signal: AbortSignal,
): Promise<void> {
  const begunAt = request.tools.now();
  const since = new Date(begunAt.getTime() - RECONCILE_BACK_MS);
  const wish = { since, onTheWayMs: ON_THE_WAY_MS, signal };
  const { differences } = await compareRefunds(request, provider, wish);
  for (const difference of differences) await show(request, provider, difference);
  const gone = await findVanishedDifferences(request.em.fork(), {
    provider: provider.name,
    since,
    begunAt,
  });
  for (const one of gone) await close(request, provider, one);
}

async function show(
  request: Request,
  provider: PaymentProvider,
  difference: RefundDifference,
): Promise<void> {
  const { orderId, summary } = difference;
  await inOneTransaction(request, async (work) => {
    await lockOrder(work, orderId, 'orderId');
    if (!(await writeDifference(work.em, provider.name, difference, work.now))) return;
    work.touch(orderId, { decided: false });
    work.record(orderId, { event: 'refund.differs', summary });
  });
}

async function close(
  request: Request,
  provider: PaymentProvider,
  gone: { readonly kind: string; readonly subject: string; readonly orderId: string | null },
): Promise<void> {
  await inOneTransaction(request, async (work) => {
    const { orderId } = gone;
    if (orderId !== null) await lockOrder(work, orderId, 'orderId');
    await closeDifference(work.em, provider.name, gone, work.now);
    if (orderId === null) return;
    work.touch(orderId, { decided: false });
    work.record(orderId, {
      event: 'refund.agrees',
      summary: `Its refunds here and at ${provider.label} agree again.`,
    });
  });
}
