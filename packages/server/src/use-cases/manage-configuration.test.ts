import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { kindsWithForms } from '../../test/kit/configurations.ts';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { paidOrder } from '../../test/kit/paid-order.ts';
import { accepted, makeShop, newKey, requestOf, shop } from '../../test/kit/shop.ts';
import { findActions } from '../database/order-parts.ts';
import { query } from '../database/orm.ts';
import { makeSealer } from '../database/sealing.ts';
import {
  createActionConfiguration,
  type CreateActionConfiguration,
} from './manage-configuration-create.ts';
import { shownSettings, type SettingWish } from './manage-configuration-settings.ts';
import {
  deleteActionConfiguration,
  updateActionConfiguration,
  type UpdateActionConfiguration,
} from './manage-configuration.ts';
import type { Outcome } from './outcome.ts';
import { rerunAction } from './rerun-action.ts';

const { types } = kindsWithForms();
const KEY = 'first-key-of-the-seller-1234';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await makeShop(database);
  await rows(`insert into checkout (id, name, created_at) values ('chk_other', 'Other', now())`);
});
afterAll(() => database.drop());
beforeEach(() =>
  rows(`update action_configuration set deleted_at = now() where deleted_at is null`),
);

const rows = <Row extends object>(sql: string, parameters: unknown[] = []) =>
  query<Row>(database.orm.em.fork(), sql, parameters);
const refusalsOf = (outcome: Outcome<unknown>) =>
  outcome.ok ? [] : outcome.refusals.map(({ code, path }) => [code, path?.join('.') ?? null]);
const versionsOf = (id: string) =>
  rows<{ version: number; name: string; settings: Record<string, unknown>; created_by: string }>(
    `select version, name, settings, created_by from action_configuration_version
     where configuration_id = $1 order by version`,
    [id],
  );
const historyOf = (chain: string) =>
  rows<{ event: string; summary: string; changes: unknown[]; actor_name: string }>(
    'select event, summary, changes, actor_name from history_entry where chain = $1 order by seq',
    [chain],
  );
const onlyOther = () => requestOf(database, { reach: ['chk_other'] });

const filledIn: readonly SettingWish[] = [
  { name: 'way', value: 'key' },
  { name: 'apiKey', value: ` ${KEY} ` },
  { name: 'note', value: 'Hello\n\nthere' },
  { name: 'loud', value: 'true' },
  { name: 'tags', value: 'spring, launch \n,late' },
];
const wish = (more: Partial<CreateActionConfiguration> = {}): CreateActionConfiguration => ({
  idempotencyKey: newKey(),
  checkoutId: shop.checkoutId,
  level: 'CHECKOUT',
  kind: 'many-settings',
  name: 'Membership',
  enabled: true,
  settings: filledIn,
  ...more,
});
const create = (more: Partial<CreateActionConfiguration> = {}, request = requestOf(database)) =>
  createActionConfiguration(wish(more), request, types);
const update = (
  id: string,
  more: Partial<UpdateActionConfiguration> = {},
  request = requestOf(database),
) => updateActionConfiguration({ id, idempotencyKey: newKey(), ...more }, request, types);
/** What the form shows of the newest version. */
const shown = async (id: string) => {
  const settings = (await versionsOf(id)).at(-1)?.settings ?? {};
  const type = types.byKind('many-settings');
  return type ? shownSettings(type, settings, database.tools.sealer) : [];
};
const valueOf = async (id: string, name: string) =>
  (await shown(id)).find((setting) => setting.name === name);

