import type { EntityManager } from '@mikro-orm/postgresql';
import type { PurchasedOrder, PurchasedOrderLine } from '../actions/action-type.ts';
import { OrderTable } from '../database/order.ts';
import { query } from '../database/orm.ts';
import { maskEmail, maskName, maskText } from '../domain/permission.ts';
import { refuse } from './outcome.ts';
import { purchasedOrder } from './purchased-order.ts';
import { reaches, type Request } from './request.ts';

/** For which orders an action runs: all of a checkout, or those with an offer or a product. */
export type SampleWish = {
  readonly checkoutId: string;
  readonly productId?: string | null;
  readonly offerId?: string | null;
  /** The order to take; left out: the newest paid one that fits. */
  readonly orderId?: string | null;
};

/** An order to show or try an action with, and the line it would belong to. */
export type Sample = { readonly order: PurchasedOrder; readonly lineId: string | null };

/** Among so many paid orders one that fits is looked for: a product may never have been sold. */
const LOOKED_THROUGH = 1_000;

/**
 * A paid order of the checkout, or one made of what the checkout sells where none fits. Whoever may not
 * read personal data gets the customer masked, as everywhere.
 */
export async function sampleOrder(
  em: EntityManager,
  request: Request,
  wish: SampleWish,
  path: readonly string[],
): Promise<Sample> {
  const orderId = wish.orderId
    ? await chosenOrder(em, request, { ...wish, orderId: wish.orderId }, path)
    : await newestOrder(em, wish);
  const order = orderId
    ? await purchasedOrder(em, orderId)
    : await madeUpOrder(em, request.tools.now(), wish);
  const line = order.lines.find(({ productId }) => productId === wish.productId);
  if (wish.productId && !line) {
    refuse('INVALID', 'This order does not hold the product of the action.', path);
  }
  const mayRead = request.permissions.has('READ_PERSONAL_DATA');
  return { order: mayRead ? order : masked(order), lineId: line?.id ?? null };
}

/** The order with another address in all places where the customer's stood. */
export function sentTo(order: PurchasedOrder, recipient: string): PurchasedOrder {
  const email = order.customer.email.toLowerCase();
  const replace = (value: string) => (value.trim().toLowerCase() === email ? recipient : value);
  return {
    ...order,
    customer: {
      ...order.customer,
      email: recipient,
      fields: order.customer.fields.map((field) => ({ ...field, value: replace(field.value) })),
    },
  };
}

async function chosenOrder(
  em: EntityManager,
  request: Request,
  { orderId, checkoutId }: SampleWish & { readonly orderId: string },
  path: readonly string[],
): Promise<string> {
  const order = await em.findOne(OrderTable, { id: orderId });
  if (!order || !reaches(request.reach, order.checkoutId)) {
    refuse('NOT_FOUND', 'There is no such order.', path);
  }
  if (order.checkoutId !== checkoutId) {
    refuse('INVALID', 'This order belongs to another checkout.', path);
  }
  return order.id;
}

async function newestOrder(em: EntityManager, wish: SampleWish): Promise<string | null> {
  const [found] = await query<{ id: string }>(
    em,
    `select o.order_id as id from (
       select order_id, offer_id, created_at from order_list
       where checkout_id = $1 and not is_visit and paid_at is not null and email is not null
       order by created_at desc, order_id desc limit ${LOOKED_THROUGH}) o
     where ($2::text is null or o.offer_id = $2)
       and ($3::text is null or exists (
         select from order_line l where l.order_id = o.order_id and l.product_id = $3))
     order by o.created_at desc, o.order_id desc limit 1`,
    [wish.checkoutId, wish.offerId ?? null, wish.productId ?? null],
  );
  return found?.id ?? null;
}

type SoldRow = {
  checkout_name: string;
  offer_id: string | null;
  offer_name: string | null;
  product_id: string | null;
  product_name: string | null;
  vat_rate_bp: number | null;
  currency: string | null;
  price_minor: number | null;
};

/** What the order of a first customer would look like: one product at its price, by card. */
async function madeUpOrder(
  em: EntityManager,
  now: Date,
  wish: SampleWish,
): Promise<PurchasedOrder> {
  const [sold] = await query<SoldRow>(
    em,
    `select c.name as checkout_name, o.id as offer_id, o.name as offer_name, p.id as product_id,
       p.name as product_name, p.vat_rate_bp, x.currency, coalesce(x.discounted_minor, x.price_minor) as price_minor
     from checkout c
     left join (offer o join offer_product op on op.offer_id = o.id)
       on o.checkout_id = c.id and ($2::text is null or o.id = $2) and ($3::text is null or op.product_id = $3)
     left join product p on p.id = coalesce($3, op.product_id) and p.checkout_id = c.id
     left join product_price x on x.product_id = p.id
     where c.id = $1
     order by o.archived_at is not null, o.created_at desc, op.position, x.currency <> 'EUR', x.currency limit 1`,
    [wish.checkoutId, wish.offerId ?? null, wish.productId ?? null],
  );
  const totalMinor = sold?.price_minor ?? 4_900;
  const line: PurchasedOrderLine = {
    id: 'lin_example',
    productId: sold?.product_id ?? 'prd_example',
    kind: 'MAIN',
    productName: sold?.product_name ?? 'Example product',
    listPriceMinor: totalMinor,
    discountMinor: 0,
    priceMinor: totalMinor,
    vatRateBp: sold?.vat_rate_bp ?? 2_550,
  };
  return {
    id: 'ord_example',
    number: '10000',
    checkout: { id: wish.checkoutId, name: sold?.checkout_name ?? '' },
    offer: sold?.offer_id ? { id: sold.offer_id, name: sold.offer_name ?? '' } : null,
    createdAt: now,
    paidAt: now,
    currency: sold?.currency ?? 'EUR',
    totalMinor,
    discounts: [],
    source: null,
    tags: [],
    language: null,
    customer: {
      email: 'customer@example.com',
      firstName: 'Example',
      lastName: 'Customer',
      country: 'FI',
      region: null,
      fields: [],
      analyticsConsent: 'NEVER_ASKED',
    },
    lines: [line],
    payments: [
      { provider: 'stripe', method: 'card', status: 'SUCCEEDED', amountMinor: totalMinor },
    ],
  };
}

function masked(order: PurchasedOrder): PurchasedOrder {
  const { customer } = order;
  return {
    ...order,
    customer: {
      ...customer,
      email: maskEmail(customer.email),
      firstName: maskName(customer.firstName),
      lastName: maskName(customer.lastName),
      fields: customer.fields.map((field) => ({ ...field, value: maskText(field.value) })),
    },
  };
}
