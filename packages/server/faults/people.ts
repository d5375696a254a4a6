import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
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
/** A browser waits longer; a person does not. */
const PATIENCE_MS = 5_000;
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

/** One open page: it hears of changes, and after each break of the line it reads the list anew. */
function watchScreen(
  world: World,
  shown: Map<string, string>,
  index: number,
  seen: () => { brokenStreams: number; mostAttention: number },
): () => Promise<void> {
  const token = world.token;
  class WithToken extends WebSocket {
    constructor(address: string, protocols: string) {
      super(address, protocols, { headers: { authorization: `Bearer ${token}` } });
    }
  }
  const versions = new Map<string, number>();
  const show = (order: { id: string; status: string; version: number }) => {
    if ((versions.get(order.id) ?? -1) > order.version) return;
    versions.set(order.id, order.version);
    shown.set(order.id, order.status);
  };
  let isLeaving = false;
  let isFirst = true;
  const client = createClient({
    url: `${world.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WithToken,
    keepAlive: 2_000,
    connectionAckWaitTimeout: 4_000,
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
    retryWait: (retries) => pause(Math.min(2_000, 200 * 2 ** retries) * (0.75 + index / 8)),
    on: {
      connected: () => {
        if (!isFirst) void catchUp(world, show);
        isFirst = false;
      },
      closed: () => {
        if (!isLeaving) seen().brokenStreams += 1;
      },
    },
  });
  client.subscribe<{ orderChanged: { id: string; status: string; version: number } }>(
    { query: 'subscription { orderChanged { id status version } }' },
    {
      next: ({ data }) => data && show(data.orderChanged),
      error: () => {},
      complete: () => {},
    },
  );
  client.subscribe<{ attentionCount: { total: number } }>(
    { query: 'subscription { attentionCount { total } }' },
    {
      next: ({ data }) => {
        if (data) seen().mostAttention = Math.max(seen().mostAttention, data.attentionCount.total);
      },
      error: () => {},
      complete: () => {},
    },
  );
  return async () => {
    isLeaving = true;
    await client.dispose();
  };
}

async function catchUp(
  world: World,
  show: (order: { id: string; status: string; version: number }) => void,
): Promise<void> {
  for (let tries = 0; tries < 50; tries += 1) {
    const answer = await ask<{
      orders: { nodes: { id: string; status: string; version: number }[] };
    }>(
      world,
      '{ orders(first: 250, filter: { statuses: [STARTED, IN_PROGRESS, PROCESSING, PAID, COMPLETED, MARKED_AS_COMPLETED, PARTIALLY_REFUNDED, REFUNDED] }) { nodes { id status version } } }',
    );
    if (answer.ok) return answer.data.orders.nodes.forEach(show);
    await pause(200);
  }
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

type Answer<Data> = { ok: true; data: Data } | { ok: false; words: string };

/** One request, as a script sends it; whatever is wrong with the answer is told in few words. */
export async function ask<Data = unknown>(world: World, text: string): Promise<Answer<Data>> {
  try {
    const response = await fetch(`${world.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${world.token}` },
      body: JSON.stringify({ query: text }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const body = (await response.json().catch(() => ({}))) as {
      data?: Data;
      errors?: { message: string; extensions?: { code?: string } }[];
    };
    if (response.ok && body.data && !body.errors) return { ok: true, data: body.data };
    const [error] = body.errors ?? [];
    return { ok: false, words: `${response.status} ${error?.extensions?.code ?? ''}`.trim() };
  } catch (error) {
    const isLate = (error as Error).name === 'TimeoutError';
    return {
      ok: false,
      words: isLate ? `no answer in ${PATIENCE_MS / 1_000} s` : 'connection lost',
    };
  }
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

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
