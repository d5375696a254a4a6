import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { askForExport, download, keyOf, plainExport } from '../../test/kit/exported.ts';
import { seedOrders, seedTwoCheckouts } from '../../test/kit/orders.ts';
import { accepted, newKey, requestOf, surroundings } from '../../test/kit/shop.ts';
import { query } from '../database/orm.ts';
import { exportStatus } from '../domain/order-export.ts';
import { permissionsOf, type Permission } from '../domain/permission.ts';
import { openDownload, ReaderGone } from './download-order-export.ts';
import {
  cancelOrderExport,
  findOwnExport,
  forgetOldExports,
  requestOrderExport,
} from './request-order-export.ts';

const NOW = new Date('2026-11-23T10:00:00.000Z');
const after = (ms: number) => new Date(NOW.getTime() + ms);
const MINUTE = 60_000;
/** Three batches and a bit. */
const ORDERS = 320;

let database: TestDatabase;
beforeEach(async () => {
  database = await freshDatabase();
  database.tools.setNow(NOW);
  await seedTwoCheckouts(database);
  await seedOrders(
    database,
    Array.from({ length: ORDERS }, (_, index) => ({
      id: `ord_${String(index).padStart(5, '0')}`,
      number: String(10_000 + index),
      email: `buyer${index}@example.com`,
      checkoutId: index % 2 ? 'chk_one' : 'chk_two',
    })),
  );
});
afterEach(() => database.drop());

const MAINTAINER = [...permissionsOf('MAINTAINER')];
const request = (who: { name?: string; permissions?: Permission[]; reach?: string[] } = {}) =>
  requestOf(database, { permissions: MAINTAINER, ...who });
const run = <Row extends object = object>(sql: string, parameters: unknown[] = []) =>
  query<Row>(database.orm.em.fork(), sql, parameters);
const look = async (id: string) => {
  const found = await findOwnExport(id, request());
  if (!found) throw new Error('gone');
  return {
    status: exportStatus(found, database.tools.now()),
    total: found.total,
    ordersSent: found.ordersSent,
    failure: found.failure,
  };
};
const historyOf = (id: string) =>
  run<{ event: string; summary: string; actor_name: string; changes: unknown }>(
    'select event, summary, actor_name, changes from history_entry where chain = $1 order by seq',
    [id],
  );

/** A reader that takes one piece and then waits until it is told to go on. */
function slowReader() {
  const taken: string[] = [];
  let goOn: (() => void) | undefined;
  let arrived: (() => void) | undefined;
  return {
    taken,
    /** Comes back when so many pieces have come. */
    async waitFor(pieces: number): Promise<void> {
      while (taken.length < pieces) await new Promise<void>((resolve) => (arrived = resolve));
    },
    release: () => goOn?.(),
    write: (text: string, stop: AbortSignal) => {
      taken.push(text);
      arrived?.();
      return new Promise<void>((resolve, reject) => {
        goOn = resolve;
        stop.addEventListener('abort', () => reject(stop.reason as Error));
      });
    },
  };
}

