import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import {
  boughtBy,
  dumpDatabase,
  personaOf,
  runActionsOf,
  tablesWith,
  talkativeActions,
  visitOf,
} from '../../test/kit/personal-traces.ts';
import { accepted, makeShop, newKey, pay, requestOf } from '../../test/kit/shop.ts';
import { query } from '../database/orm.ts';
import { sweep } from '../worker/sweeps.ts';
import { forgetOldData } from './forget-old-data.ts';
import { saveSettings, type SaveSettings } from './manage-settings.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await freshDatabase();
  await makeShop(database);
});
afterEach(() => database.drop());

const BEGIN = new Date('2026-01-01T00:00:00.000Z');
const at = (days: number) =>
  database.tools.setNow(new Date(BEGIN.getTime() + days * 24 * 60 * 60_000));
const rows = <Row extends object>(sql: string, parameters: unknown[] = []) =>
  query<Row>(database.orm.em.fork(), sql, parameters);
const save = async (settings: Omit<SaveSettings, 'idempotencyKey'>) =>
  accepted(
    await saveSettings(
      { idempotencyKey: newKey(), ...settings },
      requestOf(database, { permissions: ['MANAGE_SETTINGS'] }),
    ),
  );
const forget = () => forgetOldData(requestOf(database));
const told = () =>
  rows<{ summary: string }>(
    `select summary from history_entry where event = 'personal.forgotten' order by seq`,
  );
const visitor = personaOf('visitix');
const buyer = personaOf('buyerix');

async function bought(): Promise<string> {
  const orderId = await boughtBy(database, buyer);
  await runActionsOf(database, orderId, talkativeActions());
  // Leases and ends are told by the database's clock.
  await rows('update attempt set started_at = $1, finished_at = $1', [database.tools.now()]);
  return orderId;
}

describe('what is older than the shop keeps it', () => {
  test('is forgotten kind by kind, each in its time, and told once a day', async () => {
    at(0);
    await visitOf(database, visitor);
    await bought();
    at(29);
    await forget();
    expect(await told()).toEqual([]);
    at(31);
    await forget();
    expect(await rows('select key from idempotency_key')).toEqual([]);
    expect(tablesWith(await dumpDatabase(database), buyer.mark)).toContain('public.attempt');
    at(91);
    await forget();
    await forget();
    expect(await rows('select request, response, technical, message from attempt')).toEqual([
      {
        request: null,
        response: null,
        technical: null,
        message: `Sent to ${buyer.email}.`,
      },
    ]);
    expect(tablesWith(await dumpDatabase(database), visitor.mark)).toContain('public.orders');
    at(181);
    await forget();
    expect(tablesWith(await dumpDatabase(database), visitor.mark)).toEqual([]);
    expect(tablesWith(await dumpDatabase(database), buyer.mark)).toContain('public.orders');
    expect(await told()).toEqual(
      [
        'what 0 attempts sent and got, the customers of 0 visits and of 0 orders, and the keys of 4 requests.',
        'what 1 attempt sent and got, the customers of 0 visits and of 0 orders, and the keys of 0 requests.',
        'what 0 attempts sent and got, the customers of 1 visit and of 0 orders, and the keys of 0 requests.',
      ].map((counts) => ({ summary: `Forgotten because of their age: ${counts}` })),
    );
  });

  test('fills no page of the audit log with visits: their run alone tells of them', async () => {
    at(0);
    await visitOf(database, visitor);
    await visitOf(database, personaOf('another'));
    at(181);
    await forget();
    expect(
      await rows('select event, chain from history_entry where at = $1', [database.tools.now()]),
    ).toEqual([{ event: 'personal.forgotten', chain: 'personal-data' }]);
  });

  test('is told the next day where a run was cut short', async () => {
    at(0);
    await rows(
      `insert into idempotency_key (actor, key, operation, input_hash, result, created_at)
       select 'x', n::text, 'x', 'x', '{}', $1 from generate_series(1, 500) as n`,
      [BEGIN],
    );
    at(31);
    await forget();
    expect(await told()).toEqual([]);
    at(32);
    await forget();
    expect((await told()).map(({ summary }) => summary)).toEqual([
      expect.stringContaining('the keys of 500 requests.'),
    ]);
    at(33);
    await forget();
    expect(await told()).toHaveLength(1);
    expect(await rows('select day from retention_run where finished_at is null')).toEqual([]);
  });

  test('does not hold visits of which money came or is on its way', async () => {
    at(0);
    await pay(database, await visitOf(database, visitor));
    at(400);
    await forget();
    expect(tablesWith(await dumpDatabase(database), visitor.mark)).toContain('public.orders');
  });

  test('holds paid orders only where the shop says after how many years', async () => {
    at(0);
    const orderId = await bought();
    at(365 * 20);
    await forget();
    expect(tablesWith(await dumpDatabase(database), buyer.mark)).toContain('public.orders');
    await save({ keepPaidYears: 10 });
    at(365 * 20 + 1);
    await forget();
    expect(tablesWith(await dumpDatabase(database), buyer.mark)).toEqual([]);
    expect(await rows('select order_id, gross_minor from book_entry')).toEqual([
      { order_id: orderId, gross_minor: 9900 },
    ]);
  });

  test('holds all orders of a customer as long as the latest, which the earlier give access beside', async () => {
    at(0);
    await bought();
    at(365 * 5);
    await bought();
    await save({ keepPaidYears: 6 });
    const known = () => rows('select id from orders where erased_at is null');
    at(365 * 8);
    await forget();
    expect(await known()).toHaveLength(2);
    at(365 * 12);
    await forget();
    expect(await known()).toHaveLength(0);
  });

  test('goes on part by part, by whichever worker, and is told when all is done', async () => {
    at(0);
    await bought();
    await rows(
      `insert into idempotency_key (actor, key, operation, input_hash, result, created_at)
       select 'x', n::text, 'x', 'x', '{}', $1 from generate_series(1, 1200) as n`,
      [BEGIN],
    );
    at(31);
    await Promise.all([sweep(requestOf(database)), sweep(requestOf(database))]);
    expect(await told()).toEqual([]);
    await sweep(requestOf(database));
    await sweep(requestOf(database));
    await sweep(requestOf(database));
    expect(await rows('select idempotency_keys as keys from retention_run')).toEqual([
      { keys: 1203 },
    ]);
    expect(await told()).toHaveLength(1);
  });

  test.each<[string, Omit<SaveSettings, 'idempotencyKey'>]>([
    ['keepBodiesDays', { keepBodiesDays: 0 }],
    ['keepVisitsDays', { keepVisitsDays: 3_651 }],
    ['keepKeysDays', { keepKeysDays: 6 }],
    ['keepPaidYears', { keepPaidYears: 0 }],
  ])('%s cannot be set to what would do harm', async (field, settings) => {
    const request = requestOf(database, { permissions: ['MANAGE_SETTINGS'] });
    expect(await saveSettings({ idempotencyKey: newKey(), ...settings }, request)).toMatchObject({
      ok: false,
      refusals: [{ code: 'INVALID', path: [field] }],
    });
    expect(await rows('select name from setting')).toEqual([]);
  });
});
