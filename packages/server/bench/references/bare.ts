import http from 'node:http';
import pg from 'pg';
import { answerOf, FILTERED, type Listed, NEWEST } from './list-row-sql.ts';

// The bare handler: node:http and pg, statements by hand, nobody is asked who they are. Runs as a process of
// its own, as Node itself reads it.

const POOL = 20;

const types = new pg.TypeOverrides();
types.setTypeParser(pg.types.builtins.INT8, Number);
const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: POOL, types });

async function rowsFor(url: URL): Promise<readonly Listed[]> {
  if (url.pathname === '/newest') {
    return (await pool.query<Listed>({ name: 'newest', text: NEWEST })).rows;
  }
  const asked = url.searchParams;
  const way = asked.get('way') ?? '';
  const text = FILTERED[way];
  if (url.pathname !== '/filtered' || text === undefined)
    throw new Error(`No such page: ${url.href}`);
  const values = ['status', 'source', 'tag', 'from', 'before'].map((name) => asked.get(name));
  return (await pool.query<Listed>({ name: way, text, values })).rows;
}

const server = http.createServer((request, response) => {
  rowsFor(new URL(request.url ?? '/', 'http://bare')).then(
    (rows) => {
      const body = Buffer.from(answerOf(rows));
      response
        .writeHead(200, { 'content-type': 'application/json', 'content-length': body.byteLength })
        .end(body);
    },
    (error: unknown) => response.writeHead(500).end(String(error)),
  );
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Not on a port');
  process.send?.({ ready: true, url: `http://127.0.0.1:${address.port}` });
});
process.on('disconnect', () => process.exit(0));
