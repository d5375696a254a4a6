import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { copyOf, type TestDatabase } from '../../test/kit/database.ts';
import { checkHistory } from '../database/history-check.ts';
import { query } from '../database/orm.ts';
import { checkRollups } from '../database/report-check.ts';
import { isLoading } from '../database/set-aside.ts';
import { inOneTransaction, systemRequest } from '../use-cases/request.ts';
import { LOADED_TABLES, LOADER } from './past-copy.ts';
import { type LoadProgress, LoadRefused, LoadStopped, loadPast } from './past-load.ts';
import { now, WHOLE_ORDERS, withShop } from './past-stand-in.ts';

const ORDERS = 2_000;
const wish = { orders: ORDERS, months: 24, seed: 20_261_130, now, ordersAtOnce: 250 };

let whole: TestDatabase;
let broken: TestDatabase;
let shopsRules: object[];

beforeAll(async () => {
  const shop = await withShop();
  shopsRules = await rulesOf(shop);
  await shop.orm.close();
  whole = await copyOf(shop);
  broken = await copyOf(shop);
  await shop.drop();
  for (const database of [whole, broken]) database.tools.setNow(now);
  await load(whole);
}, 240_000);
afterAll(() => Promise.all([whole.drop(), broken.drop()]));

const load = (database: TestDatabase, more: Partial<Parameters<typeof loadPast>[2]> = {}) =>
  loadPast(database.orm.em, database.tools, { ...wish, databaseUrl: database.url, ...more });
const rows = <Row extends object>(sql: string, database = whole) =>
  query<Row>(database.orm.em.fork(), sql);
const one = async (sql: string, database = whole) =>
  (await rows<Record<string, unknown>>(sql, database))[0];

/** Every key, check and index of the tables, as the database tells them. */
function rulesOf(database: TestDatabase): Promise<object[]> {
  return rows(
    `select conrelid::regclass::text as "table", conname::text as name, pg_get_constraintdef(oid) as rule
     from pg_constraint where connamespace = 'public'::regnamespace
     union all select tablename, indexname, indexdef from pg_indexes where schemaname = 'public'
     order by 1, 2, 3`,
    database,
  );
}

/** All that was loaded, but for the marks of when that was. */
function printsOf(database: TestDatabase): Promise<object[]> {
  return rows(
    LOADED_TABLES.map(
      (table) =>
        `select '${table}' as name, count(*), md5(string_agg(t::text, '|' order by t::text))
         from ${table} t ${table.startsWith('history_') && table !== 'history_reason' ? `where chain <> 'demo.past'` : ''}`,
    ).join(' union all ') + ' order by 1',
    database,
  );
}

