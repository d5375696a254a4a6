import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { expectedIds } from '../../test/kit/order-search-model.ts';
import { seedOrders, seedTwoCheckouts, type SeededOrder } from '../../test/kit/orders.ts';
import { OrderStatus } from '../domain/order-status.ts';
import type { Onlooker, OrderFilter } from './order-filter.ts';
import { OrderPart } from './order-filter-sales.ts';
import { COUNT_LIMIT, countOrders, searchOrders, type FoundOrder } from './order-search.ts';
import {
  BadCursor,
  orderCursor,
  OrderSortField,
  SortDirection,
  type OrderSort,
} from './order-sort.ts';
import { query } from './orm.ts';

const now = new Date('2026-11-10T12:00:00.000Z');
const admin: Onlooker = { reach: 'ALL', mayReadPersonalData: true, now };
const newestFirst: OrderSort = { field: 'CREATED_AT', direction: 'DESC' };

/** Few different values, so that every sort has many ties and every filter many hits. */
const someOrder = fc.record({
  status: fc.constantFrom(...Object.values(OrderStatus)),
  checkoutId: fc.constantFrom('chk_one', 'chk_two'),
  // Two of them share their millisecond and differ in the microsecond, which no `Date` holds.
  createdAt: fc.constantFrom(
    '2026-11-01T10:00:00.000001Z',
    '2026-11-01T10:00:00.000002Z',
    '2026-11-02T10:00:00.000Z',
    '2026-11-03T10:00:00.000Z',
  ),
  totalMinor: fc.constantFrom(0, 500, 9900),
  // The fourth is part of the first, and of the last.
  email: fc.constantFrom(
    null,
    'Anna@Example.com',
    'onni_x@example.com',
    '100%@shop.fi',
    'nna@example.co',
    'johanna@example.company',
  ),
  firstName: fc.constantFrom(null, 'Änni', 'Onni'),
  lastName: fc.constantFrom(null, 'Virtanen', "O'Neil"),
  country: fc.constantFrom(null, 'FI', 'SE'),
  source: fc.constantFrom(null, 'newsletter', 'Newsletter', 'Blog'),
  tags: fc.subarray(['spring', 'launch', 'vip']),
  discountCode: fc.constantFrom(null, 'TEN', 'free'),
  currency: fc.constantFrom('EUR', 'SEK'),
  attention: fc.constantFrom(
    [],
    [{ reason: 'ACTION_FAILED', from: '2026-11-10T12:00:00.000Z' }],
    [{ reason: 'ACTION_OVERDUE', from: '2026-11-10T12:00:00.001Z' }],
  ),
  provider: fc.constantFrom(null, 'stripe', 'paytrail'),
  failedKinds: fc.subarray(['webhook', 'receipt-email']),
});

const orders: SeededOrder[] = fc
  .sample(someOrder, { seed: 20261123, numRuns: 240 })
  .map(({ provider, ...order }, index) => ({
    ...order,
    id: `ord_${String((index * 7919) % 1000).padStart(4, '0')}`,
    number: String(10_000 + index),
    payment: provider && { provider, reference: `${provider}_REF${index}` },
  }));

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await seedTwoCheckouts(database);
  await seedOrders(database, orders);
});
afterAll(() => database.drop());

const search = (
  filter: OrderFilter,
  sort: OrderSort = newestFirst,
  onlooker: Onlooker = admin,
  wish: { size?: number; fromEnd?: boolean; after?: string; before?: string } = {},
) =>
  searchOrders(
    database.orm.em.fork(),
    filter,
    sort,
    {
      size: wish.size ?? 250,
      fromEnd: wish.fromEnd ?? false,
      after: wish.after ?? null,
      before: wish.before ?? null,
    },
    onlooker,
  );
const idsOf = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);

