import type { OrderStatus } from '../domain/order-status.ts';
import type { Onlooker, OrderFilter, SqlParameters } from './order-filter.ts';

/**
 * What a filter compares as a whole, as keys in one index over all of them (`order_list_keys`). It finds the
 * orders that fulfil several conditions without reading those that fulfil one, however frequent each is. Keys
 * only lead to orders: the conditions themselves are always checked beside them. Visits have keys of their own,
 * so that a list of sales does not read them.
 */

/** Word for word the expression of the index on `order_list o`. */
const KEYS_OF_ORDER = `order_list_keys(o.is_visit, o.status, o.checkout_id, o.offer_id, o.checkout_link_id, o.source,
  o.tags, o.discount_code, o.country, o.region, o.currency, o.payment_provider, o.paid_through, o.device,
  o.analytics_consent, o.lines)`;

const OF_VISITS = '?';

/** Which orders the list is of, as far as visits go. */
export type VisitsWanted = 'none' | 'some' | 'only';

/** Conditions on the index; each names the orders that have one of its keys. */
export function keyConditions(
  filter: OrderFilter,
  { reach }: Onlooker,
  shown: { readonly visits: VisitsWanted; readonly statuses: readonly OrderStatus[] | null },
  parameters: SqlParameters,
): string[] {
  const marks = { none: [''], some: ['', OF_VISITS], only: [OF_VISITS] }[shown.visits];
  const anyOf = (keys: readonly string[]) =>
    `${KEYS_OF_ORDER} && ${parameters.add(marks.flatMap((mark) => keys.map((key) => mark + key)))}::text[]`;
  // Lowered by the database, as what they are compared with.
  const anyOfLowered = (keys: readonly string[]) => {
    const names = keys.map((key) => `lower(${parameters.add(key)}::text)`);
    return `${KEYS_OF_ORDER} && array[${marks.flatMap((mark) => names.map((name) => `'${mark}' || ${name}`)).join(', ')}]`;
  };
  const lists: [string, readonly string[] | null | undefined][] = [
    ['status', shown.statuses],
    ['checkout', filter.checkoutIds],
    ['offer', filter.offerIds],
    ['link', filter.linkIds],
    ['tag', filter.tags],
    ['country', filter.countries],
    ['region', filter.regions],
    ['currency', filter.currencies],
    ['provider', filter.paymentProviders],
    ['paid', filter.paymentMethods],
    ['device', filter.devices],
    ['consent', filter.consents],
    ['kind', filter.lineKinds],
  ];
  const prefixed = (name: string, values: readonly string[]) =>
    values.map((value) => `${name}=${value}`);
  return [
    // Nothing in reach is no order, and not every order.
    ...(reach === 'ALL' ? [] : [anyOf(prefixed('checkout', reach))]),
    ...lists.flatMap(([name, values]) => (values?.length ? [anyOf(prefixed(name, values))] : [])),
    ...(['source', 'code'] as const).flatMap((name) => {
      const values = { source: filter.sources, code: filter.discountCodes }[name];
      return values?.length ? [anyOfLowered(prefixed(name, values))] : [];
    }),
    ...(filter.without ?? []).map((part) => anyOf([keyOfAbsence[part]])),
  ];
}

const keyOfAbsence: Readonly<Record<NonNullable<OrderFilter['without']>[number], string>> = {
  LINK: 'link=',
  SOURCE: 'source=',
  TAG: 'tag=',
  COUNTRY: 'country=',
  REGION: 'region=',
  PAYMENT: 'paid=',
  DISCOUNT_CODE: 'code=',
  DEVICE: 'device=',
};
