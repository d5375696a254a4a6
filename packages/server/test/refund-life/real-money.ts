import { query } from '../../src/database/orm.ts';
import type { LegOutcome } from '../../src/domain/refund-leg.ts';
import type { RefundNews } from '../../src/payments/payment-provider.ts';
import { completeOrder } from '../../src/use-cases/complete-order.ts';
import type { Outcome } from '../../src/use-cases/outcome.ts';
import type { Request } from '../../src/use-cases/request.ts';
import { receiveRefundNews } from '../../src/use-cases/receive-refund-event.ts';
import type { TestDatabase } from '../kit/database.ts';
import {
  askRefund,
  refundableOrder,
  refunder,
  tellLeg,
  type SeededRefundable,
} from '../kit/refundable-order.ts';
import { newKey, requestOf } from '../kit/shop.ts';
import type { LegModel, News } from './model.ts';

/** The money of one order in a real database, and all that can happen to it. */
export class RealMoney {
  private constructor(
    readonly database: TestDatabase,
    readonly orderId: string,
    readonly lineIds: readonly string[],
    readonly paymentIds: readonly string[],
    readonly providers: readonly string[],
    /** What was sold, which no refund may ever change. */
    readonly sold: unknown,
  ) {}

  static async open(database: TestDatabase, seed: SeededRefundable): Promise<RealMoney> {
    const { orderId, lineIds, paymentIds } = await refundableOrder(database, seed);
    const providers = (seed.payments ?? []).map(({ provider }) => provider ?? 'stripe');
    const sold = await soldOf(database, orderId);
    return new RealMoney(database, orderId, lineIds, paymentIds, providers, sold);
  }

