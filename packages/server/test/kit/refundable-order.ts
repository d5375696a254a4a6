import { query } from '../../src/database/orm.ts';
import type { Permission } from '../../src/domain/permission.ts';
import { vatWithin } from '../../src/domain/vat.ts';
import type { PaymentProvider, RefundCapability } from '../../src/payments/payment-provider.ts';
import type { PaymentProviders } from '../../src/payments/providers.ts';
import { refundOrder, type RefundOrder } from '../../src/use-cases/refund-order.ts';
import { settleLeg } from '../../src/use-cases/settle-refund.ts';
import { lockOrder } from '../../src/use-cases/load-order.ts';
import { inOneTransaction, type Request } from '../../src/use-cases/request.ts';
import type { LegOutcome } from '../../src/domain/refund-leg.ts';
import type { TestDatabase } from './database.ts';
import { newKey, providersOf, requestOf } from './shop.ts';

/** A captured payment of an order that is made by SQL; of the whole total unless said otherwise. */
export type SeededPayment = {
  readonly provider?: string;
  readonly capturedMinor?: number;
  readonly surplus?: boolean;
  /** The provider's own id of it; made up unless given. */
  readonly reference?: string;
};

export type SeededRefundable = {
  readonly currency?: string;
  /** Prices after discounts, at 25.5 % unless said otherwise. */
  readonly lines?: readonly {
    readonly priceMinor: number;
    readonly vatRateBp?: number;
    readonly listPriceMinor?: number;
  }[];
  /** Empty: never paid through us. */
  readonly payments?: readonly SeededPayment[];
  /** A moment at which it was paid; null: never. By default that of its payments. */
  readonly paidAt?: string | null;
  readonly closedByHandAt?: string | null;
  readonly checkoutId?: string;
  readonly email?: string;
};

export const PAID_AT = '2026-11-01T10:00:00.000Z';

let made = 0;

/** A paid order with its sale in the books and without actions. Ids: `ord_7`, `lin_7_0`, `pay_7_0`. */
export async function refundableOrder(
  database: TestDatabase,
  seed: SeededRefundable = {},
): Promise<{ orderId: string; lineIds: string[]; paymentIds: string[] }> {
  const place = `${(made += 1)}`;
  const {
    currency = 'EUR',
    lines = [{ priceMinor: 9900 }],
    checkoutId = 'chk_one',
    closedByHandAt = null,
  } = seed;
  const totalMinor = lines.reduce((sum, { priceMinor }) => sum + priceMinor, 0);
  const payments = seed.payments ?? [{}];
  const paidAt = seed.paidAt === undefined ? (payments.length > 0 ? PAID_AT : null) : seed.paidAt;
  const orderId = `ord_${place}`;
  const em = database.orm.em.fork();
  const run = (sql: string, parameters: unknown[]) => query(em, sql, parameters);
  await run(
    `insert into orders (id, checkout_id, number, status, offer_id, currency, email, country, analytics_consent,
       total_minor, created_at, billing_submitted_at, paid_at, all_succeeded_at, closed_by_hand_at, closed_by_kind, closed_by_name)
     values ($1, $2, $3, $4, $5, $6, $7, 'FI', 'ACCEPTED', $8, $9, $9, $10, $10, $11, $12::actor_kind, $12::text)`,
    [
      orderId,
      checkoutId,
      `R${place}`,
      closedByHandAt ? 'MARKED_AS_COMPLETED' : paidAt ? 'COMPLETED' : 'PROCESSING',
      checkoutId.replace('chk_', 'off_'),
      currency,
      seed.email ?? 'buyer@example.com',
      totalMinor,
      PAID_AT,
      paidAt,
      closedByHandAt,
      closedByHandAt ? 'PERSON' : null,
    ],
  );
  for (const [index, line] of lines.entries()) {
    const { priceMinor, vatRateBp = 2550, listPriceMinor = priceMinor } = line;
    await run(
      `insert into order_line (id, order_id, position, product_id, kind, product_name, list_price_minor, discount_minor, price_minor, vat_rate_bp)
       values ($1, $2, $3, $4, 'MAIN', $5, $6, $7, $8, $9)`,
      [
        `lin_${place}_${index}`,
        orderId,
        index,
        checkoutId.replace('chk_', 'prd_'),
        `Product ${index + 1}`,
        listPriceMinor,
        listPriceMinor - priceMinor,
        priceMinor,
        vatRateBp,
      ],
    );
    if (!paidAt && !closedByHandAt) continue;
    await run(
      `insert into book_entry (order_id, order_line_id, checkout_id, kind, at, currency, gross_minor, vat_minor)
       values ($1, $2, $3, 'SALE', $4, $5, $6, $7)`,
      [
        orderId,
        `lin_${place}_${index}`,
        checkoutId,
        paidAt ?? closedByHandAt,
        currency,
        priceMinor,
        vatWithin(priceMinor, vatRateBp),
      ],
    );
  }
  for (const [index, payment] of payments.entries()) {
    const { provider = 'stripe', capturedMinor = totalMinor, surplus = false } = payment;
    const { reference = `ref_of_${place}_${index}` } = payment;
    await run(
      `insert into payment (id, order_id, provider, method, status, amount_minor, currency, provider_reference,
         created_at, captured_at, captured_minor, surplus)
       values ($1, $2, $3, 'card', 'SUCCEEDED', $4, $5, $6, $7::timestamptz, $7::timestamptz + $8 * interval '1 second', $4, $9)`,
      [
        `pay_${place}_${index}`,
        orderId,
        provider,
        capturedMinor,
        currency,
        reference,
        PAID_AT,
        index,
        surplus,
      ],
    );
  }
  if (payments.some(({ surplus }) => surplus)) {
    await run('update orders set surplus_captured_at = $2 where id = $1', [orderId, PAID_AT]);
  }
  await inOneTransaction(requestOf(database), async (work) =>
    work.touch(orderId, { decided: false }),
  );
  return {
    orderId,
    lineIds: lines.map((_, index) => `lin_${place}_${index}`),
    paymentIds: payments.map((_, index) => `pay_${place}_${index}`),
  };
}

