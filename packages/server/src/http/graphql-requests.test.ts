import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeToken } from '../../test/kit/api-token.ts';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { signIn, startTestServer, type RunningTestServer } from '../../test/kit/running-server.ts';
import { tinySchema } from '../../test/kit/tiny-schema.ts';

const member = { email: 'maija@example.com', password: 'correct horse battery' };
const tiny = tinySchema();

let database: TestDatabase;
let server: RunningTestServer;
let token: string;
beforeAll(async () => {
  database = await freshDatabase();
  server = await startTestServer(database, tiny.schema);
  await server.sessions.createMember({ ...member, name: 'Maija', role: 'VIEWER', checkoutIds: [] });
  ({ secret: token } = await makeToken(database, { permissions: ['READ_ORDERS'] }));
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});

const get = (address: string, headers: Record<string, string> = {}) =>
  fetch(server.url + address, { headers });
const post = (body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const ask = async (query: string, headers: Record<string, string> = {}) =>
  (await (await post({ query }, headers)).json()) as {
    data?: Record<string, unknown>;
    errors?: { message: string; extensions: Record<string, unknown> }[];
  };
const lineOf = (response: Response) =>
  server.logLines.find(
    (line) =>
      line['msg'] === 'request' && line['requestId'] === response.headers.get('x-request-id'),
  );
const lineWithin = (response: Response) => expect.poll(() => lineOf(response)).toBeDefined();

const nested = (levels: number) =>
  `{ level ${'{ deeper '.repeat(levels)} { depth } ${'}'.repeat(levels)} }`;

describe('who asks', () => {
  test('is the member of the cookie, the token of the header, or nobody', async () => {
    const cookie = await signIn(server.url, member.email, member.password);
    const authorization = `Bearer ${token}`;

    expect((await ask('{ who }')).data).toEqual({ who: null });
    expect((await ask('{ who }', { cookie })).data).toEqual({ who: 'Maija' });
    expect((await ask('{ who }', { authorization })).data).toEqual({ who: 'Script' });
    expect((await ask('{ who }', { authorization, cookie })).data).toEqual({ who: 'Script' });
    expect((await ask('{ who }', { authorization: 'Bearer wrong', cookie })).data).toEqual({
      who: null,
    });
  });
});

describe('a mutation', () => {
  const mutation = 'mutation { write(what: "x") }';
  const cases: [string, Record<string, string>, string, number][] = [
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, `query=${mutation}`, 400],
    ['a form with files', { 'content-type': 'multipart/form-data; boundary=x' }, '--x--', 400],
    ['plain text', { 'content-type': 'text/plain' }, JSON.stringify({ query: mutation }), 400],
    [
      'a page of another site',
      { origin: 'https://evil.example' },
      JSON.stringify({ query: mutation }),
      403,
    ],
    ['a page without an origin', { origin: 'null' }, JSON.stringify({ query: mutation }), 403],
    [
      'our host at another port',
      { origin: 'http://localhost:1' },
      JSON.stringify({ query: mutation }),
      403,
    ],
    ['a batch', {}, JSON.stringify([{ query: mutation }]), 400],
    [
      'more than a megabyte',
      {},
      JSON.stringify({ query: mutation, variables: { a: 'x'.repeat(1_100_000) } }),
      413,
    ],
    ['broken JSON', {}, '{"query":', 400],
  ];
  test.each(cases)('is refused from %s, and writes nothing', async (_, headers, body, status) => {
    const cookie = await signIn(server.url, member.email, member.password);
    tiny.writes.length = 0;

    const response = await post(body, { cookie, ...headers });

    expect(response.status).toBe(status);
    expect(tiny.writes).toEqual([]);
  });

  test('is refused by GET, even with the header that lets a query through', async () => {
    const address = `/graphql?query=${encodeURIComponent(mutation)}`;
    tiny.writes.length = 0;

    expect((await get(address)).status).toBe(400);
    expect((await get(address, { 'apollo-require-preflight': '1' })).status).toBe(405);
    expect(tiny.writes).toEqual([]);
  });

  test('is done for our own page and for a script', async () => {
    tiny.writes.length = 0;

    expect((await ask(mutation, { origin: `http://localhost:${server.port}` })).data).toEqual({
      write: true,
    });
    expect((await ask(mutation)).data).toEqual({ write: true });
    expect(tiny.writes).toEqual(['x', 'x']);
  });
});

