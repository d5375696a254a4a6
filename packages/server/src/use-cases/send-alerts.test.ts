import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { seedOrders, seedTwoCheckouts } from '../../test/kit/orders.ts';
import { accepted, newKey, requestOf } from '../../test/kit/shop.ts';
import { query } from '../database/orm.ts';
import { saveSettings } from './manage-settings.ts';
import { sendAlerts } from './send-alerts.ts';
import type { TeamCall, TeamChannels, TeamMail, Told } from './team-channels.ts';

const MINUTE_MS = 60_000;
const start = Date.parse('2026-11-10T12:00:00.000Z');
const secret = `whsec_${Buffer.alloc(24, 1).toString('base64')}`;
const told: Told = { outcome: 'told' };

let database: TestDatabase;
let faults: unknown[];
beforeEach(async () => {
  database = await freshDatabase();
  faults = [];
  database.tools.setNow(new Date(start));
  await seedTwoCheckouts(database);
  await seedOrders(
    database,
    [30, 20, -10].map((minutes, index) => ({
      id: `ord_${index}`,
      number: String(10_001 + index),
      email: 'buyer@example.com',
      firstName: 'Veera',
      attention: [
        {
          reason: 'ACTION_FAILED',
          from: new Date(start - minutes * MINUTE_MS).toISOString(),
        },
      ],
    })),
  );
});
afterEach(() => database.drop());

/** Keeps what it is told, and answers as it was made to. */
function team(answers: { mail?: () => Promise<Told>; call?: () => Promise<Told> } = {}) {
  const mails: TeamMail[] = [];
  const calls: TeamCall[] = [];
  const channels: TeamChannels = {
    mail: async (mail) => {
      mails.push(mail);
      return (answers.mail ?? (async () => told))();
    },
    call: async (call) => {
      calls.push(call);
      return (answers.call ?? (async () => told))();
    },
  };
  return { mails, calls, channels };
}
const set = async (wish: object) => {
  const admin = requestOf(database, { permissions: ['MANAGE_SETTINGS'] });
  accepted(await saveSettings({ idempotencyKey: newKey(), ...wish }, admin));
};
const look = (channels: TeamChannels, afterMinutes = 0) => {
  database.tools.setNow(new Date(start + afterMinutes * MINUTE_MS));
  return sendAlerts(requestOf(database), {
    channels,
    publicUrl: 'https://orders.example',
    onFault: (error) => void faults.push(error),
  });
};
const history = async () => {
  const rows = await query<{ event: string; summary: string }>(
    database.orm.em.fork(),
    `select event, summary from history_entry where chain = 'alerts' and order_id is null order by seq`,
  );
  return rows.map(({ event, summary }) => [event, summary]);
};

