import { describe, expect, test } from 'vitest';
import { discountOf, discountRefusal, type DiscountCode } from './discount.ts';

const code: DiscountCode = {
  code: 'SPRING',
  kind: 'PERCENT',
  percentBp: 2000,
  amountMinor: null,
  active: true,
  validFrom: new Date('2026-03-01T00:00:00Z'),
  expiresAt: new Date('2026-06-01T00:00:00Z'),
  usageLimit: 100,
  perCustomerLimit: 1,
  onlyProductIds: ['course'],
  excludeDiscounted: true,
};
const use = { now: new Date('2026-04-01T12:00:00Z'), uses: 99, usesByEmail: 0, currency: 'EUR' };
const fixed = { ...code, kind: 'FIXED', percentBp: null, amountMinor: 500 } as const;

describe('discountRefusal', () => {
  test('lets a code be used to its last use', () => {
    expect(discountRefusal(code, use)).toBeNull();
    expect(discountRefusal(fixed, use)).toBeNull();
  });

  test('lets a code without limits be used at any time by anybody', () => {
    const free = {
      ...code,
      validFrom: null,
      expiresAt: null,
      usageLimit: null,
      perCustomerLimit: null,
    };
    expect(discountRefusal(free, { ...use, uses: 5000, usesByEmail: 80 })).toBeNull();
  });

  test('a code works from the first moment of its time until the one before its end', () => {
    for (const moment of ['2026-03-01T00:00:00.000Z', '2026-05-31T23:59:59.999Z']) {
      expect(discountRefusal(code, { ...use, now: new Date(moment) })).toBeNull();
    }
  });

  test.each<[string, Partial<DiscountCode>, Partial<typeof use>, string]>([
    ['switched off', { active: false }, {}, 'The code SPRING is not active.'],
    [
      'before its time',
      {},
      { now: new Date('2026-02-28T23:59:59.999Z') },
      'The code SPRING is not valid before 2026-03-01 00:00 UTC.',
    ],
    [
      'at its end',
      {},
      { now: new Date('2026-06-01T00:00:00Z') },
      'The code SPRING expired on 2026-06-01 00:00 UTC.',
    ],
    ['used up', {}, { uses: 100 }, 'The code SPRING has been used up (limit: 100).'],
    [
      'used by this customer',
      {},
      { usesByEmail: 1 },
      'The code SPRING was already used with this email address (limit: 1).',
    ],
    [
      'without an amount in the currency',
      { kind: 'FIXED', percentBp: null, amountMinor: null },
      { currency: 'JPY' },
      'The code SPRING does not work for orders in JPY.',
    ],
  ])('refuses a code %s', (_, change, changedUse, message) => {
    expect(discountRefusal({ ...code, ...change }, { ...use, ...changedUse })).toEqual({ message });
  });
});

describe('discountOf', () => {
  test('gives what pricing needs, restrictions included', () => {
    const restrictions = { code: 'SPRING', onlyProductIds: ['course'], excludeDiscounted: true };
    expect(discountOf(code)).toEqual({ ...restrictions, kind: 'PERCENT', percentBp: 2000 });
    expect(discountOf(fixed)).toEqual({ ...restrictions, kind: 'FIXED', amountMinor: 500 });
    expect(discountOf({ ...fixed, amountMinor: null })).toBeNull();
  });
});
