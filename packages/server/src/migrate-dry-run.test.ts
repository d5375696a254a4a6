import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { emptyDatabase, freshDatabase, type TestDatabase } from '../test/kit/database.ts';
import { fingerprintOf } from '../test/kit/fingerprint.ts';
import { allMigrations } from './database/migrate.ts';
import { query } from './database/orm.ts';
import { migrateAll } from './migrate-all.ts';
import { dryRun } from './migrate-dry-run.ts';

const limits = { lockMs: 100, tries: 2, pauseMs: () => 10, patientMs: 1_000 };

/** Every table, index, function, trigger, constraint and right, and what the tables hold. */
async function everythingIn(database: TestDatabase): Promise<unknown> {
  const shape = await query(
    database.orm.em.fork(),
    `select 'relation' as kind, c.oid::text as id, c.relname::text || coalesce(c.relacl::text, '') as what from pg_class c
     where c.relnamespace >= 16384 or c.relnamespace = 'public'::regnamespace
     union all select 'column', attrelid || '.' || attnum, attname || atttypid || attnotnull from pg_attribute where attrelid >= 16384
     union all select 'function', oid::text, proname || md5(prosrc) from pg_proc where oid >= 16384
     union all select 'trigger', oid::text, tgname from pg_trigger union all select 'schema', oid::text, nspname || coalesce(nspacl::text, '') from pg_namespace where nspname !~ 'temp|toast'
     union all select 'constraint', oid::text, conname from pg_constraint union all select 'policy', oid::text, polname from pg_policy
     order by 1, 2`,
  );
  return { shape, roles: await rolesOf(database), rows: await fingerprintOf(database) };
}

const rolesOf = (database: TestDatabase) =>
  query(
    database.orm.em.fork(),
    `select rolname from pg_roles where rolname like '%' || current_database()`,
  );

function urlsOf(database: TestDatabase) {
  const app = new URL(database.url);
  app.username = `app_${app.pathname.slice(1)}`;
  app.password = 'secret of the role';
  return { ownerUrl: database.url, databaseUrl: app.href };
}

async function said(urls: ReturnType<typeof urlsOf>): Promise<string> {
  const lines: string[] = [];
  await dryRun(urls, { say: (line) => lines.push(line), limits });
  return lines.join('\n');
}

describe('a dry run of migrate', () => {
  test('says everything that an empty database lacks, and leaves it empty', async () => {
    const database = await emptyDatabase();
    const urls = urlsOf(database);
    const before = await everythingIn(database);
    const text = await said(urls);
    for (const { name } of allMigrations(database.orm)) expect(text).toContain(`-- ${name}`);
    expect(text).toContain('create table orders (');
    expect(text).toMatch(/-- The queue's own migrations 1, 2, 3/);
    expect(text).toMatch(/create table "auth"\."user"/);
    expect(text).toMatch(/the role app_\w+ is made\n/);
    expect(text).toMatch(/app_\w+ may insert, select in public\.history_entry\n/);
    expect(text).toMatch(/Nothing was changed: this was a dry run\.$/);
    expect(text).not.toContain('secret of the role');
    expect(await everythingIn(database)).toEqual(before);

    await migrateAll(urls);
    expect(await said(urls)).toBe('There is nothing to do.');
    await query(
      database.orm.em.fork(),
      `revoke insert on orders from ${new URL(urls.databaseUrl).username}`,
    );
    expect(await said(urls)).toMatch(
      /^-- Rights\napp_\w+ may delete, insert, select, update in public\.orders\n\nNothing/,
    );
    const role = new URL(urls.databaseUrl).username;
    await query(database.orm.em.fork(), `drop owned by ${role}`);
    await query(database.orm.em.fork(), `drop role ${role}`);
    await database.drop();
  });

  test('fails where a migration would fail, and waits for nobody longer than migrate would', async () => {
    const database = await freshDatabase();
    const urls = { ownerUrl: database.url, databaseUrl: database.url };
    await migrateAll(urls);
    const em = database.orm.em.fork();
    await query(em, `delete from migration where name = '0024-reasons-stay'`);
    const before = await everythingIn(database);
    await expect(said(urls)).rejects.toThrow(
      '0024-reasons-stay would fail: function "reason_comes_with_entry" already exists',
    );
    expect(await everythingIn(database)).toEqual(before);

    await query(em, 'drop function reason_comes_with_entry, reason_goes_with_customer cascade');
    const other = new pg.Client({ connectionString: database.url, application_name: 'a report' });
    await other.connect();
    await other.query('begin; lock table history_reason in row exclusive mode');
    await expect(said(urls)).rejects.toThrow(/^The dry run was given up after 2 tries.*"a report"/);
    await other.end();
    await database.drop();
  });
});
