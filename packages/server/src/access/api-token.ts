import type { MikroORM } from '@mikro-orm/postgresql';
import { findApiTokensByHash, noteTokenUse } from '../database/api-token.ts';
import { askedTogether } from '../database/asked-together.ts';
import { apiTokenState } from '../domain/api-token.ts';
import { isInRanges } from '../use-cases/address-range.ts';
import { hashOfSecret, mayBeOurs } from '../use-cases/api-token-secret.ts';
import { CLIENT_ADDRESS_HEADER } from './session-library.ts';
import type { ProofHeaders, Viewer } from './viewer.ts';

const LONGEST_UNNOTED_MS = 60_000;

/**
 * What the bearer token of a request proves; null when there is none, or it is wrong, expired, revoked, or comes from an
 * address that it is not for. It is looked for by its hash alone, so how long that takes tells nothing of any secret.
 * `last_used_at` is written once a minute at most: it tells forgotten tokens, no more.
 */
export function makeTokenDoor(means: {
  orm: MikroORM;
  tools: { now(): Date };
}): (headers: ProofHeaders) => Promise<Viewer | null> {
  const { orm, tools } = means;
  const find = askedTogether((hashes) => findApiTokensByHash(orm.em.fork(), hashes));
  return async (headers) => {
    const secret = secretIn(headers);
    const token = secret === null ? null : await find(hashOfSecret(secret).toString('hex'));
    const now = tools.now();
    if (!token || apiTokenState(token, now) !== 'LIVE') return null;
    const address = headers.get(CLIENT_ADDRESS_HEADER) ?? '';
    if (token.allowedAddresses.length > 0 && !isInRanges(address, token.allowedAddresses)) {
      return null;
    }
    if (!token.lastUsedAt || now.getTime() - token.lastUsedAt.getTime() >= LONGEST_UNNOTED_MS) {
      await noteTokenUse(orm.em.fork(), token.id, now);
    }
    return {
      actor: { kind: 'TOKEN', id: token.id, name: token.name },
      role: null,
      permissions: new Set(token.permissions),
      reach: token.reach,
      provedAt: null,
      expiresAt: token.expiresAt,
    };
  };
}

/** What the header shows, if it may be a secret of ours. */
function secretIn(headers: ProofHeaders): string | null {
  const secret = /^Bearer +(\S{1,200})$/i.exec(headers.get('authorization') ?? '')?.[1];
  return secret && mayBeOurs(secret) ? secret : null;
}
