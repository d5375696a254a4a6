import type { EntityManager } from '@mikro-orm/postgresql';
import type { AnalyticsConsent, OrderLineKind } from '../domain/order-line.ts';
import type { OrderStatus } from '../domain/order-status.ts';
import type { PaymentStatus } from '../domain/payment.ts';
import type { ActorKind } from '../domain/permission.ts';
import type { BillingField, StoredAttention } from './order.ts';
import { queryByIds } from './orm.ts';

/** A line as the list row holds it; amounts are minor units of the order's currency. */
export type ListedLine = {
  readonly id: string;
  readonly kind: OrderLineKind;
  readonly productName: string;
  readonly listPriceMinor: number;
  readonly priceMinor: number;
  readonly vatRateBp: number;
  readonly refundedMinor: number;
};

/** The payment that stands for an order; `createdAt` is ISO 8601 text, since it lives in JSON. */
export type ListedPayment = {
  readonly id: string;
  readonly provider: string;
  readonly method: string;
  readonly status: PaymentStatus;
  readonly amountMinor: number;
  readonly currency: string;
  readonly createdAt: string;
  readonly providerReference: string | null;
  readonly failureMessage: string | null;
};

/** An order with all that a list shows of it: one row, no join. `id` is the order's. */
export type OrderListRow = {
  readonly id: string;
  readonly checkoutId: string;
  readonly number: string;
  readonly version: number;
  readonly status: OrderStatus;
  readonly createdAt: Date;
  readonly paidAt: Date | null;
  readonly completedAt: Date | null;
  readonly completedByHand: boolean;
  readonly completedByKind: ActorKind | null;
  readonly completedByName: string | null;
  readonly offerId: string;
  readonly linkName: string | null;
  /** Named apart from the API's `source`, which is the link, its source and tags together. */
  readonly sourceName: string | null;
  readonly tags: string[];
  readonly currency: string;
  readonly totalMinor: number;
  readonly refundedMinor: number;
  readonly refundPendingMinor: number;
  readonly discountCode: string | null;
  readonly discountMinor: number;
  readonly email: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly country: string | null;
  readonly region: string | null;
  readonly analyticsConsent: AnalyticsConsent;
  readonly listedLines: ListedLine[];
  readonly shownPayment: ListedPayment | null;
  readonly attentionReasons: StoredAttention[];
  readonly attentionAt: Date | null;
  readonly attentionSummary: string | null;
};

/** Where in `order_list o` each part of an `OrderListRow` is. */
const columnOf: Readonly<Record<keyof OrderListRow, string>> = {
  id: 'o.order_id',
  checkoutId: 'o.checkout_id',
  number: 'o.number',
  version: 'o.version',
  status: 'o.status',
  createdAt: 'o.created_at',
  paidAt: 'o.paid_at',
  completedAt: 'o.completed_at',
  completedByHand: 'o.completed_by_hand',
  completedByKind: 'o.completed_by_kind',
  completedByName: 'o.completed_by_name',
  offerId: 'o.offer_id',
  linkName: 'o.link_name',
  sourceName: 'o.source',
  tags: 'o.tags',
  currency: 'o.currency',
  totalMinor: 'o.total_minor',
  refundedMinor: 'o.refunded_minor',
  refundPendingMinor: 'o.refund_pending_minor',
  discountCode: 'o.discount_code',
  discountMinor: 'o.discount_minor',
  email: 'o.email',
  firstName: 'o.first_name',
  lastName: 'o.last_name',
  country: 'o.country',
  region: 'o.region',
  analyticsConsent: 'o.analytics_consent',
  listedLines: 'o.lines',
  shownPayment: 'o.payment',
  attentionReasons: 'o.attention',
  attentionAt: 'o.attention_at',
  attentionSummary: 'o.attention_summary',
};

export const orderListParts = Object.keys(columnOf) as readonly (keyof OrderListRow)[];

/** What to select for these parts of an `OrderListRow` where `order_list` is called `o`. */
export const orderListColumns = (parts: readonly (keyof OrderListRow)[]): string =>
  parts.map((part) => `${columnOf[part]} as "${part}"`).join(', ');

/** For all of it. */
export const ORDER_LIST_COLUMNS = orderListColumns(orderListParts);

/** The list rows of these orders, in no particular order; unknown ids give none. */
export function findOrderRows(em: EntityManager, ids: readonly string[]): Promise<OrderListRow[]> {
  return queryByIds<OrderListRow>(
    em,
    ids,
    (isOne) => `select ${ORDER_LIST_COLUMNS} from order_list o where ${isOne('o.order_id')}`,
  );
}

/** An order with what its panel shows beside the list row. */
export type OrderDetails = OrderListRow & {
  readonly checkoutName: string;
  readonly offerName: string;
  readonly billingFields: BillingField[];
  /** When the customer's data was erased; null: it is there. */
  readonly erasedAt: Date | null;
};

/** As `findOrderRows`, for those who will look closer. */
export function findOrderDetails(
  em: EntityManager,
  ids: readonly string[],
): Promise<OrderDetails[]> {
  return queryByIds<OrderDetails>(
    em,
    ids,
    (isOne) => `select ${ORDER_LIST_COLUMNS}, c.name as "checkoutName", f.name as "offerName",
       w.billing_fields as "billingFields", w.erased_at as "erasedAt"
     from order_list o join orders w on w.id = o.order_id join checkout c on c.id = o.checkout_id
       join offer f on f.id = o.offer_id
     where ${isOne('o.order_id')}`,
  );
}
