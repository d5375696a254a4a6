import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { connect, query } from '../src/database/orm.ts';
import { startPublisher } from '../src/database/notifications.ts';
import type { Bench, Row } from './bench.ts';
import { percentile } from './figures.ts';
import type { ClientsAnswer, ClientsTask } from './live-clients.ts';
import { machineMs } from './machine-clock.ts';
import type { Place, Product } from './place.ts';

// From a commit to the sockets that watch, beside the least that it could cost: a NOTIFY sent on by bare `ws`. Both
// have as many sockets, of one process of clients; they are asked in turn.

const SIZES = [1, 1_000, 5_000] as const;
const ROUNDS = 30;
/** A change that comes sooner after another waits for the rest of 100 ms: that is coalesced on purpose. */
const BETWEEN_MS = 130;
const PUBLISH_EVERY_MS = 5;
const GOAL_MS = { 1: 25, 1_000: 40, 5_000: 120 } as const;
const GOAL_KB_PER_SOCKET = 40;
const REFERENCE_CHANNEL = 'bench_live';

const SUBSCRIPTION = `subscription { orderChanged { id number version status createdAt
  customer { visibility email firstName lastName country erasedAt }
  total { minor currency decimal } refunded { minor currency decimal }
  lines { id kind productName } payment { id provider method status }
  source { link name tags } attention { since reasons summary } } }`;

export const live: Bench = {
  name: 'live',
  about: 'from a commit to 1, 1,000 and 5,000 subscribed sockets, and the memory of each',
  async run(place) {
    const rows: Row[] = [];
    for (const sockets of place.isQuick ? SIZES.slice(0, 2) : SIZES) {
      rows.push(...(await runWith(place, sockets)));
    }
    return rows;
  },
};

async function runWith(place: Place, sockets: (typeof SIZES)[number]): Promise<Row[]> {
  const many = String(10 * Math.max(...SIZES));
  const product = await place.startProduct({
    SOCKETS_PER_CALLER: many,
    SOCKETS_PER_ADDRESS: many,
    API_POINTS_PER_MINUTE: '1000000000',
    API_POINTS_PER_MINUTE_PER_ADDRESS: '1000000000',
  });
  const reference = start('live-reference.ts', [place.databaseUrl, REFERENCE_CHANNEL]);
  const [{ port }] = (await once(reference, 'message')) as [{ port: number }];
  const clients = { product: start('live-clients.ts'), reference: start('live-clients.ts') };
  const changes = await makeChanges(place);
  try {
    place.say(`opening ${sockets} sockets at the product and at bare ws`);
    await ask(clients.product, subscribed(product, 1));
    await wait(place.isQuick ? 500 : 3_000);
    const before = residentKb(product.child);
    await ask(clients.product, subscribed(product, sockets - 1));
    await ask(clients.reference, {
      open: `ws://127.0.0.1:${port}`,
      sockets,
      protocol: null,
      opening: [],
    });
    await wait(place.isQuick ? 500 : 3_000);
    const perSocketKb = (residentKb(product.child) - before) / Math.max(1, sockets - 1);

    const took = { product: [] as Took[], reference: [] as Took[] };
    for (let round = 0; round < (place.isQuick ? 5 : ROUNDS); round += 1) {
      for (const side of round % 2 ? SIDES : SIDES.toReversed()) {
        await wait(BETWEEN_MS);
        took[side].push(await changes.once(side, clients[side]));
      }
    }
    return rowsOf(sockets, took, perSocketKb);
  } finally {
    for (const child of [clients.product, clients.reference, reference]) child.kill();
    await changes.stop();
    await product.stop();
  }
}

const SIDES = ['product', 'reference'] as const;
/** In ms after the commit. */
type Took = { readonly firstMs: number; readonly lastMs: number };

