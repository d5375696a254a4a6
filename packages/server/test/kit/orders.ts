import type { EntityManager } from '@mikro-orm/postgresql';
import { query } from '../../src/database/orm.ts';
import type { OrderStatus } from '../../src/domain/order-status.ts';
import type { TestDatabase } from './database.ts';

/** An order as a test wants it; everything left out has a plain value. Made by SQL, past all use cases. */
export type SeededOrder = {
  readonly id: string;
  readonly number: string;
  readonly status?: OrderStatus;
  readonly checkoutId?: string;
  readonly offerId?: string;
  readonly createdAt?: string;
  readonly paidAt?: string | null;
  readonly totalMinor?: number;
  readonly currency?: string;
  readonly email?: string | null;
  readonly firstName?: string | null;
  readonly lastName?: string | null;
  readonly country?: string | null;
  readonly source?: string | null;
  readonly tags?: readonly string[];
  readonly discountCode?: string | null;
  readonly billingFields?: readonly { key: string; label: string; value: string }[];
  /** [{ reason, from }], earliest first. */
  readonly attention?: readonly { reason: string; from: string }[];
  readonly payment?: { provider: string; reference: string | null } | null;
  /** Kinds of actions that failed. */
  readonly failedKinds?: readonly string[];
};

export const SEEDED_AT = '2026-11-01T10:00:00.000Z';

/** Two checkouts with an offer and a product each: `chk_one`, `off_one`, `prd_one` and the same with `two`. */
export async function seedTwoCheckouts(database: TestDatabase): Promise<void> {
  const em = database.orm.em.fork();
  for (const name of ['one', 'two']) {
    await query(em, `insert into checkout (id, name, created_at) values ($1, $2, now())`, [
      `chk_${name}`,
      `Checkout ${name}`,
    ]);
    await query(
      em,
      `insert into product (id, checkout_id, name, type, vat_rate_bp, created_at) values ($1, $2, $3, 'E_BOOK', 2550, now())`,
      [`prd_${name}`, `chk_${name}`, `Product ${name}`],
    );
    await query(
      em,
      `insert into offer (id, checkout_id, name, created_at) values ($1, $2, $3, now())`,
      [`off_${name}`, `chk_${name}`, `Offer ${name}`],
    );
  }
}

/** Orders with one line each, their payment and failed actions, and their list rows. */
export async function seedOrders(
  database: TestDatabase,
  orders: readonly SeededOrder[],
): Promise<void> {
  const em = database.orm.em.fork();
  await insert(em, 'orders', orders.map(orderRow));
  await insert(em, 'order_line', orders.map(lineRow));
  await insert(
    em,
    'payment',
    orders.flatMap((order) => (order.payment ? [paymentRow(order, order.payment)] : [])),
  );
  await insert(em, 'action', orders.flatMap(actionRows));
  await query(em, 'select refresh_order_list($1)', [orders.map(({ id }) => id)]);
}

/**
 * Sixty orders in the two checkouts, each with two failed actions of three attempts, three history entries and
 * a recorded refund of 1.00. They need somebody since 2026-11-01T10:05Z.
 */
export async function seedSixtyOrders(database: TestDatabase): Promise<void> {
  const em = database.orm.em.fork();
  await seedTwoCheckouts(database);
  await seedOrders(
    database,
    Array.from({ length: 60 }, (_, index): SeededOrder => ({
      id: `ord_${String(index).padStart(3, '0')}`,
      number: String(10_000 + index),
      createdAt: `2026-11-01T10:00:00.${String(index).padStart(3, '0')}Z`,
      checkoutId: index % 2 ? 'chk_one' : 'chk_two',
      email: `buyer${index}@example.com`,
      tags: ['spring'],
      payment: { provider: 'stripe', reference: `pi_${index}` },
      failedKinds: ['webhook', 'receipt-email'],
      attention: [{ reason: 'ACTION_FAILED', from: '2026-11-01T10:05:00.000Z' }],
    })),
  );
  await query(
    em,
    `insert into attempt (id, action_id, order_id, run, attempt, trigger, actor_kind, actor_name, worker, status, started_at, finished_at, message)
     select 'att_' || a.id || n, a.id, a.order_id, 1, n, 'RETRY', 'SYSTEM', 'Automatic', 'w', 'FAILED', now(), now(), 'Try ' || n
     from action a, generate_series(1, 3) as s (n)`,
  );
  await query(
    em,
    `insert into history_entry (id, chain, order_id, at, actor_kind, actor_name, event, summary)
     select 'his_' || o.id || n, o.id, o.id, now(), 'SYSTEM', 'Automatic', 'order.changed', 'Change ' || n
     from orders o, generate_series(1, 3) as s (n) order by o.id, n`,
  );
  await query(
    em,
    `insert into refund (id, order_id, amount_minor, currency, status, actor_kind, actor_name, requested_at, changed_at)
     select 'ref_' || id, id, 100, 'EUR', 'RECORDED', 'PERSON', 'Aino', now(), now() from orders`,
  );
  await query(
    em,
    `insert into refund_leg (id, refund_id, payment_id, amount_minor, status)
     select 'leg_' || id, 'ref_' || id, replace(id, 'ord_', 'pay_'), 100, 'RECORDED' from orders`,
  );
  await query(
    em,
    `insert into refund_part (refund_leg_id, order_line_id, amount_minor, vat_minor)
     select 'leg_' || id, replace(id, 'ord_', 'lin_'), 100, 20 from orders`,
  );
}

