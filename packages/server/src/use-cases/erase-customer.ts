import type { CustomerOrder } from '../database/customer-data.ts';
import { lockOrdersOfCustomer } from '../database/customer-data.ts';
import {
  type ErasedOrder,
  eraseOrders,
  forgetWishesNaming,
  hideKeysNaming,
} from '../database/erasure.ts';
import { erasureRefusal, obstaclesOf, ordersOfCustomer } from './customer-data.ts';
import { hiddenName, once } from './idempotency.ts';
import { type Outcome, Refused, refuse } from './outcome.ts';
import { isStorable } from './plain-text.ts';
import { decide, type Request, type Work } from './request.ts';
import { recordInShop } from './shop-history.ts';

export type EraseCustomer = { readonly email: string; readonly idempotencyKey: string };

export type Erased = {
  readonly erased: number;
  /** Of the same address, more than are erased at once: ask again with a new key. */
  readonly remaining: number;
};

/** Of one transaction: more locks of the history at once than the database has room for would break it. */
const MOST_ORDERS_AT_ONCE = 1_000;
/** A name of one letter would match every wish. */
const SHORTEST_NAME = 2;

/**
 * Forgets a customer in all orders of an address, the oldest first, in one transaction: email, names and
 * answers of the form, what was sent to them or about them and what was answered, reasons that people typed.
 * Money, books, statuses and history stay (docs/personal-data.md). Refused while something under way still
 * needs the address. Access given at other platforms stays given: nobody could take it away afterwards.
 */
export async function eraseCustomer(
  input: EraseCustomer,
  request: Request,
): Promise<Outcome<Erased>> {
  return decide(request, async (work) => {
    const email = input.email.trim();
    if (email === '' || !isStorable(email)) refuse('INVALID', 'Give an address.', ['email']);
    const wish = { operation: 'eraseCustomer', key: input.idempotencyKey, input: { email } };
    return once(work, wish, () => erase(work, email));
  });
}

async function erase(work: Work, email: string): Promise<Erased> {
  const { em, request } = work;
  await lockOrdersOfCustomer(em, { email, checkoutIds: null });
  const orders = await ordersOfCustomer(email, { em, reach: request.reach });
  const refusal = erasureRefusal(orders.length, obstaclesOf(orders), request);
  if (refusal) throw new Refused([refusal]);
  const erased = orders.toReversed().slice(0, MOST_ORDERS_AT_ONCE);
  await forgetWishesNaming(em, namesIn(orders));
  const pseudonym = newPseudonym(request);
  await writeErasure(
    work,
    erased.map(({ id }) => ({ orderId: id, pseudonym })),
    'The customer’s data was erased.',
  );
  await hideKeysNaming(em, email, (key) => hiddenName(request.tools.sealer, key));
  recordInShop(work, PERSONAL_DATA, {
    event: 'customer.erased',
    summary: `A customer was erased from ${erased.length} order${erased.length === 1 ? '' : 's'}.`,
    changes: [{ field: 'orders', before: null, after: namedOrders(erased) }],
  });
  return { erased: erased.length, remaining: orders.length - erased.length };
}

/** Erases orders that are locked and tells each of their histories; null: the caller tells of all together. */
export async function writeErasure(
  work: Work,
  erased: readonly ErasedOrder[],
  summary: string | null,
): Promise<void> {
  await work.em.flush();
  await eraseOrders(work.em, erased, work.now);
  for (const { orderId } of erased) {
    work.touch(orderId);
    if (summary !== null) work.record(orderId, { event: 'order.customer_erased', summary });
  }
}

/** The chain of the history in which it stands what was done with people's data. */
export const PERSONAL_DATA = 'personal-data';

/** Made up, so that nobody can find out whose it was; ends in a domain that never exists. */
export function newPseudonym({ tools }: Pick<Request, 'tools'>): string {
  return `erased-${tools.newId('cus').replace('cus_', '')}@erased.invalid`;
}

/** Their numbers, as many as an entry of the history should hold. */
export function namedOrders(orders: readonly { readonly number: string }[]): string {
  const named = orders.slice(0, 100).map(({ number }) => number);
  const rest = orders.length - named.length;
  return rest === 0 ? named.join(', ') : `${named.join(', ')} and ${rest} more`;
}

function namesIn(orders: readonly CustomerOrder[]): string[] {
  const names = orders.flatMap(({ email, firstName, lastName }) => [email, firstName, lastName]);
  return [
    ...new Set(names.filter((name) => name !== null && name.trim().length >= SHORTEST_NAME)),
  ].filter((name) => name !== null);
}
