import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asApp } from '../../test/kit/app-role.ts';
import { commandLine } from '../../test/kit/command-line.ts';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { makeShop } from '../../test/kit/shop.ts';
import { makeSealer } from '../database/sealing.ts';

const keyOf = (fill: number) => Buffer.alloc(32, fill);
const [old, fresh] = [keyOf(7), keyOf(9)];
const [oldId, freshId] = [makeSealer(old).keyId, makeSealer(fresh).keyId];

let database: TestDatabase;
beforeAll(async () => {
  // As in production: the role that serves may change what is sealed, and count it everywhere.
  database = await asApp(await freshDatabase());
  await makeShop(database);
});
afterAll(() => database.drop());

const secrets = (what: 'check' | 'rotate', key: Buffer, ...retired: Buffer[]) =>
  commandLine(
    {
      DATABASE_URL: database.url,
      SECRETS_KEY: key.toString('base64'),
      SECRETS_KEYS_RETIRED: retired.map((one) => one.toString('base64')).join(','),
    },
    'secrets',
    what,
  );

describe('the commands for secrets', () => {
  test('lead from one key to another, and end with 1 as long as the old one is needed', async () => {
    const needed = await secrets('check', fresh, old);
    expect(needed).toMatchObject({ err: '', code: 1 });
    expect(needed.out).toBe(
      `Key ${freshId} (SECRETS_KEY): nothing\n` +
        `Key ${oldId} (retired): 1 in action_configuration_version.settings\n` +
        'Second factors: 0 values under SESSION_SECRET, 0 under a retired secret, 0 under one that is not given\n' +
        'There are secrets that need another key than SECRETS_KEY: keep it in SECRETS_KEYS_RETIRED and run "secrets rotate".\n',
    );

    const blind = await secrets('rotate', fresh);
    expect(blind.code).toBe(1);
    expect(blind.out).toContain(
      'Could not be opened, and was left: action_configuration_version.settings of cfg_webhook/1\n',
    );
    expect(blind.out).toContain(`Key ${oldId} (not given): 1 in`);

    const rotated = await secrets('rotate', fresh, old);
    expect(rotated).toMatchObject({ err: '', code: 0 });
    expect(rotated.out).toContain('- 1 rows of action_configuration_version.settings\n');
    expect(rotated.out).toContain(
      'Every secret lies under SECRETS_KEY: nothing needs SECRETS_KEYS_RETIRED any more.\n',
    );
    expect((await secrets('check', fresh)).code).toBe(0);
  });

  test('refuse a retired key that is none', async () => {
    const said = await commandLine(
      { DATABASE_URL: database.url, SECRETS_KEYS_RETIRED: 'short' },
      'secrets',
      'check',
    );
    expect(said).toMatchObject({ out: '', code: 1 });
    expect(said.err).toContain('SECRETS_KEYS_RETIRED');
    expect(said.err).toContain('must be 32 bytes in base64');
  });
});
