import type { EntityDictionary } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { type Bought, boughtColumns } from './confirmed-order.ts';
import type { OrderRow } from './order.ts';
import { queryOften } from './orm.ts';
import { type PaymentRow, PaymentTable } from './payment.ts';

/** A payment, with what its refunds say of it. */
export type PaymentOfCover = {
  readonly payment: PaymentRow;
  /** Money of it went back for products, so it is what they were bought with. */
  readonly isRefundedByLine: boolean;
  /** A refund names it, whatever became of that. */
  readonly isInRefund: boolean;
};

type Columns = EntityDictionary<PaymentRow> & { by_line: boolean; in_refund: boolean };

const COLUMNS = `p.*, not p.surplus and exists (
    select from refund_leg l join refund_part k on k.refund_leg_id = l.id
    where l.payment_id = p.id and l.status <> 'FAILED') as by_line,
  exists (select from refund_leg l where l.payment_id = p.id) as in_refund`;

/** The payments of an order as they are in the database, oldest first. */
export async function readPayments(em: EntityManager, orderId: string): Promise<PaymentOfCover[]> {
  const rows = await queryOften<Columns>(
    em,
    `select ${COLUMNS} from payment p where p.order_id = $1 order by p.created_at, p.id`,
    [orderId],
  );
  return rows.map((row) => asPayment(em, row));
}

/** News of a provider as they came; those of nobody's payment name no order. */
export type ReceivedNews = {
  readonly provider: string;
  readonly eventId: string;
  readonly receivedAt: Date;
  readonly orderId: string | null;
  readonly paymentId: string | null;
  readonly status: string;
};

/** The payments of an order, oldest first, and what it is made of, where that was asked for. */
export type ToldPayments = {
  readonly payments: readonly PaymentOfCover[];
  readonly bought: Bought | null;
};

/**
 * Keeps the news. What it is about if it is told for the first time; else null. `buying`: the order, locked, that the
 * news may be the payment of.
 */
export async function keepPaymentNews(
  em: EntityManager,
  news: ReceivedNews,
  buying: OrderRow | null,
): Promise<ToldPayments | null> {
  const rows = await queryOften<Columns & { bought: Bought | null }>(
    em,
    `with told as (
       insert into received_event (provider, event_id, received_at, order_id, payment_id, status)
       values ($1, $2, $3, $4, $5, $6) on conflict do nothing returning event_id)
     select ${COLUMNS},
       case when $7::text is not null then (select to_jsonb(b) from (select ${boughtColumns('$7', '$8', '$9')}) b) end as bought
     from payment p
     where p.order_id = $4 and exists (select from told) order by p.created_at, p.id`,
    [
      news.provider,
      news.eventId,
      news.receivedAt,
      news.orderId,
      news.paymentId,
      news.status,
      buying?.id,
      buying?.checkoutId,
      buying?.offerId,
    ],
  );
  const told = rows.map(({ bought, ...columns }) => ({
    bought,
    payment: asPayment(em, columns as Columns),
  }));
  const [first] = told;
  return first ? { payments: told.map(({ payment }) => payment), bought: first.bought } : null;
}

function asPayment(
  em: EntityManager,
  { by_line: isRefundedByLine, in_refund: isInRefund, ...columns }: Columns,
): PaymentOfCover {
  const payment = em.map(PaymentTable, columns as EntityDictionary<PaymentRow>);
  return { payment, isRefundedByLine, isInRefund };
}
