import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  explain,
  planModes,
  statementsOf,
  type Explained,
  type PlanMode,
} from '../bench/explained.ts';
import { forgottenActions, lapsedActions } from '../src/database/action-lease.ts';
import { tallyAttention } from '../src/database/attention-count.ts';
import { findAuditEntries } from '../src/database/audit-log.ts';
import { findOrdersOfCustomer, lockOrdersOfCustomer } from '../src/database/customer-data.ts';
import { findOrderFacets } from '../src/database/order-facets.ts';
import { SqlParameters, type Onlooker, type OrderFilter } from '../src/database/order-filter.ts';
import { findCompletionFacts } from '../src/database/completion-facts.ts';
import { findOrderDetails } from '../src/database/order-list-row.ts';
import {
  findActionsOfOrders,
  findHistoryPages,
  findPaymentsOfOrders,
} from '../src/database/order-parts.ts';
import { findRefundsOfOrders } from '../src/database/order-refunds.ts';
import { findRefundFacts } from '../src/database/refund-facts.ts';
import { countOrders, searchOrders, wholeListStatement } from '../src/database/order-search.ts';
import type { OrderSort } from '../src/database/order-sort.ts';
import { query } from '../src/database/orm.ts';
import {
  forgetBodies,
  forgetKeys,
  lockOldOrders,
  lockOldVisits,
} from '../src/database/retention.ts';
import { freshDatabase, type TestDatabase } from './kit/database.ts';
import { seedTwoCheckouts } from './kit/orders.ts';

// What is asked of large tables at every click keeps its plan: by rows read and indexes, never by time. The
// tables are small, so sequential scans are made unattractive; on a million orders nobody need do that.

const ORDERS = 10_000;
const now = new Date('2026-11-10T12:00:00.000Z');
const everyone: Onlooker = { reach: 'ALL', mayReadPersonalData: true, now };

let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  database = await freshDatabase();
  await seedTwoCheckouts(database);
  // Half are visits. What is called rare was bought by the very first five; twos and threes never meet. Most addresses
  // have one domain; a tenth, one name.
  await query(
    database.orm.em.fork(),
    `insert into orders (id, checkout_id, number, status, offer_id, currency, email, first_name, country, source, tags,
       discount_code, analytics_consent, total_minor, created_at, paid_at, attention, attention_at)
     select 'ord_' || lpad((n * 7919 % 100000)::text, 6, '0'), case when n % 4 = 0 then 'chk_two' else 'chk_one' end, n::text,
       case when n % 2 = 0 then 'STARTED' when n % 20 = 1 then 'REFUNDED' else 'PAID' end,
       case when n % 4 = 0 then 'off_two' else 'off_one' end, 'EUR',
       case when n % 10 = 5 then 'info@shop' || n || '.fi' else 'buyer' || n || '@example.com' end,
       case when n < 10 then 'Xerxes' else 'Anna' end, case when n < 10 then 'MT' when n % 3 = 0 then 'SE' else 'FI' end,
       case when n < 10 then 'rare' when n % 3 = 1 then 'blog' else 'ads' || n % 97 end,
       case when n < 10 then '{rare}'::text[] else '{spring}' end,
       case when n % 4 = 1 then 'VIP' end, 'ACCEPTED', n % 500 * 100,
       timestamptz '2026-01-01' + n * interval '10 minutes',
       case when n % 2 = 1 then timestamptz '2026-01-01' + n * interval '10 minutes' end,
       case when n % 400 = 1 then '[{"reason": "ACTION_FAILED"}]'::jsonb else '[]' end,
       case when n % 400 = 1 then timestamptz '2026-01-02' end
     from generate_series(1, ${ORDERS}) as s (n)`,
  );
  await query(database.orm.em.fork(), 'select refresh_order_list(array(select id from orders))');
  client = new pg.Client(database.url);
  await client.connect();
  await client.query('vacuum (analyze)');
  await client.query('set enable_seqscan = off');
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

/** The tables that grow with every order. */
const GROWING =
  'order_list order_tag orders order_line payment action attempt book_entry history_entry history_reason refund refund_leg idempotency_key'.split(
    ' ',
  );

/** Under both kinds of plan; none reads a growing table from its beginning. */
async function explained(
  read: Parameters<typeof statementsOf>[0],
  check: (plan: Explained) => void,
  modes: readonly PlanMode[] = planModes,
): Promise<void> {
  for (const statement of await statementsOf(read)) {
    for (const mode of modes) {
      const plan = await explain(client, statement, mode);
      expect([...plan.scanned].filter((table) => GROWING.includes(table))).toEqual([]);
      check(plan);
    }
  }
}

const page =
  (filter: OrderFilter, sort: OrderSort, onlooker = everyone) =>
  (em: Parameters<typeof searchOrders>[0]) =>
    searchOrders(
      em,
      filter,
      sort,
      { size: 50, fromEnd: false, after: null, before: null },
      onlooker,
    );

