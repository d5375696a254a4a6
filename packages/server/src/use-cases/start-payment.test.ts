import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { newsOf } from '../../test/kit/paid-order.ts';
import {
  accepted,
  makeShop,
  newKey,
  obligingProvider,
  providersOf,
  requestOf,
  shop,
  surroundings,
  visit,
} from '../../test/kit/shop.ts';
import { query } from '../database/orm.ts';
import { type PaymentProvider, ProviderFailure } from '../payments/payment-provider.ts';
import { receivePaymentNews } from './receive-payment-event.ts';
import { startPayment } from './start-payment.ts';
import { updateCheckout } from './update-checkout.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await makeShop(database);
});
afterAll(() => database.drop());

const rows = <Row extends object>(sql: string, parameters: unknown[] = []) =>
  query<Row>(database.orm.em.fork(), sql, parameters);

const startAt = (start: PaymentProvider['start'], orderId: string, key = newKey()) =>
  startPayment(
    { orderId, idempotencyKey: key, provider: 'stripe', method: 'card' },
    requestOf(database),
    { ...surroundings, providers: providersOf({ ...obligingProvider, ...(start && { start }) }) },
  );

describe('starting a payment whose news outrun the answer of its provider', () => {
  test('neither fails nor loses the news, and completes no order before its actions', async () => {
    const orderIds = [];
    for (let count = 0; count < 24; count += 1) orderIds.push(await visit(database));
    const told: Promise<PromiseSettledResult<void>[]>[] = [];
    const started = await Promise.allSettled(
      orderIds.map((orderId) =>
        startAt(async (payment, signal) => {
          const news = newsOf(payment.id, 'SUCCEEDED');
          told.push(
            Promise.allSettled([receivePaymentNews('stripe', [news], requestOf(database))]),
          );
          return obligingProvider.start(payment, signal);
        }, orderId),
      ),
    );
    const heard = (await Promise.all(told)).flat();

    expect([...started, ...heard].filter(({ status }) => status === 'rejected')).toEqual([]);
    expect(
      await rows(
        `select distinct o.status, l.status as listed, p.status as payment, p.client_secret is not null as secret,
           (select string_agg(a.status, ',') from action a where a.order_id = o.id) as actions
         from orders o join order_list l on l.order_id = o.id join payment p on p.order_id = o.id
         where o.id = any($1)`,
        [orderIds],
      ),
    ).toEqual([
      { status: 'PAID', listed: 'PAID', payment: 'SUCCEEDED', secret: true, actions: 'PENDING' },
    ]);
  });
});

describe('asking again, with the same key, for a payment that has ended', () => {
  const refuses: PaymentProvider['start'] = async () => {
    throw new ProviderFailure('refused', 'The amount is too small for a card.', 'too_small');
  };

  test('begins nothing at the provider once it was refused, though the order costs more by now', async () => {
    const orderId = await visit(database);
    const key = newKey();
    await startAt(refuses, orderId, key);
    accepted(await updateCheckout({ orderId, orderBumpIds: [shop.bumpId] }, requestOf(database)));
    const asked: string[] = [];
    const again = await startAt(
      async (payment, signal) => {
        asked.push(payment.id);
        return obligingProvider.start(payment, signal);
      },
      orderId,
      key,
    );
    expect(asked).toEqual([]);
    expect(again).toEqual({
      ok: false,
      refusals: [
        {
          code: 'PROVIDER_UNAVAILABLE',
          message: 'The amount is too small for a card.',
          path: null,
        },
      ],
    });
  });

  test('gives what is known of it once it was paid', async () => {
    const orderId = await visit(database);
    const key = newKey();
    const lost: PaymentProvider['start'] = async () => {
      throw new ProviderFailure('unavailable', 'Stripe does not answer.', 'timeout');
    };
    await startAt(lost, orderId, key);
    const [payment] = await rows<{ id: string }>('select id from payment where order_id = $1', [
      orderId,
    ]);
    const paymentId = payment?.id ?? '';
    const news = newsOf(paymentId, 'SUCCEEDED', { reference: null });
    await receivePaymentNews('stripe', [news], requestOf(database));
    expect(await startAt(refuses, orderId, key)).toEqual({
      ok: true,
      value: { paymentId, redirectUrl: null, clientSecret: null },
    });
  });
});
