import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { startTestServer, type RunningTestServer } from '../../test/kit/running-server.ts';
import { tinySchema } from '../../test/kit/tiny-schema.ts';
import { query } from '../database/orm.ts';
import { paytrailSignature } from '../payments/paytrail-signature.ts';

const secret = 'SAIPPUAKAUPPIAS';
const account = '375917';

let database: TestDatabase;
let server: RunningTestServer;
beforeAll(async () => {
  database = await freshDatabase();
  server = await startTestServer(database, tinySchema().schema, {
    environment: {
      PAYTRAIL_ACCOUNT: account,
      PAYTRAIL_SECRET: secret,
      STRIPE_API_KEY: 'sk_test_1',
      STRIPE_WEBHOOK_SECRETS: 'whsec_test',
    },
  });
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});

const recorded = () =>
  query<{ provider: string; status: string }>(
    database.orm.em.fork(),
    'select provider, status from received_event order by provider',
  );

/** As Paytrail calls back: everything in the query, signed. */
function callback(parameters: Record<string, string> = {}, signature?: string): string {
  const signed = {
    'checkout-account': account,
    'checkout-algorithm': 'sha256',
    'checkout-amount': '4900',
    'checkout-stamp': 'pay_nobody_knows',
    'checkout-reference': '1001',
    'checkout-transaction-id': 'd2ab8f2e-5b6f-11ef-9a9f-2f0a1b0e2c11',
    'checkout-status': 'ok',
    'checkout-provider': 'nordea',
    ...parameters,
  };
  const all = { ...signed, signature: signature ?? paytrailSignature(secret, signed, '') };
  return `${server.url}/events/paytrail?${new URLSearchParams(all).toString()}`;
}

describe('news of a payment provider', () => {
  test('is answered with 200 once it is recorded, and a repetition changes nothing', async () => {
    const first = await fetch(callback());
    const again = await fetch(callback());

    expect([first.status, again.status]).toEqual([200, 200]);
    expect(await first.json()).toEqual({ received: true });
    expect(await recorded()).toEqual([{ provider: 'paytrail', status: 'SUCCEEDED' }]);
  });

  test.each([
    ['a forged signature', () => fetch(callback({ 'checkout-amount': '1' }, 'ab'.repeat(32)))],
    ['no signature', () => fetch(`${server.url}/events/paytrail?checkout-status=ok`)],
    [
      'an amount changed on the way',
      () => fetch(callback().replace('checkout-amount=4900', 'checkout-amount=1')),
    ],
    [
      'a Stripe event that somebody made up',
      () =>
        fetch(`${server.url}/events/stripe`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'stripe-signature': 't=1,v1=00' },
          body: JSON.stringify({ id: 'evt_1', type: 'payment_intent.succeeded' }),
        }),
    ],
    ['a Stripe event by GET', () => fetch(`${server.url}/events/stripe`)],
  ])('is refused with %s, recorded nowhere, and the refusal is in the log', async (_, send) => {
    const before = await recorded();
    const refusalsBefore = refusals().length;

    const response = await send();

    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ error: 'The signature does not fit.' });
    expect(await recorded()).toEqual(before);
    expect(refusals()).toHaveLength(refusalsBefore + 1);
  });

  test.each(['nobody', 'manual', 'constructor', '__proto__'])(
    'has no door for the provider %j',
    async (name) => {
      expect((await fetch(`${server.url}/events/${name}`, { method: 'POST' })).status).toBe(404);
    },
  );

  test('is refused when it is larger than any provider sends', async () => {
    const response = await fetch(`${server.url}/events/stripe`, {
      method: 'POST',
      body: 'x'.repeat(1_100_000),
    });

    expect(response.status).toBe(413);
  });

  test('is answered with 500 when it cannot be recorded, so that it is sent again', async () => {
    const em = database.orm.em.fork();
    const news = callback({ 'checkout-transaction-id': 'e3bc9f3f-5b6f-11ef-9a9f-2f0a1b0e2c11' });
    await em.execute('alter table received_event rename to received_event_away');
    const failed = await fetch(news);
    await em.execute('alter table received_event_away rename to received_event');
    const repeated = await fetch(news);

    expect(failed.status).toBe(500);
    expect(await failed.json()).toEqual({
      error: 'Something went wrong on our side. It is in our log under this request id.',
      requestId: failed.headers.get('x-request-id'),
    });
    expect(repeated.status).toBe(200);
    expect(await recorded()).toHaveLength(2);
  });
});

function refusals() {
  return server.logLines.filter((line) => line['msg'] === 'delivery refused');
}