const someOf = (...values: string[]) => fc.subarray(values, { minLength: 1 });
const filterFields = {
  text: fc.constantFrom(
    '',
    'onni',
    'ANNA example',
    '100%',
    '_x@',
    'ref1',
    '1001 fi',
    "o'neil",
    '\\',
    'NNA@example.co',
    'onni_x@example.com',
    'virtanen anna@example.com',
  ),
  numbers: fc.constantFrom(['10001'], ['10002', '10003', 'none'], []),
  email: fc.constantFrom(
    'EXAMPLE',
    '%',
    '_',
    ' anna ',
    '.fi',
    'anna@example.com',
    ' NNA@example.co ',
    'onniax@example.com',
    '0%@shop.fi',
  ),
  firstName: fc.constantFrom('än', 'ONNI'),
  lastName: fc.constantFrom('virta', "'"),
  statuses: fc.subarray(Object.values(OrderStatus)),
  sources: someOf('NEWSLETTER', 'blog', 'none'),
  tags: fc.subarray(['spring', 'launch', 'vip', 'none']),
  discountCodes: someOf('ten', 'FREE'),
  checkoutIds: someOf('chk_one', 'chk_two', 'chk_none'),
  offerIds: someOf('off_one', 'off_two'),
  countries: someOf('FI', 'SE', 'DE'),
  paymentProviders: someOf('stripe', 'paytrail'),
  failedActionKinds: someOf('webhook', 'receipt-email', 'kajabi-grant'),
  orderIds: fc.constantFrom(['ord_0000', 'ord_0919', 'ord_none'], []),
  createdFrom: fc.constant(new Date('2026-11-02T10:00:00.000Z')),
  createdBefore: fc.constant(new Date('2026-11-03T10:00:00.000Z')),
  needsAttention: fc.boolean(),
  currencies: someOf('EUR', 'SEK'),
  productIds: someOf('prd_one', 'prd_two'),
  lineKinds: someOf('MAIN', 'ORDER_BUMP'),
  paymentMethods: someOf('stripe/card', 'paytrail/card', 'stripe'),
  devices: someOf('MOBILE'),
  consents: someOf('ACCEPTED', 'REJECTED'),
  linkIds: someOf('lnk_none'),
  regions: someOf('Uusimaa'),
  without: fc.subarray(Object.values(OrderPart)),
};
/** Many fields at once match nothing, so a filter has up to three. */
const someFilter = fc
  .subarray(Object.keys(filterFields) as (keyof typeof filterFields)[], { maxLength: 3 })
  .chain((names): fc.Arbitrary<OrderFilter> => {
    const fields: Partial<Record<keyof OrderFilter, fc.Arbitrary<unknown>>> = {};
    for (const name of names) fields[name] = filterFields[name];
    return fc.record(fields) as fc.Arbitrary<OrderFilter>;
  });
const someSort = fc.record({
  field: fc.constantFrom(...Object.values(OrderSortField)),
  direction: fc.constantFrom(...Object.values(SortDirection)),
});
const someOnlooker: fc.Arbitrary<Onlooker> = fc.record({
  reach: fc.constantFrom('ALL' as const, ['chk_one'], ['chk_one', 'chk_two'], []),
  mayReadPersonalData: fc.boolean(),
  now: fc.constant(now),
});

describe('a search', () => {
  test('finds exactly what the filter says, in the order asked for, and counts the same', async () => {
    await fc.assert(
      fc.asyncProperty(someFilter, someSort, someOnlooker, async (filter, sort, onlooker) => {
        const expected = expectedIds(orders, filter, sort, onlooker);
        expect(idsOf((await search(filter, sort, onlooker)).rows)).toEqual(expected);
        expect(await countOrders(database.orm.em.fork(), filter, onlooker)).toEqual({
          value: expected.length,
          isExact: true,
        });
      }),
      { numRuns: 300 },
    );
  });

  test.each(
    Object.values(OrderSortField).flatMap((field) =>
      Object.values(SortDirection).map((direction) => ({ field, direction })),
    ),
  )('by $field $direction visits every order exactly once, forward and backward', async (sort) => {
    const filters: OrderFilter[] = [{}, { tags: ['spring'] }, { text: 'o' }];
    for (const filter of filters) {
      const expected = expectedIds(orders, filter, sort, admin);
      expect(await walk(filter, sort, 'forward')).toEqual(expected);
      expect(await walk(filter, sort, 'backward')).toEqual(expected);
    }
  });
});

/** All pages of 7, joined in the list's own order. */
async function walk(
  filter: OrderFilter,
  sort: OrderSort,
  way: 'forward' | 'backward',
): Promise<string[]> {
  const pages: string[][] = [];
  let edge: FoundOrder | undefined;
  for (let turn = 0; turn < 100; turn += 1) {
    const cursor = edge && orderCursor(sort, edge);
    const page = await search(filter, sort, admin, {
      size: 7,
      ...(way === 'forward'
        ? { ...(cursor && { after: cursor }) }
        : { fromEnd: true, ...(cursor && { before: cursor }) }),
    });
    expect(way === 'forward' ? page.hasPreviousPage : page.hasNextPage).toBe(turn > 0);
    if (way === 'forward') pages.push(idsOf(page.rows));
    else pages.unshift(idsOf(page.rows));
    edge = way === 'forward' ? page.rows.at(-1) : page.rows[0];
    if (!(way === 'forward' ? page.hasNextPage : page.hasPreviousPage)) return pages.flat();
  }
  throw new Error('the pages never end');
}