describe('a query', () => {
  test('may nest twelve levels deep and no deeper, fragments included', async () => {
    expect((await ask(nested(10))).errors).toBeUndefined();
    expect((await ask(nested(11))).errors?.map(({ message }) => message)).toEqual([
      'The query nests 13 levels deep; at most 12 are allowed.',
    ]);
    const hidden = `{ level { ...A } } fragment A on Level { deeper { ...B } } fragment B on Level ${nested(10).slice(8, -2)}`;
    expect((await ask(hidden)).errors?.[0]?.message).toBe(
      'The query nests 13 levels deep; at most 12 are allowed.',
    );
  });

  test('that goes in circles is refused and does not hang the server', async () => {
    const circle = '{ level { ...A } } fragment A on Level { deeper { ...A } }';

    expect((await ask(circle)).errors?.[0]?.message).toBe(
      'Cannot spread fragment "A" within itself.',
    );
  });

  test('of endless length is refused before it is understood', async () => {
    const response = await post({ query: `{ ${'who '.repeat(5_000)} }` });

    expect(response.status).toBe(400);
    expect(((await response.json()) as { errors: { message: string }[] }).errors[0]?.message).toBe(
      'Syntax Error: Document contains more that 4000 tokens. Parsing aborted.',
    );
  });

  test('may hold fifty directives and no more', async () => {
    const fields = (count: number) => `{ level { ${'depth @include(if: true) '.repeat(count)} } }`;

    expect((await ask(fields(50))).errors).toBeUndefined();
    expect((await ask(fields(51))).errors?.map(({ message }) => message)).toEqual([
      'The query has 51 directives; at most 50 are allowed.',
    ]);
  });

  test('may ask the schema about itself, as the playground does', async () => {
    const { data, errors } = await ask(getIntrospectionQuery());

    expect(errors).toBeUndefined();
    expect(data).toHaveProperty('__schema');
  });

  test('that meets a fault of ours learns a number and nothing else', async () => {
    const response = await post({ query: '{ fault }' });
    const { errors } = (await response.json()) as {
      errors: { message: string; extensions: object }[];
    };
    const requestId = response.headers.get('x-request-id');

    expect(errors).toEqual([
      {
        message: `Something went wrong on our side. Try again. If it stays, tell us this number: ${requestId}.`,
        locations: [{ line: 1, column: 3 }],
        path: ['fault'],
        extensions: { code: 'INTERNAL_SERVER_ERROR', requestId },
      },
    ]);
    expect(server.logLines.filter((line) => line['msg'] === 'fault in the API')).toMatchObject([
      { requestId, error: { message: 'password authentication failed for user …@…' } },
    ]);
  });

  test('that is refused on purpose hears why', async () => {
    expect((await ask('{ refusal }')).errors).toMatchObject([
      { message: 'Sign in first.', extensions: { code: 'UNAUTHENTICATED' } },
    ]);
  });
});

describe('the line of a request in the log', () => {
  test('names operation, actor, status and time, and neither query nor body', async () => {
    const response = await post(
      { query: 'query Secretive($virtanen: String) { who a: __typename @include(if: true) }' },
      { authorization: `Bearer ${token}` },
    );
    await response.text();
    await lineWithin(response);
    const named = await post(
      { query: 'query Harmless { who }', variables: { email: 'virtanen@example.com' } },
      { authorization: `Bearer ${token}` },
    );
    await named.text();
    await lineWithin(named);

    expect(lineOf(named)).toEqual({
      level: 'info',
      time: expect.any(String),
      method: 'POST',
      path: '/graphql',
      status: 200,
      durationMs: expect.any(Number),
      requestId: named.headers.get('x-request-id'),
      operationName: 'Harmless',
      actorId: expect.stringMatching(/^tok_/),
      msg: 'request',
    });
    const all = JSON.stringify(server.logLines);
    expect(all).not.toContain('virtanen');
    expect(all).not.toContain(token);
  });

  test('has no room for a name as long as a request may be', async () => {
    const response = await post({ query: `query ${'x'.repeat(500_000)} { who }` });
    await response.text();
    await lineWithin(response);
    expect(lineOf(response)).toMatchObject({ status: 200, operationName: 'x'.repeat(100) });
  });
});
