import { query } from '../../src/database/orm.ts';
import { sealSettings } from '../../src/database/sealing.ts';
import { openCheckout } from '../../src/use-cases/open-checkout.ts';
import { receivePaymentNews } from '../../src/use-cases/receive-payment-event.ts';
import { submitBilling } from '../../src/use-cases/submit-billing.ts';
import { updateCheckout } from '../../src/use-cases/update-checkout.ts';
import type { TestDatabase } from './database.ts';
import { onOneLine } from './hostile-texts.ts';
import { newsOf } from './paid-order.ts';
import { accepted, configure, newKey, pay, requestOf, shop, surroundings } from './shop.ts';

export type HostileOrder = {
  readonly orderId: string;
  readonly email: string;
  readonly text: string;
  /** What of it fits into a discount code. */
  readonly code: string;
};

const LONGEST_CODE = 50;

/**
 * A checkout in which everything is called by this text, and an order by a customer who is called so too: paid
 * after a payment that failed with it, by whoever is called so. Names are put into the rows as they are,
 * since what goes out must not rest on what is let in. `number` tells such shops apart.
 */
export async function sellUnder(
  database: TestDatabase,
  text: string,
  number: number,
): Promise<HostileOrder> {
  const em = database.orm.em.fork();
  const [checkoutId, slug] = [`chk_h${number}`, `h${number}`];
  const code = text.slice(0, LONGEST_CODE).trim();
  for (const [statement, ...values] of [
    ['insert into checkout (id, name, created_at) values ($1, $2, now())', checkoutId, text],
    [
      `insert into product (id, checkout_id, name, type, vat_rate_bp, created_at)
       values ($1, $2, $3, 'E_BOOK', 2550, now())`,
      `prd_${slug}`,
      checkoutId,
      text,
    ],
    [
      `insert into product_price (product_id, currency, price_minor) values ($1, 'EUR', 11000)`,
      `prd_${slug}`,
    ],
    [
      'insert into offer (id, checkout_id, name, created_at) values ($1, $2, $3, now())',
      `off_${slug}`,
      checkoutId,
      text,
    ],
    [
      'insert into offer_product (offer_id, position, checkout_id, product_id) values ($1, 0, $2, $3)',
      `off_${slug}`,
      checkoutId,
      `prd_${slug}`,
    ],
    [
      `insert into checkout_link (id, checkout_id, offer_id, slug, name, source, tags, created_at)
       values ($1, $2, $3, $4, $5, $5, array[$5], now())`,
      `lnk_${slug}`,
      checkoutId,
      `off_${slug}`,
      slug,
      text,
    ],
    [
      `insert into discount_code (id, checkout_id, code, kind, percent_bp, created_at)
       values ($1, $2, $3, 'PERCENT', 1000, now())`,
      `dsc_${slug}`,
      checkoutId,
      code,
    ],
  ] as const) {
    await query(em, statement, values);
  }
  for (const [kind, settings] of Object.entries(settingsWith(database, text))) {
    await configure(em, `cfg_${slug}_${kind}`, kind, text, settings, checkoutId);
  }
  const email = `eve${number}@example.com`;
  return { orderId: await buy(database, { text, slug, code, email }), email, text, code };
}

function settingsWith({ tools }: TestDatabase, text: string): Record<string, object> {
  return {
    'receipt-email': {
      subject: `Receipt ${text}`,
      introduction: onOneLine(text),
      sellerName: text,
      sellerAddress: text,
      sellerVatId: text.slice(0, 50),
    },
    'custom-email': {
      subject: '{{product}} for {{fullName}}',
      body: 'Hi {{firstName}} {{lastName}},\n\n{{product}} of {{products}}, {{offer}}, {{checkout}}, {{seller}}: https://courses.example/begin?who={{lastName}}',
    },
    webhook: sealSettings(
      tools.sealer,
      { url: 'http://127.0.0.1:9/hook', signingSecret: shop.signingSecret },
      ['signingSecret'],
    ),
  };
}

async function buy(
  database: TestDatabase,
  { text, slug, code, email }: { text: string; slug: string; code: string; email: string },
): Promise<string> {
  const request = requestOf(database, { name: text });
  const opening = { idempotencyKey: newKey(), linkSlug: slug, country: 'FI' };
  const { orderId } = accepted(
    await openCheckout(
      { ...opening, analyticsConsent: 'ACCEPTED' },
      request,
      surroundings.providers,
    ),
  );
  accepted(await updateCheckout({ orderId, discountCode: code }, request));
  const fields = ['phone', 'street', 'city'].map((key) => ({ key, value: text }));
  const region = text.slice(0, 100);
  const form = { orderId, email, country: 'FI', region, firstName: text, lastName: text, fields };
  accepted(await submitBilling(form, request));
  const failed = newsOf(await pay(database, orderId), 'FAILED', { failureMessage: text });
  await receivePaymentNews('stripe', [failed], request);
  await receivePaymentNews('stripe', [newsOf(await pay(database, orderId), 'SUCCEEDED')], request);
  return orderId;
}
