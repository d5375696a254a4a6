import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { OrderStatus, orderStatus, permittedMoves, type OrderFacts } from './order-status.ts';
import { coverOf, mergePaymentStatus, type PaymentNews, type PaymentStatus } from './payment.ts';

// Holds the computed status to the table of moves. A model of the shop hears of happenings in any
// order and number of times; what it knows is a set, so it has no memory of the order itself.

const minute = (minutes: number) => new Date(Date.UTC(2026, 10, 23, 10, minutes));

/** The events of `rules.md`, "Order status", each with where it leads from where. */
const paidOnes: OrderStatus[] = ['PAID', 'COMPLETED', 'MARKED_AS_COMPLETED'];
const eventTable: [string, OrderStatus[], OrderStatus[]][] = [
  ['billing form submitted', ['STARTED'], ['IN_PROGRESS']],
  ['payment submitted', ['IN_PROGRESS'], ['PROCESSING']],
  ['payment failed or cancelled', ['PROCESSING'], ['IN_PROGRESS']],
  ['payment confirmed', ['IN_PROGRESS', 'PROCESSING'], ['PAID']],
  ['every action succeeded', ['PAID'], ['COMPLETED']],
  ['completed by hand', Object.values(OrderStatus), ['MARKED_AS_COMPLETED']],
  ['refunded in part', [...paidOnes, 'PARTIALLY_REFUNDED'], ['PARTIALLY_REFUNDED']],
  ['refunded whole', [...paidOnes, 'PARTIALLY_REFUNDED'], ['REFUNDED']],
  ['a refund failed late', ['PARTIALLY_REFUNDED'], paidOnes],
  ['a refund failed late', ['REFUNDED'], [...paidOnes, 'PARTIALLY_REFUNDED']],
];

test('the permitted moves are exactly those of the events', () => {
  const moves = eventTable.flatMap(([, from, to]) =>
    from.flatMap((a) => to.filter((b) => b !== a).map((b) => `${a} → ${b}`)),
  );
  expect(moveNames()).toEqual([...new Set(moves)].sort());
});

function moveNames(): string[] {
  return Object.entries(permittedMoves)
    .flatMap(([from, to]) => to.map((status) => `${from} → ${status}`))
    .sort();
}

/** Something that happened to an order, with its own moment; it may be heard late or twice. */
type Happening = { readonly at: Date } & (
  | { readonly what: 'billing' | 'succeeded' | 'closed' }
  | { readonly what: 'start'; readonly payment: string }
  | { readonly what: 'news'; readonly payment: string; readonly status: PaymentNews['status'] }
  | { readonly what: 'refund'; readonly refund: number; readonly amountMinor: number }
  | { readonly what: 'failed late'; readonly refund: number }
  | { readonly what: 'restored'; readonly refunds: readonly number[] }
);

/** Two attempts, three refunds that add up to the total, and all that can become of them. */
const happenings: readonly ((at: Date) => Happening)[] = [
  (at) => ({ at, what: 'billing' }),
  (at) => ({ at, what: 'start', payment: 'first' }),
  (at) => ({ at, what: 'start', payment: 'second' }),
  (at) => ({ at, what: 'news', payment: 'first', status: 'PENDING' }),
  (at) => ({ at, what: 'news', payment: 'first', status: 'FAILED' }),
  (at) => ({ at, what: 'news', payment: 'first', status: 'SUCCEEDED' }),
  (at) => ({ at, what: 'news', payment: 'second', status: 'PENDING' }),
  (at) => ({ at, what: 'news', payment: 'second', status: 'CANCELLED' }),
  (at) => ({ at, what: 'news', payment: 'second', status: 'SUCCEEDED' }),
  (at) => ({ at, what: 'succeeded' }),
  (at) => ({ at, what: 'closed' }),
  (at) => ({ at, what: 'closed' }),
  (at) => ({ at, what: 'refund', refund: 1, amountMinor: 3000 }),
  (at) => ({ at, what: 'refund', refund: 2, amountMinor: 3000 }),
  (at) => ({ at, what: 'refund', refund: 3, amountMinor: 4000 }),
  (at) => ({ at, what: 'refund', refund: 4, amountMinor: 10_000 }),
  (at) => ({ at, what: 'failed late', refund: 1 }),
  (at) => ({ at, what: 'failed late', refund: 2 }),
  (at) => ({ at, what: 'failed late', refund: 3 }),
  (at) => ({ at, what: 'failed late', refund: 4 }),
  (at) => ({ at, what: 'restored', refunds: [1, 2] }),
];

const moments = fc.array(fc.nat(12).map(minute), {
  minLength: happenings.length,
  maxLength: happenings.length,
});
/** In one order only some of them happen, each at a moment of its own, however often it is heard. */
const hearings = fc
  .tuple(moments, fc.subarray([...happenings.keys()], { minLength: 1 }))
  .chain(([at, happened]) => {
    const known = happened.flatMap((n) => happenings[n]?.(at[n] ?? minute(0)) ?? []);
    // Many begin as an order should, or few of the random ones would ever be paid.
    const beginning = fc.constantFrom([], known.slice(0, 6), known);
    return fc
      .tuple(beginning, fc.array(fc.constantFrom(...known), { maxLength: 40 }))
      .map(([first, rest]) => [...first, ...rest]);
  });

