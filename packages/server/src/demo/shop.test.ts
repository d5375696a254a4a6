import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { makeActionTypes } from '../actions/action-types.ts';
import { query } from '../database/orm.ts';
import { openSettings } from '../database/sealing.ts';
import { findDemoShop, hasShop, makeDemoShop } from './shop.ts';

const webhookSecret = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;
const options = {
  webhookUrl: 'http://127.0.0.1:4999/hooks',
  webhookSecret,
  publicUrl: 'http://localhost:4000',
};

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const rows = <Row extends object>(sql: string) => query<Row>(database.orm.em.fork(), sql);

/** They are read, never run. */
const unreachable = () => Promise.reject(new Error('nothing is sent here'));

describe('the demo shop', () => {
  test('is there only once it was made, and is found again by its links', async () => {
    const { em } = database.orm;
    expect([await hasShop(em), await findDemoShop(em)]).toEqual([false, null]);
    const shop = await makeDemoShop(em, database.tools, options);
    expect(await hasShop(em)).toBe(true);
    expect([shop.checkoutIds.length, shop.linkIds.length]).toEqual([2, 27]);
    expect(shop.linkSlugs).toContain('watercolour-newsletter');
    expect(await findDemoShop(em)).toEqual(shop);
  });

  test('has settings that its actions can use, with their secrets sealed', async () => {
    const types = makeActionTypes({ mailer: { send: unreachable }, fetch: unreachable });
    const versions = await rows<{ kind: string; settings: Record<string, unknown> }>(
      `select c.kind, v.settings from action_configuration_version v
       join action_configuration c on c.id = v.configuration_id`,
    );
    expect(versions).toHaveLength(14);
    for (const { kind, settings } of versions) {
      const type = types.byKind(kind);
      expect(JSON.stringify(settings)).not.toContain('whsec_');
      const opened = openSettings(database.tools.sealer, settings, type?.secretSettings ?? []);
      expect(type?.readSettings(opened)).toMatchObject(
        kind === 'webhook' ? { signingSecret: webhookSecret } : { timeZone: 'Europe/Helsinki' },
      );
    }
  });

  test('sends a receipt for every checkout and has one action changed and one disabled', async () => {
    const configured = await rows<{ kind: string; enabled: boolean; version: number }>(
      'select kind, enabled, version from action_configuration',
    );
    expect(
      configured.filter(({ kind, enabled }) => kind === 'receipt-email' && enabled),
    ).toHaveLength(2);
    expect(configured.filter(({ version }) => version === 2)).toHaveLength(1);
    expect(configured.filter(({ enabled }) => !enabled)).toHaveLength(1);
    const levels = await rows<{ level: string }>(
      `select distinct level from action_configuration where kind = 'webhook' order by level`,
    );
    expect(levels.map(({ level }) => level)).toEqual(['CHECKOUT', 'OFFER', 'PRODUCT']);
  });

  test('can sell every offer in euros', async () => {
    const unsold = await rows(
      `select o.name from offer o where not exists (
         select from offer_product op join product_price p on p.product_id = op.product_id
         where op.offer_id = o.id and p.currency = 'EUR')`,
    );
    expect(unsold).toEqual([]);
  });
});
