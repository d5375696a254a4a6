import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { SalesHistory, type Visit } from '../../test/kit/sales-history.ts';
import { makeShop } from '../../test/kit/shop.ts';
import type { TimeSpan } from '../domain/report-period.ts';
import { sellAndDeliver } from '../use-cases/confirm-order.ts';
import { lockOrder } from '../use-cases/load-order.ts';
import { inOneTransaction, systemRequest } from '../use-cases/request.ts';
import { query } from './orm.ts';
import { checkRollups } from './report-check.ts';
import { foldPending, rebuildRollups } from './report-fold.ts';
import { readReportRows, type ReportRead } from './report-rollups.ts';

let database: TestDatabase;
let history: SalesHistory;
beforeAll(async () => {
  database = await freshDatabase();
  await makeShop(database);
  history = new SalesHistory(database);
});
afterAll(() => database.drop());

const em = () => database.orm.em.fork();
const rows = <Row extends object>(sql: string, parameters: unknown[] = []) =>
  query<Row>(em(), sql, parameters);
const foldAll = async () => {
  while ((await foldPending(em())) > 0);
};
const pendingCount = async () =>
  (await rows<{ n: number }>('select count(*) as n from report_pending'))[0]?.n;

const QUARTER_MS = 900_000;
const BEGINNING = Date.parse('2026-10-20T00:00:00Z');

type Step = (orders: string[]) => Promise<unknown>;
const nth = (orders: readonly string[], place: number) => orders[place % orders.length];

/** Whatever can happen to an order; what is not possible at that moment is left out. */
function stepsOf(random: { place: number; visit: Visit; parts: number }): Step[] {
  const { place, visit, parts } = random;
  const of = (orders: readonly string[]) => nth(orders, place) ?? '';
  const lines = (orderId: string) =>
    rows<{ left: number }>(
      `select price_minor - refunded_minor - refund_pending_minor as left from order_line
       where order_id = $1 and exists (select from book_entry b where b.order_id = $1) order by position`,
      [orderId],
    );
  const refund = async (orderId: string, how: 'RETURNED' | 'RECORDED') => {
    const amounts = (await lines(orderId)).map(({ left }) => Math.ceil(left / parts));
    if (amounts.some((amount) => amount > 0)) await history.refund(orderId, amounts, how);
  };
  return [
    async (orders) => orders.push(await history.visit(visit)),
    async (orders) => orders.push(await history.visit({ ...visit, currency: 'EUR', bump: true })),
    async (orders) => {
      const orderId = await history.visit(visit);
      orders.push(orderId);
      await history.pay(orderId);
    },
    async (orders) => {
      const [unpaid] = await rows<{ id: string }>(
        `select id from orders where id = any($1) and status = 'IN_PROGRESS' order by id limit 1`,
        [orders],
      );
      if (unpaid) await history.pay(unpaid.id);
    },
    (orders) => refund(of(orders), 'RETURNED'),
    (orders) => refund(of(orders), 'RECORDED'),
    async () => {
      const [returned] = await rows<{ id: string; order_id: string }>(
        `select l.id, r.order_id from refund_leg l join refund r on r.id = l.refund_id
         where l.status = 'SUCCEEDED' order by l.id limit 1`,
      );
      if (returned) await history.tell(returned.order_id, returned.id, 'FAILED');
    },
    async (orders) => {
      const [refunded] = await rows<{ id: string }>(
        'select id from orders where id = any($1) and refunded_minor > 0 order by id limit 1',
        [orders],
      );
      if (refunded) await history.complete(refunded.id, true);
    },
    async (orders) => of(orders) !== '' && history.complete(of(orders)),
  ];
}

const someStep = fc.record({
  which: fc.nat({ max: 8 }),
  place: fc.nat({ max: 20 }),
  parts: fc.integer({ min: 1, max: 3 }),
  quarters: fc.integer({ min: 0, max: 240 }),
  foldAfter: fc.boolean(),
  visit: fc.record({
    currency: fc.constantFrom('EUR' as const, 'EUR' as const, 'JPY' as const),
    country: fc.constantFrom('FI', 'SE'),
    region: fc.constantFrom('Uusimaa', 'Lappi'),
    device: fc.constantFrom('DESKTOP' as const, 'MOBILE' as const),
    consent: fc.constantFrom('ACCEPTED' as const, 'NEVER_ASKED' as const),
  }),
});

