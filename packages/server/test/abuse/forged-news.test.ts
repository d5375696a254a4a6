import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { Stripe } from 'stripe';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { query } from '../../src/database/orm.ts';
import { paytrailSignature } from '../../src/payments/paytrail-signature.ts';
import { freshDatabase, type TestDatabase } from '../kit/database.ts';
import { fingerprintOf } from '../kit/fingerprint.ts';
import { startTestServer, type RunningTestServer } from '../kit/running-server.ts';
import { makeShop, pay, visit } from '../kit/shop.ts';
import { tinySchema } from '../kit/tiny-schema.ts';

// What somebody sends who would like an order to count as paid, at every door that takes providers' news.

const account = '375917';
const keys = { stripe: 'whsec_ours', paytrail: 'SAIPPUAKAUPPIAS', epassi: 'agreed-key' } as const;
type Provider = keyof typeof keys;
const providers = Object.keys(keys) as Provider[];

let database: TestDatabase;
let server: RunningTestServer;
beforeAll(async () => {
  database = await freshDatabase();
  await makeShop(database);
  server = await startTestServer(database, tinySchema().schema, {
    environment: {
      STRIPE_API_KEY: 'sk_test_1',
      STRIPE_WEBHOOK_SECRETS: keys.stripe,
      PAYTRAIL_ACCOUNT: account,
      PAYTRAIL_SECRET: keys.paytrail,
      EPASSI_SITE: 'shop-1',
      EPASSI_KEY: keys.epassi,
    },
  });
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});

/** A payment of 99.00 € that its provider has not confirmed. */
async function pendingAt(provider: Provider): Promise<{ orderId: string; paymentId: string }> {
  const orderId = await visit(database);
  const paymentId = await pay(database, orderId);
  await query(database.orm.em.fork(), 'update payment set provider = $2 where id = $1', [
    paymentId,
    provider,
  ]);
  return { orderId, paymentId };
}

type News = {
  amount?: string;
  currency?: string;
  key?: string;
  ageSeconds?: number;
  account?: string;
  contentType?: string;
};

/** The news that this payment succeeded, as its provider would send it, unless told otherwise. */
function newsOf(provider: Provider, stamp: string, news: News = {}): { url: string } & RequestInit {
  const key = news.key ?? keys[provider];
  const url = `${server.url}/events/${provider}`;
  switch (provider) {
    case 'stripe': {
      const amount = Number(news.amount ?? '9900');
      const body = JSON.stringify({
        id: `evt_${stamp}${news.amount ?? ''}${news.currency ?? ''}`,
        object: 'event',
        type: 'payment_intent.succeeded',
        created: Math.floor(database.tools.now().getTime() / 1000),
        data: {
          object: {
            id: `ref-${stamp}`,
            object: 'payment_intent',
            amount,
            amount_received: amount,
            currency: news.currency ?? 'eur',
            metadata: { payment_id: stamp },
            payment_method_types: ['card'],
            last_payment_error: null,
            latest_charge: 'ch_1',
          },
        },
      });
      const timestamp = Math.floor(database.tools.now().getTime() / 1000) - (news.ageSeconds ?? 0);
      const signature = Stripe.webhooks.generateTestHeaderString({
        payload: body,
        timestamp,
        secret: key,
      });
      return {
        url,
        method: 'POST',
        headers: {
          'stripe-signature': signature,
          'content-type': news.contentType ?? 'application/json',
        },
        body,
      };
    }
    case 'paytrail': {
      const signed = {
        'checkout-account': news.account ?? account,
        'checkout-algorithm': 'sha256',
        'checkout-amount': news.amount ?? '9900',
        'checkout-stamp': stamp,
        'checkout-reference': '1001',
        'checkout-transaction-id': `tx-${stamp}${news.amount ?? ''}`,
        'checkout-status': 'ok',
        'checkout-provider': 'nordea',
      };
      const all = { ...signed, signature: paytrailSignature(key, signed, '') };
      return { url: `${url}?${new URLSearchParams(all).toString()}` };
    }
    case 'epassi': {
      const PAID = 'shop-1-99.00';
      const MAC = createHash('sha512').update([stamp, PAID, key].join('&')).digest('hex');
      return {
        url,
        method: 'POST',
        headers: { 'content-type': news.contentType ?? 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ STAMP: stamp, PAID, MAC }).toString(),
      };
    }
  }
}

const send = ({ url, ...init }: { url: string } & RequestInit) => fetch(url, init);

/** Something in the news that makes another payment or amount of it, its signature left as it was. */
function altered(request: { url: string } & RequestInit, from: string, to: string) {
  const { url, body, ...rest } = request;
  const text = typeof body === 'string' ? { body: body.replaceAll(from, to) } : {};
  return { ...rest, ...text, url: url.replaceAll(from, to) };
}

async function orderOf(orderId: string) {
  const [row] = await query<{ status: string; payment: string; reasons: string[] }>(
    database.orm.em.fork(),
    `select o.status, p.status as payment, array(select e ->> 'reason' from jsonb_array_elements(o.attention) e) as reasons
     from orders o join payment p on p.order_id = o.id where o.id = $1`,
    [orderId],
  );
  return row;
}

