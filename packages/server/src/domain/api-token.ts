// What an API token may be given, and by whom. Moments are UTC.

import type { Permission } from './permission.ts';

const DAY_MS = 24 * 60 * 60_000;

/** A year, also one with a leap day. */
export const LONGEST_LIFE_MS = 366 * DAY_MS;
/** How long a token that has ended is still listed. Its row stays: the audit log names it. */
export const LISTED_AFTER_END_MS = 90 * DAY_MS;
/** More would be a leak of something else. */
export const MOST_LIVE_TOKENS = 200;
export const LONGEST_NAME = 100;

export const ApiTokenState = { LIVE: 'LIVE', EXPIRED: 'EXPIRED', REVOKED: 'REVOKED' } as const;
export type ApiTokenState = (typeof ApiTokenState)[keyof typeof ApiTokenState];

/** Revoked before it expired is revoked for good; from the very moment of its expiry a token proves nothing. */
export function apiTokenState(
  token: { readonly expiresAt: Date; readonly revokedAt: Date | null },
  now: Date,
): ApiTokenState {
  if (token.revokedAt) return 'REVOKED';
  return token.expiresAt <= now ? 'EXPIRED' : 'LIVE';
}

/** What somebody has and could hand on. */
export type Giver = {
  readonly isProgram: boolean;
  readonly permissions: ReadonlySet<Permission>;
  readonly reach: 'ALL' | readonly string[];
  /** When the giver's own right ends, of a program. */
  readonly endsAt: Date | null;
};

/**
 * The permissions that somebody may give to a token: their own, and no other. One exception: a checkout page is always
 * a program, so WRITE_CHECKOUT belongs to no role, and whoever may make tokens gives it as a person. A program gives it
 * only if it has it, or a stolen token could make itself a door it was not made for.
 */
export function givable({ isProgram, permissions }: Giver): ReadonlySet<Permission> {
  if (isProgram || !permissions.has('MANAGE_TOKENS')) return permissions;
  return new Set<Permission>([...permissions, 'WRITE_CHECKOUT']);
}

/** What goes beyond the giver, in the order it was wished for; all empty: nothing does. */
export type Excess = {
  readonly permissions: readonly Permission[];
  /** Ids that the giver does not reach; `ALL` by somebody with some checkouts. */
  readonly checkouts: 'ALL' | readonly string[];
  /** It would outlive the program that makes it. */
  readonly isTooLong: boolean;
};

export function excessOver(
  giver: Giver,
  wish: {
    readonly permissions: readonly Permission[];
    readonly reach: 'ALL' | readonly string[];
    readonly expiresAt: Date;
  },
): Excess {
  const mine = givable(giver);
  return {
    permissions: wish.permissions.filter((permission) => !mine.has(permission)),
    checkouts: checkoutsBeyond(giver.reach, wish.reach),
    isTooLong: giver.endsAt !== null && wish.expiresAt > giver.endsAt,
  };
}

/** Whether a token's checkouts all lie within somebody's own: only then is it there for them. */
export function isWithinReach(
  tokenReach: 'ALL' | readonly string[],
  reach: 'ALL' | readonly string[],
): boolean {
  const beyond = checkoutsBeyond(reach, tokenReach);
  return beyond !== 'ALL' && beyond.length === 0;
}

function checkoutsBeyond(
  reach: 'ALL' | readonly string[],
  wish: 'ALL' | readonly string[],
): 'ALL' | readonly string[] {
  if (reach === 'ALL') return [];
  return wish === 'ALL' ? 'ALL' : wish.filter((id) => !reach.includes(id));
}
