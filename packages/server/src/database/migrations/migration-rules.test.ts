import { describe, expect, test } from 'vitest';
import { connect } from '../orm.ts';
import { allMigrations } from '../migrate.ts';
import { dangersIn, statementsOf } from '../../../test/kit/migration-rules.ts';

const transaction = (...steps: string[]) => [{ name: '0099-x', isTransactional: true, steps }];
const alone = (...steps: string[]) => [{ name: '0099-x', isTransactional: false, steps }];

test('no migration since 0025 stops an open shop, or the release before', async () => {
  const orm = connect('postgresql://nowhere/nothing');
  const migrations = allMigrations(orm).map(({ name, migration }) => ({
    name,
    isTransactional: migration.isTransactional(),
    steps: migration.steps,
  }));
  await orm.close();
  expect(migrations.length).toBeGreaterThan(20);
  expect(dangersIn(migrations.filter(({ name }) => name >= '0025'))).toEqual([]);
  // Those of before were made for closed shops: the rules are seen to bite.
  expect(dangersIn(migrations).length).toBeGreaterThan(5);
});

describe('what would stop an open shop is refused with what to do instead', () => {
  test.each([
    ['create index order_list_x on order_list (email)', 'create index concurrently'],
    ['create unique index on orders (number)', 'create index concurrently'],
    ['drop index order_list_x', 'drop index concurrently'],
    [
      'alter table orders add column token uuid not null default gen_random_uuid()',
      'fill it in portions',
    ],
    ['alter table orders add column n bigint generated always as identity', 'fill it in portions'],
    ['alter table orders add column n bigserial', 'fill it in portions'],
    ['alter table orders add column kind text not null', 'constant default'],
    [`alter table orders add column kind text check (kind <> '')`, 'add the column bare'],
    ['alter table orders add column kind text references product', 'add the column bare'],
    ['alter table orders add constraint few check (total < 5)', 'not valid'],
    ['alter table payment add foreign key (order_id) references orders', 'not valid'],
    [`alter domain order_status add constraint known check (value in ('A'))`, 'not valid'],
    ['alter table orders add constraint once unique (number)', 'using index'],
    ['alter table orders validate constraint few', 'by fromSteps'],
    ['alter table orders alter column email set not null', 'TABLE_COLUMN_not_null'],
    ['alter table orders alter email type varchar(10)', 'add another column'],
    ['update orders set email = lower(email)', 'in portions'],
    ['delete from attempt', 'in portions'],
    ['truncate order_list', 'find another way'],
    ['alter table orders drop column email', 'let a release go by'],
    ['alter table checkout rename column name to title', 'let a release go by'],
    ['drop table order_tag', 'let a release go by'],
    ['do $$ begin update orders set email = null; end $$', 'in the open'],
  ])('%s', (sql, advice) => {
    const [danger, ...more] = dangersIn(transaction(sql));
    expect(danger).toContain(advice);
    expect(more).toEqual([]);
  });

  test('also two large tables in one transaction, and a step that could not be repeated', () => {
    expect(
      dangersIn(
        transaction('alter table orders add column a text; alter table payment add column b text'),
      ),
    ).toEqual([expect.stringContaining('locks orders and payment at once')]);
    for (const step of [
      'create index concurrently on orders (email)',
      'alter table orders add column a text',
      `update orders set email = ''`,
      'drop index concurrently orders_x',
    ]) {
      expect(dangersIn(alone(step))).toHaveLength(1);
    }
  });
});

describe('what an open shop bears is allowed', () => {
  test.each([
    'create table thing (id text primary key, at timestamptz default clock_timestamp()); create index on thing (at); alter table thing add column b text not null',
    `alter table orders add column kind text not null default 'PLAIN'; comment on column orders.kind is 'a; b'`,
    'alter table orders add constraint few check (total < 5) not valid',
    'alter table orders add constraint once unique using index orders_once',
    'create or replace function f() returns void language plpgsql as $$ begin update orders set email = null; end $$',
    'create index on checkout (name); update setting set value = 1; alter table setting add column c text unique',
    'alter table orders -- unread since 0025\n drop column kind',
    '/* drop table orders; */ alter table orders alter column email set default null',
  ])('%s', (sql) => {
    expect(dangersIn(transaction(sql))).toEqual([]);
  });

  test('not null, once a check has proved it', () => {
    expect(
      dangersIn([
        ...alone('alter table orders validate constraint orders_email_not_null'),
        ...transaction('alter table orders alter column email set not null'),
      ]),
    ).toEqual([]);
  });

  test('steps that bear being repeated', () => {
    expect(
      dangersIn(
        alone(
          'create unique index concurrently orders_x on orders (email) where email is not null',
          'drop index concurrently if exists orders_y',
          'alter table orders validate constraint few',
          'analyze orders',
          'update orders set kind = 1 where id in (select id from orders where kind is null limit 1000)',
        ),
      ),
    ).toEqual([]);
  });
});

test('a text is cut at the semicolons that end a statement', () => {
  const sql = `select ';' -- ; \n; create function f() as $a$ ; $$ ; $a$; /* ; */ select 1`;
  expect(statementsOf(sql).map(({ words }) => words)).toEqual([
    `select ''`,
    `create function f() as ''`,
    'select 1',
  ]);
});
