import type { EntityManager } from '@mikro-orm/postgresql';
import { queryByIds } from './orm.ts';

// What checkouts and offers are called, for whatever names them. Unknown ids give no rows.

export type Named = { readonly id: string; readonly name: string };
export type NamedOffer = Named & { readonly checkoutId: string };

export function findCheckoutNames(em: EntityManager, ids: readonly string[]): Promise<Named[]> {
  return queryByIds(em, ids, (isOne) => `select id, name from checkout where ${isOne('id')}`);
}

export function findOfferNames(em: EntityManager, ids: readonly string[]): Promise<NamedOffer[]> {
  return queryByIds(
    em,
    ids,
    (isOne) => `select id, checkout_id as "checkoutId", name from offer where ${isOne('id')}`,
  );
}