describe('setting up an action', () => {
  test('keeps settings as the kind reads them and its secrets sealed', async () => {
    const { id } = accepted(await create());
    const [version] = await versionsOf(id);
    expect(version).toEqual({
      version: 1,
      name: 'Membership',
      created_by: 'Aino',
      settings: {
        way: 'key',
        apiKey: expect.stringMatching(/^sealed:v1:/),
        note: 'Hello\n\nthere',
        loud: true,
        tags: ['spring', 'launch', 'late'],
      },
    });
    expect(JSON.stringify(await rows('select * from action_configuration_version'))).not.toContain(
      KEY,
    );
  });

  test('shows of a secret only that it is set and how it ends, of a short one not even that', async () => {
    const { id } = accepted(await create());
    expect(await shown(id)).toEqual([
      { name: 'way', value: 'key', isSecret: false, isSet: true },
      { name: 'url', value: null, isSecret: true, isSet: false },
      { name: 'apiKey', value: '1234', isSecret: true, isSet: true },
      { name: 'note', value: 'Hello\n\nthere', isSecret: false, isSet: true },
      { name: 'loud', value: 'true', isSecret: false, isSet: true },
      { name: 'tags', value: 'spring\nlaunch\nlate', isSecret: false, isSet: true },
      { name: 'replyTo', value: null, isSecret: false, isSet: false },
    ]);
    const short = [
      { name: 'way', value: 'key' },
      { name: 'apiKey', value: 'elevenchars' },
    ];
    const other = accepted(await create({ settings: short }));
    expect(await valueOf(other.id, 'apiKey')).toMatchObject({ value: null, isSet: true });
  });

  test('is in the history with what was set, secrets and addresses without their values', async () => {
    const settings = [...filledIn, { name: 'replyTo', value: 'aino@example.com' }];
    const { id } = accepted(await create({ settings }));
    expect(await historyOf(id)).toEqual([
      {
        event: 'configuration.created',
        summary: 'Membership was set up and enabled.',
        actor_name: 'Aino',
        changes: [
          { field: 'settings.way', before: null, after: 'key' },
          { field: 'settings.apiKey', before: null, after: null },
          { field: 'settings.note', before: null, after: 'Hello\n\nthere' },
          { field: 'settings.loud', before: null, after: 'true' },
          { field: 'settings.tags', before: null, after: 'spring\nlaunch\nlate' },
          { field: 'settings.replyTo', before: null, after: null },
        ],
      },
    ]);
  });

  test('happens once per key', async () => {
    const input = wish();
    const first = accepted(await createActionConfiguration(input, requestOf(database), types));
    const again = accepted(await createActionConfiguration(input, requestOf(database), types));
    expect(again).toEqual(first);
    expect(await historyOf(first.id)).toHaveLength(1);
  });

  test.each<[string, Partial<CreateActionConfiguration>, unknown[]]>([
    ['in a checkout that is not there', { checkoutId: 'chk_none' }, [['NOT_FOUND', 'checkoutId']]],
    ['of a kind that nobody knows', { kind: 'pigeon' }, [['INVALID', 'kind']]],
    [
      'at a level its kind does not have',
      { kind: 'at-checkout', settings: [], level: 'PRODUCT', productId: shop.courseId },
      [['INVALID', 'level']],
    ],
    ['at no product', { level: 'PRODUCT' }, [['INVALID', 'productId']]],
    [
      'at a product of another checkout',
      { level: 'PRODUCT', productId: 'prd_other' },
      [['NOT_FOUND', 'productId']],
    ],
    ['at no offer', { level: 'OFFER' }, [['INVALID', 'offerId']]],
    [
      'at an offer of another checkout',
      { level: 'OFFER', offerId: 'off_other' },
      [['NOT_FOUND', 'offerId']],
    ],
    [
      'at a checkout and a product together',
      { productId: shop.courseId },
      [['INVALID', 'productId']],
    ],
    ['without a name', { name: ' ' }, [['INVALID', 'name']]],
    [
      'with settings that its kind does not take, each named at its field',
      {
        settings: [
          { name: 'note', value: 'x'.repeat(21) },
          { name: 'way', value: 'key' },
          { name: 'apiKey', value: 'short' },
          { name: 'loud', value: 'perhaps' },
        ],
      },
      [
        ['INVALID', 'settings.3.value'],
        ['INVALID', 'settings.2.value'],
        ['INVALID', 'settings.0.value'],
      ],
    ],
    ['without a setting that it needs', { settings: [] }, [['INVALID', 'settings']]],
    [
      'with a setting it does not have',
      { settings: [...filledIn, { name: 'colour', value: 'red' }] },
      [['INVALID', 'settings.5.name']],
    ],
    [
      'with a setting that is there twice',
      { settings: [...filledIn, { name: 'note', value: 'Hi' }] },
      [['INVALID', 'settings.5.name']],
    ],
    [
      'with a secret that looks sealed already',
      {
        settings: [
          { name: 'way', value: 'key' },
          { name: 'apiKey', value: 'sealed:v1:0:stolen' },
        ],
      },
      [['INVALID', 'settings.1.value']],
    ],
  ])('%s is refused and nothing is written', async (_, wrong, refusals) => {
    const count = () => rows('select count(*) from action_configuration');
    const before = await count();
    expect(refusalsOf(await create(wrong))).toEqual(refusals);
    expect(await count()).toEqual(before);
  });

  test('out of reach looks as if the checkout did not exist', async () => {
    expect(await create({}, onlyOther())).toEqual(
      await create({ checkoutId: 'chk_none' }, onlyOther()),
    );
  });
});

