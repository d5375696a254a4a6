import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { Readable } from 'node:stream';
import type { MikroORM } from '@mikro-orm/postgresql';
import { typeidUnboxed } from 'typeid-js';
import { parse } from 'csv-parse';
import { makeToken } from '../test/kit/api-token.ts';
import { query } from '../src/database/orm.ts';
import type { Place } from './place.ts';
import { pidOf } from './processor-time.ts';
import type { Program } from './programs.ts';

export type BigExport = {
  readonly orders: number;
  /** Rows of the file that were the list's own, at their place in it. */
  readonly equalRows: number;
  readonly rowsPerSecond: number;
  readonly megabytes: number;
  /** How much more memory the server's process held at its highest than before, in MB (2^20 bytes). */
  readonly grownMb: number;
};

const MB = 2 ** 20;
const PAGE_BYTES = 4096;
const SEED_CHUNK = 20_000;
const LOOK_EVERY_MS = 20;
/** Enough to have run every line, far too few to matter. */
const WARM_UP_ROUNDS = 5;

/**
 * Exports `orders` orders, all fields, from a server process of its own, over HTTP as a script does, and
 * compares each row with the list. Only on Linux is memory looked at. The database is migrated and empty.
 */
export async function runBigExport(options: {
  orm: MikroORM;
  databaseUrl: string;
  orders: number;
  startServer: Place['startServer'];
}): Promise<BigExport> {
  const { orm, databaseUrl, orders, startServer } = options;
  await fillWithOrders(orm, orders);
  const { secret } = await makeToken(
    { orm, tools: { now: () => new Date(), newId: (prefix) => typeidUnboxed(prefix) } },
    { permissions: ['READ_ORDERS', 'READ_PERSONAL_DATA', 'EXPORT_ORDERS'] },
  );
  const server = await startServer({ DATABASE_URL: databaseUrl });
  try {
    const shop = { url: server.url, secret };
    const few = { numbers: Array.from({ length: 200 }, (_, index) => String(index + 1)) };
    for (let round = 0; round < WARM_UP_ROUNDS; round += 1)
      await countBytes(await fetchFile(shop, few));
    const memory = watchMemory(server);
    const startedAt = performance.now();
    const bytes = await countBytes(await fetchFile(shop, {}));
    const seconds = (performance.now() - startedAt) / 1000;
    // Apart, because whoever parses takes the processor from the server.
    const equalRows = await countEqualRows(await fetchFile(shop, {}), orders);
    return {
      orders,
      equalRows,
      rowsPerSecond: orders / seconds,
      megabytes: bytes / MB,
      grownMb: memory.stop() / MB,
    };
  } finally {
    await server.stop();
  }
}

type Body = NonNullable<Response['body']>;

async function fetchFile(shop: { url: string; secret: string }, filter: object): Promise<Body> {
  const headers = { authorization: `Bearer ${shop.secret}`, 'content-type': 'application/json' };
  const asked = await fetch(`${shop.url}/graphql`, {
    method: 'POST',
    headers,
    body: JSON.stringify({
      query: `mutation ($input: RequestOrderExportInput!) {
        requestOrderExport(input: $input) { export { downloadUrl } } }`,
      variables: {
        input: { filter, allFields: true, timeZone: 'UTC', idempotencyKey: randomUUID() },
      },
    }),
  });
  const { data } = (await asked.json()) as {
    data: { requestOrderExport: { export: { downloadUrl: string } } };
  };
  const { pathname, search } = new URL(data.requestOrderExport.export.downloadUrl);
  const file = await fetch(shop.url + pathname + search, { headers });
  if (!file.ok || !file.body) throw new Error(`No file: ${file.status} ${await file.text()}`);
  return file.body;
}

async function countBytes(body: Body): Promise<number> {
  let bytes = 0;
  for await (const chunk of body) bytes += chunk.byteLength;
  return bytes;
}

