import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { makeToken } from '../../test/kit/api-token.ts';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { seedOrders, seedTwoCheckouts } from '../../test/kit/orders.ts';
import { PROCESSES } from '../../test/kit/two-of-everything.ts';
import { startTestServer, type RunningTestServer } from '../../test/kit/running-server.ts';
import { query } from '../database/orm.ts';
import type { Permission } from '../domain/permission.ts';
import { makeSchema } from '../graphql/schema.ts';
import { watchPersonalData } from '../use-cases/personal-data-looks.ts';

let database: TestDatabase;
let server: RunningTestServer;

beforeAll(async () => {
  database = await freshDatabase();
  server = await startTestServer(database, await makeSchema());
  await seedTwoCheckouts(database);
  await seedOrders(
    database,
    Array.from({ length: 60 }, (_, n) => ({
      id: `ord_${n + 10}`,
      number: `${n + 10}`,
      email: `buyer${n}@example.com`,
      billingFields: [{ key: 'phone', label: 'Phone', value: '+358' }],
    })),
  );
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});
let token: string;
/** Each test has an hour of its own. */
let hour = 0;
beforeEach(async () => {
  hour += 1;
  at(0);
  token = await tokenWith(['READ_ORDERS', 'READ_PERSONAL_DATA']);
});
function at(minutes: number): void {
  database.tools.setNow(new Date(Date.UTC(2026, 10, 20, hour, minutes)));
}

async function tokenWith(permissions: Permission[]): Promise<string> {
  const made = await makeToken(database, {
    name: 'Script',
    permissions,
    checkoutIds: 'ALL',
    expiresAt: new Date('2027-01-01'),
  });
  return made.secret;
}