describe.each(providers)('news in the name of %s', (provider) => {
  type Attack = (stamp: string, otherStamp: string) => { url: string } & RequestInit;
  const attacks: Record<string, Attack> = {
    'signed with another secret': (stamp) => newsOf(provider, stamp, { key: 'another' }),
    'signed with nothing': (stamp) => newsOf(provider, stamp, { key: '' }),
    'about another payment than was signed': (stamp, other) =>
      altered(newsOf(provider, other), other, stamp),
    'without a signature': (stamp) => ({
      ...altered(newsOf(provider, stamp), 'signature=', 'other='),
      ...(provider === 'epassi' && { body: `STAMP=${stamp}&PAID=shop-1-99.00` }),
      headers: {},
    }),
    'with an empty body': (stamp) => ({
      url: newsOf(provider, stamp).url.split('?')[0] ?? '',
      method: 'POST',
    }),
    'that is a page': () => ({
      url: `${server.url}/events/${provider}`,
      method: 'POST',
      headers: { 'content-type': 'text/html' },
      body: '<script>alert(1)</script>',
    }),
    ...(provider === 'stripe' && {
      'older than five minutes': (stamp: string) => newsOf('stripe', stamp, { ageSeconds: 301 }),
      'from the future': (stamp: string) => newsOf('stripe', stamp, { ageSeconds: -301 }),
    }),
    ...(provider === 'paytrail' && {
      'for the account of another shop': (stamp: string) =>
        newsOf('paytrail', stamp, { account: '695861' }),
      'with a second amount behind the signed one': (stamp: string) => {
        const { url } = newsOf('paytrail', stamp);
        return { url: `${url}&checkout-amount=1` };
      },
    }),
    ...(provider === 'epassi' && {
      'with the MAC of the form that the customer saw': (stamp: string) => {
        const MAC = createHash('sha512')
          .update([stamp, 'shop-1', '99.00', keys.epassi].join('&'))
          .digest('hex');
        const body = new URLSearchParams({ STAMP: stamp, PAID: 'shop-1&99.00', MAC }).toString();
        return { ...newsOf('epassi', stamp), body };
      },
    }),
  };

  test.each(Object.keys(attacks))('%s is refused, and nothing is written', async (name) => {
    const [{ paymentId }, other] = [await pendingAt(provider), await pendingAt(provider)];
    const before = await fingerprintOf(database);

    const response = await send(attacks[name]?.(paymentId, other.paymentId) ?? { url: server.url });

    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ error: 'The signature does not fit.' });
    expect(await fingerprintOf(database)).toEqual(before);
  });

  test('pays once, however often a recorded one is sent again', async () => {
    const { orderId, paymentId } = await pendingAt(provider);
    const news = newsOf(provider, paymentId);
    expect((await send(news)).status).toBe(200);
    expect(await orderOf(orderId)).toMatchObject({ status: 'PAID', payment: 'SUCCEEDED' });

    const before = await fingerprintOf(database);
    const again = await Promise.all([send(news), send(news), send(news)]);
    expect(again.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await fingerprintOf(database)).toEqual(before);
  });

  test('pays nothing with the stamp of a payment at another provider', async () => {
    const elsewhere = providers.find((one) => one !== provider) ?? provider;
    const { orderId, paymentId } = await pendingAt(elsewhere);
    const [before] = [await orderOf(orderId)];

    expect((await send(newsOf(provider, paymentId))).status).toBe(200);

    expect(await orderOf(orderId)).toEqual(before);
    expect(before).toMatchObject({ payment: 'PENDING' });
  });

  test('is not read when it is larger than any provider sends, packed or not', async () => {
    const before = await fingerprintOf(database);
    const url = `${server.url}/events/${provider}`;
    const large = Buffer.alloc(20_000_000, 'x');
    const plain = await send({ url, method: 'POST', body: large.subarray(0, 1_100_000) });
    const packed = await send({
      url,
      method: 'POST',
      headers: { 'content-encoding': 'gzip' },
      body: gzipSync(large),
    });
    expect([plain.status, packed.status]).toEqual([413, 413]);
    expect(await fingerprintOf(database)).toEqual(before);
  });
});

describe('signed news of another sum', () => {
  test.each(['stripe', 'paytrail'] as const)(
    'by %s does not make an order paid: somebody is called to look at it',
    async (provider) => {
      const { orderId, paymentId } = await pendingAt(provider);
      expect((await send(newsOf(provider, paymentId, { amount: '1' }))).status).toBe(200);
      const order = await orderOf(orderId);
      expect(order?.status).not.toBe('PAID');
      expect(order?.reasons).toContain('PAID_AMOUNT_DIFFERS');
    },
  );

  test('in another currency is not counted', async () => {
    const { orderId, paymentId } = await pendingAt('stripe');
    expect((await send(newsOf('stripe', paymentId, { currency: 'sek' }))).status).toBe(200);
    expect(await orderOf(orderId)).toMatchObject({ payment: 'PENDING' });
    const told = await query(
      database.orm.em.fork(),
      `select 1 from history_entry where order_id = $1 and event = 'payment.currency_differs'`,
      [orderId],
    );
    expect(told).toHaveLength(1);
  });

  test('is judged by its bytes, whatever kind of content it claims to be', async () => {
    const { orderId, paymentId } = await pendingAt('stripe');
    const news = newsOf('stripe', paymentId, { contentType: 'application/x-www-form-urlencoded' });
    expect((await send(news)).status).toBe(200);
    expect(await orderOf(orderId)).toMatchObject({ status: 'PAID' });
  });
});