/** Column defaults hold for what the rows leave out; all rows name the same columns. */
async function insert(em: EntityManager, table: string, rows: readonly object[]): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const columns = Object.keys(first).join(', ');
  await query(
    em,
    `insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1::jsonb)`,
    [JSON.stringify(rows)],
  );
}

const isPaid = (status: OrderStatus) =>
  !['STARTED', 'IN_PROGRESS', 'PROCESSING', 'MARKED_AS_COMPLETED'].includes(status);

const paidAtOf = ({ paidAt, status = 'PAID', createdAt = SEEDED_AT }: SeededOrder) =>
  paidAt !== undefined ? paidAt : isPaid(status) ? createdAt : null;

function orderRow(order: SeededOrder) {
  const { status = 'PAID', checkoutId = 'chk_one', createdAt = SEEDED_AT } = order;
  const attention = order.attention ?? [];
  return {
    id: order.id,
    checkout_id: checkoutId,
    number: order.number,
    status,
    offer_id: order.offerId ?? checkoutId.replace('chk_', 'off_'),
    source: order.source ?? null,
    tags: order.tags ?? [],
    currency: order.currency ?? 'EUR',
    email: order.email ?? null,
    first_name: order.firstName ?? null,
    last_name: order.lastName ?? null,
    country: order.country ?? null,
    billing_fields: order.billingFields ?? [],
    analytics_consent: 'ACCEPTED',
    discount_code: order.discountCode ?? null,
    total_minor: order.totalMinor ?? 9900,
    created_at: createdAt,
    paid_at: paidAtOf(order),
    all_succeeded_at: status === 'COMPLETED' ? createdAt : null,
    closed_by_hand_at: status === 'MARKED_AS_COMPLETED' ? createdAt : null,
    closed_by_kind: status === 'MARKED_AS_COMPLETED' ? 'PERSON' : null,
    closed_by_name: status === 'MARKED_AS_COMPLETED' ? 'Aino Admin' : null,
    attention,
    attention_at: attention[0]?.from ?? null,
    attention_summary: attention.length > 0 ? 'Something is wrong.' : null,
  };
}

function lineRow(order: SeededOrder) {
  const { checkoutId = 'chk_one', totalMinor = 9900 } = order;
  return {
    id: order.id.replace('ord_', 'lin_'),
    order_id: order.id,
    position: 0,
    product_id: checkoutId.replace('chk_', 'prd_'),
    kind: 'MAIN',
    product_name: checkoutId.replace('chk_', 'Product '),
    list_price_minor: totalMinor,
    price_minor: totalMinor,
    vat_rate_bp: 2550,
  };
}

function paymentRow(order: SeededOrder, payment: { provider: string; reference: string | null }) {
  const { totalMinor = 9900, createdAt = SEEDED_AT } = order;
  const paidAt = paidAtOf(order);
  return {
    id: order.id.replace('ord_', 'pay_'),
    order_id: order.id,
    provider: payment.provider,
    method: 'card',
    status: paidAt ? 'SUCCEEDED' : 'FAILED',
    amount_minor: totalMinor,
    currency: order.currency ?? 'EUR',
    provider_reference: payment.reference,
    failure_message: paidAt ? null : 'Card declined.',
    created_at: createdAt,
    captured_at: paidAt,
    captured_minor: paidAt ? totalMinor : 0,
  };
}

function actionRows(order: SeededOrder) {
  const { createdAt = SEEDED_AT } = order;
  return (order.failedKinds ?? []).map((kind) => ({
    id: `${order.id.replace('ord_', 'act_')}_${kind}`,
    order_id: order.id,
    purpose: 'DELIVERY',
    level: 'CHECKOUT',
    kind,
    name: `Run ${kind}`,
    settings: {},
    status: 'FAILED',
    attempt: 1,
    run_requested_at: createdAt,
    started_at: createdAt,
    finished_at: createdAt,
    changed_at: createdAt,
    message: 'The other side answered 500.',
    created_at: createdAt,
  }));
}
