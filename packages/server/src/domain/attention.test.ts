import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ActionPurpose, ActionStatus, isOpen } from './action.ts';
import { attentionAt, attentionOf, AttentionReason, type AttentionFacts } from './attention.ts';
import { RefundStatus } from './refund.ts';

const minute = (minutes: number) => new Date(Date.UTC(2026, 10, 23, 10, minutes));
const graceMs = 5 * 60_000;
const paid: AttentionFacts = {
  paidAt: minute(0),
  closedByHandAt: null,
  allSucceededAt: null,
  fullyRefunded: false,
  graceMs,
  actions: [],
  refunds: [],
  surplusCapturedAt: null,
  unmatchedCapturedAt: null,
};
const delivery = (status: ActionStatus) =>
  ({ purpose: 'DELIVERY', status, changedAt: minute(1) }) as const;
const removal = (status: ActionStatus, changedAt = minute(30)) =>
  ({ purpose: 'REMOVAL', status, changedAt }) as const;
const refund = (status: RefundStatus, failedLate = false) => ({
  status,
  failedLate,
  changedAt: minute(40),
});

describe('what was paid and not delivered', () => {
  test.each<[ActionStatus, AttentionReason | null]>([
    ['FAILED', 'ACTION_FAILED'],
    ['UNKNOWN', 'ACTION_UNKNOWN'],
    ['PENDING', 'ACTION_OVERDUE'],
    ['RUNNING', 'ACTION_OVERDUE'],
    ['SUCCEEDED', null],
    ['CANCELLED', null],
  ])('an action that is %s counts as %s once the grace is over', (status, reason) => {
    expect(attentionOf({ ...paid, actions: [delivery(status)] })).toEqual(
      reason ? [{ reason, from: minute(5) }] : [],
    );
  });

  test.each<[string, Partial<AttentionFacts>]>([
    ['is not paid', { paidAt: null }],
    ['was closed by hand', { closedByHandAt: minute(9) }],
    ['was fully refunded', { fullyRefunded: true }],
    ['had all succeeded before a later re-run failed', { allSucceededAt: minute(2) }],
  ])('does not count in an order that %s', (_, change) => {
    expect(attentionOf({ ...paid, ...change, actions: [delivery('FAILED')] })).toEqual([]);
  });

  test('does not count removals and refunds among the deliveries', () => {
    const actions = [
      removal('PENDING'),
      { purpose: 'REFUND', status: 'FAILED', changedAt: minute(1) } as const,
    ];
    expect(attentionOf({ ...paid, actions })).toEqual([]);
  });

  test('gives each reason once, however many actions share it', () => {
    const actions = [
      delivery('PENDING'),
      delivery('FAILED'),
      delivery('RUNNING'),
      delivery('FAILED'),
    ];
    expect(attentionOf({ ...paid, actions })).toEqual([
      { reason: 'ACTION_FAILED', from: minute(5) },
      { reason: 'ACTION_OVERDUE', from: minute(5) },
    ]);
  });
});

describe('a removal of access', () => {
  test.each<[ActionStatus, boolean]>([
    ['FAILED', true],
    ['UNKNOWN', true],
    ['PENDING', false],
    ['RUNNING', false],
    ['SUCCEEDED', false],
    ['CANCELLED', false],
  ])('that is %s counts from its own moment: %s', (status, counts) => {
    const facts = { ...paid, fullyRefunded: true, actions: [removal(status)] };
    expect(attentionOf(facts)).toEqual(
      counts ? [{ reason: 'REMOVAL_FAILED', from: minute(30) }] : [],
    );
  });

  test('is settled by closing the order, but not when it fails after that', () => {
    const actions = [removal('FAILED', minute(30)), removal('FAILED', minute(50))];
    expect(attentionOf({ ...paid, closedByHandAt: minute(35), actions })).toEqual([
      { reason: 'REMOVAL_FAILED', from: minute(50) },
    ]);
    expect(attentionOf({ ...paid, closedByHandAt: minute(50), actions })).toEqual([]);
  });
});

