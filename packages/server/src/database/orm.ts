import { Migrator } from '@mikro-orm/migrations';
import { type EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { CompiledQuery } from 'kysely';
import pg from 'pg';
import { ApiTokenTable, MemberTable } from './account.ts';
import { ActionTable, AttemptTable } from './action.ts';
import { sameTogether } from './asked-together.ts';
import {
  ActionConfigurationTable,
  ActionConfigurationVersionTable,
  AddOnTable,
  CheckoutLinkTable,
  CheckoutTable,
  DiscountCodeTable,
  OfferTable,
  ProductTable,
} from './catalogue.ts';
import { HistoryTable } from './history.ts';
import { InvitationTable } from './invitation.ts';
import { keepPlan, keepsPlans } from './kept-plans.ts';
import { readInstant } from './instant-text.ts';
import { migrations } from './migrations/index.ts';
import { OrderLineTable, OrderTable } from './order.ts';
import { readTextArray, TEXT_ARRAY } from './text-array.ts';
import { PaymentTable, RefundLegTable, RefundPartTable, RefundTable } from './payment.ts';

export const entities = [
  CheckoutTable,
  ProductTable,
  OfferTable,
  AddOnTable,
  CheckoutLinkTable,
  DiscountCodeTable,
  ActionConfigurationTable,
  ActionConfigurationVersionTable,
  OrderTable,
  OrderLineTable,
  PaymentTable,
  RefundTable,
  RefundLegTable,
  RefundPartTable,
  ActionTable,
  AttemptTable,
  HistoryTable,
  MemberTable,
  ApiTokenTable,
  InvitationTable,
];

/** The driver's own reading of values, except that 64-bit integers become numbers and instants `Date`s. */
const typeParsers = new pg.TypeOverrides();
typeParsers.setTypeParser(pg.types.builtins.INT8, Number);
typeParsers.setTypeParser(pg.types.builtins.TIMESTAMPTZ, readInstant);
typeParsers.setTypeParser(TEXT_ARRAY, readTextArray);

const STATEMENT_MS = 30_000;

/**
 * Connects lazily: the first query opens the pool. 64-bit integers come back as numbers; every amount
 * fits 2^53 by a wide margin, and a sum that would not is refused by `sumMinor`.
 */
export function connect(
  databaseUrl: string,
  options: {
    poolSize?: number;
    connectWithinMs?: number;
    answerWithinMs?: number;
    /** Sees every statement and the pool. */
    watch?: { readonly Client: typeof pg.Client; readonly onPoolCreated: (pool: pg.Pool) => void };
  } = {},
): MikroORM {
  return new MikroORM({
    clientUrl: databaseUrl,
    entities,
    extensions: [Migrator],
    pool: { min: 0, max: options.poolSize ?? 10 },
    // The migrator's own progress lines are ours to print.
    logger: () => {},
    migrations: {
      tableName: 'migration',
      migrationsList: migrations,
      snapshot: false,
      transactional: true,
      allOrNothing: true,
    },
    driverOptions: {
      types: typeParsers,
      statement_timeout: STATEMENT_MS,
      // To start helpers takes 10 ms, longer than any list; and many ask at once, so no processor is idle anyway.
      options: '-c max_parallel_workers_per_gather=0',
      // The server's own limit says nothing where the network swallows its words.
      query_timeout: options.answerWithinMs ?? STATEMENT_MS + 5_000,
      // Also of the wait for a connection that others have: better an error than a queue without an end.
      connectionTimeoutMillis: options.connectWithinMs ?? 15_000,
      keepAlive: true,
      idle_in_transaction_session_timeout: 60_000,
      ...options.watch,
      Client: keepsPlans(options.watch?.Client ?? pg.Client),
    },
    // Rows are loaded where they are used; nothing hides behind a global identity map.
    allowGlobalContext: false,
  });
}

/**
 * Rows of one SQL statement with `$1` parameters, columns named as in the statement. Runs inside `em`'s
 * transaction, if it has one. Instants come back as `Date`, 64-bit integers as numbers.
 */
export async function query<Row extends object>(
  em: EntityManager,
  sql: string,
  parameters: readonly unknown[] = [],
): Promise<Row[]> {
  const result = await em
    .getKysely<object>()
    .executeQuery<Row>(CompiledQuery.raw(sql, [...parameters]));
  return result.rows;
}

/**
 * As `query`, for what is read all day: its plan is kept, so its text must not vary without end, and one plan must fit
 * all values. At a hundred and more texts the latest are planned each time.
 */
export function queryOften<Row extends object>(
  em: EntityManager,
  sql: string,
  parameters: readonly unknown[] = [],
): Promise<Row[]> {
  keepPlan(sql);
  return query(em, sql, parameters);
}

const sharedReads = new WeakMap<object, ReturnType<typeof sameTogether<object[]>>>();

/**
 * As `queryOften`, for what many screens ask at the same moment, as they do whenever an order changes: the same
 * statement with the same values is then asked once, after all of them have asked. They share the rows, which must
 * not be changed. Inside a transaction nothing is shared. `ask`: `query`, where no plan fits all values.
 */
export async function queryTogether<Row extends object>(
  em: EntityManager,
  sql: string,
  parameters: readonly unknown[] = [],
  ask: typeof query = queryOften,
): Promise<readonly Row[]> {
  if (em.isInTransaction()) return ask<Row>(em, sql, parameters);
  const database = em.getDriver();
  const together = sharedReads.get(database) ?? sameTogether<object[]>();
  sharedReads.set(database, together);
  const question = `${JSON.stringify(parameters)} ${sql}`;
  // Apart from whoever asked first: it goes on as long as somebody asks.
  const rows = await together(question, () => ask(em.fork(), sql, parameters));
  return rows as Row[];
}

/**
 * As `queryOften`, of what has one of these ids; `sql` is given the condition for a column. One id is compared by itself:
 * of a list PostgreSQL does not know the length and supposes ten, so the plan without values looks ten times as dear as
 * one that is made each time, and is never taken.
 */
export function queryByIds<Row extends object>(
  em: EntityManager,
  ids: readonly string[],
  sql: (hasOneOf: (column: string) => string) => string,
): Promise<Row[]> {
  const [only] = ids;
  return ids.length === 1
    ? queryOften(
        em,
        sql((column) => `${column} = $1::text`),
        [only],
      )
    : queryOften(
        em,
        sql((column) => `${column} = any($1::text[])`),
        [ids],
      );
}

/** What this row holds by now is in the database by a statement of our own: a flush writes it no more. */
export function markWritten(em: EntityManager, row: object): void {
  em.merge(row, { refresh: true });
}
