import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { seedOrders, seedTwoCheckouts } from '../../test/kit/orders.ts';
import { accepted, newKey, requestOf } from '../../test/kit/shop.ts';
import { query } from '../database/orm.ts';
import type { Permission } from '../domain/permission.ts';
import { readShopSettings, saveSettings, type SaveSettings } from './manage-settings.ts';
import { moveAttention, sweepOldGrace } from './move-attention.ts';
import { inOneTransaction, type Reach } from './request.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await seedTwoCheckouts(database);
});
afterAll(() => database.drop());

const MINUTE_MS = 60_000;
const secret = `whsec_${Buffer.alloc(24, 1).toString('base64')}`;
const rows = <Row extends object>(sql: string, parameters: unknown[] = []) =>
  query<Row>(database.orm.em.fork(), sql, parameters);
const admin = (who: { permissions?: readonly Permission[]; reach?: Reach } = {}) =>
  requestOf(database, { permissions: ['MANAGE_SETTINGS'], ...who });
const save = (wish: Partial<SaveSettings>, request = admin()) =>
  saveSettings({ idempotencyKey: newKey(), ...wish }, request);
const forget = () => rows('truncate setting');
const jobs = () => rows('select key from graphile_worker.jobs');

const unset = {
  graceMs: 5 * MINUTE_MS,
  graceDefaultMs: 5 * MINUTE_MS,
  alertEmail: null,
  alertWebhookUrl: null,
  alertWebhookSecretIsSet: false,
  alertCount: null,
  alertOlderThanMs: null,
  refundLimits: [],
  keepBodiesDays: null,
  keepVisitsDays: null,
  keepKeysDays: null,
  keepPaidYears: null,
  twoFactorRoles: [],
};

describe('the settings', () => {
  beforeEach(forget);

  test('are those of the surroundings until somebody sets them', async () => {
    expect(await readShopSettings(admin())).toEqual(unset);
  });

  test('ask again at once whose role needs a second factor now, or needs it no more', async () => {
    await rows(`insert into member (id, user_id, name, email, role, created_at, disabled_at) values
      ('mem_a', 'a', 'A', 'a@example.com', 'ADMIN', now(), null),
      ('mem_b', 'b', 'B', 'b@example.com', 'VIEWER', now(), null),
      ('mem_c', 'c', 'C', 'c@example.com', 'MAINTAINER', now(), null)`);
    const told = async (twoFactorRoles: SaveSettings['twoFactorRoles']) => {
      database.tools.published.length = 0;
      accepted(await save({ twoFactorRoles }));
      return database.tools.published.flatMap(({ access }) => access).sort();
    };

    expect(await told(['ADMIN'])).toEqual(['mem_a']);
    expect(await told(['ADMIN', 'VIEWER'])).toEqual(['mem_b']);
    expect(await told(['VIEWER'])).toEqual(['mem_a']);
    expect(await told(['VIEWER'])).toEqual([]);
  });

  test('keep what is left out, and take back what is null', async () => {
    accepted(await save({ graceMs: 1_000, alertEmail: 'team@example.com', alertCount: 10 }));
    accepted(await save({ graceMs: null, alertOlderThanMs: MINUTE_MS }));
    expect(await readShopSettings(admin())).toEqual({
      ...unset,
      alertEmail: 'team@example.com',
      alertCount: 10,
      alertOlderThanMs: MINUTE_MS,
    });
  });

  test('seal the signing secret, keep it when none is given, and never give it back', async () => {
    accepted(
      await save({ alertWebhookUrl: 'https://team.example/hook', alertWebhookSecret: secret }),
    );
    accepted(await save({ alertWebhookUrl: 'https://team.example/new', alertWebhookSecret: null }));
    expect(await readShopSettings(admin())).toEqual({
      ...unset,
      alertWebhookUrl: 'https://team.example/new',
      alertWebhookSecretIsSet: true,
    });
    const [stored] = await rows<{ value: string }>(
      `select value from setting where name = 'alertWebhookSecret'`,
    );
    expect(database.tools.sealer.open(stored?.value ?? '', 'alert-webhook-secret')).toBe(secret);
    const texts = await rows(`select summary, changes::text from history_entry
      union all select result::text, input_hash from idempotency_key`);
    expect(JSON.stringify(texts)).not.toContain(secret);
  });

  test('leave in the history who changed what: figures, but no address', async () => {
    accepted(await save({ graceMs: 2_000, alertEmail: 'team@example.com' }));
    accepted(await save({ graceMs: 2_000 }));
    const entries = await rows(
      `select chain, order_id, actor_name, event, summary, changes from history_entry order by seq desc limit 1`,
    );
    expect(entries).toEqual([
      {
        chain: 'settings',
        order_id: null,
        actor_name: 'Aino',
        event: 'settings.changed',
        summary: 'Settings changed: time after the payment, email for alerts.',
        changes: [
          { field: 'graceMs', before: null, after: '2000' },
          { field: 'alertEmail', before: null, after: null },
        ],
      },
    ]);
  });

  test.each<[string, Partial<SaveSettings>, string[]]>([
    ['a grace below zero', { graceMs: -1 }, ['graceMs']],
    ['a grace of more than 30 days', { graceMs: 30 * 24 * 60 * MINUTE_MS + 1 }, ['graceMs']],
    ['a list of addresses', { alertEmail: 'a@example.com, b@example.com' }, ['alertEmail']],
    [
      'a webhook without a secret',
      { alertWebhookUrl: 'https://a.example' },
      ['alertWebhookSecret'],
    ],
    [
      'a webhook that would never be called',
      {
        alertWebhookUrl: 'http://localhost/alerts',
        alertWebhookSecret: `whsec_${Buffer.alloc(24, 1).toString('base64')}`,
      },
      ['alertWebhookUrl'],
    ],
    [
      'everything that is wrong, at once',
      {
        alertWebhookUrl: 'ftp://a.example',
        alertWebhookSecret: 'whsec_short',
        alertCount: -1,
        alertOlderThanMs: 59_999,
      },
      ['alertWebhookUrl', 'alertWebhookSecret', 'alertCount', 'alertOlderThanMs'],
    ],
  ])('refuse %s', async (_, wish, fields) => {
    const outcome = await save(wish);
    expect(outcome).toMatchObject({ ok: false });
    expect(outcome.ok ? [] : outcome.refusals.map(({ path }) => path?.[0])).toEqual(fields);
    expect(await rows('select * from setting')).toEqual([]);
  });

  test.each([
    ['without the permission', { permissions: ['MANAGE_CONFIGURATION'] as const }],
    ['with a part of the checkouts', { reach: ['chk_one'] }],
  ])('are not changed by somebody %s', async (_, who) => {
    expect(await save({ graceMs: 1 }, admin(who))).toMatchObject({
      ok: false,
      refusals: [{ code: 'NOT_ALLOWED' }],
    });
    expect(await rows('select * from setting')).toEqual([]);
  });
});