/** Straight from the books. */
function fromTheBooks(points: readonly TimeSpan[], daily: boolean) {
  return rows<Record<string, unknown>>(
    `select p.place::int - 1 as point, b.currency, case when $3 then to_char(b.at at time zone 'UTC', 'YYYY-MM-DD') end as day,
       coalesce(sum(b.gross_minor) filter (where b.kind = 'SALE'), 0)::bigint as gross,
       -coalesce(sum(b.gross_minor) filter (where b.kind <> 'SALE'), 0)::bigint as refunded,
       (coalesce(sum(b.vat_minor) filter (where b.kind = 'SALE'), 0) + coalesce(sum(b.vat_minor) filter (where b.kind <> 'SALE'), 0))::bigint as vat,
       count(distinct b.order_id) filter (where b.kind = 'SALE') as orders
     from unnest($1::timestamptz[], $2::timestamptz[]) with ordinality as p (start, "end", place)
     join book_entry b on b.at >= p.start and b.at < p."end"
     group by 1, 2, 3 order by 1, 2, 3`,
    [points.map(({ start }) => start), points.map(({ end }) => end), daily],
  );
}

async function fromReports(points: readonly TimeSpan[], daily = false) {
  const read: ReportRead = {
    dimension: 'ALL',
    by: 'WHOLE',
    points,
    checkoutIds: 'ALL',
    daily,
  };
  const [found = []] = await readReportRows(em(), [read]);
  return found
    .map((row) => ({
      point: row.point,
      currency: row.currency,
      day: row.day,
      gross: row.grossMinor,
      refunded: row.refundedMinor,
      vat: row.vatMinor - row.refundedVatMinor,
      orders: row.orders,
    }))
    .filter(isSomething);
}

const isSomething = ({ orders, gross, refunded }: Record<string, unknown>) =>
  orders !== 0 || gross !== 0 || refunded !== 0;

