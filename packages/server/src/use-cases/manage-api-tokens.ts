import {
  endApiToken,
  findApiTokenByHash,
  findApiTokens,
  insertApiToken,
  listApiTokens,
  liveTokenNames,
  lockApiToken,
  lockApiTokens,
  rewriteApiToken,
  type ApiTokenFound,
} from '../database/api-token.ts';
import { apiTokenState, isWithinReach, LISTED_AFTER_END_MS } from '../domain/api-token.ts';
import type { Permission } from '../domain/permission.ts';
import {
  FIT_SECRET,
  hashOfSecret,
  isFitSecret,
  makeSecret,
  visiblePart,
} from './api-token-secret.ts';
import { once } from './idempotency.ts';
import { checkedToken, nameRefusals } from './manage-api-tokens-checks.ts';
import { invalid } from './manage-catalogue-checks.ts';
import { refuseAny } from './manage-configuration-checks.ts';
import { type Outcome, refuse } from './outcome.ts';
import { decide, type Request, type Work } from './request.ts';
import { recordInShop } from './shop-history.ts';

/** What a token is to be. */
export type ApiTokenWish = {
  readonly name: string;
  readonly permissions: readonly Permission[];
  /** Null or left out: all, also those that are made later. */
  readonly checkoutIds?: readonly string[] | null;
  /** At most a year ahead (UTC). */
  readonly expiresAt: Date;
  /** Ranges in CIDR, or single addresses. Null, left out or empty: from anywhere. */
  readonly allowedAddresses?: readonly string[] | null;
};

export type CreateApiToken = ApiTokenWish & { readonly idempotencyKey: string };

/**
 * Makes a token for a program, with no more rights than whoever makes it has. The secret is in this answer and nowhere
 * else. The same key again makes no second token and answers without the secret: what was shown once is not kept.
 */
export async function createApiToken(
  { idempotencyKey: key, ...wish }: CreateApiToken,
  request: Request,
): Promise<Outcome<{ id: string; secret: string | null }>> {
  let secret: string | null = null;
  const outcome = await decide(request, (work) => {
    secret = null;
    refuseUnlessMay(work.request);
    return once(work, { operation: 'createApiToken', key, input: wish }, async () => {
      await lockApiTokens(work.em);
      refuseAny(nameRefusals(wish.name.trim(), await liveTokenNames(work.em, work.now)));
      secret = makeSecret();
      return write(work, wish, secret);
    });
  });
  return outcome.ok ? { ok: true, value: { id: outcome.value.id, secret } } : outcome;
}

async function write(work: Work, wish: ApiTokenWish, secret: string): Promise<{ id: string }> {
  const token = await checkedToken(work, wish);
  const id = work.request.tools.newId('tok');
  await insertApiToken(work.em, {
    ...token,
    id,
    prefix: visiblePart(secret),
    hash: hashOfSecret(secret),
    createdAt: work.now,
    createdBy: work.request.actor.name,
  });
  recordInShop(work, id, {
    event: 'token.created',
    summary: `The API token “${token.name}” was created.`,
    changes: rightsOf(token).map(([field, after]) => ({ field, before: null, after })),
  });
  return { id };
}

/**
 * For demos: a token whose secret is known already. One that is there becomes what is asked for now, and only what
 * changed is recorded.
 */
export async function setKnownApiToken(
  { secret, ...wish }: ApiTokenWish & { readonly secret: string },
  request: Request,
): Promise<Outcome<{ id: string }>> {
  return decide(request, async (work) => {
    refuseUnlessMay(work.request);
    if (!isFitSecret(secret)) {
      refuseAny([invalid(`A token of your own needs ${FIT_SECRET}.`, 'secret')]);
    }
    await lockApiTokens(work.em);
    const known = await findApiTokenByHash(work.em, hashOfSecret(secret));
    if (!known) return write(work, wish, secret);
    const token = await checkedToken(work, wish);
    await rewriteApiToken(work.em, { ...token, id: known.id });
    const before = new Map(rightsOf(known));
    const changes = rightsOf(token)
      .filter(([field, after]) => field !== 'expiresAt' && before.get(field) !== after)
      .map(([field, after]) => ({ field, before: before.get(field) ?? null, after }));
    if (changes.length > 0 || apiTokenState(known, work.now) !== 'LIVE') {
      work.showAccess(known.id);
      recordInShop(work, known.id, {
        event: 'token.changed',
        summary: `The API token “${token.name}” was given other rights.`,
        changes,
      });
    }
    return { id: known.id };
  });
}

/**
 * Withdraws a token at once: its next call is refused, and what it has open ends with the news of it. One that has ended
 * already is left as it is.
 */
export async function revokeApiToken(
  id: string,
  request: Request,
): Promise<Outcome<{ id: string }>> {
  return decide(request, async (work) => {
    refuseUnlessMay(work.request);
    const token = await lockApiToken(work.em, id);
    if (!token || !isWithinReach(token.reach, work.request.reach)) {
      refuse('NOT_FOUND', 'There is no such API token.', ['id']);
    }
    if (apiTokenState(token, work.now) !== 'LIVE') return { id };
    await endApiToken(work.em, id, work.now);
    work.showAccess(id);
    recordInShop(work, id, {
      event: 'token.revoked',
      summary: `The API token “${token.name}” was revoked.`,
    });
    return { id };
  });
}

/** All that live, and those that ended in the last 90 days, as far as their checkouts are within reach. */
export async function readApiTokens({ em, reach, tools }: Request): Promise<ApiTokenFound[]> {
  const now = tools.now();
  const endedSince = new Date(now.getTime() - LISTED_AFTER_END_MS);
  const tokens = await listApiTokens(em, { now, endedSince });
  return tokens.filter((token) => isWithinReach(token.reach, reach));
}

/** One of them, however long ago it ended. Out of reach looks as if it did not exist. */
export async function readApiToken(
  id: string,
  { em, reach }: Pick<Request, 'em' | 'reach'>,
): Promise<ApiTokenFound | null> {
  const [token] = await findApiTokens(em, [id]);
  return token && isWithinReach(token.reach, reach) ? token : null;
}

/** The product itself, at the command line, needs no permission. */
function refuseUnlessMay({ actor, permissions }: Request): void {
  if (actor.kind === 'SYSTEM' || permissions.has('MANAGE_TOKENS')) return;
  refuse('NOT_ALLOWED', 'You may not make or revoke API tokens. An admin can.');
}

type Rights = Pick<
  ApiTokenFound,
  'permissions' | 'reach' | 'allowedAddresses' | 'expiresAt' | 'name'
>;

/** What the history tells of a token: never anything of its secret. */
function rightsOf(token: Rights): [field: string, words: string][] {
  return [
    ['name', token.name],
    ['permissions', token.permissions.join(', ')],
    ['checkouts', token.reach === 'ALL' ? 'all' : [...token.reach].sort().join(', ')],
    ['expiresAt', token.expiresAt.toISOString()],
    [
      'allowedAddresses',
      token.allowedAddresses.length === 0 ? 'any' : token.allowedAddresses.join(', '),
    ],
  ];
}
