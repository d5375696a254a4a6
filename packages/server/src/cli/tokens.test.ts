import { afterAll, beforeAll, expect, test } from 'vitest';
import { commandLine, pipeInto } from '../../test/kit/command-line.ts';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { query } from '../database/orm.ts';
import { listenForChanges } from '../database/notifications.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const where = () => ({ DATABASE_URL: database.url });
const token = (...args: string[]) => commandLine(where(), 'token', ...args);
const check = (secret: string) => pipeInto(`${secret}\n`, where(), 'token', 'check');
const tokensMade = async () =>
  (await query(database.orm.em.fork(), 'select id from api_token')).length;

test('a token is made, checked without being printed, listed, and revoked for every process', async () => {
  const wish = ['--name', 'Nightly report', '--permissions', 'READ_ORDERS,READ_REPORTS'];
  const made = await token('create', ...wish, '--days', '30', '--from', '203.0.113.0/24');
  expect(made).toMatchObject({ out: expect.stringMatching(/^oms_live_[\w-]{49}\n$/), code: 0 });
  const secret = made.out.trim();

  const fine = await check(secret);
  expect(fine.code).toBe(0);
  expect(fine.out).toContain('Nightly report works\n');
  expect(fine.out).toContain('  May: READ_ORDERS, READ_REPORTS\n');
  expect(fine.out).toContain('  From: 203.0.113.0/24\n');
  expect(fine.out).toContain('  Checksum: right\n');
  expect(fine.out + fine.err).not.toContain(secret.slice(15));

  const [listed] = JSON.parse((await token('list', '--json')).out) as { id: string }[];
  expect(listed).toMatchObject({
    name: 'Nightly report',
    prefix: secret.slice(0, 15),
    createdBy: 'Command line',
    state: 'LIVE',
  });
  expect(listed).not.toHaveProperty('hash');

  const changes = await listenForChanges(database.url, { sweepEveryMs: 60_000 });
  const heard: string[] = [];
  changes.subscribe((news) => void heard.push(...(news?.access ?? [])));
  expect((await token('revoke', '--id', listed?.id ?? '')).code).toBe(0);
  await expect.poll(() => heard).toEqual([listed?.id]);
  await changes.stop();
  expect(await check(secret)).toMatchObject({
    out: expect.stringContaining('Nightly report was revoked\n'),
    code: 1,
  });
}, 60_000);

test('a token that is mistyped, unknown or missing is told apart', async () => {
  const [mistyped, unknown, missing] = await Promise.all([
    check(`oms_live_${'x'.repeat(49)}`),
    check('some-token-that-nobody-made'),
    check(''),
  ]);
  expect(mistyped).toMatchObject({ out: expect.stringMatching(/^Its checksum is wrong/), code: 1 });
  expect(unknown).toMatchObject({
    out: expect.stringContaining('There is no such token'),
    code: 1,
  });
  expect(missing).toMatchObject({ out: 'There was no token to check.\n', code: 1 });
}, 60_000);

test.each([
  ['without a permission', ['create', '--name', 'X'], 'Give --name and --permissions.'],
  [
    'for a checkout that is not there',
    ['create', '--name', 'X', '--permissions', 'READ_ORDERS', '--checkouts', 'chk_none'],
    'There is no such checkout.',
  ],
  ['without an id', ['revoke'], 'Give --id'],
  ['that is no command', ['toString'], 'There is no command "token toString".'],
])('a command %s is refused in words', async (_, args, words) => {
  const before = await tokensMade();
  const { err, code } = await token(...args);
  expect(err).toContain(words);
  expect(err).not.toContain('at async');
  expect(code).toBe(1);
  expect(await tokensMade()).toBe(before);
});
