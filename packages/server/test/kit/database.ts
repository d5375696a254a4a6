import { randomUUID } from 'node:crypto';
import type { MikroORM } from '@mikro-orm/postgresql';
import { typeidUnboxed } from 'typeid-js';
import { inject } from 'vitest';
import { forgetKeptPlans } from '../../src/database/kept-plans.ts';
import type { ChangeNews } from '../../src/database/notifications.ts';
import { connect, query } from '../../src/database/orm.ts';
import { makeSealer } from '../../src/database/sealing.ts';
import { addressJudge } from '../../src/outside/address-policy.ts';
import type { Settings, Tools } from '../../src/use-cases/request.ts';
import { closeOther } from './two-of-everything.ts';

export const templateName = 'order_management_template';

/** A migrated database of the test's own. `drop` closes and removes it. */
export type TestDatabase = {
  readonly url: string;
  /** Of the tables' owner, where `url` is somebody else's. */
  readonly ownerUrl?: string;
  readonly orm: MikroORM;
  readonly tools: TestTools;
  /** Closed before the database is removed. */
  closeWithIt(one: { close(): Promise<void> }): void;
  drop(): Promise<void>;
};

/** Real tools with a clock that stands still until it is moved, and news that are kept to be looked at. */
export type TestTools = Tools & {
  readonly published: ChangeNews[];
  setNow(moment: Date): void;
};

export const testSettings: Settings = {
  graceMs: 5 * 60_000,
  leaseMs: 15_000,
  retrySchedule: [5_000, 300_000],
  lookUpDelaysMs: [120_000],
};

export function freshDatabase(settings: Partial<Settings> = {}): Promise<TestDatabase> {
  return cloneOf(templateName, settings);
}

/** Nothing in it: what a first migration meets. */
export function emptyDatabase(): Promise<TestDatabase> {
  return cloneOf('template1', {});
}

/** A copy of another test's database, to which nobody may be connected: close its `orm` first. */
export async function copyOf(database: Pick<TestDatabase, 'url'>): Promise<TestDatabase> {
  await closeOther(database);
  return cloneOf(database.url.split('/').at(-1) ?? '', {});
}

async function cloneOf(template: string, settings: Partial<Settings>): Promise<TestDatabase> {
  // As in a process that begins with it: the tests of one worker share what has been counted until then.
  forgetKeptPlans();
  const postgresUrl = inject('postgresUrl');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await administer(postgresUrl, `create database ${name} template ${template}`);
  const url = postgresUrl.replace(/\/postgres$/, `/${name}`);
  const orm = connect(url);
  const open: { close(): Promise<void> }[] = [orm];
  return {
    url,
    orm,
    tools: makeTestTools(settings),
    closeWithIt: (one) => void open.push(one),
    drop: async () => {
      for (const one of open) await one.close();
      await untilAllHaveLeft(postgresUrl, name);
      await administer(postgresUrl, `drop database ${name} with (force)`);
    },
  };
}

export function makeTestTools(settings: Partial<Settings> = {}): TestTools {
  let now: Date | undefined;
  const published: ChangeNews[] = [];
  return {
    now: () => now ?? new Date(),
    newId: (prefix) => typeidUnboxed(prefix),
    chance: () => 0.5,
    publish: (news) => void published.push(news),
    settings: { ...testSettings, ...settings },
    sealer: makeSealer(Buffer.alloc(32, 7)),
    judgeAddress: addressJudge({ allowPrivate: [], requireHttps: false }),
    published,
    setNow: (moment) => {
      now = moment;
    },
  };
}

async function administer(postgresUrl: string, statement: string): Promise<void> {
  const orm = connect(postgresUrl);
  try {
    await orm.em.fork().execute(statement);
  } finally {
    await orm.close();
  }
}

/** A connection that is just closing would hear of the end when nobody listens to it any more. */
async function untilAllHaveLeft(postgresUrl: string, name: string): Promise<void> {
  const orm = connect(postgresUrl);
  try {
    for (let looks = 0; looks < 1_000; looks += 1) {
      const sql = 'select 1 as one from pg_stat_activity where datname = $1';
      if ((await query(orm.em.fork(), sql, [name])).length === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  } finally {
    await orm.close();
  }
}
