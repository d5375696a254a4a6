import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionLevel, ActionStatus } from '../domain/action.ts';
import type { OrderRow } from './order.ts';
import { markWritten, queryOften } from './orm.ts';
import type { PaymentRow } from './payment.ts';

// What becomes of an order that was bought: its sale in the books and its deliveries. A fixed number of statements,
// however many lines and actions there are.

type Ordered = Pick<OrderRow, 'id' | 'checkoutId' | 'offerId'>;

export type SoldLine = {
  readonly id: string;
  readonly priceMinor: number;
  readonly vatRateBp: number;
};

/** A delivery that is set up for the order and does not exist yet. */
export type ConfiguredAction = {
  readonly configurationId: string;
  readonly version: number;
  readonly level: ActionLevel;
  readonly kind: string;
  readonly name: string;
  readonly settings: Record<string, unknown>;
  readonly orderLineId: string | null;
};

/** What an order is made of when it is bought: its lines, and the deliveries that it does not have yet, in their order. */
export type Bought = {
  readonly lines: readonly SoldLine[];
  readonly configured: readonly ConfiguredAction[];
};

/** Columns `lines` and `configured` of a `Bought`; the parameters hold ids of the order, its checkout and its offer. */
export const boughtColumns = (orderId: string, checkoutId: string, offerId: string): string => `
  coalesce((select jsonb_agg(jsonb_build_object('id', id, 'priceMinor', price_minor, 'vatRateBp', vat_rate_bp)
      order by position)
    from order_line where order_id = ${orderId}), '[]') as lines,
  coalesce((select jsonb_agg(jsonb_build_object('configurationId', c.id, 'version', c.version, 'level', c.level,
      'kind', c.kind, 'name', v.name, 'settings', v.settings, 'orderLineId', l.id)
      order by c.created_at, c.id, l.position)
    from action_configuration c
    join action_configuration_version v on v.configuration_id = c.id and v.version = c.version
    left join order_line l on c.level = 'PRODUCT' and l.order_id = ${orderId} and l.product_id = c.product_id
    where c.checkout_id = ${checkoutId} and c.enabled and c.deleted_at is null
      and (c.level = 'CHECKOUT' or c.offer_id = ${offerId} or l.id is not null)
      and not exists (select from action a where a.order_id = ${orderId} and a.configuration_id = c.id
        and a.order_line_id is not distinct from l.id and a.purpose = 'DELIVERY')), '[]') as configured`;

/** The lines of an order, and the deliveries set up for it that it does not have yet, in their order. */
export async function readBought(em: EntityManager, order: Ordered): Promise<Bought> {
  const [bought] = await queryOften<Bought>(em, `select ${boughtColumns('$1', '$2', '$3')}`, [
    order.id,
    order.checkoutId,
    order.offerId,
  ]);
  return bought ?? { lines: [], configured: [] };
}

export type Sale = {
  readonly lineId: string;
  readonly grossMinor: number;
  readonly vatMinor: number;
};

/** A delivery as it begins: PENDING ones are due from now on. */
export type NewDelivery = Omit<ConfiguredAction, 'version'> & {
  readonly id: string;
  readonly configurationVersion: number;
  readonly status: Extract<ActionStatus, 'PENDING' | 'FAILED'>;
  readonly message: string | null;
};

/** What of a confirmation is written. A line is sold once, however often this is asked for. */
export type Confirmation = {
  readonly order: OrderRow;
  readonly soldAt: Date;
  readonly sales: readonly Sale[];
  readonly deliveries: readonly NewDelivery[];
  readonly now: Date;
  /** The payment that paid the order, to be written with it; null: both are written. */
  readonly payment: PaymentRow | null;
};

/**
 * The sale and the deliveries by one statement, with the payment and the order where they are not written yet. When a
 * delivery is due is told by the database, as everything a claim compares: a server whose clock is ahead would keep
 * customers waiting for as long.
 */
export async function insertBought(em: EntityManager, bought: Confirmation): Promise<void> {
  const { order, sales, deliveries, payment } = bought;
  if (sales.length === 0 && deliveries.length === 0 && !payment) return;
  await queryOften(
    em,
    `with captured as (
       update payment set status = $20, provider_reference = $21, method = $22, failure_message = $23, captured_at = $24,
         captured_minor = $25, look_up_at = $26
       where id = $19),
     paid as (
       update orders set paid_at = $27, surplus_captured_at = $28, unmatched_captured_at = $29
       where id = $1 and $19::text is not null),
     sold as (
       insert into book_entry (order_id, order_line_id, checkout_id, kind, at, currency, gross_minor, vat_minor)
       select $1, line, $2, 'SALE', $3, $4, gross, vat
       from unnest($5::text[], $6::bigint[], $7::bigint[]) as l (line, gross, vat)
       on conflict (order_line_id) where kind = 'SALE' do nothing)
     insert into action (id, order_id, order_line_id, configuration_id, configuration_version, purpose, level, kind,
       name, settings, status, message, next_attempt_at, finished_at, run_requested_at, changed_at, created_at)
     select id, $1, line, configuration, version, 'DELIVERY', level, kind, name, settings::jsonb, status, message,
       case when status = 'PENDING' then clock_timestamp() end, case when status <> 'PENDING' then $8::timestamptz end,
       $8, $8, $8
     from unnest($9::text[], $10::text[], $11::text[], $12::int[], $13::text[], $14::text[], $15::text[], $16::text[],
       $17::text[], $18::text[])
       as a (id, line, configuration, version, level, kind, name, settings, status, message)`,
    [
      order.id,
      order.checkoutId,
      bought.soldAt,
      order.currency,
      sales.map(({ lineId }) => lineId),
      sales.map(({ grossMinor }) => grossMinor),
      sales.map(({ vatMinor }) => vatMinor),
      bought.now,
      deliveries.map(({ id }) => id),
      deliveries.map(({ orderLineId }) => orderLineId),
      deliveries.map(({ configurationId }) => configurationId),
      deliveries.map(({ configurationVersion }) => configurationVersion),
      deliveries.map(({ level }) => level),
      deliveries.map(({ kind }) => kind),
      deliveries.map(({ name }) => name),
      deliveries.map(({ settings }) => JSON.stringify(settings)),
      deliveries.map(({ status }) => status),
      deliveries.map(({ message }) => message),
      payment?.id,
      payment?.status,
      payment?.providerReference,
      payment?.method,
      payment?.failureMessage,
      payment?.capturedAt,
      payment?.capturedMinor,
      payment?.lookUpAt,
      order.paidAt,
      order.surplusCapturedAt,
      order.unmatchedCapturedAt,
    ],
  );
  if (payment) [order, payment].forEach((row) => markWritten(em, row));
}
