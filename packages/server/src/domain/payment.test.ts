import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  coverOf,
  isCaptured,
  mergePaymentStatus,
  shownPayment,
  type PaymentNews,
  type PaymentStatus,
} from './payment.ts';

const newsOf = (status: PaymentNews['status']): PaymentNews => ({ status, failureMessage: null });
const minute = (minutes: number) => new Date(Date.UTC(2026, 10, 23, 10, minutes));

const endOf = (heard: readonly PaymentNews['status'][]) =>
  heard.map(newsOf).reduce(mergePaymentStatus, 'PENDING' as PaymentStatus);

describe('mergePaymentStatus', () => {
  test.each<[PaymentStatus, PaymentNews['status'], PaymentStatus]>([
    ['PENDING', 'PENDING', 'PENDING'],
    ['PENDING', 'FAILED', 'FAILED'],
    ['PENDING', 'CANCELLED', 'CANCELLED'],
    ['PENDING', 'SUCCEEDED', 'SUCCEEDED'],
    ['FAILED', 'PENDING', 'FAILED'],
    ['FAILED', 'CANCELLED', 'CANCELLED'],
    ['FAILED', 'SUCCEEDED', 'SUCCEEDED'],
    ['CANCELLED', 'FAILED', 'CANCELLED'],
    ['CANCELLED', 'SUCCEEDED', 'SUCCEEDED'],
    ['SUCCEEDED', 'PENDING', 'SUCCEEDED'],
    ['SUCCEEDED', 'FAILED', 'SUCCEEDED'],
    ['SUCCEEDED', 'CANCELLED', 'SUCCEEDED'],
    ['PARTIALLY_REFUNDED', 'SUCCEEDED', 'PARTIALLY_REFUNDED'],
    ['REFUNDED', 'SUCCEEDED', 'REFUNDED'],
    ['REFUNDED', 'FAILED', 'REFUNDED'],
  ])('%s that hears %s is %s', (current, news, after) => {
    expect(mergePaymentStatus(current, newsOf(news))).toBe(after);
  });

  test('the same news in any order, any number of times, end in the same status', () => {
    const news = fc.constantFrom<PaymentNews['status'][]>(
      'PENDING',
      'SUCCEEDED',
      'FAILED',
      'CANCELLED',
    );
    const twoDeliveries = fc
      .array(news, { maxLength: 8 })
      .chain((heard) =>
        fc.tuple(
          fc.constant(heard),
          fc.shuffledSubarray([...heard, ...heard, ...heard], { minLength: 3 * heard.length }),
        ),
      );
    fc.assert(
      fc.property(twoDeliveries, ([once, shuffled]) => {
        expect(endOf(shuffled)).toBe(endOf(once));
      }),
    );
  });
});

test('money that was given back had been captured', () => {
  const all: PaymentStatus[] = [
    'PENDING',
    'FAILED',
    'CANCELLED',
    'SUCCEEDED',
    'PARTIALLY_REFUNDED',
    'REFUNDED',
  ];
  expect(all.filter(isCaptured)).toEqual(['SUCCEEDED', 'PARTIALLY_REFUNDED', 'REFUNDED']);
});

describe('shownPayment', () => {
  const failed = {
    id: 'failed',
    status: 'FAILED',
    createdAt: minute(1),
    capturedAt: null,
  } as const;
  const pending = { ...failed, id: 'pending', status: 'PENDING', createdAt: minute(5) } as const;
  const late = {
    id: 'late',
    status: 'SUCCEEDED',
    createdAt: minute(2),
    capturedAt: minute(9),
  } as const;
  const early = {
    id: 'early',
    status: 'REFUNDED',
    createdAt: minute(3),
    capturedAt: minute(4),
  } as const;

  test('is the first captured one, whatever came after it', () => {
    expect(shownPayment([failed, late, early, pending])?.id).toBe('early');
    expect(shownPayment([failed, late, pending])?.id).toBe('late');
  });

  test('is the latest attempt while none was captured', () => {
    expect(shownPayment([pending, failed])?.id).toBe('pending');
    expect(shownPayment([failed, { ...failed, id: 'same minute' }])?.id).toBe('same minute');
  });

  test('is nothing before any attempt', () => {
    expect(shownPayment([])).toBeNull();
  });
});

const capture = (at: number, capturedMinor: number, status: PaymentStatus = 'SUCCEEDED') => ({
  status,
  createdAt: minute(0),
  capturedAt: minute(at),
  capturedMinor,
});

describe('coverOf', () => {
  type Moment = number | null;
  test.each<[string, ReturnType<typeof capture>[], number, Moment, Moment, Moment?]>([
    ['no payment covers nothing', [], 9900, null, null],
    ['one payment covers its order', [capture(3, 9900)], 9900, 3, null],
    [
      'a payment of less does not, and somebody should see it',
      [capture(3, 9800)],
      9900,
      null,
      null,
      3,
    ],
    [
      'money of less that was given back needs nobody',
      [capture(3, 9800, 'REFUNDED')],
      9900,
      null,
      null,
    ],
    [
      'a payment of more does, and somebody should see it',
      [capture(3, 9000), capture(5, 9900)],
      9900,
      5,
      null,
      5,
    ],
    ['two parts cover it with the second', [capture(5, 900), capture(3, 9000)], 9900, 5, null],
    [
      'the later capture is the second, in any order',
      [capture(7, 9900), capture(3, 9900)],
      9900,
      3,
      7,
    ],
    [
      'a surplus given back whole is settled',
      [capture(3, 9900), capture(7, 9900, 'REFUNDED')],
      9900,
      3,
      null,
    ],
    [
      'one given back in part is not',
      [capture(3, 9900), capture(7, 9900, 'PARTIALLY_REFUNDED')],
      9900,
      3,
      7,
    ],
    [
      'a refunded first payment was a payment',
      [capture(3, 9900, 'REFUNDED'), capture(7, 9900)],
      9900,
      3,
      7,
    ],
    [
      'a failed attempt is no payment',
      [capture(3, 9900, 'FAILED'), capture(7, 9900)],
      9900,
      7,
      null,
    ],
    ['an order of zero needs none', [capture(3, 100)], 0, null, 3],
    ['less than it costs does not cover it', [capture(3, 9899)], 9900, null, null, 3],
    ['more than it costs covers it, and differs', [capture(3, 9901)], 9900, 3, null, 3],
    [
      'more than it costs is settled once all is given back',
      [capture(3, 9901, 'REFUNDED')],
      9900,
      3,
      null,
    ],
  ])('%s', (_, payments, totalMinor, paidAt, surplusAt, unmatchedAt = null) => {
    expect(coverOf(payments, totalMinor)).toMatchObject({
      paidAt: paidAt === null ? null : minute(paidAt),
      surplusCapturedAt: surplusAt === null ? null : minute(surplusAt),
      unmatchedCapturedAt: unmatchedAt === null ? null : minute(unmatchedAt),
    });
  });

  test('one of two captures of the same second is the surplus', () => {
    const [first, second] = [capture(3, 9900), capture(3, 9900)];
    expect(coverOf([first, second], 9900)).toEqual({
      paidAt: minute(3),
      surplus: [second],
      surplusCapturedAt: minute(3),
      unmatchedCapturedAt: null,
    });
  });
});
