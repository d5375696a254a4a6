import { setTimeout as pause } from 'node:timers/promises';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type AccessShop, openAccessShop } from '../../test/kit/access-shop.ts';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { accepted, newKey, requestOf } from '../../test/kit/shop.ts';
import type { ActionTypes, AnyActionType } from '../actions/action-types.ts';
import { type GrantFound, lockAccess } from '../database/access-grants.ts';
import { claimAction } from '../database/action-claim.ts';
import { query } from '../database/orm.ts';
import { accessOf } from './access-of-grant.ts';
import { rerunAction } from './rerun-action.ts';

// Grants and removals of one access that meet each other, as several workers make them meet.

let database: TestDatabase;
let shop: AccessShop;
beforeAll(async () => {
  database = await freshDatabase();
  shop = await openAccessShop(database);
});
afterAll(async () => {
  await shop.stop();
  await database.drop();
});
let buyer: string;
let tests = 0;
beforeEach(async () => {
  await shop.reset();
  shop.simulator.access.changes.clear();
  buyer = `buyer${(tests += 1)}@example.com`;
});

const rows = <Row extends object>(sql: string, parameters: unknown[] = []) =>
  query<Row>(database.orm.em.fork(), sql, parameters);
const removalOf = async (orderId: string, place = 0) => {
  const removals = (await shop.actionsOf(orderId)).filter(({ purpose }) => purpose === 'REMOVAL');
  const removal = removals[place];
  if (!removal) throw new Error('There is no such removal');
  return removal;
};
const grantOf = async (orderId: string) => {
  const [grant] = await shop.actionsOf(orderId);
  if (!grant) throw new Error('There is no grant');
  return grant;
};
const lockWaits = () =>
  rows(
    `select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
  );

type GrantLike = Pick<GrantFound, 'kind' | 'settings' | 'customer'>;
const has = (who = buyer) => shop.held().includes(`${who} offer 1001`);

/** Real kinds whose calls wait, once begun, until they are let go. */
function heldBack(): { types: ActionTypes; begun: Promise<void>; letGo: () => void } {
  const begun = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const wait = async () => {
    begun.resolve();
    await gate.promise;
  };
  const slow = (type: AnyActionType): AnyActionType => ({
    ...type,
    run: async (...given) => {
      await wait();
      return type.run(...given);
    },
    remove: async (...given) => {
      await wait();
      if (!type.remove) throw new Error('This kind takes nothing away');
      return type.remove(...given);
    },
  });
  const all = shop.types.all.map(slow);
  return {
    types: { all, byKind: (kind) => all.find((one) => one.kind === kind) ?? null },
    begun: begun.promise,
    letGo: () => gate.resolve(),
  };
}

describe('a removal', () => {
  test('is neither kept by both nor done twice when two orders are refunded at the same moment', async () => {
    await shop.configure();
    for (let round = 0; round < 6; round += 1) {
      const who = `${round}.${buyer}`;
      const orders = [await shop.buy(who), await shop.buy(who)];
      await Promise.all(
        orders.map(async ({ orderId, lineIds }) => {
          await shop.refund(orderId, lineIds);
          await shop.runWaiting(orderId);
        }),
      );
      expect(shop.held()).toEqual([]);
    }
    expect(shop.changes()).toEqual(
      Array.from({ length: 6 }, () => ['given 1001', 'taken 1001']).flat(),
    );
  });

  test('waits for a grant that is running, and then takes away what it gave', async () => {
    await shop.configure();
    const { orderId, lineIds } = await shop.buy(buyer, { run: false });
    const slow = heldBack();
    const running = shop.run((await grantOf(orderId)).id, slow.types);
    await slow.begun;
    await shop.refund(orderId, lineIds);
    const { id } = await removalOf(orderId);
    await shop.run(id);
    expect(await removalOf(orderId)).toMatchObject({
      status: 'PENDING',
      attempt: 0,
      message: 'Waits until Course has ended.',
    });
    const [job] = await rows(
      `select 1 from graphile_worker.jobs where key = $1 and run_at > now()`,
      [`action:${id}`],
    );
    expect(job).toBeDefined();
    slow.letGo();
    await running;
    expect(has()).toBe(true);
    await shop.hurry(id);
    await shop.run(id);
    expect(shop.changes()).toEqual(['given 1001', 'taken 1001']);
    expect(await removalOf(orderId)).toMatchObject({ status: 'SUCCEEDED', attempt: 1 });
  });

  test('keeps a purchase made meanwhile waiting, which then gets its access', async () => {
    await shop.configure();
    const first = await shop.buy(buyer);
    await shop.refund(first.orderId, first.lineIds);
    const slow = heldBack();
    const removing = shop.run((await removalOf(first.orderId)).id, slow.types);
    await slow.begun;
    const second = await shop.buy(buyer);
    expect(await grantOf(second.orderId)).toMatchObject({
      status: 'PENDING',
      attempt: 0,
      message: 'Waits until a removal of the same access has come to its end.',
    });
    const other = await shop.buy(`other.${buyer}`);
    expect((await grantOf(other.orderId)).status).toBe('SUCCEEDED');
    slow.letGo();
    await removing;
    const { id } = await grantOf(second.orderId);
    await shop.hurry(id);
    await shop.run(id);
    expect(has()).toBe(true);
    expect(shop.changes()).toEqual(['given 1001', 'given 1001', 'taken 1001', 'given 1001']);
  });

  test('waits for another grant of the same access that a person has started again', async () => {
    await shop.configure();
    const first = await shop.buy(buyer);
    const second = await shop.buy(buyer);
    await shop.refund(first.orderId, first.lineIds, { keepAccess: true });
    const again = await grantOf(first.orderId);
    const wish = {
      actionId: again.id,
      useLatest: false,
      acknowledge: 'REPEATS_SIDE_EFFECT',
    } as const;
    accepted(await rerunAction({ ...wish, idempotencyKey: newKey() }, requestOf(database)));
    const slow = heldBack();
    const running = shop.run(again.id, slow.types);
    await slow.begun;
    await shop.refund(second.orderId, second.lineIds);
    const { id } = await removalOf(second.orderId);
    await shop.run(id);
    expect(await removalOf(second.orderId)).toMatchObject({
      status: 'PENDING',
      message: 'Waits until another action that gives the same access has ended.',
    });
    slow.letGo();
    await running;
    await shop.hurry(id);
    await shop.run(id);
    expect(shop.held()).toEqual([]);
  });

  test('decides while nobody else decides about the same access, and so does a grant', async () => {
    await shop.configure();
    const first = await shop.buy(buyer);
    const second = await shop.buy(buyer, { run: false });
    await shop.refund(first.orderId, first.lineIds);
    const columns = 'kind, settings, given_to as customer';
    const [given] = await rows<GrantLike>(`select ${columns} from action where order_id = $1`, [
      first.orderId,
    ]);
    if (!given) throw new Error('There is no grant');
    const { keys } = accessOf(database.tools.sealer, given);
    const begun: Promise<void>[] = [];
    await database.orm.em.fork().transactional(async (em) => {
      await lockAccess(em, keys);
      begun.push(shop.run((await removalOf(first.orderId)).id));
      begun.push(shop.run((await grantOf(second.orderId)).id));
      await expect.poll(lockWaits).toHaveLength(2);
      expect((await removalOf(first.orderId)).status).toBe('PENDING');
      expect((await grantOf(second.orderId)).status).toBe('PENDING');
    });
    await Promise.all(begun);
    expect(has()).toBe(true);
  });

  test('is made for a grant that a worker takes while it is being called off', async () => {
    await shop.configure();
    const { orderId, lineIds } = await shop.buy(buyer, { twice: true, run: false });
    const { id } = await grantOf(orderId);
    const refunding: Promise<void>[] = [];
    await database.orm.em.fork().transactional(async (em) => {
      await claimAction(em, { actionId: id, attemptId: 'att_1', worker: 'w', leaseMs: 15_000 });
      refunding.push(shop.refund(orderId, lineIds.slice(0, 1)));
      await expect.poll(lockWaits).toHaveLength(1);
    });
    await Promise.all(refunding);
    expect(await removalOf(orderId)).toMatchObject({ status: 'PENDING', removesActionId: id });
    // The test's own claim ends here, and nobody is left to do the rest.
    const end = `status = 'CANCELLED', lease_until = null, next_attempt_at = null`;
    await rows(`update action set ${end} where order_id = $1`, [orderId]);
  });

  test('waits for whoever changes its order, and holds nothing meanwhile', async () => {
    await shop.configure();
    const { orderId, lineIds } = await shop.buy(buyer);
    await shop.refund(orderId, lineIds);
    const { id } = await removalOf(orderId);
    const begun: Promise<void>[] = [];
    await database.orm.em.fork().transactional(async (em) => {
      await query(em, 'select 1 from orders where id = $1 for no key update', [orderId]);
      begun.push(shop.run(id));
      const waiting = () =>
        rows(`select 1 from pg_stat_activity where wait_event_type = 'Lock'
        and datname = current_database()`);
      await expect.poll(waiting).toHaveLength(1);
      await query(em, 'select 1 from action where id = $1 for update nowait', [id]);
    });
    await Promise.all(begun);
    expect(has()).toBe(false);
  });

  test('is kept by a purchase made before it begins', async () => {
    await shop.configure();
    const first = await shop.buy(buyer);
    await shop.refund(first.orderId, first.lineIds);
    const second = await shop.buy(buyer, { run: false });
    await shop.runWaiting(first.orderId);
    await shop.runWaiting(second.orderId);
    expect((await removalOf(first.orderId)).message).toContain(`order ${second.number}`);
    expect(has()).toBe(true);
  });
});

describe('purchases and refunds of one customer, all at once', () => {
  const SEED = 20_261_123;

  test(`leave the access exactly while a paid order gives it (seed ${SEED})`, async () => {
    await shop.configure();
    const random = xoroshiro128plus(SEED);
    const oneOf = (most: number) => uniformInt(random, 0, most);
    const late = shop.typesWith(async (request) => {
      await pause(oneOf(20));
      return shop.localFetch(request);
    });
    const standing = new Set<string>();
    const customers = Array.from({ length: 5 }, (_, at) => `${at}.${buyer}`);
    const stories = customers.flatMap((who) =>
      Array.from({ length: 3 }, async (_, at) => {
        await pause(oneOf(60));
        const { orderId, lineIds } = await shop.buy(who, { run: false });
        const isRefunded = at > 0 || oneOf(1) === 0;
        if (!isRefunded) standing.add(who);
        await pause(oneOf(120));
        if (isRefunded) await shop.refund(orderId, lineIds);
      }),
    );
    let isOver = false;
    const work = async () => {
      for (;;) {
        const wasOver = isOver;
        const [due] = await rows<{ id: string }>(
          `select id from action where status = 'PENDING' order by random() limit 1`,
        );
        if (!due && wasOver) return;
        if (!due) await pause(5);
        else {
          await shop.hurry(due.id);
          await shop.run(due.id, late);
        }
      }
    };
    const working = Promise.all([work(), work(), work()]);
    await Promise.all(stories);
    isOver = true;
    await working;
    expect(shop.held()).toEqual([...standing].map((who) => `${who} offer 1001`).toSorted());
  });
});