describe('an export', () => {
  test('is written to the history: who, which orders, how many, and that they were downloaded', async () => {
    const id = await askForExport(request(), {
      filter: {
        email: 'buyer1@example.com',
        text: 'buyer1',
        statuses: ['PAID', 'COMPLETED'],
        createdFrom: new Date('2026-11-01T00:00:00.000Z'),
        orderIds: Array.from({ length: 12 }, (_, n) => `ord_0000${n}`),
      },
    });
    await download(id, request());
    const [asked, begun, downloaded] = await historyOf(id);
    expect(asked).toMatchObject({
      event: 'orders.export_requested',
      summary: 'An export of 1 order was asked for.',
      actor_name: 'Aino',
    });
    expect(
      Object.fromEntries(
        ((asked?.changes ?? []) as { field: string; after: string }[]).map(({ field, after }) => [
          field,
          after,
        ]),
      ),
    ).toEqual({
      'filter.email': 'a text that is not kept',
      'filter.text': 'a text that is not kept',
      'filter.statuses': 'PAID, COMPLETED',
      'filter.createdFrom': '2026-11-01T00:00:00.000Z',
      'filter.orderIds': expect.stringMatching(/^ord_00000, .* and 2 more$/u) as string,
      sort: 'CREATED_AT DESC',
      rows: 'ORDERS',
      columns:
        'NUMBER, STATUS, CREATED, CUSTOMER, TOTAL, PRODUCTS, PAYMENT_METHOD, SOURCE, COUNTRY',
      timeZone: 'Europe/Helsinki',
      personalData: 'in full',
    });
    const inFull = [{ field: 'personalData', before: null, after: 'in full' }];
    expect(begun).toMatchObject({
      event: 'orders.export_begun',
      summary: 'The download of 1 order was begun.',
      changes: inFull,
    });
    expect(downloaded).toMatchObject({
      event: 'orders.exported',
      summary: '1 order was downloaded in 1 row.',
      changes: inFull,
    });
    expect(JSON.stringify(await historyOf(id))).not.toContain('buyer1');
  });

  test('waits, runs and is ready; it may be fetched again', async () => {
    const id = await askForExport(request());
    expect(await look(id)).toEqual({
      status: 'WAITING',
      total: ORDERS,
      ordersSent: 0,
      failure: null,
    });
    const reader = slowReader();
    const downloading = download(id, request(), reader);
    await reader.waitFor(1);
    expect(await look(id)).toMatchObject({ status: 'RUNNING' });
    reader.write = () => Promise.resolve();
    for (let piece = 1; piece <= 5; piece += 1) {
      reader.release();
      await reader.waitFor(Math.min(piece + 1, 5));
    }
    expect(await downloading).toBeNull();
    expect(await look(id)).toEqual({
      status: 'READY',
      total: ORDERS,
      ordersSent: ORDERS,
      failure: null,
    });
    expect(await download(id, request())).toBeNull();
  });

  test('counts for the key it was asked with, once', async () => {
    const wish = { ...plainExport, idempotencyKey: newKey() };
    const { exportId } = accepted(await requestOrderExport(wish, request()));
    expect(accepted(await requestOrderExport(wish, request())).exportId).toBe(exportId);
    expect(await run('select id from order_export')).toHaveLength(1);
  });

  test.each([
    ['without the permission', {}, ['READ_ORDERS'], 'NOT_ALLOWED'],
    ['with a comma for columns and decimals', { decimalMark: ',' }, MAINTAINER, 'INVALID'],
    ['without a column', { columns: [] }, MAINTAINER, 'INVALID'],
    ['with a column twice', { columns: ['TOTAL', 'TOTAL'] }, MAINTAINER, 'INVALID'],
  ] as const)('is refused %s, and nothing is kept', async (_, input, permissions, code) => {
    const wish = { ...plainExport, idempotencyKey: newKey(), ...input };
    const outcome = await requestOrderExport(wish, request({ permissions: [...permissions] }));
    expect(outcome).toMatchObject({ ok: false, refusals: [{ code }] });
    expect(await run('select id from order_export')).toEqual([]);
    expect(await run(`select id from history_entry where event like 'orders.%'`)).toEqual([]);
  });
});