describe('the team', () => {
  test('is told by mail when more orders need somebody than its limit', async () => {
    await set({ alertEmail: 'team@example.com', alertCount: 1 });
    const { mails, calls, channels } = team();
    await look(channels);
    expect(mails).toEqual([
      {
        to: 'team@example.com',
        subject: '2 orders need somebody, more than 1.',
        text: `2 orders need somebody, more than 1.\n\nLook at them: https://orders.example/orders?tab=attention\n\nYou are told of this at most once an hour.\n`,
        html: '<p>2 orders need somebody, more than 1.</p><p><a href="https://orders.example/orders?tab=attention">Look at them</a></p><p>You are told of this at most once an hour.</p>',
        key: 'alert-count-passed-1',
        sentAt: new Date(start),
      },
    ]);
    expect(calls).toEqual([]);
    expect(await history()).toEqual([
      ['alert.sent', '2 orders need somebody, more than 1. Told by mail.'],
    ]);
  });

  test('is told by a webhook when an order waits longer than its limit, without a word about the customer', async () => {
    await set({
      alertWebhookUrl: 'https://team.example/hook',
      alertWebhookSecret: secret,
      alertOlderThanMs: 25 * MINUTE_MS,
    });
    const { mails, calls, channels } = team();
    await look(channels);
    expect(mails).toEqual([]);
    expect(
      calls.map(({ body, ...call }) => ({ ...call, body: JSON.parse(body) as object })),
    ).toEqual([
      {
        url: 'https://team.example/hook',
        secret,
        key: 'alert-waiting-long-1',
        sentAt: new Date(start),
        body: {
          type: 'orders.attention',
          timestamp: '2026-11-10T12:00:00.000Z',
          data: {
            reason: 'WAITING_LONG',
            count: 2,
            countLimit: null,
            olderThanMs: 1_500_000,
            oldest: { orderNumber: '10001', since: '2026-11-10T11:30:00.000Z' },
            url: 'https://orders.example/orders?tab=attention',
          },
        },
      },
    ]);
    expect(await history()).toEqual([
      [
        'alert.sent',
        'Order 10001 has needed somebody since 2026-11-10T11:30:00.000Z, for more than 25 min. Told by webhook.',
      ],
    ]);
  });

  test('hears of each reason at most once an hour, also from several workers at once', async () => {
    await set({ alertEmail: 'team@example.com', alertCount: 1, alertOlderThanMs: MINUTE_MS });
    const { mails, channels } = team();
    await Promise.all([look(channels), look(channels), look(channels)]);
    await look(channels, 59);
    expect(mails.map(({ key }) => key).sort()).toEqual([
      'alert-count-passed-1',
      'alert-waiting-long-1',
    ]);
    await look(channels, 60);
    expect(mails.map(({ key }) => key).slice(2)).toEqual([
      'alert-count-passed-2',
      'alert-waiting-long-2',
    ]);
  });

  test('hears of it after five minutes when it could not be reached, and after an hour when it may have been', async () => {
    await set({ alertEmail: 'team@example.com', alertCount: 1 });
    const words = 'the mail server refused it.';
    const refusing = team({ mail: async () => ({ outcome: 'not-told', words }) });
    const silent = team({ mail: async () => ({ outcome: 'unknown', words: 'it hung up.' }) });
    await look(refusing.channels);
    await look(refusing.channels, 4);
    expect(refusing.mails).toHaveLength(1);
    await look(silent.channels, 5);
    await look(silent.channels, 64);
    expect(silent.mails.map(({ key }) => key)).toEqual(['alert-count-passed-1']);
    expect(await history()).toEqual([
      ['alert.failed', `2 orders need somebody, more than 1. Not told by mail: ${words}`],
      ['alert.sent', '2 orders need somebody, more than 1. Perhaps told by mail: it hung up.'],
    ]);
  });

  test('is told by one way when the other breaks', async () => {
    await set({
      alertEmail: 'team@example.com',
      alertWebhookUrl: 'https://team.example/hook',
      alertWebhookSecret: secret,
      alertCount: 1,
    });
    const { mails, channels } = team({ call: () => Promise.reject(new Error('a bug')) });
    await look(channels);
    expect(mails).toHaveLength(1);
    expect(faults).toEqual([new Error('a bug')]);
    expect(await history()).toEqual([
      [
        'alert.sent',
        '2 orders need somebody, more than 1. Told by mail. Not told by webhook: something went wrong on our side.',
      ],
    ]);
  });

  test('is told with the same key by another worker when the first died over it', async () => {
    await set({ alertEmail: 'team@example.com', alertCount: 1 });
    const dying = team({ mail: () => new Promise(() => {}) });
    void look(dying.channels);
    await expect.poll(() => dying.mails.length).toBe(1);
    const { mails, channels } = team();
    await look(channels, 1);
    expect(mails).toEqual([]);
    await look(channels, 2);
    expect(mails.map(({ key }) => key)).toEqual([dying.mails[0]?.key]);
  });

  test.each<[string, object]>([
    ['no address is set', { alertCount: 0 }],
    ['no limit is set', { alertEmail: 'team@example.com' }],
    [
      'the limits are not passed',
      { alertEmail: 'team@example.com', alertCount: 2, alertOlderThanMs: 30 * MINUTE_MS },
    ],
  ])('is not told when %s', async (_, wish) => {
    await set(wish);
    const { mails, channels } = team();
    await look(channels);
    expect(mails).toEqual([]);
    expect(await history()).toEqual([]);
  });
});