function rowsOf(
  sockets: (typeof SIZES)[number],
  took: Record<(typeof SIDES)[number], Took[]>,
  perSocketKb: number,
): Row[] {
  const last = {
    product: took.product.map(({ lastMs }) => lastMs),
    reference: took.reference.map(({ lastMs }) => lastMs),
  };
  // The goal of one socket is about its 95th of 100 messages, those of many about the last of each change.
  const figure = percentile(last.product, sockets === 1 ? 0.95 : 0.5);
  const beside = percentile(last.reference, sockets === 1 ? 0.95 : 0.5);
  const first = took.product.map(({ firstMs }) => firstMs);
  const rows: Row[] = [
    {
      what:
        sockets === 1
          ? 'commit to the message at one socket, p95'
          : `commit to the message at the last of ${sockets.toLocaleString('en')} sockets, p50`,
      figure,
      unit: 'ms',
      reference: { name: 'bare ws after LISTEN', figure: beside },
      ratio: figure / beside,
      goal: { atMost: GOAL_MS[sockets] },
      more: {
        p50Ms: percentile(last.product, 0.5),
        p95Ms: percentile(last.product, 0.95),
        firstMs: percentile(first, 0.5),
      },
      note: `up to ${PUBLISH_EVERY_MS} ms of it are coalesced on purpose`,
    },
  ];
  if (sockets > 1) {
    rows.push({
      what: `memory per idle socket of ${sockets.toLocaleString('en')}`,
      figure: perSocketKb,
      unit: 'kB',
      goal: { atMost: GOAL_KB_PER_SOCKET },
      note: 'grown resident memory of the process, one subscription on each',
    });
  }
  return rows;
}

/** Commits a change of an order and waits until all sockets have heard of it. */
async function makeChanges(place: Place) {
  const orm = connect(place.databaseUrl, { poolSize: 2 });
  const publisher = startPublisher(place.databaseUrl, { everyMs: PUBLISH_EVERY_MS });
  const client = new pg.Client({ connectionString: place.databaseUrl });
  await client.connect();
  const orders = await query<{ id: string }>(
    orm.em.fork(),
    'select id from orders order by created_at desc, id desc limit 100',
  );
  let turn = 0;
  return {
    async once(side: (typeof SIDES)[number], clients: ChildProcess): Promise<Took> {
      const id = orders[(turn += 1) % orders.length]?.id ?? '';
      await ask(clients, { expect: id });
      const heard = once(clients, 'message') as Promise<[ClientsAnswer]>;
      await client.query('begin');
      await client.query('update orders set version = version + 1 where id = $1', [id]);
      await client.query('select refresh_order_list(array[$1])', [id]);
      if (side === 'reference') {
        await client.query('select pg_notify($1, $2)', [REFERENCE_CHANNEL, id]);
      }
      const begun = machineMs();
      await client.query('commit');
      if (side === 'product') {
        const nothing = { actions: [], bulkReruns: [], orderExports: [], access: [] };
        publisher.publish({ orders: [id], ...nothing });
      }
      const [answer] = await heard;
      if (!('heardMs' in answer)) throw new Error('The clients answered out of turn.');
      const { heardMs } = answer;
      return { firstMs: (heardMs[0] ?? NaN) - begun, lastMs: (heardMs.at(-1) ?? NaN) - begun };
    },
    async stop() {
      await client.end();
      await publisher.stop();
      await orm.close();
    },
  };
}

function subscribed(product: Product, sockets: number): ClientsTask {
  const payload = { authorization: `Bearer ${product.token}` };
  return {
    open: `${product.url.replace('http', 'ws')}/graphql`,
    sockets,
    protocol: 'graphql-transport-ws',
    opening: [
      [JSON.stringify({ type: 'connection_init', payload })],
      // The answer to a ping is the proof that what was asked before it is open.
      [
        JSON.stringify({ id: 'order', type: 'subscribe', payload: { query: SUBSCRIPTION } }),
        JSON.stringify({ type: 'ping' }),
      ],
    ],
  };
}

async function ask(clients: ChildProcess, task: ClientsTask): Promise<void> {
  const answered = once(clients, 'message');
  clients.send(task);
  await answered;
}

function start(file: string, given: readonly string[] = []): ChildProcess {
  return fork(fileURLToPath(new URL(file, import.meta.url)), given);
}

function residentKb({ pid }: ChildProcess): number {
  const status = fs.readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]);
}
