import { startSimulator, type PastMoney, type Simulator } from '@order-management/simulator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestDatabase } from '../../test/kit/database.ts';
import { query } from '../database/orm.ts';
import type { ProviderRefund } from '../payments/payment-provider.ts';
import { makeProviders, type PaymentProviders } from '../payments/providers.ts';
import { past, withPast } from './past-stand-in.ts';
import { readSimulatedPast } from './simulated-past.ts';

let database: TestDatabase;
let simulator: Simulator;
let providers: PaymentProviders;

beforeAll(async () => {
  [database] = await withPast(past);
  const epassi = { site: 'shop-1', key: 'agreed' };
  const paytrail = { account: '375917', secret: 'SAIPPUAKAUPPIAS' };
  simulator = await startSimulator({
    port: 0,
    smtpPort: 0,
    productUrl: null,
    token: null,
    linkSlugs: [],
    stripe: { apiKey: 'sk_test_x', webhookSecret: 'whsec_x' },
    paytrail,
    epassi,
    webhookReceiverSecret: null,
    traffic: null,
    seed: 1,
  });
  const { url } = simulator;
  const timeoutMs = 10_000;
  providers = makeProviders({
    stripe: { apiKey: 'sk_test_x', webhookSecrets: ['whsec_x'], apiUrl: url, timeoutMs },
    paytrail: { ...paytrail, apiUrl: `${url}/paytrail`, timeoutMs },
    epassi: { ...epassi, pageUrl: url, refundUrl: `${url}/epassi/refunds`, timeoutMs },
  });
  // As it travels to the simulator's process.
  const told = JSON.parse(
    JSON.stringify(await readSimulatedPast(database.orm.em.fork())),
  ) as PastMoney;
  simulator.rememberPast(told);
});
afterAll(async () => {
  await simulator.stop();
  await database.drop();
});

const { signal } = new AbortController();

/** Captured payments with what our own books say is left of them. */
function payments(provider: string) {
  return query<{
    id: string;
    reference: string;
    method: string;
    captured: number;
    left: number;
    currency: string;
    at: Date;
  }>(
    database.orm.em.fork(),
    `select p.id, p.provider_reference as reference, p.method, p.captured_minor::int as captured,
       (p.captured_minor - p.returned_minor - p.reserved_minor)::int as left, p.currency, p.captured_at as at
     from payment p where p.provider = $1 and p.captured_at is not null order by p.captured_at`,
    [provider],
  );
}

function wishOf(
  payment: Awaited<ReturnType<typeof payments>>[number],
  amountMinor: number,
  id = `leg_new_${payment.id}`,
): ProviderRefund {
  const { reference, method, captured, currency, at } = payment;
  return {
    id,
    reference: null,
    payment: {
      id: payment.id,
      reference,
      method,
      amountMinor: captured,
      returnedMinor: 0,
      refundsSent: 0,
      currency,
      capturedAt: at,
    },
    amountMinor,
    lines: [],
    email: 'buyer@example.com',
    orderNumber: '1001',
    callbackUrl: 'http://127.0.0.1:1/events/x',
  };
}

test('every past payment by Stripe can be refunded by what is left of it, and by no cent more', async () => {
  const all = await payments('stripe');
  expect(all.length).toBeGreaterThan(100);
  for (const payment of all.slice(-40)) {
    const more = wishOf(payment, payment.left + 1, `leg_more_${payment.id}`);
    expect(await providers.byName('stripe')?.refund?.(more, signal)).toMatchObject({
      outcome: 'refused',
    });
    if (payment.left === 0) continue;
    expect(
      await providers.byName('stripe')?.refund?.(wishOf(payment, payment.left), signal),
    ).toMatchObject({
      outcome: 'succeeded',
    });
  }
});

test('a past payment by a bank or by Epassi can be refunded', async () => {
  for (const name of ['paytrail', 'epassi']) {
    const all = await payments(name);
    const untouched = all.filter(({ left, captured }) => left === captured).at(-1);
    if (!untouched) throw new Error(`no untouched payment by ${name}`);
    const answer = await providers
      .byName(name)
      ?.refund?.(wishOf(untouched, untouched.captured), signal);
    expect(answer).toMatchObject({ outcome: 'succeeded' });
  }
});

test('a past refund without an answer is found when somebody checks again', async () => {
  const legs = await query<{ id: string; amount: number; payment: string }>(
    database.orm.em.fork(),
    `select l.id, l.amount_minor::int as amount, l.payment_id as payment from refund_leg l
     join payment p on p.id = l.payment_id where l.status = 'UNKNOWN' and p.provider = 'stripe'`,
  );
  expect(legs.length).toBeGreaterThan(0);
  const all = await payments('stripe');
  for (const leg of legs) {
    const payment = all.find(({ id }) => id === leg.payment);
    if (!payment) throw new Error('a leg without a payment');
    const wish = wishOf(payment, leg.amount, leg.id);
    expect(await providers.byName('stripe')?.findRefund?.(wish, signal)).toMatchObject({
      outcome: 'succeeded',
    });
  }
});

test('what Stripe lists is what our books have, but for refunds without an answer', async () => {
  const listed = new Map<string | null, readonly [number, string]>();
  const since = new Date('2020-01-01T00:00:00Z');
  for await (const one of providers.byName('stripe')?.listRefunds?.(since, signal) ?? []) {
    if (!one.key?.startsWith('leg_new_')) listed.set(one.key, [one.amountMinor, one.status]);
  }
  const ours = await query<{ id: string; amount: number; status: string }>(
    database.orm.em.fork(),
    `select l.id, l.amount_minor::int as amount,
       case l.status when 'UNKNOWN' then 'SUCCEEDED' else l.status end as status
     from refund_leg l join payment p on p.id = l.payment_id
     where p.provider = 'stripe' and l.provider_key is not null order by l.id`,
  );
  expect(ours.length).toBeGreaterThan(0);
  expect(listed).toEqual(new Map(ours.map(({ id, amount, status }) => [id, [amount, status]])));
});
