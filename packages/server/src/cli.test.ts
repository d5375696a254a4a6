import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commandLine } from '../test/kit/command-line.ts';
import { freshDatabase, type TestDatabase } from '../test/kit/database.ts';
import { makeExampleHistory } from '../test/kit/example-history.ts';
import { query } from './database/orm.ts';
import { foldPending } from './database/report-fold.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await makeExampleHistory(database);
  await foldPending(database.orm.em.fork());
});
afterAll(() => database.drop());

const cli = (...args: string[]) => commandLine({ DATABASE_URL: database.url }, ...args);

describe('the command line', () => {
  test('says that reports agree with the books, and ends with 1 once they are a cent off', async () => {
    expect(await cli('reports', 'check')).toEqual({
      out: 'Reports agree with the orders and their books.\n',
      err: '',
      code: 0,
    });
    await query(
      database.orm.em.fork(),
      `update report_rollup set vat_minor = vat_minor - 1
       where dimension = 'COUNTRY' and grain = 'DAY' and bucket = '2026-10-24T00:00Z' and key = 'FI'`,
    );
    const found = await cli('reports', 'check');
    expect([found.code, found.out.split('\n').length]).toEqual([1, 4]);
    expect(found.out).toMatch(
      /^Reports differ from the orders and their books in 1 places:\n- COUNTRY DAY 2026-10-24T00:00:00.000Z chk_test EUR FI \{"expected":.*"vat_minor":2250.*"found":.*"vat_minor":2249.*\}\n/u,
    );
    expect(await cli('reports', 'rebuild')).toMatchObject({
      out: 'Reports were made anew from 6 orders.\n',
      code: 0,
    });
    expect((await cli('reports', 'check')).code).toBe(0);
  });

  test('says that the audit log is whole, and ends with 1 once an entry has been changed', async () => {
    const whole = await cli('audit', 'verify');
    expect(whole).toMatchObject({ err: '', code: 0 });
    expect(whole.out).toMatch(/^The audit log is whole: \d+ entries in \d+ chains\.\n$/u);

    const em = database.orm.em.fork();
    await query(em, 'alter table history_entry disable trigger user');
    const [{ chain, seq } = { chain: '', seq: 0 }] = await query<{ chain: string; seq: number }>(
      em,
      `update history_entry set reason = 'Because' where id = (select min(id) from history_entry)
       returning chain, seq`,
    );
    const broken = await cli('audit', 'verify');
    expect(broken.code).toBe(1);
    expect(broken.out).toContain('The audit log is broken in 1 place;');
    expect(broken.out).toContain(
      `\n- ${chain}: entry ${seq} does not fit its hash: it was changed, or the one before it.\n`,
    );
  });
});
