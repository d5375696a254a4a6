import type { EntityManager } from '@mikro-orm/postgresql';
import type { AnalyticsConsent, OrderLineKind } from '../domain/order-line.ts';
import type { OrderStatus } from '../domain/order-status.ts';
import type { PaymentStatus } from '../domain/payment.ts';
import type { ActorKind } from '../domain/permission.ts';
import type { BillingField, StoredAttention } from './order.ts';
import { query } from './orm.ts';

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

/** What to select for an `OrderListRow` where `order_list` is called `o`. */
export const ORDER_LIST_COLUMNS = `
  o.order_id as "id", o.checkout_id as "checkoutId", o.number, o.version, o.status,
  o.created_at as "createdAt", o.paid_at as "paidAt", o.completed_at as "completedAt",
  o.completed_by_hand as "completedByHand", o.completed_by_kind as "completedByKind",
  o.completed_by_name as "completedByName", o.offer_id as "offerId", o.link_name as "linkName",
  o.source as "sourceName", o.tags, o.currency, o.total_minor as "totalMinor",
  o.refunded_minor as "refundedMinor", o.refund_pending_minor as "refundPendingMinor",
  o.discount_code as "discountCode", o.discount_minor as "discountMinor", o.email,
  o.first_name as "firstName", o.last_name as "lastName", o.country, o.region,
  o.analytics_consent as "analyticsConsent", o.lines as "listedLines", o.payment as "shownPayment",
  o.attention as "attentionReasons", o.attention_at as "attentionAt",
  o.attention_summary as "attentionSummary"`;

/** The list rows of these orders, in no particular order; unknown ids give none. */
export function findOrderRows(em: EntityManager, ids: readonly string[]): Promise<OrderListRow[]> {
  return query<OrderListRow>(
    em,
    `select ${ORDER_LIST_COLUMNS} from order_list o where o.order_id = any($1::text[])`,
    [ids],
  );
}

/** An order with what its panel shows beside the list row. */
export type OrderDetails = OrderListRow & {
  readonly checkoutName: string;
  readonly offerName: string;
  readonly billingFields: BillingField[];
};

/** As `findOrderRows`, for those who will look closer. */
export function findOrderDetails(
  em: EntityManager,
  ids: readonly string[],
): Promise<OrderDetails[]> {
  return query<OrderDetails>(
    em,
    `select ${ORDER_LIST_COLUMNS}, c.name as "checkoutName", f.name as "offerName",
       w.billing_fields as "billingFields"
     from order_list o join orders w on w.id = o.order_id join checkout c on c.id = o.checkout_id
       join offer f on f.id = o.offer_id
     where o.order_id = any($1::text[])`,
    [ids],
  );
}
