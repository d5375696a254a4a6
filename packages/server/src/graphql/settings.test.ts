import type { GraphQLSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { ask, contextOf, servicesOf, viewerOf } from '../../test/kit/graphql.ts';
import { newKey } from '../../test/kit/shop.ts';
import { makeSchema } from './schema.ts';

let database: TestDatabase;
let schema: GraphQLSchema;
beforeAll(async () => {
  schema = await makeSchema();
  database = await freshDatabase();
});
afterAll(() => database.drop());

const FIELDS = `graceMs graceDefaultMs alertEmail alertWebhookUrl alertWebhookSecretIsSet alertCount
  alertOlderThanMs`;
const SAVE = `mutation ($input: SaveSettingsInput!) { saveSettings(input: $input) {
  settings { ${FIELDS} } errors { code message path } } }`;
const run = (source: string, variables: Record<string, unknown> = {}, viewer = viewerOf()) =>
  ask(schema, source, contextOf(servicesOf(database), viewer), variables);

describe('the settings of the shop', () => {
  const saved = {
    graceMs: 7_200_000,
    graceDefaultMs: 300_000,
    alertEmail: 'team@example.com',
    alertWebhookUrl: 'https://team.example/hook',
    alertWebhookSecretIsSet: true,
    alertCount: 25,
    alertOlderThanMs: 2_592_000_000,
  };

  test('are saved, shown and never give their secret away', async () => {
    const secret = `whsec_${Buffer.alloc(24, 9).toString('base64')}`;
    const { graceDefaultMs: _, alertWebhookSecretIsSet: __, ...wish } = saved;
    const input = { ...wish, alertWebhookSecret: secret, idempotencyKey: newKey() };
    const answer = await run(SAVE, { input });
    expect(answer.data).toEqual({ saveSettings: { settings: saved, errors: [] } });
    expect((await run(`{ settings { ${FIELDS} } }`)).data).toEqual({ settings: saved });
  });

  test('say at which field a value cannot be used', async () => {
    const input = { graceMs: -5, idempotencyKey: newKey() };
    expect((await run(SAVE, { input })).data).toEqual({
      saveSettings: {
        settings: null,
        errors: [
          { code: 'INVALID', message: 'The grace is from 0 ms to 30 days.', path: ['graceMs'] },
        ],
      },
    });
  });

  test('are nothing for somebody with a part of the checkouts', async () => {
    const partly = viewerOf({ reach: ['chk_one'] });
    const { errors } = await run('{ settings { graceMs } }', {}, partly);
    expect(errors?.[0]).toMatchObject({
      message: 'The settings hold for all checkouts.',
      extensions: { code: 'FORBIDDEN' },
    });
  });
});
