import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestDatabase } from '../../test/kit/database.ts';
import { tallyAttention } from '../database/attention-count.ts';
import { query } from '../database/orm.ts';
import { inOneTransaction, systemRequest } from '../use-cases/request.ts';
import { type MadePast, now, past, WHOLE_ORDERS, withPast } from './past-stand-in.ts';
import { makeDemoPast } from './past.ts';

let database: TestDatabase;
let made: MadePast;

beforeAll(async () => {
  [database, made] = await withPast(past);
}, 60_000);
afterAll(() => database.drop());

const rows = <Row extends object>(sql: string, parameters: unknown[] = []) =>
  query<Row>(database.orm.em.fork(), sql, parameters);
const kinds = async (sql: string) => (await rows<{ kind: string }>(sql)).map(({ kind }) => kind);
const one = async (sql: string) => (await rows<Record<string, unknown>>(sql))[0];

describe('the demo past', () => {
  test('has as many orders as asked for, over half of them never paid, and numbers them on', async () => {
    const [counted] = await rows<{ orders: number; paid: number; listed: number }>(
      `select count(*) as orders, count(paid_at) as paid, (select count(*) from order_list) as listed from orders`,
    );
    expect(counted).toEqual({ ...made, listed: 1_200 });
    expect(made.paid).toBeGreaterThan(1_200 * 0.4);
    expect(made.paid).toBeLessThan(1_200 * 0.5);
    expect(await one(`select min(number), max(number) from orders`)).toEqual({
      min: '10001',
      max: '11200',
    });
    expect(await one(`select nextval('order_number') as next`)).toEqual({ next: 11_201 });
  });

  test('is left alone once it is made', async () => {
    const again = await makeDemoPast(database.orm.em, database.tools, { ...past, orders: 9 });
    expect(again).toEqual(made);
    expect(await one('select count(*) from orders')).toEqual({ count: 1_200 });
  });

  test('stands as a living order would: settling all of it anew changes nothing', async () => {
    const before = await rows(WHOLE_ORDERS);
    const ids = (before as { id: string }[]).map(({ id }) => id);
    await inOneTransaction(systemRequest(database.orm.em, database.tools), async (work) => {
      for (const id of ids) work.touch(id, { decided: false });
    });
    expect(await rows(WHOLE_ORDERS)).toEqual(before);
  }, 60_000);

  test('has books that hold the lines of the paid orders less what went back, to the unit', async () => {
    const booked = await rows(
      `select currency, sum(gross_minor)::bigint as gross, sum(vat_minor)::bigint as vat,
         sum(gross_minor) filter (where kind = 'SALE')::bigint as sold
       from book_entry group by currency order by currency`,
    );
    const kept = await rows(
      `select o.currency, sum(l.price_minor - l.refunded_minor)::bigint as gross,
         sum(round(l.price_minor * l.vat_rate_bp::numeric / (10000 + l.vat_rate_bp)) - l.refunded_vat_minor)::bigint as vat,
         sum(l.price_minor)::bigint as sold
       from order_line l join orders o on o.id = l.order_id where o.paid_at is not null
       group by o.currency order by o.currency`,
    );
    expect(kept.map((row) => (row as { currency: string }).currency)).toEqual([
      'EUR',
      'JPY',
      'SEK',
    ]);
    expect(booked).toEqual(kept);
  });

  test('counts the same refunds on lines, orders, payments, legs and parts', async () => {
    const [differing] = await rows<Record<string, number>>(
      `select
         count(*) filter (where o.refunded_minor <> (select sum(refunded_minor) from order_line where order_id = o.id)) as lines,
         count(*) filter (where o.refund_pending_minor <> (select sum(refund_pending_minor) from order_line where order_id = o.id)) as pending,
         count(*) filter (where o.refunded_minor <> (select coalesce(sum(amount_minor), 0) from refund
           where order_id = o.id and status in ('SUCCEEDED', 'RECORDED'))) as refunds,
         count(*) filter (where (select coalesce(sum(returned_minor), 0) from payment where order_id = o.id) <>
           (select coalesce(sum(amount_minor), 0) from refund where order_id = o.id and status = 'SUCCEEDED')) as payments
       from orders o`,
    );
    expect(differing).toEqual({ lines: 0, pending: 0, refunds: 0, payments: 0 });
    expect(
      await rows(
        `select l.id from refund_leg l join refund r on r.id = l.refund_id
         where l.amount_minor <> r.amount_minor or l.amount_minor <>
           (select sum(amount_minor) from refund_part where refund_leg_id = l.id)`,
      ),
    ).toEqual([]);
  });

  test('has sent each refund that moved money by an action of its own, and booked what it returned', async () => {
    expect(
      await rows(
        `select g.id from refund_leg g left join action a on a.refund_leg_id = g.id
         where (g.provider_key is not null) <> (a.id is not null)
           or (g.provider_key is not null) <> (g.sent_at is not null)
           or (g.booked_at is not null) <> (g.status in ('SUCCEEDED', 'RECORDED'))`,
      ),
    ).toEqual([]);
    expect(
      await rows(
        `select l.id from order_line l cross join lateral (
           select coalesce(-sum(gross_minor), 0) as gross, coalesce(-sum(vat_minor), 0) as vat
           from book_entry b where b.order_line_id = l.id and b.refund_id is not null) b
         where (l.refunded_minor, l.refunded_vat_minor) <> (b.gross, b.vat)`,
      ),
    ).toEqual([]);
  });

  test('needs somebody for nine orders, each with its reasons in the words of a seller', async () => {
    const { byCheckout } = await tallyAttention(database.orm.em.fork(), now);
    expect([...byCheckout.values()].reduce((sum, count) => sum + count, 0)).toBe(9);
    const needing = await rows<{ reasons: string; attention_summary: string }>(
      `select string_agg(a ->> 'reason', ', ' order by a ->> 'reason') as reasons, attention_summary
       from orders, jsonb_array_elements(attention) a group by id, attention_summary order by 1, 2`,
    );
    expect(needing.map(({ reasons }) => reasons)).toEqual([
      'ACTION_FAILED',
      'ACTION_FAILED',
      'ACTION_FAILED',
      'ACTION_FAILED',
      'ACTION_FAILED',
      'ACTION_UNKNOWN',
      'PAID_TWICE',
      'REFUND_FAILED',
      'REFUND_UNKNOWN',
    ]);
    expect(needing.map(({ attention_summary }) => attention_summary)).toContain(
      'Open the yoga library failed: The receiver is having trouble (500). Tried 3 times.',
    );
  });

  test('leaves nothing that a worker would run or a provider be asked about', async () => {
    expect(await one(`select count(*) from action where status in ('PENDING', 'RUNNING')`)).toEqual(
      {
        count: 0,
      },
    );
    expect(await one('select count(*) from payment where look_up_at is not null')).toEqual({
      count: 0,
    });
    expect(await one('select count(*) from graphile_worker.jobs')).toEqual({ count: 0 });
    expect(
      await rows(
        `select p.provider, p.status, p.created_at > $1 as fresh from orders o
        join payment p on p.order_id = o.id where o.status = 'PROCESSING'`,
        [new Date(now.getTime() - 5 * 60_000)],
      ),
    ).toEqual([
      { provider: 'manual', status: 'PENDING', fresh: true },
      { provider: 'manual', status: 'PENDING', fresh: true },
    ]);
  });

  test('tells nothing of the future, and every order in the order in which it went', async () => {
    const moments = [
      'select max(at) as last from history_entry where order_id is not null',
      'select max(finished_at) as last from attempt',
      'select max(changed_at) as last from refund',
      'select max(captured_at) as last from payment',
    ];
    for (const sql of moments) {
      expect((await rows<{ last: Date }>(sql))[0]?.last.getTime()).toBeLessThanOrEqual(
        now.getTime(),
      );
    }
    expect(
      await rows(
        `select id from (select id, at, lag(at) over (partition by chain order by seq) as before
         from history_entry where order_id is not null) h where at < before`,
      ),
    ).toEqual([]);
    expect(
      await rows(
        `select a.id from action a join orders o on o.id = a.order_id where a.created_at < o.paid_at
         union all
         select t.id from attempt t join action a on a.id = t.action_id where t.started_at < a.created_at`,
      ),
    ).toEqual([]);
  });

  test('writes to nobody real', async () => {
    expect(
      await rows(
        `select email from orders where email !~ '^[A-Za-z0-9.-]+@([a-z]+\\.)?example\\.(com|org|net)$'`,
      ),
    ).toEqual([]);
  });

  test('holds every kind of thing that an order can have', async () => {
    expect(await kinds('select distinct status as kind from orders order by 1')).toEqual([
      'COMPLETED',
      'IN_PROGRESS',
      'MARKED_AS_COMPLETED',
      'PAID',
      'PARTIALLY_REFUNDED',
      'PROCESSING',
      'REFUNDED',
      'STARTED',
    ]);
    expect(await kinds('select distinct kind from order_line order by 1')).toEqual([
      'MAIN',
      'ORDER_BUMP',
      'PRE_UPSELL',
    ]);
    expect(await kinds('select distinct provider as kind from payment order by 1')).toEqual([
      'epassi',
      'manual',
      'paytrail',
      'stripe',
    ]);
    expect(await kinds('select distinct status as kind from refund order by 1')).toEqual([
      'FAILED',
      'RECORDED',
      'SUCCEEDED',
      'UNKNOWN',
    ]);
    expect(await kinds('select distinct trigger as kind from attempt order by 1')).toEqual([
      'AUTOMATIC',
      'RERUN',
      'RETRY',
      'TAKEOVER',
    ]);
    expect(
      await one(
        `select count(*) filter (where total_minor = 0) > 0 as free,
           count(*) filter (where first_name is null) > 0 as nameless,
           count(*) filter (where last_name like '%''%') > 0 as apostrophes
         from orders where paid_at is not null`,
      ),
    ).toEqual({ free: true, nameless: true, apostrophes: true });
  });

  test('keeps within the limits of its discount codes', async () => {
    expect(
      await rows(
        `select d.code, count(*) from orders o join discount_code d on d.id = o.discount_code_id
         where o.paid_at is not null and d.usage_limit is not null group by d.code order by d.code`,
      ),
    ).toEqual([
      { code: 'FIRST50', count: 6 },
      { code: 'WEBINAR40', count: 6 },
    ]);
    expect(
      await rows(
        `select d.code, lower(o.email), count(*) from orders o join discount_code d on d.id = o.discount_code_id
         where o.paid_at is not null
         group by d.id, d.code, d.usage_limit, d.per_customer_limit, lower(o.email)
         having count(*) > d.per_customer_limit or count(*) > d.usage_limit`,
      ),
    ).toEqual([]);
    expect(
      await rows(
        `select o.number from orders o join discount_code d on d.id = o.discount_code_id
         where o.billing_submitted_at not between coalesce(d.valid_from, '-infinity')
           and coalesce(d.expires_at, 'infinity') + interval '10 minutes'`,
      ),
    ).toEqual([]);
  });
});
