import { once } from 'node:events';
import fc from 'fast-check';
import type { FaultKind } from '@order-management/simulator';
import { describe, expect, onTestFinished, test } from 'vitest';
import { query } from '../src/database/orm.ts';
import { refundOrder } from '../src/use-cases/refund-order.ts';
import type { RefundPoint } from '../src/use-cases/request.ts';
import { refunder } from './kit/refundable-order.ts';
import { eventsOf, moneyOf } from './kit/refunding-provider.ts';
import { plantedStripe } from './kit/refund-means.ts';
import { RefundWorld } from './kit/refund-world.ts';
import { accepted, providersOf, requestOf } from './kit/shop.ts';

// A process of ours is killed at each point of a refund, while the call to Stripe and its events go wrong
// in each way. Whatever happens: the money goes back once, and our data say so.

const points: readonly RefundPoint[] = [
  'refund.reserved',
  'refund.claimed',
  'refund.sent_marked',
  'refund.asked',
  'refund.answered',
  'refund.settled',
];
/** What happens to the next call at Stripe: "before" nothing was done yet, "after" the money moved. */
const callFaults: readonly (FaultKind | 'none')[] = [
  'none',
  'drop-before',
  'drop-after',
  'hang-before',
  'hang-after',
  'error-500-after',
];
const eventFaults = ['lost', 'three times', 'late'] as const;

type Crash = {
  readonly at: RefundPoint;
  readonly call: FaultKind | 'none';
  readonly events: (typeof eventFaults)[number];
};

const crashes: readonly Crash[] = points.flatMap((at) =>
  callFaults.flatMap((call) => eventFaults.map((events) => ({ at, call, events }))),
);

/** `npm run soak` has patience for all of them. */
const isSoak = Number(process.env['PROPERTY_RUNS'] ?? 0) > 0;
const seed = Number(process.env['CRASH_SEED'] ?? 20_261_130);
const OF_EACH_POINT = 2;
const LANES = 3;

describe('a refund whose process is killed in the middle of it', () => {
  test(
    `is neither lost nor made twice, at every point, with ${isSoak ? 'all faults' : `faults of CRASH_SEED=${seed}`}`,
    { timeout: isSoak ? 1_800_000 : 120_000 },
    async () => {
      const chosen = isSoak ? crashes : points.flatMap((at) => sample(at));
      const harm = await inLanes(chosen, null);
      expect(harm).toEqual([]);
    },
  );

  test(
    'is made twice by a program with a fresh key for every try, and this test notices',
    { timeout: 120_000 },
    async () => {
      const crash: Crash = { at: 'refund.answered', call: 'none', events: 'lost' };
      expect(await inLanes([crash], null)).toEqual([]);
      expect(await inLanes([crash], 'fresh-key')).toEqual([
        { ...crash, there: [4900, 4900], here: expect.anything() as unknown },
      ]);
    },
  );
});

function sample(at: RefundPoint): readonly Crash[] {
  const there = crashes.filter((crash) => crash.at === at);
  const some = fc.shuffledSubarray(there, { minLength: OF_EACH_POINT, maxLength: OF_EACH_POINT });
  return fc.sample(some, { seed: seed + points.indexOf(at), numRuns: 1 }).flat();
}

/** Several at once, each in a world of its own: they mostly wait. Gives back what went wrong. */
async function inLanes(chosen: readonly Crash[], plantedBug: string | null) {
  const waiting = [...chosen];
  const harm: object[] = [];
  const lane = async () => {
    const world = await RefundWorld.open(plantedBug);
    onTestFinished(() => world.stop());
    for (let crash = waiting.shift(); crash; crash = waiting.shift()) {
      const found = await endOf(world, crash);
      if (found) harm.push(found);
    }
  };
  await Promise.all(Array.from({ length: Math.min(LANES, chosen.length) }, lane));
  return harm;
}

const paidBack = {
  status: 'PARTIALLY_REFUNDED',
  refunded: 4900,
  pending: 0,
  lines: [[4900, 0, 996]],
  payments: ['PARTIALLY_REFUNDED 4900 0'],
  refunds: ['SUCCEEDED 4900'],
  books: { REFUND: [-4900, -996] },
  attention: [],
};

/** Null when the money went back once and our data say so. */
async function endOf(world: RefundWorld, crash: Crash): Promise<object | null> {
  const order = await world.paidOrder();
  const { faults } = world.simulator;
  faults.clear();
  if (crash.call !== 'none') faults.set('stripe', { kind: crash.call, times: 1 });
  const ways = { lost: { drop: true }, 'three times': { copies: 3 }, late: { delayMs: 1_500 } };
  faults.setEvents('stripe-events', ways[crash.events]);

  await askAndCrash(world, order, crash);
  const survivor = await world.survivor();
  try {
    await expect.poll(() => isOver(world, order.orderId), { timeout: 20_000 }).toBe(true);
  } catch {
    // Judged below: what is not over by now is lost.
  } finally {
    await survivor.stop();
  }
  const there = world.returnedThere(order.reference);
  const here = await moneyOf(world.database, order.orderId);
  const events = await eventsOf(world.database, order.orderId);
  const isRight =
    there.length === 1 &&
    JSON.stringify(there) === '[4900]' &&
    JSON.stringify(here) === JSON.stringify(paidBack) &&
    events.filter((event) => event === 'refund.succeeded').length === 1;
  return isRight ? null : { ...crash, there, here };
}

async function askAndCrash(
  world: RefundWorld,
  order: { orderId: string; lineId: string },
  crash: Crash,
): Promise<void> {
  const wish = world.refundOf(order, 4900);
  if (crash.at === 'refund.reserved') await die(world, crash.at, { ASK: JSON.stringify(wish) });
  // Whoever heard no answer asks again, with the same key.
  const providers = providersOf(plantedStripe(world.simulator.url, world.plantedBug));
  const request = requestOf(world.database, { permissions: refunder });
  accepted(await refundOrder(wish, request, { providers }));
  if (crash.at === 'refund.reserved') return;
  // It is asked about only where somebody died before.
  if (crash.at === 'refund.asked') await die(world, 'refund.sent_marked');
  await die(world, crash.at);
}

async function die(
  world: RefundWorld,
  at: RefundPoint,
  more: Record<string, string> = {},
): Promise<void> {
  const child = world.child({ DIE_AT: at, ...more });
  const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
  expect({ at, signal }).toEqual({ at, signal: 'SIGKILL' });
}

/** Nothing is open, and nobody has anything to tell any more. */
async function isOver(world: RefundWorld, orderId: string): Promise<boolean> {
  const [open] = await query<{ open: boolean }>(
    world.database.orm.em.fork(),
    `select exists (select from refund_leg l join refund r on r.id = l.refund_id
         where r.order_id = $1 and l.status not in ('SUCCEEDED', 'FAILED'))
       or exists (select from action where order_id = $1 and status in ('PENDING', 'RUNNING')) as open`,
    [orderId],
  );
  const isTelling = world.simulator.events.list().some(({ state }) => state === 'waiting');
  return open?.open === false && !isTelling;
}
