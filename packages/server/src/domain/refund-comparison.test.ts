import { describe, expect, test } from 'vitest';
import {
  compareLedgers,
  type Ledgers,
  type OurRefund,
  type TheirRefund,
} from './refund-comparison.ts';

const at = (time: string) => new Date(`2026-11-20T${time}:00.000Z`);

const here: OurRefund = {
  legId: 'leg_1',
  orderId: 'ord_1',
  orderNumber: '10042',
  status: 'SUCCEEDED',
  amountMinor: 4900,
  currency: 'EUR',
  reference: 're_1',
  sentAt: at('10:00'),
  changedAt: at('10:00'),
};
const there: TheirRefund = {
  reference: 're_1',
  key: 'leg_1',
  paymentReference: 'pi_1',
  amountMinor: 4900,
  currency: 'EUR',
  status: 'SUCCEEDED',
  at: at('10:00'),
};

const told = (ledgers: Partial<Ledgers>) =>
  compareLedgers({
    ours: [here],
    theirs: [there],
    orderOfPayment: new Map([['pi_1', { id: 'ord_1', number: '10042' }]]),
    providerLabel: 'Stripe',
    since: at('00:00'),
    until: at('12:00'),
    ...ledgers,
  }).map(({ kind, subject, orderId, summary }) => [kind, subject, orderId, summary]);

describe('comparing our refunds with those of a provider', () => {
  test.each<[string, Partial<Ledgers>]>([
    ['that are the same', {}],
    [
      'that both failed',
      { ours: [{ ...here, status: 'FAILED' }], theirs: [{ ...there, status: 'FAILED' }] },
    ],
    ['known by number only, made there', { theirs: [{ ...there, key: null }] }],
    [
      'of payments that are not ours',
      { ours: [], theirs: [{ ...there, paymentReference: 'pi_x' }] },
    ],
    [
      'that failed there and never were here',
      { ours: [], theirs: [{ ...there, status: 'FAILED' }] },
    ],
    [
      'that failed here and never were there',
      { ours: [{ ...here, status: 'FAILED' }], theirs: [] },
    ],
    [
      'whose outcome is open here, and that are not there',
      { ours: [{ ...here, status: 'UNKNOWN' }], theirs: [] },
    ],
    ['from before their list begins', { theirs: [], since: at('10:01') }],
    ['that changed while the list was read', { theirs: [], until: at('09:59') }],
    ['made there while the list was read', { ours: [], until: at('09:59') }],
    [
      'made again there after one had failed',
      { theirs: [{ ...there, status: 'FAILED', reference: 're_0' }, there] },
    ],
  ])('finds nothing in those %s', (_, ledgers) => {
    expect(told(ledgers)).toEqual([]);
  });

  test.each<[string, Partial<Ledgers>, string[]]>([
    [
      'a refund made there and lost on its way',
      { ours: [] },
      [
        'MISSING_HERE',
        're_1',
        'ord_1',
        'A refund of 49.00 € of order 10042 succeeded at Stripe (re_1), but is not on record here.',
      ],
    ],
    [
      'a refund that we believe and they do not have',
      { theirs: [] },
      [
        'MISSING_THERE',
        'leg_1',
        'ord_1',
        'The refund of 49.00 € of order 10042 succeeded here, but Stripe has no such refund.',
      ],
    ],
    [
      'another amount',
      { theirs: [{ ...there, amountMinor: 4000 }] },
      [
        'AMOUNT',
        'leg_1',
        'ord_1',
        'The refund of 49.00 € of order 10042 is one of 40.00 € at Stripe (re_1).',
      ],
    ],
    [
      'another currency',
      { theirs: [{ ...there, currency: 'USD' }] },
      [
        'AMOUNT',
        'leg_1',
        'ord_1',
        'The refund of 49.00 € of order 10042 is one of 49.00 USD at Stripe (re_1).',
      ],
    ],
    [
      'a failure that we have not heard of',
      { theirs: [{ ...there, status: 'FAILED' }] },
      [
        'STATUS',
        'leg_1',
        'ord_1',
        'The refund of 49.00 € of order 10042 failed at Stripe (re_1), but succeeded here.',
      ],
    ],
    [
      'a success that was released here',
      { ours: [{ ...here, status: 'FAILED', reference: null }] },
      [
        'STATUS',
        'leg_1',
        'ord_1',
        'The refund of 49.00 € of order 10042 succeeded at Stripe (re_1), but failed here.',
      ],
    ],
    [
      'money that went back twice',
      { theirs: [there, { ...there, reference: 're_2' }] },
      [
        'MADE_TWICE',
        'leg_1',
        'ord_1',
        'Stripe made the refund of 49.00 € of order 10042 2 times (re_1, re_2).',
      ],
    ],
  ])('tells %s', (_, ledgers, difference) => {
    expect(told(ledgers)).toEqual([difference]);
  });
});