describe('changing what is set up', () => {
  test('writes a new version for other settings or another name, and the old ones stay', async () => {
    const { id } = accepted(await create());
    const settings = filledIn.map((setting) =>
      setting.name === 'note' ? { name: 'note', value: 'Bye' } : setting,
    );
    accepted(await update(id, { settings }));
    accepted(await update(id, { name: 'Club' }));
    const versions = await versionsOf(id);
    expect(versions.map(({ version, name, settings: { note } }) => [version, name, note])).toEqual([
      [1, 'Membership', 'Hello\n\nthere'],
      [2, 'Membership', 'Bye'],
      [3, 'Club', 'Bye'],
    ]);
    expect((await historyOf(id)).slice(1)).toMatchObject([
      {
        event: 'configuration.changed',
        summary: 'Membership was changed (version 2).',
        changes: [{ field: 'settings.note', before: 'Hello\n\nthere', after: 'Bye' }],
      },
      {
        event: 'configuration.changed',
        summary: 'Club was changed (version 3).',
        changes: [{ field: 'name', before: 'Membership', after: 'Club' }],
      },
    ]);
  });

  test('writes none for enabling and disabling, nor where nothing is other than before', async () => {
    const { id } = accepted(await create());
    accepted(await update(id, { enabled: false }));
    accepted(await update(id, { enabled: true }));
    accepted(await update(id, { enabled: true, name: 'Membership', settings: filledIn }));
    expect(await versionsOf(id)).toHaveLength(1);
    expect((await historyOf(id)).map(({ event }) => event)).toEqual([
      'configuration.created',
      'configuration.disabled',
      'configuration.enabled',
    ]);
  });

  test('keeps a secret that is not typed anew, replaces one that is, and empties on request', async () => {
    const { id } = accepted(await create());
    const [first] = await versionsOf(id);
    const others = [
      { name: 'way', value: 'key' },
      { name: 'apiKey', value: null },
    ];
    accepted(await update(id, { settings: others }));
    const kept = (await versionsOf(id)).at(-1)?.settings;
    expect(kept).toEqual({ way: 'key', apiKey: first?.settings['apiKey'] });

    const typed = [
      { name: 'way', value: 'key' },
      { name: 'apiKey', value: 'second-key-of-the-seller-9876' },
    ];
    accepted(await update(id, { settings: typed }));
    expect(await valueOf(id, 'apiKey')).toMatchObject({ value: '9876' });
    expect((await historyOf(id)).at(-1)?.changes).toEqual([
      { field: 'settings.apiKey', before: null, after: null },
    ]);
    accepted(await update(id, { settings: [others[0]!, { name: 'apiKey', value: '' }] }));
    expect(await valueOf(id, 'apiKey')).toMatchObject({ value: null, isSet: false });
  });

  test('forgets the secret of a way that is no longer chosen', async () => {
    const { id } = accepted(await create());
    const settings = [
      { name: 'way', value: 'url' },
      { name: 'url', value: 'https://example.com/hook/abcdefgh' },
    ];
    accepted(await update(id, { settings }));
    expect((await versionsOf(id)).at(-1)?.settings).toEqual({
      way: 'url',
      url: expect.any(String),
    });
  });

  test('asks for a secret again that can no longer be opened, instead of breaking', async () => {
    const { id } = accepted(await create());
    const lost = makeSealer(Buffer.alloc(32, 9)).seal('other', 'action-settings');
    await rows(
      `update action_configuration_version set settings = settings || jsonb_build_object('apiKey', $2::text)
       where configuration_id = $1`,
      [id, lost],
    );
    expect(await valueOf(id, 'apiKey')).toMatchObject({ value: null, isSet: true });
    const settings = filledIn.filter(({ name }) => name !== 'apiKey');
    expect(await update(id, { settings })).toEqual({
      ok: false,
      refusals: [
        {
          code: 'INVALID',
          setting: 'apiKey',
          message: 'Key: The stored secret can no longer be read. Enter it again.',
          path: ['settings'],
        },
      ],
    });
    accepted(await update(id, { settings: filledIn }));
  });

  test('is refused when somebody else has changed it since', async () => {
    const { id } = accepted(await create());
    accepted(await update(id, { expectedVersion: 1, name: 'Club' }));
    expect(refusalsOf(await update(id, { expectedVersion: 1, name: 'Circle' }))).toEqual([
      ['STALE', 'expectedVersion'],
    ]);
    expect((await versionsOf(id)).map(({ name }) => name)).toEqual(['Membership', 'Club']);
  });

  test('two at the same moment on what both saw: one is written, the other is told', async () => {
    const { id } = accepted(await create());
    const bothWait = async () =>
      expect(
        await rows(
          `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        ),
      ).toHaveLength(2);
    const wishes = await database.orm.em.fork().transactional(async (em) => {
      await query(em, 'select id from action_configuration where id = $1 for update', [id]);
      const under = ['Club', 'Circle'].map((name) => update(id, { expectedVersion: 1, name }));
      await vi.waitFor(bothWait, { timeout: 20_000 });
      return { under };
    });
    const outcomes = await Promise.all(wishes.under);
    expect(outcomes.flatMap(refusalsOf)).toEqual([['STALE', 'expectedVersion']]);
    expect(await versionsOf(id)).toHaveLength(2);
  });

  test('out of reach, deleted or never there looks the same', async () => {
    const { id } = accepted(await create());
    const gone = accepted(await create()).id;
    accepted(await deleteActionConfiguration({ id: gone }, requestOf(database)));
    const hidden = await update(id, { name: 'Mine' }, onlyOther());
    expect(hidden).toEqual(await update('cfg_none', { name: 'Mine' }));
    expect(hidden).toEqual(await update(gone, { name: 'Mine' }));
    expect(refusalsOf(hidden)).toEqual([['NOT_FOUND', 'id']]);
  });
});

describe('orders', () => {
  test('paid after a change get the new version, older ones keep theirs and are offered the latest', async () => {
    const { id } = accepted(await create());
    const before = (await paidOrder(database)).actionIds[0] ?? '';
    const settings = [...filledIn.slice(0, 2), { name: 'note', value: 'New words' }];
    accepted(await update(id, { settings }));
    const after = (await paidOrder(database)).actionIds[0] ?? '';
    const found = await findActions(database.orm.em.fork(), [before, after]);
    const versions = new Map(found.map((action) => [action.id, action]));
    expect(versions.get(before)).toMatchObject({ configurationVersion: 1, latestVersion: 2 });
    expect(versions.get(after)).toMatchObject({ configurationVersion: 2, latestVersion: 2 });

    const rerun = { actionId: before, idempotencyKey: newKey(), useLatest: true } as const;
    accepted(await rerunAction({ ...rerun, acknowledge: 'NONE' }, requestOf(database)));
    expect(await rows('select settings from action where id = $1', [before])).toEqual([
      { settings: (await versionsOf(id))[1]?.settings },
    ]);
  });

  test('get nothing of what is disabled or deleted, and keep what they have of it', async () => {
    const { id } = accepted(await create());
    const { orderId } = await paidOrder(database);
    accepted(await update(id, { enabled: false }));
    expect((await paidOrder(database)).actionIds).toEqual([]);
    accepted(await update(id, { enabled: true }));
    accepted(await deleteActionConfiguration({ id }, requestOf(database)));
    expect((await paidOrder(database)).actionIds).toEqual([]);
    expect(
      await rows('select configuration_id, name from action where order_id = $1', [orderId]),
    ).toEqual([{ configuration_id: id, name: 'Membership' }]);
  });
});

describe('deleting', () => {
  test('leaves versions and history, and twice is once', async () => {
    const { id } = accepted(await create());
    expect(accepted(await deleteActionConfiguration({ id }, requestOf(database)))).toEqual({ id });
    expect(accepted(await deleteActionConfiguration({ id }, requestOf(database)))).toEqual({ id });
    expect(await versionsOf(id)).toHaveLength(1);
    expect((await historyOf(id)).map(({ event, summary }) => [event, summary])).toEqual([
      ['configuration.created', 'Membership was set up and enabled.'],
      ['configuration.deleted', 'Membership was deleted.'],
    ]);
  });

  test('out of reach looks as if it did not exist, and deletes nothing', async () => {
    const { id } = accepted(await create());
    expect(await deleteActionConfiguration({ id }, onlyOther())).toEqual(
      await deleteActionConfiguration({ id: 'cfg_none' }, onlyOther()),
    );
    expect(await rows('select deleted_at from action_configuration where id = $1', [id])).toEqual([
      { deleted_at: null },
    ]);
  });
});