describe('a download', () => {
  test('reads no further than one batch ahead of a slow reader', async () => {
    const reader = slowReader();
    const id = await askForExport(request());
    const downloading = download(id, request(), reader);
    const rowsTaken = () => reader.taken.join('').split('\r\n').length - 2;
    const fetched = async () => {
      const [cursor] = await run<{ waits: boolean }>(
        `select state = 'idle in transaction' as waits from pg_stat_activity
         where datname = current_database() and (query like 'fetch %' or query like 'declare %')`,
      );
      return cursor?.waits;
    };
    await reader.waitFor(1);
    for (const [piece, rows] of [
      [2, 100],
      [3, 200],
      [4, 300],
    ] as const) {
      reader.release();
      await reader.waitFor(piece);
      expect(rowsTaken()).toBe(rows);
      // The database does nothing until the piece was taken.
      await expect.poll(fetched).toBe(true);
    }
    reader.release();
    await reader.waitFor(5);
    reader.release();
    expect(await downloading).toBeNull();
    expect(rowsTaken()).toBe(ORDERS);
  });

  test('tells how far it is while it runs', async () => {
    const reader = slowReader();
    const id = await askForExport(request());
    const downloading = download(id, request(), reader);
    await reader.waitFor(1);
    reader.release();
    await reader.waitFor(2);
    reader.release();
    await reader.waitFor(3);
    await expect.poll(() => look(id)).toMatchObject({ status: 'RUNNING', ordersSent: 100 });
    expect(database.tools.published.at(-1)?.orderExports).toEqual([id]);
    for (const piece of [4, 5]) {
      reader.release();
      await reader.waitFor(piece);
    }
    reader.release();
    await downloading;
  });

  test('ends soon after it was cancelled, and its address is gone', async () => {
    const reader = slowReader();
    const id = await askForExport(request());
    const downloading = download(id, request(), reader);
    await reader.waitFor(1);
    accepted(await cancelOrderExport(id, request()));
    await expect(downloading).rejects.toThrow('It was cancelled');
    expect(await look(id)).toMatchObject({ status: 'FAILED', failure: 'It was cancelled.' });
    expect(await download(id, request())).toMatchObject({ code: 'GONE' });
    // Asking again changes nothing.
    accepted(await cancelOrderExport(id, request()));
    expect((await historyOf(id)).map(({ event }) => event)).toEqual([
      'orders.export_requested',
      'orders.export_begun',
      'orders.export_cancelled',
      'orders.export_broken_off',
    ]);
    expect(
      await run(
        `select from pg_stat_activity where datname = current_database() and query like 'fetch %' and state <> 'idle'`,
      ),
    ).toEqual([]);
  });

  test('ends when whoever asked may no longer have it', async () => {
    const reader = slowReader();
    const id = await askForExport(request());
    let isAllowed = true;
    const isStillAllowed = () => isAllowed;
    const downloading = download(id, request(), { ...reader, isStillAllowed }, 5);
    await reader.waitFor(1);
    isAllowed = false;
    await expect(downloading).rejects.toThrow('It is no longer allowed.');
    expect(await look(id)).toMatchObject({
      status: 'FAILED',
      failure: `The download broke off after 0 of ${ORDERS} orders. It is no longer allowed.`,
    });
  });

  test('that was sent to its end can no longer be cancelled', async () => {
    const id = await askForExport(request());
    await download(id, request());
    expect(await cancelOrderExport(id, request())).toMatchObject({
      ok: false,
      refusals: [{ code: 'NOT_ALLOWED' }],
    });
    expect(await look(id)).toMatchObject({ status: 'READY' });
  });

  test('whose reader goes away says how far it came, and can be begun again', async () => {
    const id = await askForExport(request());
    let pieces = 0;
    const going = download(id, request(), {
      write: () => {
        pieces += 1;
        return pieces < 3
          ? Promise.resolve()
          : Promise.reject(new ReaderGone('The other side closed it.'));
      },
    });
    await expect(going).rejects.toThrow(ReaderGone);
    expect(await look(id)).toEqual({
      status: 'FAILED',
      total: ORDERS,
      ordersSent: 100,
      failure: `The download broke off after 100 of ${ORDERS} orders. The other side closed it.`,
    });
    expect(await download(id, request())).toBeNull();
    expect(await look(id)).toMatchObject({ status: 'READY', failure: null });
  });

  test('does not begin while another of the same export runs', async () => {
    const reader = slowReader();
    const id = await askForExport(request());
    const downloading = download(id, request(), reader);
    await reader.waitFor(1);
    expect(await download(id, request())).toMatchObject({ code: 'RUNNING' });
    accepted(await cancelOrderExport(id, request()));
    await expect(downloading).rejects.toThrow('It was cancelled');
  });

  test('whose server died has failed half a minute later, and can be begun again', async () => {
    const id = await askForExport(request());
    await run(
      `update order_export set state = 'RUNNING', download = 1, orders_sent = 700, rows_sent = 700,
         beat_at = clock_timestamp() - interval '29 seconds' where id = $1`,
      [id],
    );
    expect(await look(id)).toMatchObject({ status: 'RUNNING' });
    await run(`update order_export set beat_at = beat_at - interval '1 second' where id = $1`, [
      id,
    ]);
    expect(await look(id)).toMatchObject({
      status: 'FAILED',
      ordersSent: 700,
      failure: 'The server was stopped in the middle of the download.',
    });
    expect(await download(id, request())).toBeNull();
  });

  test('is the third of one person: it waits for one of the two to end, and says so', async () => {
    const readers = [slowReader(), slowReader()];
    const ids = await Promise.all([0, 1, 2].map(() => askForExport(request())));
    const [one = '', two = '', third = ''] = ids;
    const running = [download(one, request(), readers[0]), download(two, request(), readers[1])];
    await Promise.all(readers.map((reader) => reader.waitFor(1)));
    const message = '2 exports of yours are being downloaded. Let one end, or cancel it.';
    expect(await download(third, request())).toEqual({ code: 'TOO_MANY', message });
    expect(await look(third)).toMatchObject({ status: 'FAILED', failure: message });
    // Somebody else is not held up.
    const theirs = await askForExport(request({ name: 'sami' }));
    expect(await download(theirs, request({ name: 'sami' }))).toBeNull();
    accepted(await cancelOrderExport(one, request()));
    await expect(running[0]).rejects.toThrow('It was cancelled');
    expect(await download(third, request())).toBeNull();
    accepted(await cancelOrderExport(two, request()));
    await expect(running[1]).rejects.toThrow('It was cancelled');
  });
});

