import type { ActionTypes, AnyActionType } from '../actions/action-types.ts';
import {
  ActionConfigurationTable,
  CheckoutTable,
  OfferTable,
  ProductTable,
  type ActionConfigurationRow,
  type CheckoutRow,
} from '../database/catalogue.ts';
import { query } from '../database/orm.ts';
import type { ActionLevel } from '../domain/action.ts';
import { type Refusal, Refused, refuse } from './outcome.ts';
import { reaches, type Work } from './request.ts';

/** Where an action is set up, and of which kind. */
export type Placement = {
  readonly checkoutId: string;
  readonly level: ActionLevel;
  readonly productId?: string | null;
  readonly offerId?: string | null;
  readonly kind: string;
};

const LEVEL_WORDS: Readonly<Record<ActionLevel, string>> = {
  PRODUCT: 'a product',
  OFFER: 'an offer',
  CHECKOUT: 'a whole checkout',
};

/**
 * The checkout, locked for the rest of the transaction, so that two changes of what is sold in it come
 * one after the other. Orders are not held up by it. Out of reach looks as if it did not exist.
 */
export async function lockCheckout(
  work: Work,
  checkoutId: string,
  path: readonly string[],
): Promise<CheckoutRow> {
  await query(work.em, 'select id from checkout where id = $1 for no key update', [checkoutId]);
  const checkout = await work.em.findOne(CheckoutTable, { id: checkoutId });
  if (!checkout || !reaches(work.request.reach, checkout.id)) {
    refuse('NOT_FOUND', 'There is no such checkout.', path);
  }
  return checkout;
}

/** The configuration, locked; one that was deleted is found too. Out of reach looks as if it did not exist. */
export async function lockConfiguration(
  work: Work,
  id: string,
  path: readonly string[],
): Promise<ActionConfigurationRow> {
  await query(work.em, 'select id from action_configuration where id = $1 for no key update', [id]);
  const configuration = await work.em.findOne(ActionConfigurationTable, { id });
  if (!configuration || !reaches(work.request.reach, configuration.checkoutId)) {
    refuse('NOT_FOUND', 'There is no such action configuration.', path);
  }
  return configuration;
}

/** The kind, which must be known. */
export function knownType(
  types: ActionTypes,
  kind: string,
  path: readonly string[],
): AnyActionType {
  const type = types.byKind(kind);
  if (type) return type;
  const known = types.all.map((one) => one.kind).join(', ');
  return refuse('INVALID', `There is no kind of action “${kind}”. There are ${known}.`, path);
}

/** Why an action of this kind cannot be set up there. Product and offer must be the checkout's own. */
export async function placementRefusals(
  work: Work,
  type: AnyActionType,
  placement: Placement,
  path: readonly string[],
): Promise<Refusal[]> {
  const { level, checkoutId, productId, offerId } = placement;
  const invalid = (field: string, message: string, code: Refusal['code'] = 'INVALID'): Refusal => ({
    code,
    message,
    path: [...path, field],
  });
  const refusals: Refusal[] = [];
  if (!type.levels.includes(level)) {
    const where = type.levels.map((one) => LEVEL_WORDS[one]).join(' or ');
    refusals.push(invalid('level', `${type.label} can only be set up at ${where}.`));
  }
  if (level === 'PRODUCT' && !productId) refusals.push(invalid('productId', 'Choose the product.'));
  if (level === 'OFFER' && !offerId) refusals.push(invalid('offerId', 'Choose the offer.'));
  if (level !== 'PRODUCT' && productId) {
    refusals.push(invalid('productId', 'A product belongs to the level PRODUCT only.'));
  } else if (productId && !(await work.em.count(ProductTable, { id: productId, checkoutId }))) {
    refusals.push(invalid('productId', 'There is no such product in this checkout.', 'NOT_FOUND'));
  }
  if (level !== 'OFFER' && offerId) {
    refusals.push(invalid('offerId', 'An offer belongs to the level OFFER only.'));
  } else if (offerId && !(await work.em.count(OfferTable, { id: offerId, checkoutId }))) {
    refusals.push(invalid('offerId', 'There is no such offer in this checkout.', 'NOT_FOUND'));
  }
  return refusals;
}

/** A name as it is stored: no spaces around it, 1 to 200 characters. */
export function nameRefusals(name: string, path: readonly string[]): Refusal[] {
  const { length } = name.trim();
  if (length === 0) return [{ code: 'INVALID', message: 'Give it a name.', path }];
  if (length <= 200) return [];
  return [{ code: 'INVALID', message: 'A name has at most 200 characters.', path }];
}

/** Refuses with all reasons at once, so that a form can mark every field. */
export function refuseAny(refusals: readonly Refusal[]): void {
  if (refusals.length > 0) throw new Refused(refusals);
}