/** A provider that says what it can return, and fails the test when it is called. */
function sayingProvider(
  name: string,
  label: string,
  capability: RefundCapability,
  note: string | null = null,
): PaymentProvider {
  return {
    name,
    label,
    methods: [{ method: 'card', label: 'Card', currencies: 'any' }],
    capability: () => ({ capability, note }),
    refund: () => Promise.reject(new Error(`${name} was called inside a transaction`)),
  };
}

/** Stripe can all, Epassi only whole payments, a payment by hand nothing. */
export const sayingProviders = providersOf(
  sayingProvider('stripe', 'Stripe', 'full-and-partial'),
  sayingProvider('paytrail', 'Paytrail', 'full-and-partial'),
  sayingProvider('epassi', 'Epassi', 'full', 'Epassi returns only whole payments.'),
  sayingProvider('manual', 'By hand', 'by-hand'),
);

export const refunder: readonly Permission[] = ['READ_ORDERS', 'REFUND_ORDERS', 'COMPLETE_ORDERS'];

/** Asks for a refund of so much of each line: through the provider and without removals unless said otherwise. */
export function askRefund(
  database: TestDatabase,
  orderId: string,
  amounts: Readonly<Record<string, number>>,
  more: Omit<Partial<RefundOrder>, 'plan'> & {
    readonly plan?: Partial<RefundOrder['plan']>;
    readonly request?: Request;
    readonly providers?: PaymentProviders;
  } = {},
) {
  const { plan, request, providers = sayingProviders, ...input } = more;
  return refundOrder(
    {
      orderId,
      idempotencyKey: newKey(),
      ...input,
      plan: {
        lines: Object.entries(amounts).map(([orderLineId, amountMinor]) => ({
          orderLineId,
          amountMinor,
          removeAccess: false,
        })),
        returnMoney: true,
        removeOfferAccess: false,
        ...plan,
      },
    },
    request ?? requestOf(database, { permissions: refunder }),
    { providers },
  );
}

/** What became of a leg, as its provider or a person says. */
export async function tellLeg(
  database: TestDatabase,
  orderId: string,
  legId: string,
  outcome: LegOutcome,
): Promise<void> {
  await inOneTransaction(requestOf(database), async (work) => {
    const order = await lockOrder(work, orderId, 'orderId');
    await settleLeg(work, order, legId, outcome);
  });
}