describe('money', () => {
  test.each<[RefundStatus, boolean, AttentionReason | null]>([
    ['UNKNOWN', false, 'REFUND_UNKNOWN'],
    ['FAILED', true, 'REFUND_FAILED'],
    ['FAILED', false, null],
    ['REQUESTED', false, null],
    ['PENDING', false, null],
    ['SUCCEEDED', false, null],
    ['RECORDED', false, null],
  ])(
    'in a refund that is %s (reported as done before: %s) is a reason: %s',
    (status, late, reason) => {
      const closed = { ...paid, closedByHandAt: minute(59), refunds: [refund(status, late)] };
      expect(attentionOf(closed)).toEqual(reason ? [{ reason, from: minute(40) }] : []);
    },
  );

  test('that came twice counts from the second capture, closed or not', () => {
    const facts = { ...paid, surplusCapturedAt: minute(20), closedByHandAt: minute(59) };
    expect(attentionOf(facts)).toEqual([{ reason: 'PAID_TWICE', from: minute(20) }]);
  });

  test('that is not what the order costs is a reason of its own, from its capture', () => {
    const facts = { ...paid, unmatchedCapturedAt: minute(10), surplusCapturedAt: minute(20) };
    expect(attentionOf(facts)).toEqual([
      { reason: 'PAID_AMOUNT_DIFFERS', from: minute(10) },
      { reason: 'PAID_TWICE', from: minute(20) },
    ]);
  });
});

test('reasons come in the order of their moments, and the first says since when', () => {
  const reasons = attentionOf({
    ...paid,
    actions: [delivery('PENDING'), removal('FAILED')],
    refunds: [refund('UNKNOWN'), { ...refund('UNKNOWN'), changedAt: minute(3) }],
    surplusCapturedAt: minute(20),
  });
  expect(reasons).toEqual([
    { reason: 'REFUND_UNKNOWN', from: minute(3) },
    { reason: 'ACTION_OVERDUE', from: minute(5) },
    { reason: 'PAID_TWICE', from: minute(20) },
    { reason: 'REMOVAL_FAILED', from: minute(30) },
  ]);
  expect(attentionAt(reasons)).toEqual(minute(3));
  expect(attentionAt([])).toBeNull();
});

describe('for any order', () => {
  const at = fc.integer({ min: 0, max: 90 }).map(minute);
  const facts: fc.Arbitrary<AttentionFacts> = fc.record({
    paidAt: fc.option(at),
    closedByHandAt: fc.option(at),
    allSucceededAt: fc.option(at),
    fullyRefunded: fc.boolean(),
    graceMs: fc.nat(3_600_000),
    actions: fc.array(
      fc.record({
        purpose: fc.constantFrom(...Object.values(ActionPurpose)),
        status: fc.constantFrom(...Object.values(ActionStatus)),
        changedAt: at,
      }),
    ),
    refunds: fc.array(
      fc.record({
        status: fc.constantFrom(...Object.values(RefundStatus)),
        failedLate: fc.boolean(),
        changedAt: at,
      }),
    ),
    surplusCapturedAt: fc.option(at),
    unmatchedCapturedAt: fc.option(at),
  });

  test('each reason stands once and in time, and the moment is that of the first', () => {
    fc.assert(
      fc.property(facts, (order) => {
        const reasons = attentionOf(order);
        const moments = reasons.map(({ from }) => from.getTime());
        expect(new Set(reasons.map(({ reason }) => reason)).size).toBe(reasons.length);
        expect(moments).toEqual(moments.toSorted((a, b) => a - b));
        expect(attentionAt(reasons)?.getTime()).toBe(moments[0]);
      }),
    );
  });

  test('a delivery that stays open is never overlooked', () => {
    fc.assert(
      fc.property(facts, at, (order, paidAt) => {
        fc.pre(order.actions.some((a) => a.purpose === 'DELIVERY' && isOpen(a.status)));
        const unsettled = { closedByHandAt: null, allSucceededAt: null, fullyRefunded: false };
        const reasons = attentionOf({ ...order, ...unsettled, paidAt });
        const deliveries = reasons.filter(({ reason }) => reason.startsWith('ACTION_'));
        const due = new Date(paidAt.getTime() + order.graceMs);
        expect(deliveries.length).toBeGreaterThan(0);
        expect(deliveries.map(({ from }) => from)).toEqual(deliveries.map(() => due));
      }),
    );
  });

  test('closing it by hand clears the deliveries and none of the money', () => {
    const money: AttentionReason[] = [
      'REFUND_UNKNOWN',
      'REFUND_FAILED',
      'PAID_TWICE',
      'PAID_AMOUNT_DIFFERS',
    ];
    fc.assert(
      fc.property(facts, at, (order, closedByHandAt) => {
        const closed = attentionOf({ ...order, closedByHandAt });
        const before = attentionOf(order);
        expect(closed.filter(({ reason }) => reason.startsWith('ACTION_'))).toEqual([]);
        expect(closed.filter(({ reason }) => money.includes(reason))).toEqual(
          before.filter(({ reason }) => money.includes(reason)),
        );
      }),
    );
  });
});
