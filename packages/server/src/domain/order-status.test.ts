import { describe, expect, test } from 'vitest';
import { OrderStatus, orderStatus, NEVER_PAID_STATUSES, type OrderFacts } from './order-status.ts';

const minute = (minutes: number) => new Date(Date.UTC(2026, 10, 23, 10, minutes));
const opened: OrderFacts = {
  billingSubmitted: false,
  paymentUnderWay: false,
  paidAt: null,
  allSucceededAt: null,
  closedByHandAt: null,
  totalMinor: 10_000,
  refundedMinor: 0,
  lastRefundAt: null,
};
const billed = { ...opened, billingSubmitted: true };
const paid = { ...billed, paidAt: minute(1) };
const completed = { ...paid, allSucceededAt: minute(2) };
const refunded = (refundedMinor: number, at: number) => ({
  refundedMinor,
  lastRefundAt: minute(at),
});

describe('orderStatus', () => {
  test.each<[string, OrderFacts, OrderStatus]>([
    ['an opened checkout', opened, 'STARTED'],
    ['a form filled in', billed, 'IN_PROGRESS'],
    ['a payment at its provider', { ...billed, paymentUnderWay: true }, 'PROCESSING'],
    ['a payment received', paid, 'PAID'],
    ['a second attempt after it', { ...paid, paymentUnderWay: true }, 'PAID'],
    ['an order of zero that was confirmed', { ...paid, totalMinor: 0 }, 'PAID'],
    ['everything delivered', completed, 'COMPLETED'],
    ['an order of zero delivered', { ...completed, totalMinor: 0 }, 'COMPLETED'],
    ['a visit closed by hand', { ...opened, closedByHandAt: minute(3) }, 'MARKED_AS_COMPLETED'],
    ['a sale closed by hand', { ...paid, closedByHandAt: minute(3) }, 'MARKED_AS_COMPLETED'],
    [
      'one closed by hand that then completes',
      { ...completed, closedByHandAt: minute(0) },
      'MARKED_AS_COMPLETED',
    ],
    ['a part refunded', { ...paid, ...refunded(1, 5) }, 'PARTIALLY_REFUNDED'],
    ['all but a cent refunded', { ...completed, ...refunded(9999, 5) }, 'PARTIALLY_REFUNDED'],
    ['all refunded', { ...completed, ...refunded(10_000, 5) }, 'REFUNDED'],
    [
      'closed by hand after the refund',
      { ...paid, ...refunded(10_000, 5), closedByHandAt: minute(6) },
      'MARKED_AS_COMPLETED',
    ],
    [
      'refunded after the closing',
      { ...paid, ...refunded(4000, 7), closedByHandAt: minute(6) },
      'PARTIALLY_REFUNDED',
    ],
    [
      'refunded in the very moment of the closing',
      { ...paid, ...refunded(4000, 6), closedByHandAt: minute(6) },
      'PARTIALLY_REFUNDED',
    ],
    [
      'a never-paid order closed by hand, then recorded as refunded',
      { ...billed, ...refunded(10_000, 7), closedByHandAt: minute(6) },
      'REFUNDED',
    ],
    [
      'news of a refund before the news of its payment',
      { ...billed, paymentUnderWay: true, ...refunded(10_000, 5) },
      'PROCESSING',
    ],
  ])('of %s', (_, facts, status) => {
    expect(orderStatus(facts)).toBe(status);
  });

  test('a restored order is what closing it by hand makes of it', () => {
    const restored = { ...paid, closedByHandAt: minute(9), refundedMinor: 0, lastRefundAt: null };
    expect(orderStatus(restored)).toBe('MARKED_AS_COMPLETED');
  });

  test('a refund that fails late gives back the status of before', () => {
    const closed = { ...paid, ...refunded(3000, 4), closedByHandAt: minute(6) };
    expect(orderStatus({ ...closed, ...refunded(10_000, 8) })).toBe('REFUNDED');
    expect(orderStatus(closed)).toBe('MARKED_AS_COMPLETED');
  });

  test('only visits count as never paid', () => {
    expect(NEVER_PAID_STATUSES).toEqual(['STARTED', 'IN_PROGRESS']);
  });
});
