import { describe, expect, test } from 'vitest';
import { changeWords } from './change-words.ts';

const names = new Map([
  ['prd_1', 'Drawing'],
  ['off_1', 'Autumn'],
]);

describe('a change of what is sold', () => {
  test.each([
    ['vatRateBp', '1350', '2550', 'VAT rate: 13.5% → 25.5%'],
    ['percentBp', null, '1000', 'Share: nothing → 10%'],
    ['archivedAt', null, '2026-01-15T10:00:00.000Z', 'Archived: no → yes'],
    ['type', 'E_BOOK', 'MEMBERSHIP', 'Type: E-book → Membership'],
    ['active', 'true', 'false', 'Active: yes → no'],
    ['offerId', 'off_1', 'off_gone', 'Offer: Autumn → off_gone'],
    ['products', 'prd_1', 'prd_1 at EUR 9.00', 'Products: Drawing → Drawing at EUR 9.00'],
    ['addOns', null, 'ORDER_BUMP “Paper”: prd_1', 'Add-ons: nothing → Order bump “Paper”: Drawing'],
    ['prices', 'EUR 9.00', 'EUR 9.00 (7.00)', 'Prices: EUR 9.00 → EUR 9.00 (7.00)'],
  ])('of %s is said as its form says it', (field, before, after, words) => {
    expect(changeWords({ field, before, after }, names)).toBe(words);
  });
});
