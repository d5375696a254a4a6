import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import {
  accepted,
  makeShop,
  newKey,
  obligingProvider,
  pay,
  providersOf,
  requestOf,
  shop,
  surroundings,
  visit,
} from '../../test/kit/shop.ts';
import { query } from '../database/orm.ts';
import { ProviderFailure } from '../payments/payment-provider.ts';
import { openCheckout, type OpenCheckout } from './open-checkout.ts';
import { startPayment } from './start-payment.ts';
import { submitBilling } from './submit-billing.ts';
import { updateCheckout } from './update-checkout.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await makeShop(database);
});
afterAll(() => database.drop());

const rows = <Row extends object>(sql: string, parameters: unknown[] = []) =>
  query<Row>(database.orm.em.fork(), sql, parameters);
const listRow = async (orderId: string) =>
  (
    await rows<Record<string, unknown>>('select * from order_list where order_id = $1', [orderId])
  )[0];
const opening = (): OpenCheckout => ({
  idempotencyKey: newKey(),
  linkSlug: shop.linkSlug,
  country: 'FI',
  analyticsConsent: 'NEVER_ASKED' as const,
});
const open = (input = opening()) =>
  openCheckout(input, requestOf(database), surroundings.providers);

describe('opening a checkout', () => {
  test('creates an order from the first moment, with the link’s source and tags and the price', async () => {
    const { orderId, addOns, paymentMethods } = accepted(await open());
    expect(await listRow(orderId)).toMatchObject({
      status: 'STARTED',
      source: 'newsletter',
      tags: ['spring', 'launch'],
      currency: 'EUR',
      total_minor: 9900,
      lines: [
        { kind: 'MAIN', productName: 'Watercolour course', priceMinor: 9900, vatRateBp: 2550 },
      ],
      attention_at: null,
    });
    expect(addOns).toEqual([
      {
        id: 'ado_ebook',
        kind: 'ORDER_BUMP',
        name: 'Add the e-book',
        description: null,
        currency: 'EUR',
        priceMinor: 2000,
        originalMinor: null,
        replacesProduct: null,
      },
    ]);
    expect(paymentMethods).toEqual([{ provider: 'stripe', method: 'card', label: 'Card' }]);
  });

  test('happens once per idempotency key, also when it is sent twice at once', async () => {
    const input = opening();
    const [first, second] = await Promise.all([open(input), open(input)]);
    expect(accepted(first).orderId).toBe(accepted(second).orderId);
    const reused = await open({ ...input, country: 'SE' });
    expect(reused).toMatchObject({
      ok: false,
      refusals: [{ code: 'IDEMPOTENCY_KEY_REUSED', path: ['idempotencyKey'] }],
    });
  });

  test('chooses the currency by country and refuses one without a price', async () => {
    const yen = accepted(await open({ ...opening(), country: 'JP' }));
    expect(await listRow(yen.orderId)).toMatchObject({ currency: 'JPY', total_minor: 15000 });
    expect(
      await openCheckout(
        { ...opening(), currency: 'SEK' },
        requestOf(database),
        surroundings.providers,
      ),
    ).toMatchObject({
      ok: false,
      refusals: [
        {
          code: 'INVALID',
          path: ['currency'],
          message: 'This offer has no price in SEK. It is sold in EUR, JPY.',
        },
      ],
    });
  });

  test('looks the same for a link that is not there and one out of reach', async () => {
    const unknown = await open({ ...opening(), linkSlug: 'nowhere' });
    const foreign = await openCheckout(
      opening(),
      requestOf(database, { reach: ['chk_other'] }),
      surroundings.providers,
    );
    expect(unknown).toMatchObject({ ok: false, refusals: [{ code: 'NOT_FOUND' }] });
    expect(foreign).toMatchObject({ ok: false, refusals: [{ code: 'NOT_FOUND' }] });
  });
});

