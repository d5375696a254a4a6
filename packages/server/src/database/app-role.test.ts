import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asApp } from '../../test/kit/app-role.ts';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { paidOrder } from '../../test/kit/paid-order.ts';
import { makeShop } from '../../test/kit/shop.ts';
import { grantToApp, mayRewriteHistory } from './app-role.ts';
import { query } from './orm.ts';

let owner: TestDatabase;
let app: TestDatabase;
beforeAll(async () => {
  owner = await freshDatabase();
  app = await asApp(owner);
  await makeShop(owner);
  await paidOrder(app);
});
afterAll(() => app.drop());

const asOwner = <Row extends object>(sql: string, parameters: unknown[] = []) =>
  query<Row>(owner.orm.em.fork(), sql, parameters);
const run = (sql: string) => query(app.orm.em.fork(), sql);
const content = async () =>
  JSON.stringify(
    await asOwner(
      `select (select jsonb_agg(h order by chain, seq) from history_entry h) as history,
         (select jsonb_agg(b order by id) from book_entry b) as books,
         (select jsonb_agg(h order by chain) from history_head h) as heads`,
    ),
  );

describe('the role that serves and works', () => {
  test.each([
    `update history_entry set summary = 'x'`,
    `delete from history_entry`,
    `truncate history_entry`,
    `alter table history_entry disable trigger user`,
    `alter table history_entry add column x text`,
    `drop table history_entry`,
    `drop trigger history_chain on history_entry`,
    `create trigger other before insert on history_entry for each row execute function refuse_change()`,
    `update book_entry set gross_minor = 0`,
    `delete from book_entry`,
    `truncate book_entry`,
    `alter table book_entry disable trigger user`,
    `drop table book_entry`,
    `update history_head set seq = seq + 1`,
    `insert into history_head values ('ord_x', 1, 'x')`,
    `delete from history_head`,
    `truncate history_head`,
    `alter table history_head disable trigger user`,
    `create or replace function chain_history() returns trigger language plpgsql as 'begin return new; end'`,
    `create or replace function refuse_change() returns trigger language plpgsql as 'begin return new; end'`,
    `drop function history_hash cascade`,
    `set session_replication_role = replica`,
    `insert into migration (name) values ('0099-forged')`,
    `create table public.other ()`,
    `create role other`,
  ])('may not: %s', async (statement) => {
    const before = await content();
    await expect(run(statement)).rejects.toThrow(
      /permission denied|must be (the )?owner|must be able to/u,
    );
    expect(await content()).toBe(before);
    for (const one of ['order.paid', 'SALE', '"heads":[{']) expect(before).toContain(one);
  });

  test('takes no reason out of the history, changes none and adds none afterwards', async () => {
    const write = (id: string, reason: string | null) =>
      query(
        app.orm.em.fork(),
        `insert into history_entry (id, chain, order_id, at, actor_kind, actor_name, event, summary, reason, changes)
         select $1, id, id, now(), 'SYSTEM', 'Test', 'order.noted', 'Noted.', $2, '[]' from orders`,
        [id, reason],
      );
    await write('his_told', 'Asked by phone.');
    await write('his_silent', null);
    const reasons = () => asOwner('select entry_id, reason from history_reason');
    const before = await reasons();
    expect(before).toEqual([{ entry_id: 'his_told', reason: 'Asked by phone.' }]);
    for (const statement of [
      `update history_reason set reason = 'x'`,
      `delete from history_reason`,
      `truncate history_reason`,
      `insert into history_reason values ('his_silent', null, 'x')`,
      `with gone as (delete from history_reason) insert into history_reason values ('his_other', null, 'x')`,
    ]) {
      await expect(run(statement)).rejects.toThrow(/never changes|permission denied|reason/u);
      expect(await reasons()).toEqual(before);
    }
  });

  test('is known to be one that cannot rewrite the history, and the owner as one that can', async () => {
    expect(await mayRewriteHistory(app.orm.em.fork())).toBe(false);
    expect(await mayRewriteHistory(owner.orm.em.fork())).toBe(true);
  });

  test('reaches what the libraries add to their schemas before it is granted anew', async () => {
    await asOwner('create table auth.passkey (id bigint generated always as identity, name text)');
    await run(`insert into auth.passkey (name) values ('new')`);
    expect(await run('select id, name from auth.passkey')).toEqual([{ id: 1, name: 'new' }]);
    await asOwner('drop table auth.passkey');
  });

  test('is narrowed again to what it needs by every migration', async () => {
    const { username, href } = new URL(app.url);
    await asOwner(`grant update, delete on history_entry to ${username}`);
    await grantToApp(owner.url, href);
    await expect(run('delete from history_entry')).rejects.toThrow('permission denied');
  });

  test.each([
    ['a superuser', 'superuser', 'is a superuser'],
    ['one that may create roles', 'createrole', 'may create roles'],
    ['a member of the owner’s role', 'in role postgres', 'is a member of the owner’s role'],
    [
      'one that may write everything',
      'in role pg_write_all_data',
      'may UPDATE, DELETE in public.history_entry',
    ],
  ])('is refused where it is %s', async (_, option, words) => {
    const role = new URL(app.url);
    role.username = `${role.username}_mighty`;
    await asOwner(`create role ${role.username} login ${option}`);
    await expect(grantToApp(owner.url, role.href)).rejects.toThrow(words);
    await asOwner(`drop owned by ${role.username}`);
    await asOwner(`drop role ${role.username}`);
  });

  test('is refused where it is the owner itself', async () => {
    await expect(grantToApp(owner.url, owner.url)).rejects.toThrow(
      'is the owner of the tables itself',
    );
  });
});
