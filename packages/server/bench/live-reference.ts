import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { WebSocketServer } from 'ws';

// What the way to a subscribed client costs at the very least: a notification of PostgreSQL, sent on as it is to
// every socket. No rights, no GraphQL, no row read.

const [databaseUrl, channel] = process.argv.slice(2);
const httpServer = createServer();
const sockets = new WebSocketServer({ server: httpServer, perMessageDeflate: false });
const client = new pg.Client({ connectionString: databaseUrl });
await client.connect();
await client.query(`listen ${channel}`);
client.on('notification', ({ payload }) => {
  for (const socket of sockets.clients) socket.send(payload ?? '');
});
httpServer.listen(0, '127.0.0.1');
await once(httpServer, 'listening');
process.send?.({ port: (httpServer.address() as AddressInfo).port });
process.once('disconnect', () => process.exit());
