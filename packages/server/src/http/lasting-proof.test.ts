import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { handToldChanges, type HandToldChanges } from '../../test/kit/graphql.ts';
import { seedOrders, seedTwoCheckouts } from '../../test/kit/orders.ts';
import { signIn, startTestServer, type RunningTestServer } from '../../test/kit/running-server.ts';
import { answersTo, connectTo } from '../../test/kit/socket-client.ts';
import { makeSchema } from '../graphql/schema.ts';

const MINUTE_MS = 60_000;
const RECHECK_MS = 20;
const member = { email: 'maija@example.com', password: 'correct horse battery' };

let database: TestDatabase;
let server: RunningTestServer;
let changes: HandToldChanges;
beforeAll(async () => {
  database = await freshDatabase();
  changes = handToldChanges();
  server = await startTestServer(database, await makeSchema(), {
    changes,
    processes: 1,
    recheckSocketsMs: RECHECK_MS,
  });
  await server.sessions.createMember({ ...member, name: 'Maija', role: 'ADMIN', checkoutIds: [] });
  await seedTwoCheckouts(database);
  await seedOrders(database, [{ id: 'ord_a', number: '1' }]);
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});

test('a socket goes on as long as its session is used, and not only as long as it was good at first', async () => {
  const cookie = await signIn(server.url, member.email, member.password);
  const { client, closed } = connectTo(`ws://127.0.0.1:${server.port}/graphql`, { cookie });
  const told: unknown[] = [];
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  client.subscribe(
    { query: 'subscription { orderChanged { id } }' },
    { next: (answer) => void told.push(answer), error: over, complete: over },
  );
  const { data } = (await answersTo(client, '{ attentionCount { total } }'))[0] as { data: object };
  expect(data).toEqual({ attentionCount: { total: 0 } });

  const begun = Date.now();
  for (const minutes of [20, 40]) {
    database.tools.setNow(new Date(begun + minutes * MINUTE_MS));
    const read = await server.sessions.viewerOf(new Headers({ cookie }));
    expect(read?.expiresAt.getTime()).toBe(begun + (minutes + 30) * MINUTE_MS);
    // Once it was looked at again, whoever asks over the socket is known for longer.
    await expect
      .poll(async () => (await answersTo(client, '{ attentionCount { total } }'))[0])
      .toEqual({ data: { attentionCount: { total: 0 } } });
  }
  changes.tell({ orders: ['ord_a'] });
  await expect.poll(() => told).toEqual([{ data: { orderChanged: { id: 'ord_a' } } }]);
  expect(isOver).toBe(false);

  database.tools.setNow(new Date(begun + 71 * MINUTE_MS));
  expect(await closed).toMatchObject({ code: 4403 });
});