describe('what a search refuses and hides', () => {
  test('leaves visits out until they are asked for', async () => {
    const { rows } = await search({});
    expect(new Set(rows.map(({ status }) => status))).toEqual(
      new Set(Object.values(OrderStatus).slice(2)),
    );
    const [visit] = orders.filter(({ status }) => status === 'STARTED');
    expect((await search({ orderIds: [visit?.id ?? ''] })).rows).toEqual([]);
    expect(idsOf((await search({ numbers: [visit?.number ?? ''] })).rows)).toEqual([visit?.id]);
  });

  test('does not find by personal data for who may not read it', async () => {
    const masked = { ...admin, mayReadPersonalData: false };
    expect((await search({ text: 'virtanen' })).rows).not.toEqual([]);
    expect((await search({ text: 'virtanen' }, newestFirst, masked)).rows).toEqual([]);
    expect((await search({ text: 'anna@example.com' }, newestFirst, masked)).rows).toEqual([]);
    const withReference = orders.find(({ payment, status }) => payment && status === 'PAID');
    expect(
      idsOf(
        (await search({ text: withReference?.payment?.reference ?? '' }, newestFirst, masked)).rows,
      ),
    ).toContain(withReference?.id);
  });

  test.each([
    ['text', 'not a cursor'],
    [
      'a cursor of another order',
      orderCursor({ field: 'TOTAL', direction: 'ASC' }, { id: 'ord_1', sortKey: 5 }),
    ],
    [
      'a cursor with a moment that is none',
      orderCursor(newestFirst, { id: 'ord_1', sortKey: 'yesterday' }),
    ],
  ])('refuses %s as a cursor', async (_, after) => {
    await expect(search({}, newestFirst, admin, { after })).rejects.toThrow(BadCursor);
  });

  test('pages through a frequent text by walking, and through a rare one by its hits', async () => {
    const many = await freshDatabase();
    await seedTwoCheckouts(many);
    // More than are collected, and more than are counted.
    await query(
      many.orm.em.fork(),
      `insert into orders (id, checkout_id, number, status, offer_id, currency, email, country, analytics_consent, total_minor, created_at, paid_at)
       select 'ord_' || lpad(n::text, 6, '0'), 'chk_one', n::text, 'PAID', 'off_one', 'EUR', 'buyer' || n || '@example.com', 'FI',
         'ACCEPTED', 100, timestamptz '2026-01-01' + n * interval '1 minute', now() from generate_series(1, 10005) as s (n)`,
    );
    await query(many.orm.em.fork(), `select refresh_order_list(array(select id from orders))`);
    const wish = { size: 3, fromEnd: false, after: null, before: null };
    const em = many.orm.em.fork();
    const first = await searchOrders(em, { email: 'BUYER' }, newestFirst, wish, admin);
    expect(idsOf(first.rows)).toEqual(['ord_010005', 'ord_010004', 'ord_010003']);
    const [, , last] = first.rows;
    if (!last) throw new Error('a page of three has a third row');
    const next = { ...wish, after: orderCursor(newestFirst, last) };
    const second = await searchOrders(em, { email: 'BUYER' }, newestFirst, next, admin);
    expect(idsOf(second.rows)).toEqual(['ord_010002', 'ord_010001', 'ord_010000']);
    const rare = { ...wish, after: null };
    const hits = await searchOrders(em, { email: 'buyer1000@' }, newestFirst, rare, admin);
    expect(idsOf(hits.rows)).toEqual(['ord_001000']);
    // Only among the oldest, behind the thousand that are looked through.
    const old = await searchOrders(em, { text: 'buyer19' }, newestFirst, rare, admin);
    expect(idsOf(old.rows)).toEqual(['ord_001999', 'ord_001998', 'ord_001997']);
    expect(await countOrders(em, { email: 'BUYER' }, admin)).toEqual({
      value: COUNT_LIMIT,
      isExact: false,
    });
    expect(await countOrders(em, { email: 'buyer1000' }, admin)).toEqual({
      value: 7,
      isExact: true,
    });
    await many.drop();
  });
});