describe('choosing at the checkout', () => {
  test('prices order bumps and a code, and keeps what is left out', async () => {
    const { orderId } = accepted(await open());
    const request = requestOf(database);
    accepted(await updateCheckout({ orderId, orderBumpIds: [shop.bumpId] }, request));
    accepted(await updateCheckout({ orderId, discountCode: ' ten ' }, request));
    expect(await listRow(orderId)).toMatchObject({
      total_minor: 10710,
      discount_code: 'TEN',
      discount_minor: 1190,
      lines: [
        { kind: 'MAIN', listPriceMinor: 9900, priceMinor: 8910 },
        { kind: 'ORDER_BUMP', listPriceMinor: 2000, priceMinor: 1800 },
      ],
    });
    accepted(await updateCheckout({ orderId, discountCode: '', orderBumpIds: [] }, request));
    expect(await listRow(orderId)).toMatchObject({ total_minor: 9900, discount_code: null });
  });

  test('leaves the customer what they had chosen before it was put away, and offers it to nobody else', async () => {
    const request = requestOf(database);
    const { orderId } = accepted(await open());
    accepted(await updateCheckout({ orderId, orderBumpIds: [shop.bumpId] }, request));
    await rows('update add_on set archived_at = now() where id = $1', [shop.bumpId]);
    try {
      // The page sends a choice of something else, or all of it once more.
      accepted(await updateCheckout({ orderId, discountCode: 'TEN' }, request));
      accepted(await updateCheckout({ orderId, orderBumpIds: [shop.bumpId] }, request));
      expect(await listRow(orderId)).toMatchObject({
        total_minor: 10_710,
        lines: [{ kind: 'MAIN' }, { kind: 'ORDER_BUMP', listPriceMinor: 2000 }],
      });
      const later = accepted(await open());
      expect(later.addOns.map(({ id }) => id)).not.toContain(shop.bumpId);
      const choice = { orderId: later.orderId, orderBumpIds: [shop.bumpId] };
      expect(await updateCheckout(choice, request)).toMatchObject({
        refusals: [{ code: 'INVALID', path: ['orderBumpIds'] }],
      });
      // Once given up, it is gone for this customer too.
      accepted(await updateCheckout({ orderId, orderBumpIds: [] }, request));
      expect((await updateCheckout({ orderId, orderBumpIds: [shop.bumpId] }, request)).ok).toBe(
        false,
      );
    } finally {
      await rows('update add_on set archived_at = null where id = $1', [shop.bumpId]);
    }
  });

  test('refuses an unknown code and a foreign add-on at their fields, and changes nothing', async () => {
    const { orderId } = accepted(await open());
    const request = requestOf(database);
    expect(await updateCheckout({ orderId, discountCode: 'NOPE' }, request)).toMatchObject({
      ok: false,
      refusals: [{ code: 'INVALID', path: ['discountCode'], message: 'There is no code “NOPE”.' }],
    });
    expect(await updateCheckout({ orderId, orderBumpIds: ['ado_x'] }, request)).toMatchObject({
      ok: false,
      refusals: [{ path: ['orderBumpIds'] }],
    });
    expect(await listRow(orderId)).toMatchObject({ total_minor: 9900, version: 1 });
  });
});

describe('the billing form', () => {
  test('needs only email and country, and says at the field what is wrong', async () => {
    const { orderId } = accepted(await open());
    const request = requestOf(database);
    expect(await submitBilling({ orderId, email: 'nobody', country: 'Finland' }, request)).toEqual({
      ok: false,
      refusals: [
        {
          code: 'INVALID',
          path: ['email'],
          message: 'Give an email address like name@example.com.',
        },
        {
          code: 'INVALID',
          path: ['country'],
          message: 'Give the country as two capital letters, like FI.',
        },
      ],
    });
    accepted(
      await submitBilling(
        {
          orderId,
          email: ' anna@example.com ',
          country: 'SE',
          fields: [
            { key: 'phone', value: '+358 40' },
            { key: 'company', value: ' ' },
          ],
        },
        request,
      ),
    );
    expect(await listRow(orderId)).toMatchObject({
      status: 'IN_PROGRESS',
      email: 'anna@example.com',
      country: 'SE',
      first_name: null,
    });
    expect(await rows('select billing_fields from orders where id = $1', [orderId])).toEqual([
      { billing_fields: [{ key: 'phone', label: 'Phone', value: '+358 40' }] },
    ]);
  });
});

