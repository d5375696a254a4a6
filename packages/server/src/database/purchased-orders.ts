import type { EntityManager } from '@mikro-orm/postgresql';
import type { OrderLineKind } from '../domain/order-line.ts';
import type { PaymentStatus } from '../domain/payment.ts';
import type { BillingField } from './order.ts';
import { queryOften } from './orm.ts';

/** What an action is told of an order. Amounts are minor units of `currency`, rates basis points. */
export type PurchasedOrderFound = {
  readonly id: string;
  readonly number: string;
  readonly checkout: { readonly id: string; readonly name: string };
  readonly offer: { readonly id: string; readonly name: string } | null;
  readonly createdAt: Date;
  readonly paidAt: Date | null;
  readonly currency: string;
  readonly totalMinor: number;
  readonly discountCode: string | null;
  readonly discountMinor: number;
  readonly source: string | null;
  readonly tags: string[];
  readonly language: string | null;
  readonly email: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly country: string | null;
  readonly region: string | null;
  readonly fields: BillingField[];
  readonly analyticsConsent: string;
  /** As the customer saw them. */
  readonly lines: {
    readonly id: string;
    readonly productId: string;
    readonly kind: OrderLineKind;
    readonly productName: string;
    readonly listPriceMinor: number;
    readonly discountMinor: number;
    readonly priceMinor: number;
    readonly vatRateBp: number;
  }[];
  /** The oldest first. */
  readonly payments: {
    readonly provider: string;
    readonly method: string;
    readonly status: PaymentStatus;
    readonly amountMinor: number;
  }[];
};

/** The orders of these ids, all by one statement and so each of one moment; without those that are not there. */
export async function findPurchasedOrders(
  em: EntityManager,
  orderIds: readonly string[],
): Promise<Map<string, PurchasedOrderFound>> {
  const found = await queryOften<PurchasedOrderFound>(
    em,
    `select o.id, o.number, jsonb_build_object('id', c.id, 'name', c.name) as checkout,
       case when f.id is not null then jsonb_build_object('id', f.id, 'name', f.name) end as offer,
       o.created_at as "createdAt", o.paid_at as "paidAt", o.currency, o.total_minor as "totalMinor",
       o.discount_code as "discountCode", o.discount_minor as "discountMinor", o.source, o.tags, o.language,
       o.email, o.first_name as "firstName", o.last_name as "lastName", o.country, o.region,
       o.billing_fields as fields, o.analytics_consent as "analyticsConsent",
       coalesce((select jsonb_agg(jsonb_build_object('id', id, 'productId', product_id, 'kind', kind,
           'productName', product_name, 'listPriceMinor', list_price_minor, 'discountMinor', discount_minor,
           'priceMinor', price_minor, 'vatRateBp', vat_rate_bp) order by position)
         from order_line where order_id = o.id), '[]') as lines,
       coalesce((select jsonb_agg(jsonb_build_object('provider', provider, 'method', method, 'status', status,
           'amountMinor', amount_minor) order by created_at, id)
         from payment where order_id = o.id), '[]') as payments
     from orders o
     join checkout c on c.id = o.checkout_id
     left join offer f on f.id = o.offer_id
     where o.id = any($1)`,
    [orderIds],
  );
  return new Map(found.map((order) => [order.id, order]));
}
