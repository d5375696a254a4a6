import { describe, expect, test } from 'vitest';
import { epassiMac } from './epassi-signature.ts';
import { epassiProvider } from './epassi.ts';
import { BadSignature, type RawDelivery } from './payment-provider.ts';
import {
  answers,
  breaksOffHalfWay,
  drips,
  hangsUp,
  neverAnswers,
  newPayment,
  newRefund as refundOfStripe,
  serverThat,
  type Behaviour,
} from './provider-stand-in.ts';

const account = { site: 'shop-1', key: 'agreed-key' };
const pageUrl = 'https://services.epassi.fi/e_payments/v2';
const payment = { ...newPayment, method: 'epassi' };
const { signal } = new AbortController();

function epassi(refundUrl: string | null = null, timeoutMs = 5000) {
  const provider = epassiProvider({ ...account, pageUrl, refundUrl, timeoutMs });
  return {
    provider,
    start: (wanted = payment) => provider.start!(wanted, signal),
    form: (query: Record<string, string>) => provider.payForm!(query),
    back: (query: Record<string, string>) => provider.returnUrl!(query),
    read: (delivery: Partial<RawDelivery>) =>
      provider.readEvents!(
        { method: 'POST', headers: {}, query: {}, body: new Uint8Array(), ...delivery },
        new Date(),
      ),
  };
}

const queryOf = (url: string | null) => Object.fromEntries(new URL(url ?? '').searchParams);
const formBody = (fields: Record<string, string>) =>
  new TextEncoder().encode(new URLSearchParams(fields).toString());

describe('starting a payment at Epassi', () => {
  test('leads the customer to our own page, whose form has the signed amount', async () => {
    const { start, form } = epassi();
    const started = await start();

    expect(started).toMatchObject({ reference: 'pay_01', clientSecret: null });
    const link = new URL(started.redirectUrl ?? '');
    expect(link.origin + link.pathname).toBe('https://orders.example.com/pay/epassi');
    const { action, fields } = form(queryOf(started.redirectUrl));
    expect(action).toBe(pageUrl);
    expect(fields).toEqual({
      STAMP: 'pay_01',
      SITE: 'shop-1',
      AMOUNT: '99.00',
      RETURN: expect.stringMatching(
        /^https:\/\/orders\.example\.com\/pay\/epassi\/back\?/,
      ) as string,
      REJECT: fields['RETURN'],
      CANCEL: fields['RETURN'],
      NOTIFY_URL: 'https://orders.example.com/events/paytrail',
      // SHA-512 of pay_01&shop-1&99.00&agreed-key.
      MAC: epassiMac(['pay_01', 'shop-1', '99.00'], 'agreed-key'),
    });
  });

  test('signs as the shops that use it do', () => {
    expect(epassiMac(['1', 'site', '4.30'], 'key')).toBe(
      'ca7a12d662df758680f20942a69e9c66131528f9f8ee7b82a3f13d528caf7c80a0f58164b23a83a14b52c2798536a46764135eb006888e8a485910a10a7e5c75',
    );
  });

  test('takes the customer back to the shop, and nobody to anywhere else', async () => {
    const { start, form, back } = epassi();
    const { fields } = form(queryOf((await start()).redirectUrl));
    const query = queryOf(fields['RETURN'] ?? '');

    expect(back({ ...query, STAMP: 'pay_01' })).toBe('https://shop.example.com/thanks/1042');
    expect(() => back({ ...query, to: 'https://evil.example.com' })).toThrow(BadSignature);
    expect(() => back({ to: 'https://evil.example.com' })).toThrow(BadSignature);
  });

  test.each(['stamp', 'amount', 'to', 'notify', 'seal'])(
    'believes no link whose %s was changed',
    async (name) => {
      const { start, form } = epassi();
      const query = queryOf((await start()).redirectUrl);
      const { [name]: _, ...without } = query;
      expect(() => form({ ...query, [name]: `${query[name]}1` })).toThrow(BadSignature);
      expect(() => form(without)).toThrow(BadSignature);
    },
  );

  test('refuses other currencies than the euro', async () => {
    await expect(epassi().start({ ...payment, currency: 'SEK' })).rejects.toMatchObject({
      kind: 'refused',
      message: 'Epassi takes payments in euros only.',
    });
  });

  test('cannot be asked, so that a payment is pending until it is heard of', async () => {
    const asked = { id: 'pay_01', reference: 'pay_01' };
    expect(await epassi().provider.find!(asked, signal)).toMatchObject({
      stamp: 'pay_01',
      status: 'PENDING',
      amountMinor: null,
    });
  });
});

