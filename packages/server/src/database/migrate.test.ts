import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { emptyDatabase, freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { watchHolders } from './lock-holders.ts';
import { allMigrations, connectToMigrate, migrate, runMigration } from './migrate.ts';
import type { MigrationLimits } from './migrate-step.ts';
import { fromSql, fromSteps, type SqlMigration } from './migrations/forms.ts';
import { connect, query } from './orm.ts';

let database: TestDatabase;
let other: pg.Client;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  other = new pg.Client({ connectionString: database.url, application_name: 'a long report' });
  await other.connect();
});
afterEach(() => other.end());

const limits: MigrationLimits = { lockMs: 400, tries: 3, pauseMs: () => 30, patientMs: 5_000 };

/** Runs one as `migrate` would; answers with what it said. */
async function run(
  name: string,
  form: new (...args: ConstructorParameters<typeof SqlMigration>) => SqlMigration,
  hooks: { onSay?: () => Promise<unknown> } = {},
): Promise<string[]> {
  const said: string[] = [];
  const client = await connectToMigrate(database.url);
  const holders = await watchHolders(database.url, client, 20);
  const migration = new form(database.orm.em.getDriver(), database.orm.config);
  try {
    const say = (line: string) => {
      said.push(line);
      void hooks.onSay?.();
    };
    await runMigration(client, { name, migration }, { say, limits, holders });
    return said;
  } finally {
    await holders.stop();
    await client.end();
  }
}

const rows = (sql: string, parameters: unknown[] = []) =>
  query<Record<string, unknown>>(database.orm.em.fork(), sql, parameters);
const hasRun = async (name: string) =>
  (await rows('select from migration where name = $1', [name])).length === 1;

describe('a migration that shuts everybody out of a table which somebody is using', () => {
  const addColumn = (column: string) => fromSql(`alter table checkout add column ${column} text`);

  test('gives up, saying who held the table, and keeps nobody waiting longer than its time-out', async () => {
    await other.query('begin');
    await other.query('select count(*) from checkout');
    const end = { reached: false };
    const outcome = run('given-up', addColumn('given_up'))
      .then(
        () => 'done',
        (error: Error) => error.message,
      )
      .finally(() => {
        end.reached = true;
      });
    const waits: number[] = [];
    while (!end.reached) {
      const begun = performance.now();
      await rows('select count(*) from checkout');
      waits.push(performance.now() - begun);
    }
    expect(await outcome).toMatch(
      /^given-up was given up after 3 tries of 0\.4 s: .* process \d+ \(application "a long report", role postgres, idle in transaction, its transaction is \d+ s old\)/,
    );
    // Some reads came while it was waiting: they waited with it, and no longer.
    expect(Math.max(...waits)).toBeGreaterThan(50);
    expect(Math.max(...waits)).toBeLessThan(limits.lockMs * 2.5);
    expect(waits.length).toBeGreaterThan(5);
    expect(await hasRun('given-up')).toBe(false);
    await other.query('commit');
  });

  test('is tried again, and done once the table is free', async () => {
    await other.query('begin');
    await other.query('select count(*) from checkout');
    const said = await run('tried-again', addColumn('tried_again'), {
      onSay: () => other.query('commit'),
    });
    expect(said[0]).toMatch(/^tried-again waits for process \d+ .*: tried again in 0\.03 s\.$/);
    expect(said.at(-1)).toMatch(/^tried-again has run \(/);
    expect(await hasRun('tried-again')).toBe(true);
  });

  test('leaves nothing of itself where a later part of it fails, or takes too long', async () => {
    const broken = fromSql('create table half (id integer); select 1 / 0');
    await expect(run('broken', broken)).rejects.toThrow('broken failed: division by zero');
    const slow = fromSql('create table half (id integer); select pg_sleep(5)', {
      statementMs: 100,
    });
    await expect(run('slow', slow)).rejects.toThrow(/longer than the 0\.1 s it may/);
    expect(await rows(`select to_regclass('half') as half`)).toEqual([{ half: null }]);
    expect(await hasRun('broken')).toBe(false);
    expect(await hasRun('slow')).toBe(false);
  });
});

describe('a migration that is not transactional', () => {
  test('makes an index beside those who write', async () => {
    const steps = fromSteps(['create index concurrently checkout_beside on checkout (name)']);
    await other.query('begin');
    await other.query('lock table checkout in row exclusive mode');
    const making = run('beside', steps);
    // Writers are not kept out while it waits for the one before.
    await rows(`update checkout set name = name`);
    await other.query('commit');
    await making;
    expect(await indexes('checkout_beside')).toEqual([{ valid: true }]);
    expect(await hasRun('beside')).toBe(true);
  });

  test('drops and makes again the index which an interrupted run left unfinished, and leaves a finished one', async () => {
    await rows('create table twice (name text)');
    await rows(`insert into twice values ('a'), ('a')`);
    const steps = fromSteps([
      'create index concurrently twice_first on twice (name)',
      'create unique index concurrently twice_name on twice (name)',
    ]);
    await expect(run('twice', steps)).rejects.toThrow(
      /^twice, step 2 of 2, failed: could not create unique index/,
    );
    expect(await indexes('twice_name')).toEqual([{ valid: false }]);
    const [first] = await rows(`select 'twice_first'::regclass::oid as id`);
    await rows('delete from twice where ctid = (select min(ctid) from twice)');
    const said = await run('twice', steps);
    expect(said[0]).toMatch(/makes twice_name again, which an interrupted run left unfinished/);
    expect(await indexes('twice_name')).toEqual([{ valid: true }]);
    expect(await rows(`select 'twice_first'::regclass::oid as id`)).toEqual([first]);
    expect(await hasRun('twice')).toBe(true);
  });

  test('fills a table in portions until nothing is left', async () => {
    await rows('create table portions (id integer, filled boolean)');
    await rows('insert into portions select generate_series(1, 25)');
    await run(
      'portions',
      fromSteps([
        `update portions set filled = true where id in (
           select id from portions where filled is null limit 10)`,
      ]),
    );
    expect(await rows('select count(*) from portions where filled')).toEqual([{ count: 25 }]);
  });

  const indexes = (name: string) =>
    rows('select indisvalid as valid from pg_index where indexrelid = to_regclass($1)', [name]);
});

describe('migrate', () => {
  test('run by two at once, does everything once', async () => {
    const empty = await emptyDatabase();
    const second = connect(empty.url);
    const said: string[] = [];
    await Promise.all([
      migrate(empty.orm, empty.url, { say: (line) => said.push(line) }),
      migrate(second, empty.url, { say: (line) => said.push(line) }),
    ]);
    const ran = await query(empty.orm.em.fork(), 'select name from migration order by id');
    expect(ran).toEqual(allMigrations(empty.orm).map(({ name }) => ({ name })));
    expect(said.filter((line) => line.includes(' has run'))).toHaveLength(ran.length);
    expect(said).toContain('Another migration is running; this one waits for its end.');
    await second.close();
    await empty.drop();
  });
});
