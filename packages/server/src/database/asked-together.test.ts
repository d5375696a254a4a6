import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { makeToken } from '../../test/kit/api-token.ts';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { signIn, startTestServer, type RunningTestServer } from '../../test/kit/running-server.ts';
import { tinySchema } from '../../test/kit/tiny-schema.ts';
import { query, queryTogether } from './orm.ts';
import { askedTogether } from './asked-together.ts';

const member = { email: 'maija@example.com', password: 'correct horse battery' };

// Nobody tells this server any news: what it knows of rights it has read for the request itself.
let database: TestDatabase;
let server: RunningTestServer;
beforeAll(async () => {
  database = await freshDatabase();
  server = await startTestServer(database, tinySchema().schema);
  await server.sessions.createMember({
    ...member,
    name: 'Maija',
    role: 'ADMIN',
    checkoutIds: [],
  });
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});

const sql = (text: string) => query(database.orm.em.fork(), text);
const whoIs = async (headers: Record<string, string>) => {
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query: '{ who }' }),
  });
  return ((await response.json()) as { data: { who: string | null } }).data.who;
};
/** Sixteen at once, over and over, as a busy screen and its neighbours do. */
const askOften = async (headers: Record<string, string>) => {
  const answers = await Promise.all(Array.from({ length: 16 }, () => whoIs(headers)));
  return [...new Set(answers)];
};

describe('what was taken away counts for the very next request, without any news', () => {
  test.each([
    ['the session is over', 'delete from auth.session', null],
    ['its member is switched off', 'update member set disabled_at = now()', null],
    ['its token is another', 'update auth.session set token = id', null],
    ['it is too old', `update auth.session set "expiresAt" = now()`, null],
  ])('where %s', async (_, change, after) => {
    await sql('update member set disabled_at = null');
    const headers = { cookie: await signIn(server.url, member.email, member.password) };
    expect(await askOften(headers)).toEqual(['Maija']);
    expect(await askOften(headers)).toEqual(['Maija']);
    await sql(change);
    expect(await whoIs(headers)).toBe(after);
    expect(await askOften(headers)).toEqual([after]);
  });

  test('where a token is revoked, while others of the same moment hold', async () => {
    const [lost, kept] = [
      await makeToken(database, { name: 'Lost', permissions: ['READ_ORDERS'] }),
      await makeToken(database, { name: 'Kept', permissions: ['READ_ORDERS'] }),
    ].map(({ secret }) => ({ authorization: `Bearer ${secret}` }));
    expect(await Promise.all([whoIs(lost ?? {}), whoIs(kept ?? {})])).toEqual(['Lost', 'Kept']);
    await sql(`update api_token set revoked_at = now() where name = 'Lost'`);
    expect(await Promise.all([whoIs(lost ?? {}), whoIs(kept ?? {})])).toEqual([null, 'Kept']);
  });

  test('and a cookie whose signature is another’s opens nothing, however often the right one was seen', async () => {
    await sql('update member set disabled_at = null');
    const cookie = await signIn(server.url, member.email, member.password);
    expect(await whoIs({ cookie })).toBe('Maija');
    const forged = cookie.replace(
      /\.([^.;]{4})/u,
      (_, four: string) => `.${four === 'AAAA' ? 'BBBB' : 'AAAA'}`,
    );
    expect(forged).not.toBe(cookie);
    expect(await whoIs({ cookie: forged })).toBeNull();
    expect(await whoIs({ cookie })).toBe('Maija');
  });
});