describe('news of Epassi', () => {
  const said = {
    STAMP: 'pay_01',
    PAID: 'EP77',
    MAC: epassiMac(['pay_01', 'EP77'], 'agreed-key'),
  };
  const news = {
    kind: 'payment',
    eventId: 'pay_01:EP77',
    stamp: 'pay_01',
    reference: 'pay_01',
    status: 'SUCCEEDED',
    amountMinor: null, // Its MAC covers none: what was paid is what our own row says.
    currency: null,
    method: 'epassi',
    failureMessage: null,
    at: null,
  };

  test.each<[string, Partial<RawDelivery>]>([
    ['a notification', { body: formBody(said) }],
    ['a customer who comes back', { method: 'GET', query: said }],
    ['a MAC in capital letters', { query: { ...said, MAC: said.MAC.toUpperCase() } }],
  ])('is believed by its MAC from %s', (_, delivery) => {
    expect(epassi().read(delivery)).toEqual([news]);
  });

  test.each<[string, Record<string, string>]>([
    ['without a MAC', { STAMP: 'pay_01', PAID: 'EP77' }],
    ['with another stamp', { ...said, STAMP: 'pay_02' }],
    ['with another number', { ...said, PAID: 'EP78' }],
    ['without a number', { ...said, PAID: '', MAC: epassiMac(['pay_01', ''], 'agreed-key') }],
    ['with the MAC of another key', { ...said, MAC: epassiMac(['pay_01', 'EP77'], 'other') }],
    ['that say that it was refused', { stamp: 'pay_01', error: 'INVALID_REQUEST' }],
  ])('is refused %s', (_, query) => {
    expect(() => epassi().read({ query })).toThrow(BadSignature);
  });

  test('is not made of the form that every customer sees', async () => {
    const { start, form, read } = epassi();
    const { fields } = form(queryOf((await start()).redirectUrl));
    // Joined by `&`, these are the very values that the form's MAC covers.
    const query = { STAMP: 'pay_01', PAID: 'shop-1&99.00', MAC: fields['MAC'] ?? '' };
    expect(() => read({ query })).toThrow(BadSignature);
  });
});

describe('returning money through Epassi', () => {
  const paid = { ...refundOfStripe.payment, reference: 'pay_01', method: 'epassi' };
  const whole = { ...refundOfStripe, payment: paid, amountMinor: 9900 };

  async function epassiThat(behaves: Behaviour, timeoutMs?: number) {
    const server = await serverThat(behaves);
    const { provider } = epassi(`${server.url}/refunds`, timeoutMs);
    return {
      refund: (request = whole) => provider.refund!(request, signal),
      received: server.received,
    };
  }

  test('is by hand without an address for refunds, and says so', () => {
    const { provider } = epassi();
    expect(provider).not.toHaveProperty('refund');
    expect(provider.capability!(paid, new Date())).toEqual({
      capability: 'by-hand',
      note: 'Nothing is sent to Epassi from here. Return the money in Epassi’s portal for merchants, then record the refund.',
    });
  });

  test('is of whole payments with one, as long as nothing went back', () => {
    const { provider } = epassi('https://epassi.example.com/refunds');
    expect(provider.capability!(paid, new Date())).toEqual({
      capability: 'full',
      note: 'Epassi returns whole payments only. A part of one is recorded, and you return it in Epassi yourself.',
    });
    expect(provider.capability!({ ...paid, returnedMinor: 1 }, new Date()).capability).toBe(
      'by-hand',
    );
  });

  test('sends one signed form', async () => {
    const { refund, received } = await epassiThat(answers(200, { refundId: 'ER1', status: 'ok' }));

    expect(await refund()).toEqual({ outcome: 'succeeded', reference: 'ER1' });
    expect(received).toHaveLength(1);
    const { method, path, body } = received[0]!;
    expect([method, path]).toEqual(['POST', '/refunds']);
    expect(Object.fromEntries(new URLSearchParams(body))).toEqual({
      STAMP: 'pay_01',
      SITE: 'shop-1',
      AMOUNT: '99.00',
      REFUND_STAMP: 'leg_01',
      MAC: epassiMac(['pay_01', 'shop-1', '99.00', 'leg_01'], 'agreed-key'),
    });
  });

  test('sends no part of a payment', async () => {
    const { refund, received } = await epassiThat(answers(200, { refundId: 'ER1', status: 'ok' }));
    expect(await refund({ ...whole, amountMinor: 3300 })).toEqual({
      outcome: 'refused',
      message: 'Epassi returns whole payments only.',
    });
    expect(received).toEqual([]);
  });

  test('waits where Epassi does', async () => {
    const { refund } = await epassiThat(answers(200, { refundId: 'ER1', status: 'pending' }));
    expect(await refund()).toEqual({ outcome: 'pending', reference: 'ER1' });
  });

  test.each([400, 401, 403, 404, 422])(
    'takes %i in its own form for a definite no',
    async (status) => {
      const error = 'ALREADY_REFUNDED for aino.virtanen@example.com';
      const { refund } = await epassiThat(answers(status, { error }));
      expect(await refund()).toEqual({
        outcome: 'refused',
        message: 'Epassi refused this refund: ALREADY_REFUNDED for …',
      });
    },
  );

  test.each<[string, Behaviour]>([
    ['no answer in time', neverAnswers],
    ['a lost connection', hangsUp],
    ['an answer that breaks off', breaksOffHalfWay],
    ['an answer that drips', drips],
    ['status 500', answers(500, { error: 'broken' })],
    ['too many requests', answers(429, { error: 'slow down' })],
    ['a page that is not there', answers(404, '<h1>Not found</h1>')],
    ['a success without a number', answers(200, { status: 'ok' })],
    ['a success in other words', answers(200, { refundId: 'ER1', status: 'maybe' })],
    ['a success that is no JSON', answers(200, 'OK')],
    ['a body that is no object', answers(200, 'null')],
  ])('never takes %s for a no', async (_, behaves) => {
    const { refund } = await epassiThat(behaves, 150);
    expect(await refund()).toMatchObject({ outcome: 'unknown' });
  });
});
