import { createHash, randomBytes } from 'node:crypto';
import type { MikroORM } from '@mikro-orm/postgresql';
import { ApiTokenTable } from '../database/account.ts';
import { query } from '../database/orm.ts';
import type { Permission } from '../domain/permission.ts';
import type { IdPrefix, Reach } from '../use-cases/request.ts';
import type { Viewer } from './viewer.ts';

/** By this people and secret scanners know one of our tokens. */
const PREFIX = 'oms_live_';
const RANDOM_BYTES = 32;
/** Shown in lists, enough to tell tokens apart and far too little to guess one. */
const VISIBLE_LENGTH = PREFIX.length + 6;
const SHORTEST_GIVEN_SECRET = 20;
const LONGEST_LIFE_MS = 366 * 24 * 60 * 60_000;
const LONGEST_UNNOTED_MS = 60_000;

export type NewApiToken = {
  readonly name: string;
  readonly permissions: readonly Permission[];
  readonly checkoutIds: Reach;
  /** At most a year ahead. */
  readonly expiresAt: Date;
  /** One that is known already, for demos and tests; otherwise chance makes it. */
  readonly secret?: string;
};

/** A token cannot be made, in words for whoever asked. */
export class ApiTokenRefused extends Error {
  override readonly name = 'ApiTokenRefused';
}

/** What a secret of one's own must be, in words that follow "needs". */
export const FIT_SECRET = `${SHORTEST_GIVEN_SECRET} to 200 characters: letters, digits and signs without spaces`;

export function isFitSecret(secret: string): boolean {
  return /^[\x21-\x7e]{20,200}$/.test(secret);
}

type Means = { orm: MikroORM; tools: { now(): Date; newId(prefix: IdPrefix): string } };

/**
 * Makes a token for a script. The secret is in this answer and nowhere else: the database keeps its
 * SHA-256, which is enough for 256 random bits. A given secret that is known already becomes what is
 * asked for now. Throws `ApiTokenRefused`.
 */
export async function createApiToken(
  token: NewApiToken,
  means: Means & { createdBy: string },
): Promise<{ id: string; secret: string }> {
  const now = means.tools.now();
  const { name, permissions, checkoutIds, expiresAt } = token;
  const secret = token.secret ?? makeSecret();
  refuseWeakness(token, now);
  const isForAll = checkoutIds === 'ALL';

  const id = await means.orm.em.fork().transactional(async (em) => {
    const [row] = await query<{ id: string }>(
      em,
      `insert into api_token (id, name, prefix, hash, permissions, all_checkouts, created_at, created_by, expires_at)
       values ($1, $2, $3, $4, $5::text[], $6, $7, $8, $9)
       on conflict (hash) do update set name = excluded.name, permissions = excluded.permissions,
         all_checkouts = excluded.all_checkouts, expires_at = excluded.expires_at, revoked_at = null
       returning id`,
      [
        means.tools.newId('tok'),
        name,
        secret.slice(0, token.secret === undefined ? VISIBLE_LENGTH : 4),
        hashOf(secret),
        permissions,
        isForAll,
        now,
        means.createdBy,
        expiresAt,
      ],
    );
    if (!row) throw new Error('The token was not stored');
    await query(em, 'delete from api_token_checkout where api_token_id = $1', [row.id]);
    await query(
      em,
      'insert into api_token_checkout (api_token_id, checkout_id) select $1, unnest($2::text[])',
      [row.id, isForAll ? [] : checkoutIds],
    );
    return row.id;
  });
  return { id, secret };
}

function refuseWeakness(token: NewApiToken, now: Date): void {
  if (token.name.trim() === '') throw new ApiTokenRefused('A token needs a name.');
  if (token.secret !== undefined && !isFitSecret(token.secret)) {
    throw new ApiTokenRefused(`A token of your own needs ${FIT_SECRET}.`);
  }
  const lifeMs = token.expiresAt.getTime() - now.getTime();
  if (!(lifeMs > 0)) throw new ApiTokenRefused('A token must end in the future.');
  if (lifeMs > LONGEST_LIFE_MS) throw new ApiTokenRefused('A token ends within a year.');
}

function makeSecret(): string {
  const random = randomBytes(RANDOM_BYTES).toString('base64url');
  return `${PREFIX}${random}${checksumOf(random)}`;
}

/** Tells a mistyped or cut token from a revoked one without asking the database. */
function checksumOf(random: string): string {
  return createHash('sha256')
    .update(PREFIX + random)
    .digest('base64url')
    .slice(0, 6);
}

function mayBeOurs(secret: string): boolean {
  if (!secret.startsWith(PREFIX)) return secret.length >= SHORTEST_GIVEN_SECRET;
  const random = secret.slice(PREFIX.length, -6);
  // A given secret may begin with our prefix too, and has no checksum.
  return random.length !== 43 || secret.endsWith(checksumOf(random));
}

function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** Withdraws a token at once. False when there was none to withdraw. */
export async function revokeApiToken(tokenId: string, means: Means): Promise<boolean> {
  const changed = await means.orm.em
    .fork()
    .nativeUpdate(
      ApiTokenTable,
      { id: tokenId, revokedAt: null },
      { revokedAt: means.tools.now() },
    );
  return changed === 1;
}

type TokenFacts = {
  id: string;
  name: string;
  permissions: Permission[];
  all_checkouts: boolean;
  checkout_ids: string[];
  expires_at: Date;
  last_used_at: Date | null;
};

/**
 * What the bearer token of a request proves; null when there is none, or it is wrong, lapsed or
 * withdrawn. `last_used_at` is written once a minute at most: it tells forgotten tokens, no more.
 */
export async function viewerOfToken(headers: Headers, means: Means): Promise<Viewer | null> {
  const secret = /^Bearer +(\S{1,200})$/i.exec(headers.get('authorization') ?? '')?.[1];
  if (!secret || !mayBeOurs(secret)) return null;
  const now = means.tools.now();
  const em = means.orm.em.fork();
  const [token] = await query<TokenFacts>(
    em,
    `select id, name, permissions, all_checkouts, expires_at, last_used_at,
       array(select checkout_id from api_token_checkout where api_token_id = t.id order by 1) as checkout_ids
     from api_token t where hash = $1 and revoked_at is null and expires_at > $2`,
    [hashOf(secret), now],
  );
  if (!token) return null;
  if (!token.last_used_at || now.getTime() - token.last_used_at.getTime() >= LONGEST_UNNOTED_MS) {
    await query(
      em,
      'update api_token set last_used_at = $2 where id = $1 and (last_used_at is null or last_used_at < $2)',
      [token.id, now],
    );
  }
  return {
    actor: { kind: 'TOKEN', id: token.id, name: token.name },
    role: null,
    permissions: new Set(token.permissions),
    reach: token.all_checkouts ? 'ALL' : token.checkout_ids,
    provedAt: null,
    expiresAt: token.expires_at,
  };
}
