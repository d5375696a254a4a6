import type { EntityManager } from '@mikro-orm/postgresql';
import type { Permission } from '../domain/permission.ts';
import { query, queryOften } from './orm.ts';

/** An API token as everybody may know it: neither its secret nor the hash of it. */
export type ApiTokenFound = {
  readonly id: string;
  readonly name: string;
  /** The beginning of the secret. */
  readonly prefix: string;
  readonly permissions: readonly Permission[];
  readonly reach: 'ALL' | readonly string[];
  /** Ranges in CIDR; empty: anywhere. */
  readonly allowedAddresses: readonly string[];
  readonly createdAt: Date;
  /** Name of the member, token or command that made it. */
  readonly createdBy: string;
  readonly expiresAt: Date;
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
};

type Row = {
  id: string;
  name: string;
  prefix: string;
  permissions: Permission[];
  all_checkouts: boolean;
  checkout_ids: string[];
  allowed_addresses: string[];
  created_at: Date;
  created_by: string;
  expires_at: Date;
  last_used_at: Date | null;
  revoked_at: Date | null;
};

const COLUMNS = `t.id, t.name, t.prefix, t.permissions, t.all_checkouts, t.allowed_addresses, t.created_at, t.created_by,
  t.expires_at, t.last_used_at, t.revoked_at,
  array(select checkout_id from api_token_checkout where api_token_id = t.id order by 1) as checkout_ids`;

function found(row: Row): ApiTokenFound {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    permissions: row.permissions,
    reach: row.all_checkouts ? 'ALL' : row.checkout_ids,
    allowedAddresses: row.allowed_addresses,
    createdAt: row.created_at,
    createdBy: row.created_by,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
  };
}

/** More than there can be live, and of those that ended the latest. */
const MOST_LISTED = 500;

/** Those that live by their name, then those that ended since, the latest first. */
export async function listApiTokens(
  em: EntityManager,
  when: { readonly now: Date; readonly endedSince: Date },
): Promise<ApiTokenFound[]> {
  const rows = await query<Row>(
    em,
    `select ${COLUMNS} from api_token t
     cross join lateral (select least(t.revoked_at, t.expires_at) as at) ended
     where ended.at > $2
     order by ended.at <= $1, case when ended.at <= $1 then ended.at end desc, lower(t.name), t.id
     limit ${MOST_LISTED}`,
    [when.now, when.endedSince],
  );
  return rows.map(found);
}

export async function findApiTokens(
  em: EntityManager,
  ids: readonly string[],
): Promise<ApiTokenFound[]> {
  const rows = await query<Row>(
    em,
    `select ${COLUMNS} from api_token t where t.id = any($1::text[])`,
    [ids],
  );
  return rows.map(found);
}

/** By what was made of its secret: the only way in which a secret is ever looked for. */
export async function findApiTokenByHash(
  em: EntityManager,
  hash: Buffer,
): Promise<ApiTokenFound | null> {
  const hex = hash.toString('hex');
  return (await findApiTokensByHash(em, [hex])).get(hex) ?? null;
}

/** The same of several, by their hashes in hexadecimal digits. */
export async function findApiTokensByHash(
  em: EntityManager,
  hashes: readonly string[],
): Promise<ReadonlyMap<string, ApiTokenFound>> {
  const rows = await queryOften<Row & { hash: string }>(
    em,
    `select ${COLUMNS}, encode(t.hash, 'hex') as hash from api_token t where t.hash = any($1::bytea[])`,
    [hashes.map((hex) => Buffer.from(hex, 'hex'))],
  );
  return new Map(rows.map((row) => [row.hash, found(row)]));
}

/** The token, held for the rest of the transaction: nobody withdraws it meanwhile. */
export async function lockApiToken(em: EntityManager, id: string): Promise<ApiTokenFound | null> {
  await query(em, 'select id from api_token where id = $1 for no key update', [id]);
  return (await findApiTokens(em, [id]))[0] ?? null;
}

/** Makes those who make or change tokens wait for each other: names and numbers are compared. */
export async function lockApiTokens(em: EntityManager): Promise<void> {
  await query(em, `select pg_advisory_xact_lock(hashtextextended('api-tokens', 7))`);
}

export async function liveTokenNames(em: EntityManager, now: Date): Promise<string[]> {
  const rows = await query<{ name: string }>(
    em,
    'select name from api_token where revoked_at is null and expires_at > $1',
    [now],
  );
  return rows.map(({ name }) => name);
}

type Written = Pick<
  ApiTokenFound,
  'id' | 'name' | 'permissions' | 'reach' | 'allowedAddresses' | 'expiresAt'
>;

export async function insertApiToken(
  em: EntityManager,
  token: Written & Pick<ApiTokenFound, 'prefix' | 'createdAt' | 'createdBy'> & { hash: Buffer },
): Promise<void> {
  await query(
    em,
    `insert into api_token (id, name, prefix, hash, permissions, all_checkouts, allowed_addresses, created_at, created_by,
       expires_at)
     values ($1, $2, $3, $4, $5::text[], $6, $7::text[], $8, $9, $10)`,
    [
      token.id,
      token.name,
      token.prefix,
      token.hash,
      token.permissions,
      token.reach === 'ALL',
      token.allowedAddresses,
      token.createdAt,
      token.createdBy,
      token.expiresAt,
    ],
  );
  await writeCheckouts(em, token);
}

/** Gives a known token other rights, and life again. */
export async function rewriteApiToken(em: EntityManager, token: Written): Promise<void> {
  await query(
    em,
    `update api_token set name = $2, permissions = $3::text[], all_checkouts = $4, allowed_addresses = $5::text[],
       expires_at = $6, revoked_at = null where id = $1`,
    [
      token.id,
      token.name,
      token.permissions,
      token.reach === 'ALL',
      token.allowedAddresses,
      token.expiresAt,
    ],
  );
  await query(em, 'delete from api_token_checkout where api_token_id = $1', [token.id]);
  await writeCheckouts(em, token);
}

async function writeCheckouts(em: EntityManager, { id, reach }: Written): Promise<void> {
  if (reach === 'ALL') return;
  await query(
    em,
    'insert into api_token_checkout (api_token_id, checkout_id) select $1, unnest($2::text[])',
    [id, reach],
  );
}

export async function endApiToken(em: EntityManager, id: string, now: Date): Promise<void> {
  await query(em, 'update api_token set revoked_at = $2 where id = $1 and revoked_at is null', [
    id,
    now,
  ]);
}

/** `at` to the minute is enough to tell forgotten tokens, so it is written no oftener. */
export async function noteTokenUse(em: EntityManager, id: string, at: Date): Promise<void> {
  await query(
    em,
    'update api_token set last_used_at = $2 where id = $1 and (last_used_at is null or last_used_at < $2)',
    [id, at],
  );
}