/** How many rows are the list's own, at their place. Throws where there are more or fewer rows than that. */
async function countEqualRows(body: Body, orders: number): Promise<number> {
  const rows = Readable.fromWeb(body).pipe(parse({ columns: true, record_delimiter: '\r\n' }));
  let equal = 0;
  let place = 0;
  for await (const row of rows as AsyncIterable<Record<string, string>>) {
    if (isRowOf(row, orders - place)) equal += 1;
    place += 1;
  }
  if (place !== orders) throw new Error(`${place} rows instead of ${orders}`);
  return equal;
}

/** The list shows the newest first: the order made last, with the highest number. */
function isRowOf(row: Record<string, string>, n: number): boolean {
  return (
    row['Order'] === String(n) &&
    row['Customer'] === `buyer${n}@example.com` &&
    row['Total'] === '99.00' &&
    row['Payment reference'] === `pi_${n}` &&
    row['Street address'] === `Long street ${n}`
  );
}

/** Bytes the process holds, from the highest look to the first. */
function watchMemory(server: Program): { stop(): number } {
  const pid = pidOf(server);
  const look = () => {
    if (process.platform !== 'linux') return 0;
    const pages = fs.readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1];
    return Number(pages) * PAGE_BYTES;
  };
  const before = look();
  let highest = before;
  const looking = setInterval(() => (highest = Math.max(highest, look())), LOOK_EVERY_MS);
  return {
    stop: () => {
      clearInterval(looking);
      return highest - before;
    },
  };
}

/** Paid orders with two lines and a payment each, one per second. */
export async function fillWithOrders(orm: MikroORM, count: number): Promise<void> {
  const run = (sql: string, parameters: unknown[] = []) => query(orm.em.fork(), sql, parameters);
  await run(`insert into checkout (id, name, created_at) values ('chk_big', 'Big', now())`);
  await run(
    `insert into product (id, checkout_id, name, type, vat_rate_bp, created_at)
     values ('prd_big', 'chk_big', 'Watercolour course', 'ONLINE_COURSE', 2550, now())`,
  );
  await run(
    `insert into offer (id, checkout_id, name, created_at) values ('off_big', 'chk_big', 'Offer', now())`,
  );
  for (let first = 1; first <= count; first += SEED_CHUNK) {
    const range = [first, Math.min(first + SEED_CHUNK - 1, count)];
    await run(
      `insert into orders (id, checkout_id, number, status, offer_id, currency, email, first_name, last_name, country,
         billing_fields, source, tags, analytics_consent, total_minor, created_at, billing_submitted_at, paid_at)
       select 'ord_big' || n, 'chk_big', n::text, 'PAID', 'off_big', 'EUR', 'buyer' || n || '@example.com', 'Aino',
         'Virtanen', 'FI', jsonb_build_array(
           jsonb_build_object('key', 'phone', 'label', 'Phone', 'value', '040 1234567'),
           jsonb_build_object('key', 'street', 'label', 'Street address', 'value', 'Long street ' || n)),
         'newsletter', '{spring,launch}', 'ACCEPTED', 9900, t, t, t
       from generate_series($1::int, $2::int) n,
         lateral (select timestamptz '2026-01-01' + n * interval '1 second' as t) moment`,
      range,
    );
    await run(
      `insert into order_line (id, order_id, position, product_id, kind, product_name, list_price_minor, price_minor, vat_rate_bp)
       select 'lin_big' || n || '_' || p, 'ord_big' || n, p, 'prd_big', 'MAIN', 'Watercolour course, part ' || p, 4950, 4950, 2550
       from generate_series($1::int, $2::int) n, generate_series(0, 1) p`,
      range,
    );
    await run(
      `insert into payment (id, order_id, provider, method, status, amount_minor, currency, provider_reference, created_at,
         captured_at, captured_minor)
       select 'pay_big' || n, 'ord_big' || n, 'stripe', 'card', 'SUCCEEDED', 9900, 'EUR', 'pi_' || n, now(), now(), 9900
       from generate_series($1::int, $2::int) n`,
      range,
    );
    await run(
      `select refresh_order_list(array(select 'ord_big' || n from generate_series($1::int, $2::int) n))`,
      range,
    );
  }
  await run('analyze');
}
