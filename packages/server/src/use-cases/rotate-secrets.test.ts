import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { askForExport } from '../../test/kit/exported.ts';
import { paidOrder } from '../../test/kit/paid-order.ts';
import { accepted, makeShop, newKey, requestOf, shop } from '../../test/kit/shop.ts';
import { findLatestSettings } from '../database/latest-settings.ts';
import { connect, query } from '../database/orm.ts';
import { makeSealer, openSettings } from '../database/sealing.ts';
import { permissionsOf } from '../domain/permission.ts';
import { queueAccountMail } from './account-mail.ts';
import { ALERT_SECRET, saveSettings } from './manage-settings.ts';
import { addressPurpose } from './request-order-export.ts';
import type { Request } from './request.ts';
import { checkSecrets, rotateSecrets } from './rotate-secrets.ts';

const oldSealer = makeSealer(Buffer.alloc(32, 7));
const freshKey = Buffer.alloc(32, 9);
const freshSealer = makeSealer(freshKey);
const rotating = makeSealer(freshKey, [Buffer.alloc(32, 7)]);
const alertSecret = `whsec_${Buffer.alloc(24, 1).toString('base64')}`;
const goOn = new AbortController().signal;

let database: TestDatabase;
let exportId: string;
beforeEach(async () => {
  database = await freshDatabase();
  await makeShop(database, { webhookUrl: 'https://example.com/hook' });
  for (const email of ['a@example.com', 'b@example.com', 'c@example.com']) {
    await paidOrder(database, email);
  }
  const admin = requestOf(database, { permissions: [...permissionsOf('ADMIN')] });
  accepted(
    await saveSettings(
      {
        idempotencyKey: newKey(),
        alertWebhookUrl: 'https://team.example/hook',
        alertWebhookSecret: alertSecret,
      },
      admin,
    ),
  );
  exportId = await askForExport(admin);
});
afterEach(() => database.drop());

const rows = <Row extends object>(sql: string, parameters: unknown[] = []) =>
  query<Row>(database.orm.em.fork(), sql, parameters);
const requestWith = (sealer: typeof rotating, orm = database.orm): Request => ({
  ...requestOf(database),
  em: orm.em.fork(),
  tools: { ...database.tools, sealer },
});
const usesOf = async (sealer = rotating) => {
  const { uses, canRetire } = await checkSecrets(requestWith(sealer));
  const shown = uses.map(({ role, counts }) => [
    role,
    Object.fromEntries(counts.map(({ place, count }) => [place, count])),
  ]);
  return { canRetire, ...Object.fromEntries(shown) } as Record<string, unknown>;
};
const everywhere = {
  'action_configuration_version.settings': 1,
  'action.settings': 3,
  'setting.value': 1,
  'order_export.address_key': 1,
};
/** Every secret, opened with the present key alone. */
const secretsUnder = async (sealer: typeof rotating) => {
  const settings = await rows<{ settings: Record<string, unknown> }>(
    `select settings from action union all select settings from action_configuration_version`,
  );
  const [alert] = await rows<{ value: string }>(
    `select value from setting where name = 'alertWebhookSecret'`,
  );
  const [asked] = await rows<{ key: string }>('select address_key as key from order_export');
  return {
    settings: settings.map((row) => openSettings(sealer, row.settings, ['signingSecret'])),
    alert: sealer.open(alert?.value ?? '', ALERT_SECRET),
    address: sealer.open(asked?.key ?? '', addressPurpose(exportId)),
  };
};
const history = () =>
  rows<{ summary: string }>(
    `select event, summary, actor_name from history_entry where chain = 'secrets' order by seq`,
  );

