import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type AccessShop, openAccessShop } from '../../test/kit/access-shop.ts';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { answers, scriptedActions } from '../../test/kit/paid-order.ts';
import { accepted, newKey, requestOf, surroundings } from '../../test/kit/shop.ts';
import { query } from '../database/orm.ts';
import { sweep } from '../worker/sweeps.ts';
import { rerunAction } from './rerun-action.ts';
import { runAction } from './run-action.ts';

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
beforeEach(async () => {
  await shop.reset();
  shop.simulator.access.changes.clear();
  await shop.configure();
});

const rows = <Row extends object>(sql: string, parameters: unknown[] = []) =>
  query<Row>(database.orm.em.fork(), sql, parameters);

async function actionsOf(orderId: string) {
  const all = await shop.actionsOf(orderId);
  const removal = all.find(({ purpose }) => purpose === 'REMOVAL');
  const grants = all.filter(({ purpose }) => purpose === 'DELIVERY');
  const [grant, other = null] = grants;
  if (!grant) throw new Error('Nothing was sold');
  return { grant, other, removal };
}

type End = 'fails for now' | 'is handed back by a worker that stops' | 'loses its worker';

/** An attempt that gives nothing; `meanwhile` happens while it is under way. */
async function attempt(actionId: string, end: End, meanwhile: () => Promise<void>) {
  const stopping = new AbortController();
  const { types } = scriptedActions(async () => {
    await meanwhile();
    if (end === 'is handed back by a worker that stops') stopping.abort();
    if (end === 'loses its worker') {
      await rows('update action set lease_until = $2 where id = $1', [actionId, new Date(0)]);
      await sweep(requestOf(database));
    }
    return answers.fails;
  });
  await runAction(actionId, requestOf(database), {
    ...surroundings,
    actionTypes: types,
    worker: 'worker-under-test',
    // So long that it does not renew the lease that is lost.
    heartbeatMs: 60_000,
    stopping: stopping.signal,
    onFault: (error) => {
      throw error;
    },
  });
}

describe('a delivery that is paid back while it is being tried', () => {
  test.each<End>(['fails for now', 'is handed back by a worker that stops', 'loses its worker'])(
    'and that %s is not tried again after its access was taken away',
    async (end) => {
      const { orderId, lineIds } = await shop.buy('buyer@example.com', { twice: true, run: false });
      const { grant, other } = await actionsOf(orderId);
      await attempt(grant.id, end, () => shop.refund(orderId, lineIds.slice(0, 1)));
      const after = await actionsOf(orderId);
      expect(after.grant).toMatchObject({ id: grant.id, status: 'CANCELLED', attempt: 1 });
      await shop.run(after.removal?.id ?? '');
      await shop.run(grant.id);
      expect(shop.changes()).toEqual([]);
      expect(
        await rows('select summary from history_entry where order_id = $1 and event = $2', [
          orderId,
          'action.cancelled',
        ]),
      ).toEqual([
        { summary: `${grant.name} was called off: it was refunded before it was delivered.` },
      ]);
      // What is still paid for is given.
      await shop.run(other?.id ?? '');
      expect(shop.held()).toEqual(['buyer@example.com offer 1001']);
    },
  );

  test('is not tried again either where all of the order is paid back and no access goes with it', async () => {
    const { orderId, lineIds } = await shop.buy('whole@example.com', { run: false });
    const { grant } = await actionsOf(orderId);
    await attempt(grant.id, 'fails for now', () =>
      shop.refund(orderId, lineIds, { keepAccess: true }),
    );
    expect(await actionsOf(orderId)).toMatchObject({ grant: { status: 'CANCELLED' } });
    expect((await actionsOf(orderId)).removal).toBeUndefined();
  });

  test('is tried again where a person has started it since', async () => {
    const { orderId, lineIds } = await shop.buy('again@example.com');
    await shop.refund(orderId, lineIds);
    const { grant, removal } = await actionsOf(orderId);
    await shop.run(removal?.id ?? '');
    const wish = { expectedRun: 1, acknowledge: 'REPEATS_SIDE_EFFECT', useLatest: false } as const;
    accepted(
      await rerunAction(
        { ...wish, actionId: grant.id, idempotencyKey: newKey() },
        requestOf(database),
      ),
    );
    await attempt(grant.id, 'fails for now', async () => {});
    expect(await actionsOf(orderId)).toMatchObject({ grant: { status: 'PENDING', run: 2 } });
  });
});