describe('the address of an export', () => {
  test('lives for fifteen minutes; a download begun before goes on', async () => {
    const id = await askForExport(request());
    database.tools.setNow(after(15 * MINUTE - 1));
    const reader = slowReader();
    const downloading = download(id, request(), reader);
    await reader.waitFor(1);
    database.tools.setNow(after(15 * MINUTE));
    for (const piece of [2, 3, 4, 5]) {
      reader.release();
      await reader.waitFor(piece);
    }
    reader.release();
    expect(await downloading).toBeNull();
    expect(await look(id)).toMatchObject({ status: 'READY' });
    expect(await download(id, request())).toMatchObject({ code: 'GONE' });
  });

  test('that nobody fetched has expired, and what was asked for is forgotten', async () => {
    const id = await askForExport(request(), { filter: { email: 'buyer1@example.com' } });
    database.tools.setNow(after(15 * MINUTE));
    expect(await look(id)).toMatchObject({ status: 'EXPIRED' });
    await forgetOldExports(request());
    expect(await run('select wish from order_export')).toEqual([{ wish: null }]);
    expect(await download(id, request())).toMatchObject({ code: 'GONE' });
  });

  test('cannot be guessed', async () => {
    const id = await askForExport(request());
    const key = await keyOf(id, request());
    expect(key).toMatch(/^[\w-]{43}$/u);
    const wrong = key.replace(/^./u, (first) => (first === 'A' ? 'B' : 'A'));
    for (const guess of ['', wrong, key.slice(1)]) {
      expect(
        await openDownload({ exportId: id, key: guess }, request(), surroundings),
      ).toMatchObject({ ok: false, refusal: { code: 'NOT_FOUND' } });
    }
    expect(await look(id)).toMatchObject({ status: 'WAITING' });
    // Nor is it readable in the database.
    expect(JSON.stringify(await run('select * from order_export'))).not.toContain(key);
  });

  test('is for whoever asked, and for nobody else', async () => {
    const id = await askForExport(request());
    const key = await keyOf(id, request());
    const other = request({ name: 'sami' });
    const notFound = { ok: false, refusal: { code: 'NOT_FOUND' } };
    expect(await openDownload({ exportId: id, key }, other, surroundings)).toMatchObject(notFound);
    expect(await findOwnExport(id, other)).toBeNull();
    expect(await cancelOrderExport(id, other)).toMatchObject({
      ok: false,
      refusals: [{ code: 'NOT_FOUND' }],
    });
    const nobody = { ...request(), actor: { kind: 'PERSON', id: null, name: 'Aino' } as const };
    expect(await openDownload({ exportId: id, key }, nobody, surroundings)).toMatchObject(notFound);
  });

  test('hands out what its asker may see at the moment of fetching', async () => {
    const id = await askForExport(request());
    let text = '';
    const write = (part: string) => {
      text += part;
      return Promise.resolve();
    };
    await download(id, request({ reach: ['chk_one'] }), { write });
    expect(text.split('\r\n')).toHaveLength(ORDERS / 2 + 2);
    expect(await look(id)).toMatchObject({ status: 'READY', total: ORDERS / 2 });
    const masked = MAINTAINER.filter((permission) => permission !== 'READ_PERSONAL_DATA');
    text = '';
    await download(id, request({ permissions: masked }), { write });
    expect(text).not.toMatch(/buyer\d/u);
    const powerless = MAINTAINER.filter((permission) => permission !== 'EXPORT_ORDERS');
    expect(await download(id, request({ permissions: powerless }))).toMatchObject({
      code: 'NOT_ALLOWED',
    });
    const personal = await askForExport(request(), { filter: { email: 'buyer1' } });
    expect(await download(personal, request({ permissions: masked }))).toMatchObject({
      code: 'NOT_ALLOWED',
    });
  });
});
