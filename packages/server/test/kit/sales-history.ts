import { query } from '../../src/database/orm.ts';
import { readReportRows } from '../../src/database/report-rollups.ts';
import type { AnalyticsConsent, Device } from '../../src/domain/order-line.ts';
import { completeOrder } from '../../src/use-cases/complete-order.ts';
import { openCheckout } from '../../src/use-cases/open-checkout.ts';
import { receivePaymentNews } from '../../src/use-cases/receive-payment-event.ts';
import { salesReport, type SalesReport } from '../../src/use-cases/sales-report.ts';
import type { ReportWish } from '../../src/use-cases/report-wish.ts';
import { submitBilling } from '../../src/use-cases/submit-billing.ts';
import { updateCheckout } from '../../src/use-cases/update-checkout.ts';
import type { Reach } from '../../src/use-cases/request.ts';
import type { TestDatabase } from './database.ts';
import { newsOf } from './paid-order.ts';
import { askRefund, tellLeg } from './refundable-order.ts';
import { accepted, newKey, pay, requestOf, shop, surroundings } from './shop.ts';

export type Visit = {
  readonly currency?: 'EUR' | 'JPY';
  readonly bump?: boolean;
  readonly code?: string;
  readonly country?: string;
  readonly region?: string;
  readonly device?: Device;
  readonly consent?: AnalyticsConsent;
};

/** What happens to the orders of the test shop, each thing at its moment, by the product's own use cases. */
export class SalesHistory {
  readonly #database: TestDatabase;

  constructor(database: TestDatabase) {
    this.#database = database;
  }

  at(moment: string | Date): this {
    this.#database.tools.setNow(new Date(moment));
    return this;
  }

  /** Opens the checkout, chooses, and sends the billing form. */
  async visit(visit: Visit = {}): Promise<string> {
    const request = requestOf(this.#database);
    const { country = 'FI', currency = 'EUR', consent = 'ACCEPTED' } = visit;
    const { orderId } = accepted(
      await openCheckout(
        {
          idempotencyKey: newKey(),
          linkSlug: shop.linkSlug,
          country: 'FI',
          currency,
          region: visit.region ?? null,
          device: visit.device ?? null,
          analyticsConsent: consent,
        },
        request,
        surroundings.providers,
      ),
    );
    if (visit.bump || visit.code) {
      const orderBumpIds = visit.bump ? [shop.bumpId] : [];
      const wish = { orderId, orderBumpIds, discountCode: visit.code ?? null };
      accepted(await updateCheckout(wish, requestOf(this.#database)));
    }
    const form = { orderId, email: 'buyer@example.com', country };
    accepted(await submitBilling(form, requestOf(this.#database)));
    return orderId;
  }

  async pay(orderId: string): Promise<void> {
    const paymentId = await pay(this.#database, orderId);
    const [order] = await this.rows<{ total: number; currency: string }>(
      'select total_minor as total, currency from orders where id = $1',
      [orderId],
    );
    const news = newsOf(paymentId, 'SUCCEEDED', {
      amountMinor: order?.total ?? 0,
      currency: order?.currency ?? 'EUR',
    });
    await receivePaymentNews('stripe', [news], requestOf(this.#database));
  }

  /** Refunds so much of the order's lines, in their order; by its provider, or only on record. */
  async refund(
    orderId: string,
    amounts: readonly number[],
    how: 'RETURNED' | 'RECORDED',
  ): Promise<string> {
    const lines = await this.rows<{ id: string }>(
      'select id from order_line where order_id = $1 order by position',
      [orderId],
    );
    const wanted = lines.flatMap(({ id }, place) => {
      const amount = amounts[place] ?? 0;
      return amount > 0 ? [[id, amount] as const] : [];
    });
    const asked = await askRefund(this.#database, orderId, Object.fromEntries(wanted), {
      plan: { returnMoney: how === 'RETURNED' },
    });
    const { refundId } = accepted(asked);
    const [leg] = await this.rows<{ id: string }>(
      'select id from refund_leg where refund_id = $1 order by id',
      [refundId],
    );
    const legId = leg?.id ?? '';
    if (how === 'RETURNED') await this.tell(orderId, legId, 'SUCCEEDED');
    return legId;
  }

  async tell(orderId: string, legId: string, status: 'SUCCEEDED' | 'FAILED'): Promise<void> {
    const news =
      status === 'FAILED'
        ? { status, message: 'The account is closed.' }
        : { status, reference: `re_${legId}` };
    await tellLeg(this.#database, orderId, legId, news);
  }

  async complete(orderId: string, restoreRefunded = false): Promise<void> {
    accepted(
      await completeOrder(
        {
          orderId,
          idempotencyKey: newKey(),
          runActions: false,
          actionsToRun: 'ALL',
          restoreRefunded,
          useLatestConfiguration: false,
        },
        requestOf(this.#database, { permissions: ['READ_ORDERS', 'COMPLETE_ORDERS'] }),
      ),
    );
  }

  report(wish: ReportWish, reach: Reach = 'ALL'): Promise<SalesReport> {
    const em = this.#database.orm.em.fork();
    return salesReport(
      wish,
      { reach, tools: this.#database.tools },
      {
        em,
        providers: surroundings.providers,
        read: async (read) => (await readReportRows(em, [read]))[0] ?? [],
      },
    );
  }

  rows<Row extends object>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    return query<Row>(this.#database.orm.em.fork(), sql, parameters);
  }
}