describe('a changed grace', () => {
  const paidAt = '2026-11-01T10:00:00.000Z';
  const at = (minutes: number) => new Date(Date.parse(paidAt) + minutes * MINUTE_MS);
  const attention = () =>
    rows<{ id: string; at: Date | null; version: number }>(
      `select order_id as id, attention_at as at, version from order_list order by order_id`,
    );

  beforeAll(async () => {
    await forget();
    await seedOrders(
      database,
      ['a', 'b', 'c', 'd'].map((name) => ({
        id: `ord_${name}`,
        number: name,
        failedKinds: ['webhook'],
      })),
    );
    await rows(
      `update orders set closed_by_hand_at = now(), closed_by_kind = 'PERSON', closed_by_name = 'A' where id = 'ord_c'`,
    );
    // What PostgreSQL knows more exactly than a Date must not move again and again.
    await rows(
      `update orders set paid_at = paid_at + interval '400 microseconds' where id = 'ord_d'`,
    );
    await inOneTransaction(admin(), async (work) => {
      for (const name of ['a', 'b', 'c', 'd']) work.touch(`ord_${name}`, { decided: false });
    });
  });

  test('holds from now on, and the worker moves the open orders to it, once', async () => {
    expect((await attention()).map((row) => row.at)).toEqual([at(5), at(5), null, at(5)]);
    accepted(await save({ graceMs: 20 * MINUTE_MS }));
    expect(await jobs()).toEqual([{ key: 'move-attention:all' }]);

    await inOneTransaction(admin(), async (work) => work.touch('ord_a'));
    expect((await attention()).map((row) => row.at)).toEqual([at(20), at(5), null, at(5)]);
    await moveAttention(admin());
    expect(await attention()).toEqual([
      { id: 'ord_a', at: at(20), version: 2 },
      { id: 'ord_b', at: at(20), version: 1 },
      // Its closing changed the status, and with it the version.
      { id: 'ord_c', at: null, version: 2 },
      { id: 'ord_d', at: at(20), version: 1 },
    ]);
    expect(database.tools.published.at(-1)?.orders).toEqual(['ord_b', 'ord_d']);
    const { length } = database.tools.published;
    await moveAttention(admin());
    expect(database.tools.published).toHaveLength(length);
  });

  test('is looked after by the sweep for a minute, and taken back as well', async () => {
    database.tools.setNow(at(100));
    accepted(await save({ graceMs: null }));
    await rows('delete from graphile_worker._private_jobs');
    database.tools.setNow(new Date(at(101).getTime() + 1));
    await sweepOldGrace(admin());
    expect(await jobs()).toEqual([]);
    database.tools.setNow(at(101));
    await sweepOldGrace(admin());
    await sweepOldGrace(admin());
    expect(await jobs()).toEqual([{ key: 'move-attention:all' }]);
    await moveAttention(admin());
    expect((await attention()).map((row) => row.at)).toEqual([at(5), at(5), null, at(5)]);
  });
});