/** What the shop knows of an order once it heard of these, in whatever order. */
function factsOf(known: readonly Happening[]): OrderFacts {
  const of = <W extends Happening['what']>(what: W) =>
    known.filter((one): one is Extract<Happening, { what: W }> => one.what === what);
  const payments = [...new Set(of('start').map((one) => one.payment))].map((payment) => {
    const news = of('news').filter((one) => one.payment === payment);
    const status = news.reduce<PaymentStatus>(
      (current, { status }) => mergePaymentStatus(current, { status, failureMessage: null }),
      'PENDING',
    );
    const capturedAt = edge(
      news.filter((one) => one.status === 'SUCCEEDED'),
      Math.min,
    );
    return { status, capturedAt, createdAt: minute(0), capturedMinor: 10_000 };
  });
  const gone = new Set([
    ...of('failed late').map((one) => one.refund),
    ...of('restored').flatMap((one) => one.refunds),
  ]);
  const standing = of('refund').filter((one) => !gone.has(one.refund));
  const amounts = new Map(standing.map((one) => [one.refund, one.amountMinor]));
  return {
    billingSubmitted: of('billing').length > 0,
    paymentUnderWay: payments.some((payment) => payment.status === 'PENDING'),
    paidAt: coverOf(payments, 10_000).paidAt,
    allSucceededAt: edge(of('succeeded'), Math.min),
    closedByHandAt: edge([...of('closed'), ...of('restored')], Math.max),
    totalMinor: 10_000,
    refundedMinor: [...amounts.values()].reduce((sum, amount) => sum + amount, 0),
    lastRefundAt: edge(standing, Math.max),
  };
}

function edge(ones: readonly Happening[], pick: (...times: number[]) => number): Date | null {
  return ones.length === 0 ? null : new Date(pick(...ones.map(({ at }) => at.getTime())));
}

/** What the shop itself would refuse, or could not match to anything it knows. */
function isPossible(next: Happening, known: readonly Happening[]): boolean {
  const facts = factsOf(known);
  const isKnown = (what: Happening['what'], refund: number) =>
    known.some((one) => one.what === what && 'refund' in one && one.refund === refund);
  switch (next.what) {
    case 'billing':
    case 'closed':
      return true;
    case 'start':
      return facts.billingSubmitted;
    case 'news':
      return known.some((one) => one.what === 'start' && one.payment === next.payment);
    case 'succeeded':
      return facts.paidAt !== null;
    case 'refund':
      return (
        (facts.paidAt !== null || facts.closedByHandAt !== null) &&
        (isKnown('refund', next.refund) ||
          facts.refundedMinor + next.amountMinor <= facts.totalMinor)
      );
    case 'failed late':
      return isKnown('refund', next.refund);
    case 'restored':
      return next.refunds.every((refund) => isKnown('refund', refund));
  }
}

/** The changes of status on the way, each as "FROM → TO". */
function movesOf(heard: readonly Happening[]): string[] {
  const known: Happening[] = [];
  const moves: string[] = [];
  let status = orderStatus(factsOf(known));
  for (const next of heard) {
    if (!isPossible(next, known)) continue;
    known.push(next);
    const after = orderStatus(factsOf(known));
    if (after !== status) moves.push(`${status} → ${after}`);
    status = after;
  }
  return moves;
}

/** Few enough to try every order in which they can be heard. */
const smallWorld: readonly Happening[] = [
  { at: minute(0), what: 'billing' },
  { at: minute(1), what: 'start', payment: 'first' },
  { at: minute(2), what: 'news', payment: 'first', status: 'FAILED' },
  { at: minute(3), what: 'news', payment: 'first', status: 'SUCCEEDED' },
  { at: minute(4), what: 'succeeded' },
  { at: minute(5), what: 'refund', refund: 1, amountMinor: 3000 },
  { at: minute(6), what: 'closed' },
  { at: minute(7), what: 'refund', refund: 3, amountMinor: 7000 },
  { at: minute(7), what: 'refund', refund: 4, amountMinor: 10_000 },
  { at: minute(8), what: 'failed late', refund: 1 },
  { at: minute(8), what: 'failed late', refund: 4 },
];

test('in a small world tried to its end, exactly the permitted moves come about', () => {
  const seen = new Set<string>();
  // A state is the set of what was heard, one bit each; the list grows while it is walked.
  const states = new Set([0]);
  for (const state of states) {
    const known = smallWorld.filter((_, n) => state & (1 << n));
    const before = orderStatus(factsOf(known));
    for (const [n, next] of smallWorld.entries()) {
      if (!isPossible(next, known)) continue;
      const after = orderStatus(factsOf([...known, next]));
      if (after !== before) seen.add(`${before} → ${after}`);
      states.add(state | (1 << n));
    }
  }
  expect([...seen].sort()).toEqual(moveNames());
});

describe('whatever happens to an order', () => {
  test('its status moves only as permitted, in whatever order it hears of it', () => {
    const permitted = new Set(moveNames());
    fc.assert(
      fc.property(hearings, (heard) => {
        expect(movesOf(heard).filter((move) => !permitted.has(move))).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  test('the same news, repeated and reordered, end in the same facts and status', () => {
    const twice = hearings.chain((heard) =>
      fc.tuple(
        fc.constant(heard),
        fc.shuffledSubarray([...heard, ...heard], { minLength: 2 * heard.length }),
      ),
    );
    fc.assert(
      fc.property(twice, ([once, shuffled]) => {
        expect(factsOf(shuffled)).toEqual(factsOf(once));
        expect(orderStatus(factsOf(shuffled))).toBe(orderStatus(factsOf(once)));
      }),
    );
  });

  test('no news of a payment takes back that it was paid', () => {
    fc.assert(
      fc.property(hearings, hearings, (heard, later) => {
        const before = factsOf(heard);
        fc.pre(before.paidAt !== null);
        const after = factsOf([...heard, ...later.filter(({ what }) => what === 'news')]);
        expect(orderStatus(after)).toBe(orderStatus(before));
      }),
    );
  });
});
