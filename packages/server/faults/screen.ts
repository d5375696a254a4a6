import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { ask, pause } from './asking.ts';
import type { World } from './world.ts';

/** One open page: it hears of changes, and after each break of the line it reads the list anew. */
export function watchScreen(
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
