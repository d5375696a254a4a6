import { BadSettings } from '../actions/action-type.ts';
import { accessKinds } from '../actions/action-types.ts';
import type { GrantFound } from '../database/access-grants.ts';
import { openSettings, type Sealer } from '../database/sealing.ts';

// What access a delivery gives, read from its settings, and what other deliveries of the same customer
// give as well. An access is a key (type, target, customer): `rules.md`, "Access".

/** The kinds whose actions give access. */
export const ACCESS_KINDS: readonly string[] = accessKinds.map(({ kind }) => kind);

export type AccessGiven = {
  readonly keys: readonly string[];
  /** Whether the settings say how to take it away. */
  readonly canRemove: boolean;
  /** A secret in the settings could not be opened, so nobody knows what it gives. */
  readonly isSealedAway: boolean;
};

const NOTHING: AccessGiven = { keys: [], canRemove: false, isSealedAway: false };

/**
 * Nothing for another kind, and for settings that cannot be read: running it will say so, and no refund may
 * fail by it.
 */
export function accessOf(
  sealer: Sealer,
  grant: Pick<GrantFound, 'kind' | 'settings' | 'customer'>,
): AccessGiven {
  const kind = accessKinds.find((one) => one.kind === grant.kind);
  if (!kind) return NOTHING;
  try {
    const settings = kind.readSettings(openSettings(sealer, grant.settings, kind.secretSettings));
    return {
      keys: kind.accessKeys(settings, grant.customer),
      canRemove: kind.canRemove(settings),
      isSealedAway: false,
    };
  } catch (error) {
    return { ...NOTHING, isSealedAway: !(error instanceof BadSettings) };
  }
}

/** Which of the keys others still give, or may give: the first of them for each. */
export function giversOf(
  sealer: Sealer,
  keys: readonly string[],
  others: readonly GrantFound[],
): Map<string, GrantFound> {
  const givers = new Map<string, GrantFound>();
  for (const other of others) {
    const given = accessOf(sealer, other);
    for (const key of keys) {
      const mayGive = given.isSealedAway && key.startsWith(`${other.kind}:`);
      const isGiven = mayGive || given.keys.includes(key);
      if (isGiven && !givers.has(key)) givers.set(key, other);
    }
  }
  return givers;
}

/**
 * Who still gives an access, in a seller's words, as seen from one order: `order 1002 of the same
 * customer`. An order of a checkout that the reader may not know of is not named.
 */
export function giverWords(
  giver: GrantFound,
  from: { readonly orderId: string; readonly mayName: (checkoutId: string) => boolean },
): string {
  if (giver.orderId === from.orderId) {
    const places = { PRODUCT: 'another product', OFFER: 'the offer', CHECKOUT: 'the checkout' };
    return `${places[giver.level]} of this order`;
  }
  return from.mayName(giver.checkoutId)
    ? `order ${giver.orderNumber} of the same customer`
    : 'an order of the same customer at another checkout';
}
