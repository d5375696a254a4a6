import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { makeActionTypes } from '../actions/action-types.ts';
import { query } from '../database/orm.ts';
import { openSettings } from '../database/sealing.ts';
import { makeDemoIntegrations } from './integrations.ts';
import { makeDemoShop } from './shop.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

test('the demo shop is connected once, with settings its kinds of action can read', async () => {
  const em = database.orm.em.fork();
  await makeDemoShop(em, database.tools, {
    webhookUrl: 'http://127.0.0.1:1/hooks',
    webhookSecret: `whsec_${Buffer.alloc(32, 1).toString('base64')}`,
    publicUrl: 'http://localhost:4000',
  });
  await makeDemoIntegrations(em, database.tools, 'http://127.0.0.1:1');
  await makeDemoIntegrations(em, database.tools, 'http://127.0.0.1:1');

  const found = await query<{ kind: string; level: string; settings: Record<string, unknown> }>(
    em,
    `select c.kind, c.level, v.settings from action_configuration c
     join action_configuration_version v on v.configuration_id = c.id and v.version = c.version
     where c.kind in ('kajabi-grant', 'systemeio-access', 'custom-email') order by c.kind, c.name`,
  );
  expect(found.map(({ kind, level }) => [kind, level])).toEqual([
    ['custom-email', 'CHECKOUT'],
    ['kajabi-grant', 'PRODUCT'],
    ['kajabi-grant', 'PRODUCT'],
    ['systemeio-access', 'CHECKOUT'],
  ]);
  const unreachable = () => Promise.reject(new Error('Nothing is sent here'));
  const types = makeActionTypes({ mailer: { send: unreachable }, fetch: unreachable });
  for (const { kind, settings } of found) {
    const type = types.byKind(kind);
    expect(JSON.stringify(settings)).not.toMatch(/demo-client-secret|demo-systeme-key|demo-kajabi/);
    const opened = openSettings(database.tools.sealer, settings, type?.secretSettings ?? []);
    expect(type?.checkSettings(opened)).toEqual([]);
  }
});
