import type { Onlooker, OrderFilter } from '../../src/database/order-filter.ts';
import type { OrderSort } from '../../src/database/order-sort.ts';
import type { SeededOrder } from './orders.ts';

/** The same search in plain JavaScript, over the seeds. */
export function expectedIds(
  orders: readonly SeededOrder[],
  filter: OrderFilter,
  sort: OrderSort,
  onlooker: Onlooker,
): string[] {
  const sortKey = (order: SeededOrder): string | number => {
    switch (sort.field) {
      case 'CREATED_AT':
        return (order.createdAt ?? '').replace('.000Z', '.000000Z');
      case 'TOTAL':
        return order.totalMinor ?? 0;
      case 'STATUS':
        return order.status ?? '';
      case 'CUSTOMER_EMAIL':
        return (order.email ?? '').toLowerCase();
    }
  };
  const compare = (a: string | number, b: string | number) => (a < b ? -1 : a > b ? 1 : 0);
  const sign = sort.direction === 'ASC' ? 1 : -1;
  return orders
    .filter((order) => matches(order, filter, onlooker))
    .sort((a, b) => sign * (compare(sortKey(a), sortKey(b)) || compare(a.id, b.id)))
    .map(({ id }) => id);
}

function matches(order: SeededOrder, filter: OrderFilter, onlooker: Onlooker): boolean {
  const among = (value: string | null | undefined, list?: readonly string[] | null) =>
    !list?.length || (value !== null && value !== undefined && list.includes(value));
  const lower = (list?: readonly string[] | null) => list?.map((value) => value.toLowerCase());
  const contains = (value: string | null | undefined, part?: string | null) =>
    !part?.trim() || (value ?? '').toLowerCase().includes(part.trim().toLowerCase());
  const created = new Date(order.createdAt ?? '');
  const isVisit = order.status === 'STARTED' || order.status === 'IN_PROGRESS';
  const showsVisits = filter.numbers || filter.needsAttention === true;
  const attentionAt = order.attention?.[0]?.from;
  const needsAttention = attentionAt !== undefined && new Date(attentionAt) <= onlooker.now;
  const searched = [order.number, order.payment?.reference]
    .concat(onlooker.mayReadPersonalData ? [order.email, order.firstName, order.lastName] : [])
    .map((value) => (value ?? '').toLowerCase());

  return (
    (onlooker.reach === 'ALL' || onlooker.reach.includes(order.checkoutId ?? '')) &&
    (filter.statuses?.length ? among(order.status, filter.statuses) : showsVisits || !isVisit) &&
    (!filter.numbers || filter.numbers.includes(order.number)) &&
    (!filter.orderIds || filter.orderIds.includes(order.id)) &&
    among(order.source?.toLowerCase(), lower(filter.sources)) &&
    among(order.discountCode?.toLowerCase(), lower(filter.discountCodes)) &&
    (!filter.tags?.length || filter.tags.some((tag) => order.tags?.includes(tag))) &&
    among(order.checkoutId, filter.checkoutIds) &&
    among(order.checkoutId?.replace('chk_', 'off_'), filter.offerIds) &&
    among(order.country, filter.countries) &&
    among(order.payment?.provider, filter.paymentProviders) &&
    (!filter.failedActionKinds?.length ||
      filter.failedActionKinds.some((kind) => order.failedKinds?.includes(kind))) &&
    (!filter.createdFrom || created >= filter.createdFrom) &&
    (!filter.createdBefore || created < filter.createdBefore) &&
    (typeof filter.needsAttention !== 'boolean' || filter.needsAttention === needsAttention) &&
    matchesSales(order, filter) &&
    contains(order.email, filter.email) &&
    contains(order.firstName, filter.firstName) &&
    contains(order.lastName, filter.lastName) &&
    (filter.text ?? '')
      .split(/\s+/u)
      .every((word) => searched.some((value) => value.includes(word.toLowerCase())))
  );
}

/** Orders of the seeds have one main line, no device, link or region, and accepted being measured. */
function matchesSales(order: SeededOrder, filter: OrderFilter): boolean {
  const among = (value: string | null, list?: readonly string[] | null) =>
    !list?.length || (value !== null && list.includes(value));
  const isPaid = !['STARTED', 'IN_PROGRESS', 'PROCESSING', 'MARKED_AS_COMPLETED'].includes(
    order.status ?? 'PAID',
  );
  const paidThrough = order.payment && isPaid ? `${order.payment.provider}/card` : null;
  const has: Record<string, boolean> = {
    SOURCE: Boolean(order.source),
    TAG: Boolean(order.tags?.length),
    COUNTRY: Boolean(order.country),
    PAYMENT: paidThrough !== null,
    DISCOUNT_CODE: Boolean(order.discountCode),
  };
  return (
    among(order.currency ?? 'EUR', filter.currencies) &&
    among(order.checkoutId?.replace('chk_', 'prd_') ?? null, filter.productIds) &&
    among('MAIN', filter.lineKinds) &&
    among(paidThrough, filter.paymentMethods) &&
    among('ACCEPTED', filter.consents) &&
    among(null, filter.devices) &&
    among(null, filter.linkIds) &&
    among(null, filter.regions) &&
    (filter.without ?? []).every((part) => !has[part])
  );
}
