import type { EntityManager } from '@mikro-orm/postgresql';
import { query } from '../../src/database/orm.ts';
import { sealSettings } from '../../src/database/sealing.ts';
import type { Permission } from '../../src/domain/permission.ts';
import type { PaymentProvider } from '../../src/payments/payment-provider.ts';
import type { PaymentProviders } from '../../src/payments/providers.ts';
import { openCheckout } from '../../src/use-cases/open-checkout.ts';
import type { Outcome } from '../../src/use-cases/outcome.ts';
import { type Reach, type Request, systemRequest } from '../../src/use-cases/request.ts';
import { startPayment } from '../../src/use-cases/start-payment.ts';
import { submitBilling } from '../../src/use-cases/submit-billing.ts';
import type { TestDatabase } from './database.ts';
import { nextOrm } from './two-of-everything.ts';

/**
 * A small shop: a course of 99.00 € (25.5 % VAT) with an e-book of 20.00 € (13.5 %) as its order bump, and
 * a code TEN for 10 % off. A webhook is set up for the checkout and a receipt for nobody, unless asked.
 */
export const shop = {
  checkoutId: 'chk_test',
  offerId: 'off_course',
  courseId: 'prd_course',
  ebookId: 'prd_ebook',
  bumpId: 'ado_ebook',
  linkSlug: 'course',
  webhookConfigurationId: 'cfg_webhook',
  signingSecret: `whsec_${Buffer.alloc(32, 3).toString('base64')}`,
} as const;

export async function makeShop(
  database: TestDatabase,
  options: { webhookUrl?: string; receipt?: boolean } = {},
): Promise<void> {
  const em = database.orm.em.fork();
  await query(
    em,
    `insert into checkout (id, name, created_at) values ('chk_test', 'Test School', now())`,
  );
  await query(
    em,
    `insert into product (id, checkout_id, name, type, vat_rate_bp, created_at) values
     ('prd_course', 'chk_test', 'Watercolour course', 'ONLINE_COURSE', 2550, now()),
     ('prd_ebook', 'chk_test', 'Colour e-book', 'E_BOOK', 1350, now())`,
  );
  await query(
    em,
    `insert into product_price (product_id, currency, price_minor) values
     ('prd_course', 'EUR', 9900), ('prd_ebook', 'EUR', 2500), ('prd_course', 'JPY', 15000)`,
  );
  await query(
    em,
    `insert into offer (id, checkout_id, name, created_at) values ('off_course', 'chk_test', 'Watercolours', now())`,
  );
  await query(
    em,
    `insert into offer_product (offer_id, position, checkout_id, product_id) values ('off_course', 0, 'chk_test', 'prd_course')`,
  );
  await query(
    em,
    `insert into add_on (id, offer_id, checkout_id, product_id, kind, name, position)
     values ('ado_ebook', 'off_course', 'chk_test', 'prd_ebook', 'ORDER_BUMP', 'Add the e-book', 0)`,
  );
  await query(em, `insert into add_on_price values ('ado_ebook', 'EUR', 2000, null)`);
  await query(
    em,
    `insert into checkout_link (id, checkout_id, offer_id, slug, name, source, tags, created_at)
     values ('lnk_course', 'chk_test', 'off_course', 'course', 'Course page', 'newsletter', '{spring,launch}', now())`,
  );
  await query(
    em,
    `insert into discount_code (id, checkout_id, code, kind, percent_bp, usage_limit, created_at)
     values ('dsc_ten', 'chk_test', 'TEN', 'PERCENT', 1000, 1, now()), ('dsc_free', 'chk_test', 'FREE', 'PERCENT', 10000, null, now())`,
  );
  const webhook = sealSettings(
    database.tools.sealer,
    { url: options.webhookUrl ?? 'http://127.0.0.1:9/hook', signingSecret: shop.signingSecret },
    ['signingSecret'],
  );
  await configure(em, 'cfg_webhook', 'webhook', 'Tell the membership site', webhook);
  if (options.receipt) {
    await configure(em, 'cfg_receipt', 'receipt-email', 'Receipt', { sellerName: 'Test School' });
  }
}

/** An action for all orders of a checkout, of settings that are sealed where they must be. */
export async function configure(
  em: EntityManager,
  id: string,
  kind: string,
  name: string,
  settings: object,
  checkoutId: string = shop.checkoutId,
): Promise<void> {
  await em.transactional(async (tx) => {
    await query(
      tx,
      `insert into action_configuration (id, checkout_id, level, kind, name, enabled, version, created_at)
       values ($1, $4, 'CHECKOUT', $2, $3, true, 1, now())`,
      [id, kind, name, checkoutId],
    );
    await query(
      tx,
      `insert into action_configuration_version (configuration_id, version, name, settings, created_at, created_by)
       values ($1, 1, $2, $3::jsonb, now(), 'Test')`,
      [id, name, JSON.stringify(settings)],
    );
  });
}

/** Of one process, then of the other. */
export function requestOf(
  database: TestDatabase,
  who: { permissions?: readonly Permission[]; reach?: Reach; name?: string } = {},
): Request {
  return {
    ...systemRequest(nextOrm(database).em.fork(), database.tools, {
      kind: 'PERSON',
      id: `mem_${who.name ?? 'aino'}`,
      name: who.name ?? 'Aino',
    }),
    permissions: new Set(who.permissions ?? ['READ_ORDERS', 'RERUN_ACTIONS', 'FORCE_RERUN']),
    reach: who.reach ?? 'ALL',
  };
}

/** A provider that begins every payment under the reference `ref-<payment id>` and knows nothing else. */
export const obligingProvider: PaymentProvider & Required<Pick<PaymentProvider, 'start'>> = {
  name: 'stripe',
  label: 'Stripe',
  methods: [{ method: 'card', label: 'Card', currencies: 'any' }],
  start: async (payment) => ({
    reference: `ref-${payment.id}`,
    redirectUrl: null,
    clientSecret: `secret-${payment.id}`,
  }),
};

export function providersOf(...all: PaymentProvider[]): PaymentProviders {
  return { all, byName: (name) => all.find((one) => one.name === name) };
}

export const surroundings = {
  providers: providersOf(obligingProvider),
  publicUrl: 'http://shop.test',
  sessionIdleMs: 30 * 60_000,
};

/** The value of an outcome that must not have been refused. */
export function accepted<Value>(outcome: Outcome<Value>): Value {
  if (!outcome.ok) throw new Error(outcome.refusals.map(({ message }) => message).join(' '));
  return outcome.value;
}

let keys = 0;
export const newKey = () => `key-${(keys += 1)}`;

/** Opens the checkout and sends the billing form. */
export async function visit(database: TestDatabase, email = 'buyer@example.com'): Promise<string> {
  const request = requestOf(database);
  const { orderId } = accepted(
    await openCheckout(
      {
        idempotencyKey: newKey(),
        linkSlug: shop.linkSlug,
        country: 'FI',
        analyticsConsent: 'ACCEPTED',
      },
      request,
      surroundings.providers,
    ),
  );
  accepted(await submitBilling({ orderId, email, country: 'FI', firstName: 'Onni' }, request));
  return orderId;
}

/** Starts a payment of a visit; gives back its id. */
export async function pay(database: TestDatabase, orderId: string): Promise<string> {
  const started = accepted(
    await startPayment(
      { orderId, idempotencyKey: newKey(), provider: 'stripe', method: 'card' },
      requestOf(database),
      surroundings,
    ),
  );
  return started.paymentId ?? '';
}
