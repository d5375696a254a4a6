import { createHash } from 'node:crypto';
import type { PurchasedOrder } from './action-type.ts';

type Customer = PurchasedOrder['customer'];

/** Kajabi refuses a blank name, and a billing form need not ask for one. */
const NO_NAME = 'Customer';

/** The name other members see: whole, or with the first letter of the last name. */
export function kajabiName(customer: Customer, hideLastName: boolean): string {
  const firstName = customer.firstName?.trim() ?? '';
  const lastName = customer.lastName?.trim() ?? '';
  const [initial] = new Intl.Segmenter().segment(lastName);
  const shownLastName = hideLastName && initial ? `${initial.segment}.` : lastName;
  return [firstName, shownLastName].filter(Boolean).join(' ') || NO_NAME;
}

/**
 * The id by which Kajabi knows the customer, the same for every order: a grant can only be taken away
 * with the id it was given with, capital letters included, so it rests on nothing a customer types
 * differently the next time.
 */
export function kajabiExternalId(email: string): string {
  return `oms_${hashOf(email.trim().toLowerCase()).slice(0, 32)}`;
}

/** Stands for a secret where two of them only have to be told apart. */
export function fingerprint(secret: string): string {
  return hashOf(secret).slice(0, 16);
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