describe('starting a payment', () => {
  const start = (orderId: string, key = newKey(), providers = surroundings.providers) =>
    startPayment(
      { orderId, idempotencyKey: key, provider: 'stripe', method: 'card' },
      requestOf(database),
      { ...surroundings, providers },
    );

  test('needs the billing form', async () => {
    const { orderId } = accepted(await open());
    expect(await start(orderId)).toMatchObject({
      ok: false,
      refusals: [{ code: 'INVALID', message: 'Send the billing form before starting a payment.' }],
    });
  });

  test('makes the order PROCESSING and gives the same payment for the same key', async () => {
    const orderId = await visit(database);
    const key = newKey();
    const first = accepted(await start(orderId, key));
    expect(accepted(await start(orderId, key))).toEqual(first);
    expect(first.clientSecret).toBe(`secret-${first.paymentId}`);
    expect(await listRow(orderId)).toMatchObject({
      status: 'PROCESSING',
      payment: { status: 'PENDING', method: 'card' },
    });
  });

  test('fixes the price: choices are refused while the payment is under way', async () => {
    const orderId = await visit(database);
    await pay(database, orderId);
    expect(
      await updateCheckout({ orderId, orderBumpIds: [shop.bumpId] }, requestOf(database)),
    ).toMatchObject({
      ok: false,
      refusals: [{ code: 'STALE' }],
    });
  });

  test('a provider that gives no answer leaves the attempt, and the same key tries it again', async () => {
    const orderId = await visit(database);
    const silent = {
      ...obligingProvider,
      start: async () => {
        throw new ProviderFailure(
          'unavailable',
          'Stripe does not answer. Try again in a moment.',
          'timeout',
        );
      },
    };
    const key = newKey();
    expect(await start(orderId, key, providersOf(silent))).toEqual({
      ok: false,
      refusals: [
        {
          code: 'PROVIDER_UNAVAILABLE',
          message: 'Stripe does not answer. Try again in a moment.',
          path: null,
        },
      ],
    });
    const again = accepted(await start(orderId, key));
    expect(await rows('select id, status from payment where order_id = $1', [orderId])).toEqual([
      { id: again.paymentId, status: 'PENDING' },
    ]);
  });

  test('a provider that refuses for certain leaves a failed attempt with its words', async () => {
    const orderId = await visit(database);
    const refusing = {
      ...obligingProvider,
      start: async () => {
        throw new ProviderFailure(
          'refused',
          'The amount is too small for a card.',
          'amount_too_small',
        );
      },
    };
    await start(orderId, newKey(), providersOf(refusing));
    expect(await listRow(orderId)).toMatchObject({
      status: 'IN_PROGRESS',
      payment: { status: 'FAILED', failureMessage: 'The amount is too small for a card.' },
    });
  });

  test('a total of 0 is confirmed without a provider', async () => {
    const orderId = await visit(database);
    accepted(await updateCheckout({ orderId, discountCode: 'FREE' }, requestOf(database)));
    expect(accepted(await start(orderId))).toEqual({
      paymentId: null,
      redirectUrl: null,
      clientSecret: null,
    });
    expect(await listRow(orderId)).toMatchObject({ status: 'PAID', total_minor: 0, payment: null });
    expect(await rows('select status from action where order_id = $1', [orderId])).toEqual([
      { status: 'PENDING' },
    ]);
  });

  test('gives the last use of a code to one of two customers', async () => {
    const orders = await Promise.all([
      visit(database, 'a@example.com'),
      visit(database, 'b@example.com'),
    ]);
    for (const orderId of orders) {
      accepted(await updateCheckout({ orderId, discountCode: 'TEN' }, requestOf(database)));
    }
    const outcomes = await Promise.all(orders.map((orderId) => start(orderId)));
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(outcomes.find(({ ok }) => !ok)).toMatchObject({
      refusals: [
        { message: 'The code TEN has been used up (limit: 1). Remove the code to go on.' },
      ],
    });
  });
});
