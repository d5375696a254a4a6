import { describe, expect, test } from 'vitest';
import { readOrderSearch, type OrderSearch } from '../orders/order-search.ts';
import { readAddress, writeAddress } from './address.ts';

describe('the address of the orders page', () => {
  test('holds every filter and comes back as it was', () => {
    const search: OrderSearch = {
      tab: 'attention',
      text: 'aino korhonen',
      number: '10042, 10043',
      email: 'aino+shop@example.com',
      firstName: 'Aino',
      lastName: 'Korhonen',
      status: ['PAID', 'MARKED_AS_COMPLETED'],
      source: ['newsletter', 'a & b'],
      tag: ['vip'],
      code: ['SUMMER20'],
      from: '2026-03-28',
      to: '2026-03-29',
      sort: '-total',
      order: 'ord_1',
    };
    expect(readOrderSearch(readAddress(writeAddress(search)))).toEqual(search);
  });

  test('is plain enough to be read', () => {
    expect(writeAddress({ status: ['PAID', 'REFUNDED'], email: '', order: undefined })).toBe(
      '?status=PAID&status=REFUNDED',
    );
  });
});
