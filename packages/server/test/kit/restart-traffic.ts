import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import { query } from '../../src/database/orm.ts';
import type { RestartedShop } from './restarted-shop.ts';
import { newKey, shop } from './shop.ts';

type WatchStreams = (socket: Pick<Client, 'on'>) => {
  onOpen(told: () => void): () => void;
  stop(): void;
};
/** The screens' own way to notice that they have missed something; the page is built apart from the server. */
const ofTheScreens = new URL('../../../web/src/app/open-streams.ts', import.meta.url).href;
const { watchStreams } = (await import(ofTheScreens)) as { watchStreams: WatchStreams };

const EVERY_MS = 100;
const LIST = '{ orders(first: 100) { nodes { id status version } } attentionCount { total } }';

type Seen = { readonly id: string; readonly status: string; readonly version: number };

/** A screen: it lists the orders, hears of changes, and lists them again whenever its streams have been opened anew. */
export function openScreen({ url, secret }: RestartedShop) {
  const orders = new Map<string, Seen>();
  const take = (order: Seen) => {
    const known = orders.get(order.id);
    if (!known || known.version <= order.version) orders.set(order.id, order);
  };
  let returns = -1;
  const closes: number[] = [];
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${secret}` },
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
    retryWait: () => new Promise((resolve) => setTimeout(resolve, 50 + Math.random() * 150)),
    on: { closed: (event) => void closes.push((event as { code: number }).code) },
  });
  const streams = watchStreams(client);
  const end = client.subscribe<{ orderChanged: Seen }>(
    { query: 'subscription { orderChanged { id status version } }' },
    { next: ({ data }) => data && take(data.orderChanged), error: () => {}, complete: () => {} },
  );
  /** As often as it takes: a list that could not be read is asked for again, by screens too. */
  const listed = async (): Promise<void> => {
    const { data } = await send(url, secret, LIST).catch(() => ({ data: undefined }));
    if (!data) return pause().then(listed);
    for (const order of (data as { orders: { nodes: Seen[] } }).orders.nodes) take(order);
  };
  const { promise: isOpen, resolve } = Promise.withResolvers<void>();
  streams.onOpen(() => {
    returns += 1;
    void listed().then(resolve);
  });
  return {
    orders,
    isOpen,
    closes,
    get returns() {
      return returns;
    },
    close: () => {
      streams.stop();
      end();
      void client.dispose();
    },
  };
}

type Answer = { status: number; data?: unknown; errors?: { message: string }[] };

export async function send(
  url: string,
  secret: string,
  source: string,
  variables: Record<string, unknown> = {},
): Promise<Answer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
    body: JSON.stringify({ query: source, variables }),
  });
  const text = await response.text();
  return { status: response.status, ...(text.startsWith('{') && (JSON.parse(text) as object)) };
}

/**
 * Shoppers who buy, people who read, refund and run again what failed, until told to stop. What was refused or lost
 * is told; `insists`: what was lost is asked for again, with the same key.
 */
export function startTraffic(world: RestartedShop, { insists = false } = {}) {
  const { url, secret, database, simulator } = world;
  let isClosed = false;
  let isOver = false;
  let refunds = 0;
  let reruns = 0;
  const harm: string[] = [];
  const rows = <Row extends object>(sql: string) => query<Row>(database.orm.em.fork(), sql);
  const mutate = async (name: string, input: string, source: string, values: object) => {
    const text = `mutation ($input: ${input}!) { ${name}(input: $input) { ${source} errors { code message } } }`;
    for (;;) {
      const answer = await send(url, secret, text, { input: values });
      const errors = (answer.data as Record<string, { errors: object[] }> | undefined)?.[name]
        ?.errors;
      if (errors?.length === 0) return;
      if (errors || !insists) return void harm.push(`${name}: ${JSON.stringify(answer)}`);
      await pause();
    }
  };
  const loop = async (step: () => Promise<void>, hasEnded = () => isOver) => {
    while (!hasEnded()) {
      await step().catch((error: unknown) => void harm.push(String(error)));
      await pause();
    }
  };
  let shoppers = 0;
  const loops = [
    loop(
      async () => {
        const { end, steps } = await simulator.shop({
          linkSlug: shop.linkSlug,
          email: `buyer${(shoppers += 1)}@example.com`,
          tries: [{ provider: 'stripe', method: null, outcome: 'succeed' }],
        });
        if (end !== 'paid' && !insists) harm.push(`${end}: ${steps.join('; ')}`);
      },
      () => isClosed,
    ),
    ...[1, 2].map(() =>
      loop(async () => {
        const answer = await send(url, secret, LIST);
        if (!insists && !answer.data) harm.push(JSON.stringify(answer));
      }),
    ),
    loop(
      async () => {
        const [line] = await rows<{ id: string; orderId: string }>(
          `select l.id, l.order_id as "orderId" from order_line l join orders o on o.id = l.order_id
         where o.status = 'COMPLETED' and not exists (select from refund r where r.order_id = o.id) limit 1`,
        );
        if (!line) return;
        const plan = { lines: [{ orderLineId: line.id, amountMinor: 1_000 }] };
        const input = { orderId: line.orderId, idempotencyKey: newKey(), plan };
        await mutate('refundOrder', 'RefundOrderInput', 'refund { id }', input);
        refunds += 1;
      },
      () => isClosed,
    ),
    loop(async () => {
      const [failed] = await rows<{ id: string }>(
        `select id from action where status = 'FAILED' limit 1`,
      );
      if (!failed) return;
      const input = { actionId: failed.id, idempotencyKey: newKey() };
      await mutate('rerunAction', 'RerunActionInput', 'action { id }', input);
      reruns += 1;
    }),
  ];
  return {
    harm,
    done: () => ({ refunds, reruns }),
    /** No more is bought or refunded; what failed is run again until nothing has failed or is under way. */
    stop: async () => {
      isClosed = true;
      const unsettled = () =>
        rows(`select id from orders where status in ('PROCESSING', 'PAID')
              union all select id from refund_leg where status <> 'SUCCEEDED'`);
      for (let looks = 0; looks < 1_000 && (await unsettled()).length > 0; looks += 1)
        await pause();
      isOver = true;
      await Promise.all(loops);
    },
  };
}

const pause = () => new Promise((resolve) => setTimeout(resolve, EVERY_MS));
