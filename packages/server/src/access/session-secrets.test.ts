import { betterAuth, type BetterAuthOptions } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { twoFactor } from 'better-auth/plugins/two-factor';
import { Kysely, PostgresDialect } from 'kysely';
import { createHmac } from 'node:crypto';
import { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import {
  countSessionSecrets,
  librarySecrets,
  renewSessionSecrets,
  type SessionSecrets,
} from './session-secrets.ts';

const origin = 'http://localhost:4000';
const person = { email: 'aino@example.com', password: 'correct horse battery', name: 'Aino' };
const before = { secret: 'the-secret-of-before-with-32-characters', retiredSecrets: [] };
const fresh = 'another-secret-with-more-than-32-characters';
const during = { secret: fresh, retiredSecrets: [before.secret] };
const after = { secret: fresh, retiredSecrets: [] };

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await freshDatabase();
  pool = new Pool({ connectionString: database.url, max: 3 });
  await pool.query('create schema if not exists auth');
  const { runMigrations } = await getMigrations(optionsWith(before));
  await runMigrations();
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

/** The library with second factors, knowing the secrets as ours does. */
function optionsWith(secrets: Pick<BetterAuthOptions, 'secret'> | SessionSecrets) {
  return {
    database: {
      db: new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) }),
      type: 'postgres' as const,
      schemaName: 'auth',
    },
    baseURL: origin,
    emailAndPassword: { enabled: true },
    plugins: [twoFactor()],
    telemetry: { enabled: false },
    ...('retiredSecrets' in secrets ? librarySecrets(secrets) : secrets),
  } satisfies BetterAuthOptions;
}

function browserOf(options: ReturnType<typeof optionsWith>) {
  const auth = betterAuth(options);
  const jar = new Map<string, string>();
  return async (path: string, body: object) => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await auth.handler(
      new Request(`${origin}/api/auth${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin, cookie },
        body: JSON.stringify(body),
      }),
    );
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/u.exec(line) ?? [];
      jar.set(name, value);
    }
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
}

/** The six digits that an authenticator shows now (RFC 6238). */
function codeOf(totpUri: string): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const text = new URL(totpUri).searchParams.get('secret') ?? '';
  const bits = Array.from(text, (one) => letters.indexOf(one).toString(2).padStart(5, '0')).join(
    '',
  );
  const bytes = bits.match(/.{8}/gu)?.map((byte) => Number.parseInt(byte, 2)) ?? [];
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const hash = createHmac('sha1', Buffer.from(bytes)).update(counter).digest();
  const number = hash.readUInt32BE((hash.at(-1) ?? 0) & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}

/** Somebody with a second factor, made while the library knew these secrets. */
async function enrolled(email: string, options: ReturnType<typeof optionsWith>) {
  const send = browserOf(options);
  await send('/sign-up/email', { ...person, email });
  const enabled = await send('/two-factor/enable', { password: person.password });
  const { totpURI, backupCodes } = enabled.body as { totpURI: string; backupCodes: string[] };
  const verified = await send('/two-factor/verify-totp', { code: codeOf(totpURI) });
  expect([enabled.status, verified.status]).toEqual([200, 200]);
  return { email, totpURI, backupCodes };
}

/** Signs in with both factors; the status of the second. */
async function signInWith(
  secrets: SessionSecrets,
  { email, totpURI }: { email: string; totpURI: string },
): Promise<number> {
  const send = browserOf(optionsWith(secrets));
  await send('/sign-in/email', { email, password: person.password });
  return (await send('/two-factor/verify-totp', { code: codeOf(totpURI) })).status;
}

describe('a session secret that is replaced', () => {
  test('still opens second factors, until they are put under the new one; then nobody needs it', async () => {
    const aino = await enrolled(person.email, optionsWith(before));
    // As the library wrote when it was told of one secret alone.
    const bare = await enrolled('old@example.com', optionsWith({ secret: before.secret }));
    expect(await countSessionSecrets(pool, before)).toEqual({ present: 2, retired: 2, unknown: 0 });
    expect(await countSessionSecrets(pool, after)).toEqual({ present: 0, retired: 2, unknown: 2 });

    expect(await signInWith(during, aino)).toBe(200);
    expect(await signInWith(during, bare)).toBe(200);

    expect(await renewSessionSecrets(pool, during)).toBe(4);
    expect(await renewSessionSecrets(pool, during)).toBe(0);
    expect(await countSessionSecrets(pool, after)).toEqual({ present: 4, retired: 0, unknown: 0 });
    expect(await signInWith(after, aino)).toBe(200);
    expect(await signInWith(after, bare)).toBe(200);

    const send = browserOf(optionsWith(after));
    await send('/sign-in/email', { email: aino.email, password: person.password });
    const byCode = await send('/two-factor/verify-backup-code', { code: aino.backupCodes[0] });
    expect(byCode.status).toBe(200);
  });

  test('that is forgotten leaves second factors as they are', async () => {
    const stranger = { secret: 'a-third-secret-with-more-than-32-characters', retiredSecrets: [] };
    expect(await renewSessionSecrets(pool, stranger)).toBe(0);
    expect(await countSessionSecrets(pool, after)).toMatchObject({ retired: 0, unknown: 0 });
  });

  test('needs nothing where nobody has a second factor', async () => {
    const bare = await freshDatabase();
    const other = new Pool({ connectionString: bare.url, max: 1 });
    try {
      expect(await countSessionSecrets(other, after)).toEqual({
        present: 0,
        retired: 0,
        unknown: 0,
      });
      expect(await renewSessionSecrets(other, after)).toBe(0);
    } finally {
      await other.end();
      await bare.drop();
    }
  });
});