const sorts: OrderSort[] = (['CREATED_AT', 'TOTAL', 'STATUS', 'CUSTOMER_EMAIL'] as const).flatMap(
  (field) => [
    { field, direction: 'DESC' },
    { field, direction: 'ASC' },
  ],
);
const newest: OrderSort = { field: 'CREATED_AT', direction: 'DESC' };

describe('a page of the list', () => {
  test.each(sorts)('without a filter reads what it shows, by $field $direction', async (sort) => {
    await explained(page({}, sort), ({ read }) => expect(read).toBeLessThanOrEqual(51));
  });

  test.each([
    { sources: ['rare'] },
    { tags: ['rare'] },
    { countries: ['MT'] },
    { countries: ['SE'], sources: ['blog'] },
    { countries: ['none'] },
    { regions: ['nowhere'] },
    { currencies: ['SEK'] },
    { paymentMethods: ['stripe/card'] },
    { offerIds: ['off_two'] },
    { without: ['COUNTRY' as const] },
    { lineKinds: ['PRE_UPSELL' as const] },
    { statuses: ['PROCESSING' as const, 'MARKED_AS_COMPLETED' as const], countries: ['FI'] },
    { text: 'xerxes' },
    { email: 'buyer3@' },
  ])('that walking does not fill goes on by an index, for %j', async (filter: OrderFilter) => {
    for (const sort of sorts) {
      const index = filter.email
        ? 'order_list_address'
        : filter.text
          ? 'order_list_search'
          : 'order_list_keys';
      // By time, one source or tag is walked to its end, and statuses may have an index of their own.
      const isWalked =
        sort.field === 'CREATED_AT' ? filter.tags || filter.sources : filter.statuses;
      await explained(page(filter, sort), ({ read, indexes }) => {
        // So many orders are walked past and counted, and the hits are few.
        expect(read).toBeLessThanOrEqual(8_800);
        expect(isWalked || indexes.has(index)).toBeTruthy();
      });
      // Found without walking and without keys, it is the same page.
      const em = database.orm.em.fork();
      const parameters = new SqlParameters();
      const whole = wholeListStatement(filter, sort, everyone, parameters, 'true as is');
      const all = await query<{ id: string }>(em, whole, parameters.values);
      const { rows } = await page(filter, sort)(em);
      expect(rows.map(({ id }) => id)).toEqual(all.slice(0, 50).map(({ id }) => id));
      const { value } = await countOrders(em, filter, everyone);
      expect(value).toBe(all.length);
    }
  });

  test.each<[OrderFilter, string]>([
    [{ email: 'Buyer1333@example.com' }, '1333'],
    [{ email: ' uyer1333@example.co' }, '1333'],
    [{ text: 'buyer1333@example.com anna' }, '1333'],
    [{ email: 'info@shop1335.fi' }, '1335'],
    [{ text: 'NFO@shop1335.f' }, '1335'],
  ])('of a rare text reads little beside its hits, for %j', async (filter, number) => {
    for (const sort of sorts) {
      await explained(page(filter, sort), ({ read, buffers, indexes }) => {
        // Three hundred are tried; nobody else is called so who has the domain, or has the domain who is called so.
        expect(read).toBeLessThanOrEqual(304);
        expect(buffers).toBeLessThanOrEqual(80);
        expect(indexes.has('order_list_address')).toBe(true);
      });
      const { rows } = await page(filter, sort)(database.orm.em.fork());
      expect(rows.map((row) => row.number)).toEqual([number]);
    }
    await explained(
      (em) => countOrders(em, filter, everyone),
      ({ read }) => expect(read).toBeLessThanOrEqual(304),
    );
    const { value } = await countOrders(database.orm.em.fork(), filter, everyone);
    expect(value).toBe(1);
  });

  test('of what many have, within some weeks, is read of these weeks only, and of a rare thing as it is', async () => {
    const weeks = { createdFrom: new Date('2026-01-01'), createdBefore: new Date('2026-02-04') };
    const often = { statuses: ['PAID' as const], sources: ['blog'], ...weeks };
    const seldom = { countries: ['MT'], ...weeks };
    const byTime = async (filter: OrderFilter, check: (plan: Explained) => void) =>
      explained((em) => countOrders(em, filter, everyone), check, ['force_custom_plan']);
    await byTime(often, ({ buffers, indexes }) => {
      expect(indexes.has('order_list_all')).toBe(true);
      // Of all weeks it would be 478.
      expect(buffers).toBeLessThanOrEqual(400);
    });
    await byTime(seldom, ({ indexes }) => expect(indexes.has('order_list_all')).toBe(false));
    for (const filter of [often, seldom]) {
      const parameters = new SqlParameters();
      const whole = wholeListStatement(filter, newest, everyone, parameters, 'true as is');
      const em = database.orm.em.fork();
      const all = await query(em, whole, parameters.values);
      expect((await countOrders(em, filter, everyone)).value).toBe(all.length);
    }
  });

  // Planned with its values, as every statement of ours is: without them, one source is as rare as another.
  test('that a frequent filter fills soon collects nothing', async () => {
    for (const filter of [
      { sources: ['blog'] },
      { countries: ['FI'] },
      { discountCodes: ['vip'] },
    ]) {
      await explained(
        page(filter, newest),
        ({ read, indexes }) => {
          expect(read).toBeLessThanOrEqual(500);
          expect([...indexes]).not.toContain('order_list_keys');
        },
        ['force_custom_plan'],
      );
    }
  });

  test('of a frequent code is planned for as many as there are', async () => {
    const [row] = await query<{ 'QUERY PLAN': { Plan: { 'Plan Rows': number } }[] }>(
      database.orm.em.fork(),
      `explain (format json) select from order_list where lower(discount_code) = 'vip'`,
    );
    expect(row?.['QUERY PLAN'][0]?.Plan['Plan Rows']).toBeGreaterThan(ORDERS / 5);
  });

  test('of what needs somebody reads nothing else', async () => {
    await explained(page({ needsAttention: true }, newest), ({ read, indexes }) => {
      expect(read).toBeLessThanOrEqual(51);
      expect([...indexes]).toEqual(['order_list_attention_newest']);
    });
  });

  test('of somebody who reaches one checkout, or none of those with sales, is found at once', async () => {
    for (const reach of [['chk_two'], ['chk_none', 'chk_two'], []]) {
      await explained(page({}, newest, { ...everyone, reach }), ({ read }) =>
        expect(read).toBeLessThanOrEqual(8_800),
      );
    }
  });

  test('of named orders reads those', async () => {
    for (const filter of [{ numbers: ['17', '18'] }, { orderIds: ['ord_007919', 'ord_none'] }]) {
      for (const sort of sorts) {
        await explained(page(filter, sort), ({ read }) => expect(read).toBeLessThanOrEqual(4));
      }
    }
  });
});