  rows<Row extends object>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    return query<Row>(this.database.orm.em.fork(), sql, parameters);
  }

  /** By place of the line; null amounts leave the line out. */
  refund(amounts: readonly number[], returnMoney: boolean): Promise<Outcome<{ refundId: string }>> {
    const wishes = Object.fromEntries(this.lineIds.map((id, line) => [id, amounts[line] ?? 0]));
    return askRefund(this.database, this.orderId, wishes, { plan: { returnMoney } });
  }

  async legsOf(refundId: string): Promise<Omit<LegModel, 'status' | 'isBooked'>[]> {
    const legs = await this.rows<{
      id: string;
      paymentId: string | null;
      amountMinor: number;
      movesMoney: boolean;
      parts: { lineId: string; amountMinor: number }[];
    }>(
      `select g.id, g.payment_id as "paymentId", g.amount_minor as "amountMinor",
         g.provider_key is not null as "movesMoney",
         (select jsonb_agg(jsonb_build_object('lineId', p.order_line_id, 'amountMinor', p.amount_minor))
          from refund_part p where p.refund_leg_id = g.id) as parts
       from refund_leg g where g.refund_id = $1 order by g.id`,
      [refundId],
    );
    return legs.map(({ paymentId, parts, ...leg }) => ({
      ...leg,
      payment: paymentId === null ? null : this.paymentIds.indexOf(paymentId),
      parts: parts.map(({ lineId, amountMinor }) => ({
        line: this.lineIds.indexOf(lineId),
        amountMinor,
      })),
    }));
  }

  /** As a worker or a person settles it. */
  tell(legId: string, news: News): Promise<void> {
    const message = 'So it was said.';
    const outcome: LegOutcome =
      news === 'FAILED' || news === 'UNKNOWN'
        ? { status: news, message }
        : { status: news, reference: `re_${legId}` };
    return tellLeg(this.database, this.orderId, legId, outcome);
  }

  /** As the provider's events tell it, once or more often. */
  async hear(leg: LegModel, status: RefundNews['status'], times: number): Promise<void> {
    for (let time = 0; time < times; time += 1) {
      await receiveRefundNews(
        this.providers[leg.payment ?? 0] ?? 'stripe',
        this.newsOf({
          eventId: `${leg.id}-${status}`,
          key: leg.id,
          reference: `re_${leg.id}`,
          paymentReference: null,
          status,
          amountMinor: leg.amountMinor,
        }),
        this.#providerRequest(leg.payment ?? 0),
      );
    }
  }

  /** A refund made in the provider's own dashboard. */
  async returnThere(payment: number, amountMinor: number, status: RefundNews['status']) {
    const reference = `re_there_${newKey()}`;
    await receiveRefundNews(
      this.providers[payment] ?? 'stripe',
      this.newsOf({
        eventId: `${reference}-${status}`,
        key: null,
        reference,
        paymentReference: (this.paymentIds[payment] ?? '').replace('pay_', 'ref_of_'),
        status,
        amountMinor,
      }),
      this.#providerRequest(payment),
    );
  }

  #providerRequest(payment: number): Request {
    const name = this.providers[payment] ?? 'stripe';
    return { ...requestOf(this.database), actor: { kind: 'PROVIDER', id: null, name } };
  }

  private newsOf(
    news: Pick<
      RefundNews,
      'eventId' | 'key' | 'reference' | 'paymentReference' | 'status' | 'amountMinor'
    >,
  ): RefundNews {
    return {
      kind: 'refund',
      currency: null,
      failureMessage: news.status === 'FAILED' ? 'The bank sent it back.' : null,
      at: null,
      ...news,
    };
  }

  restore(): Promise<Outcome<unknown>> {
    return completeOrder(
      {
        orderId: this.orderId,
        idempotencyKey: newKey(),
        runActions: false,
        actionsToRun: 'ALL',
        restoreRefunded: true,
        useLatestConfiguration: false,
      },
      requestOf(this.database, { permissions: refunder }),
    );
  }

  async look() {
    const [look] = await this.rows<{
      lines: { refunded: number; pending: number }[];
      payments: { returned: number; reserved: number; status: string }[];
      legs: { id: string; status: string; isBooked: boolean }[];
      refunded: number;
      pending: number;
    }>(
      `select o.refunded_minor as refunded, o.refund_pending_minor as pending,
         (select jsonb_agg(jsonb_build_object('refunded', refunded_minor, 'pending', refund_pending_minor)
           order by position) from order_line where order_id = o.id) as lines,
         (select coalesce(jsonb_agg(jsonb_build_object('returned', returned_minor, 'reserved', reserved_minor,
           'status', status) order by captured_at), '[]') from payment where order_id = o.id) as payments,
         (select coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'status', g.status, 'isBooked', g.booked_at is not null)
           order by g.id), '[]') from refund_leg g join refund r on r.id = g.refund_id where r.order_id = o.id) as legs
       from orders o where o.id = $1`,
      [this.orderId],
    );
    if (!look) throw new Error(`${this.orderId} is gone`);
    return look;
  }

  /** What does not hold of the money that must hold of every order's, whatever happened to it and when. */
  async faults(): Promise<string[]> {
    const [facts] = await this.rows<object>(
      `select
         (select bool_and(l.refunded_minor + l.refund_pending_minor <= l.price_minor) from order_line l
           where l.order_id = o.id) as "no line gives more than its price",
         (select coalesce(bool_and(p.returned_minor + p.reserved_minor <= p.captured_minor), true) from payment p
           where p.order_id = o.id) as "no payment returns more than it took",
         (select (sum(refunded_minor), sum(refund_pending_minor)) = (o.refunded_minor, o.refund_pending_minor)
           from order_line where order_id = o.id) as "the order is the sum of its lines",
         (select bool_and(l.refunded_minor = b.gross and l.refunded_vat_minor = b.vat) from order_line l
           cross join lateral (select coalesce(-sum(gross_minor), 0) as gross, coalesce(-sum(vat_minor), 0) as vat
             from book_entry b where b.order_line_id = l.id and b.refund_id is not null) b
           where l.order_id = o.id) as "the books say what the lines say",
         (select bool_and(l.refunded_vat_minor = s.vat_minor) from order_line l
           join book_entry s on s.order_line_id = l.id and s.kind = 'SALE'
           where l.order_id = o.id and l.refunded_minor = l.price_minor) is not false as "all of a line holds all of its VAT",
         (select bool_and(l.refunded_vat_minor = 0) from order_line l
           where l.order_id = o.id and l.refunded_minor = 0) is not false as "nothing of a line holds no VAT",
         (select bool_and(r.amount_minor = g.amount) from refund r cross join lateral (
           select sum(amount_minor) as amount from refund_leg g where g.refund_id = r.id) g
           where r.order_id = o.id) is not false as "a refund is the sum of its legs",
         not exists (select from refund_part t join refund_leg g on g.id = t.refund_leg_id
           join refund r on r.id = g.refund_id where r.order_id = o.id and t.amount_minor <= 0) as "no part of nothing",
         not exists (select from refund_leg g join refund r on r.id = g.refund_id
           left join action a on a.refund_leg_id = g.id
           where r.order_id = o.id and r.actor_kind <> 'PROVIDER' and (g.provider_key is not null) <> (a.id is not null))
           as "an action for each leg that moves money"
       from orders o where o.id = $1`,
      [this.orderId],
    );
    const isSame =
      JSON.stringify(await soldOf(this.database, this.orderId)) === JSON.stringify(this.sold);
    const all = { ...facts, 'what was sold stays as it was sold': isSame };
    return Object.entries(all).flatMap(([what, holds]) => (holds ? [] : [what]));
  }
}

function soldOf(database: TestDatabase, orderId: string): Promise<object[]> {
  return query(
    database.orm.em.fork(),
    `select l.id, l.list_price_minor, l.discount_minor, l.price_minor, l.vat_rate_bp, b.gross_minor, b.vat_minor,
       o.total_minor, o.discount_minor as order_discount
     from order_line l join orders o on o.id = l.order_id
       left join book_entry b on b.order_line_id = l.id and b.kind = 'SALE'
     where l.order_id = $1 order by l.position`,
    [orderId],
  );
}
