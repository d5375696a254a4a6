import { ask, pause } from './asking.ts';
import { watchScreen } from './screen.ts';
import type { World } from './world.ts';

/** What those who use the product saw, from the beginning to the end of a fault. */
export type Seen = {
  /** The longest time for which the page of orders gave no good answer, in ms. */
  readonly longestGapMs: number;
  /** Bad answers to the page, by what they were. */
  readonly badAnswers: ReadonlyMap<string, number>;
  /** Visits to the shop that ended with a failure, by its words. */
  readonly failedVisits: ReadonlyMap<string, number>;
  /** How often streams broke off and came back. */
  readonly brokenStreams: number;
  /** The most orders that required attention, as a screen was told. */
  readonly mostAttention: number;
};

export type People = {
  /** Forgets what was seen so far: the fault begins now. */
  begin(): void;
  seen(): Seen;
  /** The orders whose shoppers were told that they have paid. */
  readonly paid: ReadonlySet<string>;
  /** Refunds that the product said yes to: the order of each key. */
  readonly refunded: ReadonlyMap<string, string>;
  /** For each screen, the status that it shows of an order. */
  readonly screens: readonly ReadonlyMap<string, string>[];
  /** Whether the page, a stream and a visit are all well, as of now; resolves when they are. */
  untilWell(withinMs: number): Promise<number | null>;
  /** Nobody comes and nobody asks for refunds any more. */
  stopWriting(): Promise<void>;
  stop(): Promise<void>;
};

const READ_EVERY_MS = 250;
const VISIT_EVERY_MS = 500;
/** A slow machine gets fewer visits, not a queue of them. */
const MOST_INSIDE = 8;
const REFUND_EVERY_MS = 1_500;
const SERVED_WITHIN_MS = 20_000;
const SCREENS = 4;
const PAGE = `{ orders(first: 50, filter: { statuses: [STARTED, IN_PROGRESS, PROCESSING, PAID, COMPLETED, MARKED_AS_COMPLETED, PARTIALLY_REFUNDED, REFUNDED] }) { nodes { id status number total { decimal } } } }`;

/** Admins at their screens, scripts that refund, and shoppers, all at once and steadily. */
export function letPeopleIn(world: World): People {
  const stopping = new AbortController();
  const writing = new AbortController();
  const paid = new Set<string>();
  const refunded = new Map<string, string>();
  const screens = Array.from({ length: SCREENS }, () => new Map<string, string>());
  let seen = nothingSeen();
  let lastGood = performance.now();

  const readPage = async () => {
    const answer = await ask(world, PAGE);
    const now = performance.now();
    seen.longestGapMs = Math.max(seen.longestGapMs, now - lastGood);
    if (answer.ok) lastGood = now;
    else count(seen.badAnswers, answer.words);
    return answer.ok;
  };
  let visits = 0;
  const visit = async (): Promise<string | null> => {
    visits += 1;
    const provider = visits % 4 === 0 ? 'paytrail' : 'stripe';
    const report = await world.simulator.shop({
      email: `shopper-${visits}@example.com`,
      tries: [{ provider, method: null, outcome: 'succeed' }],
    });
    if (report.end === 'paid' && report.orderId) {
      paid.add(report.orderId);
      return report.orderId;
    }
    // Without the number of the request, which is another each time.
    count(
      seen.failedVisits,
      (report.steps.at(-1) ?? report.end).replace(/[^.]*this number: .*/, ''),
    );
    return null;
  };
  const inside = new Set<Promise<unknown>>();
  const letIn = () => {
    if (inside.size >= MOST_INSIDE) return Promise.resolve();
    const one: Promise<unknown> = visit().finally(() => inside.delete(one));
    inside.add(one);
    return Promise.resolve();
  };
  const refund = async () => {
    const orderId = [...paid].find(
      (id) => ![...refunded.values()].includes(id) && screens[0]?.get(id) === 'COMPLETED',
    );
    if (!orderId) return;
    const key = `refund-${orderId}`;
    while (!stopping.signal.aborted) {
      if (await askForRefund(world, orderId, key)) {
        refunded.set(key, orderId);
        return;
      }
      await pause(500);
    }
  };
  const loops = [
    repeat(readPage, READ_EVERY_MS, stopping.signal),
    repeat(letIn, VISIT_EVERY_MS, writing.signal),
    repeat(refund, REFUND_EVERY_MS, writing.signal),
  ];
  const leaving = screens.map((screen, index) => watchScreen(world, screen, index, () => seen));

  return {
    begin: () => {
      seen = nothingSeen();
      lastGood = performance.now();
    },
    seen: () => seen,
    paid,
    refunded,
    screens,
    async untilWell(withinMs) {
      const begun = performance.now();
      while (performance.now() - begun < withinMs) {
        if ((await readPage()) && (await isServed(await visit(), screens))) {
          return performance.now() - begun;
        }
        await pause(100);
      }
      return null;
    },
    async stopWriting() {
      writing.abort();
      await Promise.all(loops.slice(1));
      await Promise.all(inside);
    },
    async stop() {
      writing.abort();
      stopping.abort();
      await Promise.all(loops);
      for (const leave of leaving) await leave();
    },
  };
}

function nothingSeen() {
  return {
    longestGapMs: 0,
    badAnswers: new Map<string, number>(),
    failedVisits: new Map<string, number>(),
    brokenStreams: 0,
    mostAttention: 0,
  };
}

/** Whether every screen shows the order as completed in time. */
async function isServed(
  orderId: string | null,
  screens: readonly ReadonlyMap<string, string>[],
): Promise<boolean> {
  if (orderId === null) return false;
  const until = performance.now() + SERVED_WITHIN_MS;
  while (performance.now() < until) {
    if (screens.every((screen) => screen.get(orderId) === 'COMPLETED')) return true;
    await pause(50);
  }
  return false;
}

async function askForRefund(world: World, orderId: string, key: string): Promise<boolean> {
  const found = await ask<{ order: { lines: { id: string; price: { minor: number } }[] } | null }>(
    world,
    `{ order(id: "${orderId}") { lines { id price { minor } } } }`,
  );
  const line = found.ok ? found.data.order?.lines.find(({ price }) => price.minor > 0) : null;
  if (!line) return false;
  const answer = await ask<{ refundOrder: { errors: { message: string }[] } }>(
    world,
    `mutation { refundOrder(input: { orderId: "${orderId}", idempotencyKey: "${key}", plan: { returnMoney: true, lines: [{ orderLineId: "${line.id}", amountMinor: ${line.price.minor}, removeAccess: false }] } }) { errors { message } } }`,
  );
  return answer.ok && answer.data.refundOrder.errors.length === 0;
}

function count(counts: Map<string, number>, what: string): void {
  counts.set(what, (counts.get(what) ?? 0) + 1);
}

async function repeat(
  work: () => Promise<unknown>,
  everyMs: number,
  stopping: AbortSignal,
): Promise<void> {
  while (!stopping.aborted) {
    const begun = performance.now();
    await work();
    await pause(Math.max(0, everyMs - (performance.now() - begun)));
  }
}