describe('sealing all secrets anew', () => {
  test('puts each of them under the present key, wherever it lies, and says how many in the history', async () => {
    const before = await secretsUnder(oldSealer);
    expect(await usesOf()).toEqual({ canRetire: false, present: {}, retired: everywhere });

    const { changed, unreadable, isWhole } = await rotateSecrets(requestWith(rotating), goOn, 2);

    expect([Object.fromEntries(changed), unreadable, isWhole]).toEqual([everywhere, [], true]);
    expect(await secretsUnder(freshSealer)).toEqual(before);
    expect(before.settings[0]).toMatchObject({ signingSecret: shop.signingSecret });
    expect(await usesOf()).toEqual({ canRetire: true, present: everywhere, retired: {} });
    expect((await history()).map(({ summary }) => summary)).toEqual([
      `Sealing all secrets anew under the key ${rotating.keyId} began.`,
      `Secrets were sealed anew under the key ${rotating.keyId}: 1 in action_configuration_version.settings, 3 in action.settings, 1 in setting.value, 1 in order_export.address_key.`,
    ]);
  });

  test('shows no difference between an action and the configuration it was made from', async () => {
    const [action] = await rows<{ id: string }>('select id from action limit 1');
    await rotateSecrets(requestWith(rotating), goOn);

    const latest = await findLatestSettings(database.orm.em.fork(), action?.id ?? '');
    expect(latest).toEqual({ changes: [], refusal: null });
  });

  test('stops where it is told to, and a second run does the rest and nothing twice', async () => {
    let looks = 0;
    // Looked at before each batch: one row is done, and then it is told to stop.
    const signal = {
      get aborted() {
        return (looks += 1) > 2;
      },
    } as AbortSignal;
    const first = await rotateSecrets(requestWith(rotating), signal, 1);
    expect(first.isWhole).toBe(false);
    expect(await usesOf()).toMatchObject({
      canRetire: false,
      present: { 'action_configuration_version.settings': 1 },
      retired: { 'action.settings': 3 },
    });
    expect((await history()).at(-1)?.summary).toMatch(/^Sealing secrets anew was interrupted/u);

    const second = await rotateSecrets(requestWith(rotating), goOn, 1);
    expect(Object.fromEntries(second.changed)).toEqual({
      ...everywhere,
      'action_configuration_version.settings': 0,
    });
    expect(await usesOf()).toMatchObject({ canRetire: true, retired: {} });
  });

  test('waits for a row that somebody is writing, and keeps what they wrote', async () => {
    const [held] = await rows<{ id: string }>('select id from action order by id limit 1');
    const other = connect(database.url);
    try {
      let rotated: Promise<unknown> | undefined;
      await other.em.fork().transactional(async (em) => {
        await query(em, 'select id from action where id = $1 for update', [held?.id]);
        rotated = rotateSecrets(requestWith(rotating), goOn);
        // The others are done while this one is held; then somebody waits for it.
        await expect
          .poll(async () => (await rows(`select 1 from pg_locks where not granted`)).length)
          .toBe(1);
        expect(await usesOf()).toMatchObject({ retired: { 'action.settings': 1 } });
        await query(
          em,
          `update action set settings = settings || '{"url":"https://new.example/hook"}',
             message = 'written meanwhile' where id = $1`,
          [held?.id],
        );
      });
      await rotated;
    } finally {
      await other.close();
    }
    const [after] = await rows<{ settings: Record<string, unknown>; message: string }>(
      'select settings, message from action where id = $1',
      [held?.id],
    );
    expect(after?.message).toBe('written meanwhile');
    expect(openSettings(freshSealer, after?.settings ?? {}, ['signingSecret'])).toMatchObject({
      url: 'https://new.example/hook',
      signingSecret: shop.signingSecret,
    });
  });

  test('leaves what no given key opens, says where it is, and does not call the old key free', async () => {
    const request = requestWith(makeSealer(freshKey, [Buffer.alloc(32, 8)]));
    const before = await secretsUnder(oldSealer);
    const { changed, unreadable } = await rotateSecrets(request, goOn);

    expect([...changed.values()]).toEqual([0, 0, 0, 0]);
    expect(unreadable).toHaveLength(6);
    expect(unreadable).toContain('setting.value of alertWebhookSecret');
    expect(await secretsUnder(oldSealer)).toEqual(before);
    expect(await usesOf(request.tools.sealer)).toMatchObject({
      canRetire: false,
      unknown: everywhere,
    });
  });

  test('does not open a text that was moved from one secret to another', async () => {
    await rows(
      `update setting set value = (select settings -> 'signingSecret' from action limit 1)
       where name = 'alertWebhookSecret'`,
    );
    const { unreadable } = await rotateSecrets(requestWith(rotating), goOn);
    expect(unreadable).toEqual(['setting.value of alertWebhookSecret']);
    expect(await usesOf()).toMatchObject({ canRetire: false, retired: { 'setting.value': 1 } });
  });
});

describe('which keys are in use', () => {
  test('is looked for in every column, and a text that only looks sealed keeps no key', async () => {
    const typed = 'sealed:v1:00000000:AAAA and more';
    await rows(`update orders set source = $1`, [typed]);
    await rotateSecrets(requestWith(rotating), goOn);
    const { uses, canRetire } = await checkSecrets(requestWith(rotating));
    expect(canRetire).toBe(true);
    expect(uses.at(-1)).toMatchObject({
      keyId: '00000000',
      role: 'unknown',
      counts: expect.arrayContaining([
        { place: 'orders.source', isKnown: false, keyId: '00000000', count: 3 },
      ]) as unknown,
    });
    await rows(`update orders set source = $1`, [`sealed:v1:${oldSealer.keyId}:AAAA`]);
    expect((await checkSecrets(requestWith(rotating))).canRetire).toBe(false);
  });

  test('counts the mails that wait, which nobody seals anew: they go by themselves', async () => {
    const mail = { to: 'a@example.com', subject: 'S', paragraphs: [], button: null };
    const validUntil = new Date('2100-01-01T00:00:00.000Z');
    await queueAccountMail(database.orm.em.fork(), { sealer: oldSealer }, { ...mail, validUntil });
    await rotateSecrets(requestWith(rotating), goOn);
    expect(await usesOf()).toMatchObject({
      canRetire: false,
      retired: { 'graphile_worker._private_jobs.payload': 1 },
    });
  });
});