describe('a count', () => {
  test.each([{ countries: ['MT'] }, { sources: ['rare'] }, { tags: ['none'] }, { text: 'xerxes' }])(
    'of a rare filter tries a thousand orders and collects the hits, for %j',
    async (filter) => {
      await explained(
        (em) => countOrders(em, filter, everyone),
        ({ read }) => expect(read).toBeLessThanOrEqual(1_100),
      );
    },
  );
});

test('what else is asked of large tables at every turn has an index', async () => {
  const old = new Date('2020-01-01T00:00:00.000Z');
  const customer = { email: 'Buyer77@example.com', checkoutIds: null };
  const audit = { first: 50, after: null };
  const reads: Parameters<typeof statementsOf>[0][] = [
    (em) => tallyAttention(em, now),
    (em) => findOrderDetails(em, ['ord_007919']),
    (em) => lapsedActions(em, 100),
    (em) => forgottenActions(em, 5_000, 100),
    (em) => findOrdersOfCustomer(em, customer, { limit: 50, accessKinds: ['kajabi-grant'] }),
    (em) => lockOrdersOfCustomer(em, customer),
    (em) => forgetBodies(em, old, 100),
    (em) => forgetKeys(em, old, 100),
    (em) => lockOldVisits(em, old, 100),
    (em) => lockOldOrders(em, old, 100),
    (em) => findAuditEntries(em, {}, audit, 'ALL'),
    (em) => findAuditEntries(em, { actorId: 'mem_1' }, audit, 'ALL'),
    (em) => findAuditEntries(em, { events: ['refund'] }, audit, 'ALL'),
    (em) => findAuditEntries(em, { orderId: 'ord_007919' }, audit, 'ALL'),
    (em) => findAuditEntries(em, { orderNumber: '77' }, audit, 'ALL'),
    (em) => findAuditEntries(em, { fromAddress: '10.1.' }, audit, 'ALL'),
  ];
  for (const read of reads) {
    await explained(read, (plan) => expect(plan.read).toBeLessThanOrEqual(100));
  }
  await explained(
    (em) => findOrderFacets(em, 'ALL'),
    () => {},
  );
});

// PostgreSQL plans a named statement five times with its values; then without, where that does not look dearer.
test('what is asked of one order is planned once and for all', async () => {
  await client.query('set enable_seqscan = on');
  const id = 'ord_007919';
  const wish = { id, first: 25, after: null };
  const reads: Parameters<typeof statementsOf>[0][] = [
    (em) => findOrderDetails(em, [id]),
    (em) => findRefundFacts(em, [id]),
    (em) => findCompletionFacts(em, [id]),
    (em) => findRefundsOfOrders(em, [id]),
    (em) => findPaymentsOfOrders(em, [id]),
    (em) => findActionsOfOrders(em, [id]),
    (em) => findHistoryPages(em, [wish]),
  ];
  for (const [place, read] of reads.entries()) {
    for (const { sql, parameters } of await statementsOf(read)) {
      const name = `kept_${place}`;
      for (let turn = 0; turn < 7; turn += 1) {
        await client.query({ name, text: sql, values: [...parameters] });
      }
      const { rows } = await client.query(
        'select generic_plans::int as without from pg_prepared_statements where name = $1',
        [name],
      );
      expect([sql, rows]).toEqual([sql, [{ without: 2 }]]);
    }
  }
  await client.query('set enable_seqscan = off');
});