describe('what is asked in the same moment', () => {
  test('is read by one statement, which begins after everybody has asked', async () => {
    const reads: (readonly string[])[] = [];
    const ask = askedTogether((keys) => {
      reads.push(keys);
      return Promise.resolve(new Map(keys.map((key) => [key, `${key} ${reads.length}`])));
    });
    const first = ask('a');
    expect(reads).toEqual([]);
    expect(await Promise.all([first, ask('b'), ask('a')])).toEqual(['a 1', 'b 1', 'a 1']);
    expect(await ask('a')).toBe('a 2');
    expect(reads).toEqual([['a', 'b'], ['a']]);
  });

  test('fails for all of them where it fails, and for nobody afterwards', async () => {
    let fails = true;
    const ask = askedTogether((keys) =>
      fails
        ? Promise.reject(new Error('No connection'))
        : Promise.resolve(new Map(keys.map((key) => [key, key]))),
    );
    const failed = await Promise.allSettled([ask('a'), ask('b')]);
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    fails = false;
    expect(await ask('a')).toBe('a');
  });

  test('waits for the statement under way, and is then read by one that begins afterwards', async () => {
    const reads: (readonly string[])[] = [];
    const answers: (() => void)[] = [];
    const ask = askedTogether((keys) => {
      reads.push(keys);
      return new Promise<ReadonlyMap<string, string>>((resolve) =>
        answers.push(() => resolve(new Map(keys.map((key) => [key, `${key} ${reads.length}`])))),
      );
    });
    const first = ask('a');
    await vi.waitUntil(() => reads.length === 1, 20_000);
    // Changed since: the answer under way may be from before.
    const second = ask('a');
    const third = ask('b');
    await nextTurn();
    expect(reads).toEqual([['a']]);
    answers[0]?.();
    expect(await first).toBe('a 1');
    await vi.waitUntil(() => reads.length === 2, 20_000);
    answers[1]?.();
    expect(await Promise.all([second, third])).toEqual(['a 2', 'b 2']);
    expect(reads).toEqual([['a'], ['a', 'b']]);
  });

  test('does not wait for ever for a statement that hangs', async () => {
    let hangs = true;
    const ask = askedTogether((keys) => {
      const answer = new Map(keys.map((key) => [key, key]));
      return hangs ? new Promise<typeof answer>(() => {}) : Promise.resolve(answer);
    });
    void ask('a');
    await nextTurn();
    await nextTurn();
    hangs = false;
    expect(await ask('b')).toBe('b');
  });
});

describe('what several ask of the list in the same moment', () => {
  const ask = (text: string, values: readonly unknown[] = []) =>
    queryTogether<{ at: string }>(database.orm.em.fork(), text, values);
  const moment = 'select clock_timestamp()::text as at, $1::int as n';

  test('is answered once for the same question with the same values, and anew for whoever asks later', async () => {
    const [one, other, third] = await Promise.all([
      ask(moment, [1]),
      ask(moment, [1]),
      ask(moment, [2]),
    ]);
    expect(other).toBe(one);
    expect(third).not.toEqual(one);
    expect(await ask(moment, [1])).not.toEqual(one);
  });

  test('holds what was committed before the last of them asked', async () => {
    const count = 'select count(*)::int as n from member where name = $1';
    const rows = async () => {
      const [row] = await queryTogether<{ n: number }>(database.orm.em.fork(), count, ['Maija']);
      return row?.n;
    };
    const name = (to: string) => sql(`update member set name = '${to}'`);
    for (let round = 0; round < 20; round += 1) {
      const to = round % 2 === 0 ? 'Liisa' : 'Maija';
      // Under way, from before or after: nobody says.
      const before = Array.from({ length: 4 }, rows);
      await name(to);
      const after = await Promise.all(Array.from({ length: 4 }, rows));
      expect(new Set(after)).toEqual(new Set([to === 'Maija' ? 1 : 0]));
      await Promise.all(before);
    }
  });

  test('is asked apart inside a transaction, which sees what it has changed itself', async () => {
    const text = 'select count(*)::int as n from member';
    const em = database.orm.em.fork();
    const outside = queryTogether<{ n: number }>(database.orm.em.fork(), text);
    const inside = await em.transactional(async (inner) => {
      await query(inner, 'create temporary table own on commit drop as select 1');
      const [[row], [shared]] = await Promise.all([
        queryTogether<{ n: number }>(inner, 'select count(*)::int as n from own'),
        queryTogether<{ n: number }>(inner, text),
      ]);
      return [row?.n, shared?.n];
    });
    expect(inside).toEqual([1, (await outside)[0]?.n]);
  });

  test('fails for those who shared it, and is asked anew afterwards', async () => {
    const broken = 'select 1 / $1::int as at';
    const failed = await Promise.allSettled([ask(broken, [0]), ask(broken, [0])]);
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(ask(broken, [0])).rejects.toThrow('division by zero');
    expect(await ask(broken, [1])).toEqual([{ at: 1 }]);
  });
});
