import { describe, expect, test } from 'vitest';
import {
  readOrderSearch,
  toFilter,
  toSort,
  withoutPersonal,
  type OrderSearch,
} from './order-search.ts';
import { readTypedFilter, typedFilterNames } from './typed-filter.ts';

describe('the address of the orders page', () => {
  test('leaves out what it does not understand, so that an old link still opens', () => {
    const raw = { status: 'SHIPPED', sort: 'price', from: 'yesterday', visits: 'yes' };
    expect(readOrderSearch({ ...raw, tab: 'all', email: 'a' })).toEqual({ tab: 'all', email: 'a' });
  });

  test('asks for days of the reader, also the one of 23 hours', () => {
    expect(toFilter({ number: '7', from: '2026-03-29', to: '2026-03-29' })).toEqual({
      numbers: ['7'],
      createdFrom: '2026-03-28T22:00:00.000Z',
      createdBefore: '2026-03-29T21:00:00.000Z',
    });
  });

  test('leaves out visits without payment unless they are asked for', () => {
    expect(toFilter({})).toEqual({
      statuses: [
        'PROCESSING',
        'PAID',
        'COMPLETED',
        'MARKED_AS_COMPLETED',
        'PARTIALLY_REFUNDED',
        'REFUNDED',
      ],
    });
    expect(toFilter({ visits: 'shown' }).statuses).toHaveLength(8);
    expect(toFilter({ visits: 'shown', status: ['STARTED'] }).statuses).toEqual(['STARTED']);
    expect(toFilter({ number: '10042' })).toEqual({ numbers: ['10042'] });
    expect(toFilter({ tab: 'attention' })).toEqual({ needsAttention: true });
  });

  test('sorts by the newest unless it says otherwise', () => {
    expect(toSort({})).toEqual({ field: 'CREATED_AT', direction: 'DESC' });
    expect(toSort({ sort: 'customer' })).toEqual({ field: 'CUSTOMER_EMAIL', direction: 'ASC' });
  });
});

test('who may not read personal data keeps an address without what the server refuses them', () => {
  expect(
    withoutPersonal({
      email: 'aino@',
      firstName: 'Aino',
      lastName: 'Korhonen',
      sort: '-customer',
      tag: ['vip'],
      order: 'ord_1',
    }),
  ).toEqual({ tag: ['vip'], order: 'ord_1' });
  expect(withoutPersonal({ sort: '-total' })).toEqual({ sort: '-total' });
});

describe('a filter typed into the search box', () => {
  const names = typedFilterNames(true);
  test.each([
    ['status: paid', { status: ['PAID'] }],
    ['Status:completed', { status: ['COMPLETED', 'MARKED_AS_COMPLETED'] }],
    ['tag: vip', { tag: ['launch', 'vip'] }],
    ['first name: Aino', { firstName: 'Aino' }],
  ])('%s becomes a filter in place of the search', (typed, expected) => {
    const before: OrderSearch = { text: 'before', tag: ['launch'] };
    expect(readTypedFilter(typed, before, names)).toEqual({ tag: ['launch'], ...expected });
  });

  test.each(['aino korhonen', 'status: shipped', 'status:', 'http://example.com'])(
    '%s is none',
    (typed) => expect(readTypedFilter(typed, {}, names)).toBeNull(),
  );

  test('by personal data is none for those who may not read it', () => {
    const fewer = typedFilterNames(false);
    expect(readTypedFilter('email: aino@', {}, fewer)).toBeNull();
    expect(readTypedFilter('first name: Aino', {}, fewer)).toBeNull();
    expect(readTypedFilter('tag: vip', {}, fewer)).toEqual({ tag: ['vip'] });
  });
});