describe('a very large past', () => {
  test('has the orders asked for, over half of them never paid, and paid ones of about two lines', async () => {
    const [shares] = await rows<Record<string, number>>(
      `select count(*)::int as orders, count(paid_at)::float8 / count(*) as paid,
         (select count(*)::float8 from order_line l join orders o on o.id = l.order_id where paid_at is not null) / count(paid_at) as lines,
         (select count(*)::float8 from payment p join orders o on o.id = p.order_id where paid_at is not null) / count(paid_at) as payments,
         (select count(*)::float8 from action where purpose = 'DELIVERY') / count(paid_at) as actions,
         extract(day from max(created_at) - min(created_at))::int as days
       from orders`,
    );
    expect(shares?.['orders']).toBe(ORDERS);
    expect(shares?.['paid']).toBeCloseTo(0.45, 1);
    expect(shares?.['lines']).toBeCloseTo(2, 0);
    expect(shares?.['payments']).toBeCloseTo(1.2, 1);
    expect(shares?.['actions']).toBeCloseTo(3, 0);
    expect(shares?.['days']).toBeGreaterThan(700);
    expect(await one('select count(*) from order_list')).toEqual({ count: ORDERS });
    expect(await one('select count(*) from report_pending')).toEqual({ count: 0 });
  });

  test('stands every check of the product: history, heads, reports and books', async () => {
    const history = await checkHistory(whole.orm.em);
    expect(history.faults).toEqual([]);
    expect(history.chains).toBe(ORDERS + 1);
    expect(await checkRollups(whole.orm.em)).toEqual([]);
    const numbers = `select max(id) + 1 as next, nextval(pg_get_serial_sequence('book_entry', 'id')) as given from book_entry`;
    const next = await one(numbers);
    expect(next?.['given']).toBe(next?.['next']);
    expect(await one(`select count(*) from history_entry where reason is not null`)).toEqual({
      count: 0,
    });
    expect(await one(`select count(*) > 0 as some from history_reason`)).toEqual({ some: true });
  });

  test('stands as living orders would: settling them anew changes no order, list row or tag', async () => {
    const seen = `select 'order' as what, t::text as row from (${WHOLE_ORDERS}) t
      union all select 'list', l::text from order_list l union all select 'tag', t::text from order_tag t order by 1, 2`;
    const before = await rows(seen);
    await inOneTransaction(systemRequest(whole.orm.em, whole.tools), async (work) => {
      for (const { id } of await rows<{ id: string }>(
        'select id from orders order by id desc limit 300',
      )) {
        work.touch(id, { decided: false });
      }
    });
    await rows('select refresh_order_list(array(select id from orders))');
    expect(await rows(seen)).toEqual(before);
  }, 60_000);

  test('leaves every key, check and index as it was, and nothing of its own', async () => {
    expect(await rulesOf(whole)).toEqual(shopsRules);
    expect(await isLoading(whole.orm.em)).toBe(false);
    const kinds = await rows(
      `select distinct relpersistence as kind from pg_class where oid = any('{${LOADED_TABLES.join(',')}}'::regclass[])`,
    );
    expect(kinds).toEqual([{ kind: 'p' }]);
  });

  test('cut short in every step, it is finished as if nothing had happened', async () => {
    const stopping = new AbortController();
    const at = (step: LoadProgress['step'], done: number, work: () => void) => ({
      onProgress: (progress: LoadProgress) => {
        if (progress.step === step && progress.done >= done) work();
      },
    });
    const goDark = () => {
      throw new Error('The lights went out');
    };
    const stopped = load(broken, {
      ...at('TELLING', 250, () => stopping.abort()),
      stopping: stopping.signal,
    });
    await expect(stopped).rejects.toBeInstanceOf(LoadStopped);
    const [some] = await rows<{ count: number }>('select count(*) from orders', broken);
    expect(some?.count).toBeGreaterThanOrEqual(250);
    expect(some?.count).toBeLessThan(ORDERS);

    const severed = load(broken, {
      ...at('TELLING', 1_000, () => {
        void rows(
          `select pg_terminate_backend(pid) from pg_stat_activity
           where datname = current_database() and application_name = '${LOADER}'`,
          broken,
        );
      }),
    });
    await expect(severed).rejects.toThrow(/terminat|connection|EPIPE|ECONNRESET/i);
    await expect(load(broken, at('PUTTING_BACK', 10, goDark))).rejects.toThrow('went out');
    await expect(load(broken, at('COUNTING', 0, goDark))).rejects.toThrow('went out');
    expect(await isLoading(broken.orm.em)).toBe(true);

    const later = new Date(now.getTime() + 3_600_000);
    const made = await load(broken, { seed: 1, now: later });
    expect(made.orders).toBe(ORDERS);
    expect(await rulesOf(broken)).toEqual(shopsRules);
    expect(await printsOf(broken)).toEqual(await printsOf(whole));
    expect(await load(broken)).toEqual(made);
  }, 240_000);

  test('is not mixed with orders that are there already', async () => {
    const other = await withShop();
    await query(
      other.orm.em.fork(),
      `insert into orders (id, checkout_id, number, status, offer_id, currency, analytics_consent, total_minor, created_at)
       select 'ord_x', checkout_id, '1', 'STARTED', id, 'EUR', 'ACCEPTED', 0, now() from offer limit 1`,
    );
    await expect(load(other)).rejects.toBeInstanceOf(LoadRefused);
    expect(await one('select count(*) from orders', other)).toEqual({ count: 1 });
    expect(await isLoading(other.orm.em)).toBe(false);
    await other.drop();
  });
});