describe('reports', () => {
  test('are what the books say after any history, however much of it is folded', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(someStep, { minLength: 5, maxLength: 25 }),
        fc.nat({ max: 1_600 }),
        fc.array(fc.oneof(fc.nat({ max: 40 }), fc.nat({ max: 1_600 })), {
          minLength: 1,
          maxLength: 6,
        }),
        async (steps, from, lengths) => {
          const orders: string[] = [];
          let atMs = BEGINNING;
          for (const { which, quarters, foldAfter, ...random } of steps) {
            atMs += quarters * QUARTER_MS;
            history.at(new Date(atMs));
            await stepsOf(random)[which]?.(orders);
            if (foldAfter) await foldPending(em());
          }
          let end = BEGINNING + from * QUARTER_MS;
          const points = lengths.map((length) => ({
            start: new Date(end),
            end: new Date((end += (length + 1) * QUARTER_MS)),
          }));
          for (const daily of [false, true]) {
            const expected = (await fromTheBooks(points, daily)).filter(isSomething);
            expect(await fromReports(points, daily)).toEqual(expected);
          }
          expect(await checkRollups(em())).toEqual([]);
        },
      ),
      { numRuns: 8, endOnFailure: true },
    );
  });

  test('are the same after rebuilding, and once everything is folded', async () => {
    const whole = [{ start: new Date('2026-01-01'), end: new Date('2027-01-01') }];
    const before = await fromReports(whole);
    expect(before.length).toBeGreaterThan(0);
    await foldAll();
    expect(await pendingCount()).toBe(0);
    expect(await fromReports(whole)).toEqual(before);
    const [count] = await rows<{ n: number }>('select count(*) as n from orders');
    expect(await rebuildRollups(em())).toBe(count?.n);
    expect(await fromReports(whole)).toEqual(before);
    expect(await checkRollups(em())).toEqual([]);
  });

  test('lose nothing of what commits late, behind later entries that are folded already', async () => {
    await foldAll();
    const late = await history.at('2026-11-20T10:00:00Z').visit();
    const early = await history.visit();
    const request = systemRequest(em(), database.tools);
    let written!: () => void;
    let commit!: () => void;
    const isWritten = new Promise<void>((resolve) => (written = resolve));
    const mayCommit = new Promise<void>((resolve) => (commit = resolve));
    const slow = inOneTransaction(request, async (work) => {
      const order = await lockOrder(work, late, 'orderId');
      order.closedByHandAt = work.now;
      await sellAndDeliver(work, order, { soldAt: work.now, deliver: false });
      work.touch(order.id);
      written();
      await mayCommit;
    });
    await isWritten;
    await history.pay(early);
    await foldAll();
    const day = [
      { start: new Date('2026-11-20T00:00:00Z'), end: new Date('2026-11-21T00:00:00Z') },
    ];
    expect(await fromReports(day)).toMatchObject([{ orders: 1, gross: 9900 }]);
    commit();
    await slow;
    expect(await fromReports(day)).toMatchObject([{ orders: 2, gross: 19800 }]);
    await foldAll();
    expect(await fromReports(day)).toMatchObject([{ orders: 2, gross: 19800 }]);
    expect(await checkRollups(em())).toEqual([]);
  });

  test('stay exact while several processes fold, and orders are paid, refunded and rebuilt meanwhile', async () => {
    history.at('2026-11-22T10:00:00Z');
    const over = new AbortController();
    const folding = Array.from({ length: 3 }, async () => {
      while (!over.signal.aborted) await foldPending(em());
    });
    const buyers = Array.from({ length: 4 }, async () => {
      for (let round = 0; round < 4; round += 1) {
        const orderId = await history.visit({ bump: round % 2 === 0 });
        await history.pay(orderId);
        await history.refund(orderId, [1000], 'RECORDED');
      }
    });
    const day = [
      { start: new Date('2026-11-22T00:00:00Z'), end: new Date('2026-11-23T00:00:00Z') },
    ];
    const watching = (async () => {
      while (!over.signal.aborted) expect(await checkRollups(em())).toEqual([]);
    })();
    await Promise.all([...buyers, rebuildRollups(em())]);
    over.abort();
    await Promise.all([...folding, watching]);
    const expected = [
      { currency: 'EUR', orders: 16, gross: 8 * 11900 + 8 * 9900, refunded: 16000 },
    ];
    expect(await fromReports(day)).toMatchObject(expected);
    await foldAll();
    expect(await fromReports(day)).toMatchObject(expected);
    expect(await checkRollups(em())).toEqual([]);
  });

  test('follow an order whose facts change after it was folded', async () => {
    const orderId = await history.at('2026-11-24T10:00:00Z').visit();
    await history.complete(orderId);
    await foldAll();
    const methods = async () => {
      const read: ReportRead = {
        dimension: 'PAYMENT_METHOD',
        by: 'KEY',
        points: [{ start: new Date('2026-11-24T00:00Z'), end: new Date('2026-11-25T00:00Z') }],
        checkoutIds: 'ALL',
        daily: false,
      };
      const [found = []] = await readReportRows(em(), [read]);
      return found.map(({ key, orders, grossMinor }) => [key, orders, grossMinor]);
    };
    expect(await methods()).toEqual([['', 1, 9900]]);
    // Money that came after all, for an order that was closed without it.
    await rows(
      `insert into payment (id, order_id, provider, method, status, amount_minor, currency, created_at, captured_at, captured_minor)
       values ('pay_late', $1, 'paytrail', 'nordea', 'SUCCEEDED', 9900, 'EUR', now(), now(), 9900)`,
      [orderId],
    );
    await rows('select refresh_order_list(array[$1])', [orderId]);
    expect(await methods()).toEqual([['paytrail/nordea', 1, 9900]]);
    await foldAll();
    expect(await methods()).toEqual([['paytrail/nordea', 1, 9900]]);
    expect(await checkRollups(em())).toEqual([]);
  });
});

describe('the comparison with the books', () => {
  test('finds a rollup that is one cent off, in its bucket, hour, day and month', async () => {
    await foldAll();
    await rows(
      `update report_rollup set gross_minor = gross_minor + 1 where dimension = 'OFFER' and grain = 'QUARTER' and bucket = '2026-11-24T10:00Z'`,
    );
    const differences = await checkRollups(em());
    expect(differences.map(({ dimension, grain, key }) => [dimension, grain, key])).toEqual([
      ['OFFER', 'QUARTER', 'off_course'],
      ['OFFER', 'MONTH', 'off_course'],
      ['OFFER', 'DAY', 'off_course'],
      ['OFFER', 'HOUR', 'off_course'],
    ]);
    expect(differences[0]).toMatchObject({
      bucket: new Date('2026-11-24T10:00:00Z'),
      checkoutId: 'chk_test',
      currency: 'EUR',
      expected: { gross_minor: 9900 },
      found: { gross_minor: 9901 },
    });
    await rebuildRollups(em());
    expect(await checkRollups(em())).toEqual([]);
  });
});