const LIST = `query List($first: Int!) { orders(first: $first) { nodes { id customer { email } } } }`;
async function ask(first: number, source = LIST, secret = token) {
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${secret}`,
      'user-agent': 'script/1',
    },
    body: JSON.stringify({ query: source, variables: { first } }),
  });
  return (await response.json()) as { data?: unknown; errors?: { message: string }[] };
}
type Entry = {
  event: string;
  summary: string;
  actor_kind: string;
  from_agent: string | null;
  changes: { after: string }[];
};
const entries = () =>
  query<Entry>(
    database.orm.em.fork(),
    `select event, summary, actor_kind, from_agent, changes from history_entry
     where chain = 'personal-data' and at >= $1 order by seq`,
    [new Date(Date.UTC(2026, 10, 20, hour))],
  );
const inShort = async () =>
  (await entries()).map(({ event, summary, changes }) => [event, summary, changes[0]?.after]);

const READ = 'Personal data of customers was read';

describe('reading personal data of many customers', () => {
  test('is on record with who and from where, once for ten minutes, and what follows as a sum', async () => {
    expect((await ask(26)).errors).toBeUndefined();
    expect(await entries()).toEqual([
      {
        event: 'customers.read',
        summary: 'Personal data of 26 customers was read in one answer.',
        actor_kind: 'TOKEN',
        from_agent: 'script/1',
        changes: [{ field: 'operations', before: null, after: 'List' }],
      },
    ]);
    at(9);
    await ask(60);
    await ask(3);
    await ask(50, LIST.replace('List', 'Other'));
    expect(await entries()).toHaveLength(1);
    at(10);
    await ask(40);
    await ask(3);
    // Each process tells what it has shown itself.
    const [first, ...after] = await inShort();
    expect(first?.[1]).toBe('Personal data of 26 customers was read in one answer.');
    expect(after.filter(([event]) => event === 'customers.read')).toEqual([
      ['customers.read', 'Personal data of 40 customers was read in one answer.', 'List'],
    ]);
    const sums = after.filter(([event]) => event === 'customers.read_on');
    const counted = sums.map(([, summary]) =>
      Number(/ (\d+) (?:times|customers)/u.exec(summary ?? '')?.[1]),
    );
    expect(counted.reduce((sum, one) => sum + one, 0)).toBe(113);
  });

  test('is on record where it comes page by page', async () => {
    for (let page = 0; page < 10; page += 1) await ask(25);
    expect(await entries()).toEqual([]);
    // Each process holds back a few.
    for (let answers = 0; answers < PROCESSES; answers += 1) await ask(1);
    expect(await inShort()).toEqual([
      ['customers.read', `${READ} 251 times in 11 answers.`, 'List (11)'],
    ]);
  });

  test.each([
    ['few customers at once', LIST, 25],
    ['nothing but countries', LIST.replace('email', 'country visibility'), 60],
    ['nothing of customers', LIST.replace('customer { email }', 'number'), 60],
  ])('needs no entry for %s', async (_, source, first) => {
    expect((await ask(first, source)).errors).toBeUndefined();
    expect(await entries()).toEqual([]);
  });

  test('is none for somebody to whom it is masked', async () => {
    await ask(60, LIST, await tokenWith(['READ_ORDERS']));
    expect(await entries()).toEqual([]);
  });

  test('counts what else the form asked for, and each customer of an answer once', async () => {
    await ask(
      30,
      `query Forms($first: Int!) { a: orders(first: $first) { nodes { customer { billingFields { value } } } }
         b: orders(first: $first) { nodes { customer { firstName lastName email } } } }`,
    );
    expect(await inShort()).toEqual([
      ['customers.read', 'Personal data of 30 customers was read in one answer.', 'Forms'],
    ]);
  });

  test('is on record over a socket too', async () => {
    const client = createClient({
      url: `${server.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${token}` },
    });
    for await (const { errors } of client.iterate({
      query: LIST,
      operationName: 'List',
      variables: { first: 60 },
    })) {
      expect(errors).toBeUndefined();
    }
    await client.dispose();
    expect(await inShort()).toEqual([
      ['customers.read', 'Personal data of 60 customers was read in one answer.', 'List'],
    ]);
  });

  test('shows nothing where it cannot be put on record', async () => {
    const em = database.orm.em.fork();
    await query(em, 'alter table history_entry rename to history_entry_away');
    const refused = await ask(60);
    await query(em, 'alter table history_entry_away rename to history_entry');
    expect(JSON.stringify(refused)).not.toContain('@example.com');
    expect(refused.errors).toHaveLength(1);
    expect((await ask(60)).errors).toBeUndefined();
    expect(await entries()).toHaveLength(1);
  });
});

describe('what was read after the first look', () => {
  const asking = { actor: { kind: 'PERSON', id: 'mem_aino', name: 'Aino' }, from: null } as const;
  const look = { operation: 'Orders', customers: 50 };
  const faults: unknown[] = [];
  const watch = () =>
    watchPersonalData({ ...database, onFault: (error) => void faults.push(error) });

  test('is written once its time is over, and when the process stops', async () => {
    const looks = watch();
    for (let time = 0; time < 3; time += 1) await looks.note(asking, look);
    at(9);
    await looks.closeOld();
    expect(await entries()).toHaveLength(1);
    at(10);
    await looks.closeOld();
    await looks.closeOld();
    expect((await inShort()).map(([event, summary]) => [event, summary])).toEqual([
      ['customers.read', 'Personal data of 50 customers was read in one answer.'],
      ['customers.read_on', `${READ} 100 times in 2 answers after that, within ten minutes.`],
    ]);
    await looks.note(asking, look);
    await looks.note(asking, look);
    await looks.stop();
    expect((await entries()).map(({ event }) => event)).toEqual([
      'customers.read',
      'customers.read_on',
      'customers.read',
      'customers.read_on',
    ]);
    expect(faults).toEqual([]);
  });

  test('waits for the entry of the first look, and asks for one entry however many come at once', async () => {
    const looks = watch();
    await Promise.all(Array.from({ length: 20 }, () => looks.note(asking, look)));
    expect((await entries()).map(({ event }) => event)).toEqual(['customers.read']);
    await looks.stop();
    const [, rest] = await entries();
    expect(rest?.summary).toBe(`${READ} 950 times in 19 answers after that, within ten minutes.`);
  });
});
