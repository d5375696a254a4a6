import { once } from 'node:events';
import fs from 'node:fs';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { buildSchema, GraphQLError } from 'graphql';
import { useServer as serveSockets } from 'graphql-ws/use/ws';
import { onTestFinished } from 'vitest';
import { WebSocketServer } from 'ws';

const schemaFile = path.join(import.meta.dirname, '../../packages/server/schema.graphql');

/** Speaks as the product does to whoever asks too much: refuses everything on the first socket, then serves. */
export async function openBusyProduct(): Promise<{ url: string; sockets: () => number }> {
  let sockets = 0;
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', path: '/graphql' });
  await once(server, 'listening');
  const refusal = new GraphQLError('Too many requests in one minute. Nothing was done.', {
    extensions: { code: 'RATE_LIMITED', retryAfterSeconds: 1 },
  });
  const serving = serveSockets(
    {
      schema: buildSchema(fs.readFileSync(schemaFile, 'utf8')),
      roots: {
        subscription: {
          orderChanged: () => values([]),
          attentionCount: () => values([{ attentionCount: { total: 7 } }]),
        },
      },
      onConnect: () => {
        sockets += 1;
      },
      onSubscribe: () => (sockets === 1 ? [refusal] : undefined),
    },
    server,
  );
  onTestFinished(async () => serving.dispose());
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sockets: () => sockets,
  };
}

/** These, and then silence. */
async function* values<Value>(given: readonly Value[]): AsyncGenerator<Value> {
  yield* given;
  await new Promise(() => {});
}
