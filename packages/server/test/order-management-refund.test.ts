import { randomUUID } from 'node:crypto';
import { startSimulator, type Simulator } from '@order-management/simulator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { query } from '../src/database/orm.ts';
import { findRefundFacts } from '../src/database/refund-facts.ts';
import { makeProviders, type PaymentProviders } from '../src/payments/providers.ts';
import { refundOptionsOf } from '../src/use-cases/refund-options.ts';
import { previewRefund, type RefundOrder } from '../src/use-cases/refund-order.ts';
import { refundSourcesOf } from '../src/use-cases/refund-sources.ts';
import { systemRequest } from '../src/use-cases/request.ts';
import { runAction } from '../src/use-cases/run-action.ts';
import { openAccessShop, type AccessShop } from './kit/access-shop.ts';
import { freshDatabase, type TestDatabase } from './kit/database.ts';
import { seedTwoCheckouts } from './kit/orders.ts';
import { askRefund, refundableOrder, refunder, sayingProviders } from './kit/refundable-order.ts';
import { accepted, requestOf } from './kit/shop.ts';

// The sentences of `order-management.md` on "Refund", each as a test under its own words, by the real
// providers against the simulator's. How access goes is in `order-management-removal.test.ts`; what only a
// screen can show is in `web/e2e`.

const TOTAL_MINOR = 9900;
const epassi = { site: '77190', key: 'EPASSI-TEST-KEY' };

let database: TestDatabase;
let simulator: Simulator;
let providers: PaymentProviders;
let access: AccessShop;
beforeAll(async () => {
  database = await freshDatabase();
  await seedTwoCheckouts(database);
  access = await openAccessShop(database);
  simulator = await startSimulator({
    port: 0,
    smtpPort: 0,
    productUrl: null,
    token: null,
    linkSlugs: [],
    stripe: { apiKey: 'sk_test_refunds', webhookSecret: 'whsec_refunds' },
    paytrail: { account: '375917', secret: 'SAIPPUAKAUPPIAS' },
    epassi,
    webhookReceiverSecret: null,
    traffic: null,
    seed: 1,
    settleAfterMs: null,
  });
  providers = makeProviders({
    stripe: {
      apiKey: 'sk_test_refunds',
      webhookSecrets: ['whsec_refunds'],
      apiUrl: simulator.url,
      timeoutMs: 10_000,
    },
    paytrail: {
      account: '375917',
      secret: 'SAIPPUAKAUPPIAS',
      apiUrl: `${simulator.url}/paytrail`,
      timeoutMs: 10_000,
    },
    epassi: {
      ...epassi,
      pageUrl: `${simulator.url}/epassi`,
      refundUrl: `${simulator.url}/epassi/refunds`,
      timeoutMs: 10_000,
    },
  });
});
afterAll(async () => {
  await simulator.stop();
  await access.stop();
  await database.drop();
});

const rows = <Row extends object>(sql: string, parameters: unknown[] = []) =>
  query<Row>(database.orm.em.fork(), sql, parameters);

type ProviderName = 'stripe' | 'paytrail' | 'epassi';

/** An order of 99.00 € that a provider has taken, by a card or by what else it has. */
async function paidThrough(provider: ProviderName) {
  const reference = provider === 'stripe' ? `pi_${randomUUID()}` : randomUUID();
  const paid = await refundableOrder(database, { payments: [{ provider, reference }] });
  simulator.rememberPast({
    payments: [
      {
        provider,
        reference,
        stamp: provider === 'epassi' ? reference : (paid.paymentIds[0] ?? ''),
        orderNumber: paid.orderId,
        method: provider === 'stripe' ? 'card' : 'visa',
        amountMinor: TOTAL_MINOR,
        currency: 'EUR',
        paidAt: Date.now(),
      },
    ],
    refunds: [],
  });
  if (provider === 'epassi') {
    // Epassi knows a payment by our own id of it alone.
    await rows('update payment set provider_reference = $1, id = $1 where id = $2', [
      reference,
      paid.paymentIds[0],
    ]);
  }
  return paid;
}

/** What the provider has given back since the last asking. */
function returnedBy(provider: ProviderName): number[] {
  const listed = {
    stripe: () => simulator.stripe.refunds.refunds.list().map(({ amount }) => amount),
    paytrail: () => simulator.paytrail.refunds.list().map(({ amountMinor }) => amountMinor),
    epassi: () => simulator.epassi.refunds.list().map(({ amountMinor }) => amountMinor),
  }[provider]();
  const news = listed.length - (seen.get(provider) ?? 0);
  seen.set(provider, listed.length);
  return listed.slice(0, news);
}
const seen = new Map<ProviderName, number>();

/** One attempt of the action that sends a leg, as a worker makes it. */
async function send(legId: string): Promise<void> {
  const [action] = await rows<{ id: string }>('select id from action where refund_leg_id = $1', [
    legId,
  ]);
  await runAction(action?.id ?? '', systemRequest(database.orm.em.fork(), database.tools), {
    actionTypes: access.types,
    providers,
    publicUrl: 'http://shop.test',
    worker: 'worker-under-test',
    heartbeatMs: 1_000_000,
    stopping: new AbortController().signal,
    onFault: (error) => {
      throw error;
    },
  });
}

const planOf = (
  lineIds: readonly string[],
  amountMinor: number,
  more: Partial<RefundOrder['plan']> = {},
): RefundOrder['plan'] => ({
  lines: [{ orderLineId: lineIds[0] ?? '', amountMinor, removeAccess: false }],
  returnMoney: true,
  removeOfferAccess: false,
  ...more,
});

/** As the form and then a worker do it: what was promised, and how it ended. */
async function refund(
  { orderId, lineIds }: { orderId: string; lineIds: readonly string[] },
  amountMinor: number,
  more: Partial<RefundOrder['plan']> = {},
) {
  const plan = planOf(lineIds, amountMinor, more);
  const preview = accepted(
    await previewRefund({ orderId, plan }, requestOf(database, { permissions: refunder }), {
      providers,
    }),
  );
  const { refundId } = accepted(await askRefund(database, orderId, {}, { plan, providers }));
  const legs = await rows<{ id: string; sends: boolean }>(
    'select id, provider_key is not null as sends from refund_leg where refund_id = $1',
    [refundId],
  );
  for (const leg of legs) if (leg.sends) await send(leg.id);
  const [order] = await rows<{ status: string; refunded: number }>(
    'select status, refunded_minor as refunded from orders where id = $1',
    [orderId],
  );
  const [{ status } = { status: '' }] = await rows<{ status: string }>(
    'select status from refund where id = $1',
    [refundId],
  );
  return { words: preview.legs.map(({ note }) => note), refund: status, ...order };
}

async function optionsOf(orderId: string, by: PaymentProviders = providers) {
  const [facts] = await findRefundFacts(database.orm.em.fork(), [orderId]);
  if (!facts) throw new Error(`${orderId} is gone`);
  const now = database.tools.now();
  const sources = refundSourcesOf(facts, by, now);
  return refundOptionsOf({ facts, sources, permissions: new Set(refunder), now });
}

describe('Refund', () => {
  test('returns payment to the customer in full or in part', async () => {
    const paid = await paidThrough('stripe');
    expect(await refund(paid, 4900)).toMatchObject({
      status: 'PARTIALLY_REFUNDED',
      refunded: 4900,
    });
    expect(await refund(paid, 5000)).toMatchObject({ status: 'REFUNDED', refunded: 9900 });
    expect(returnedBy('stripe')).toEqual([5000, 4900]);
  });

  test('refunds are processed automatically through the original payment provider where technically supported', async () => {
    const byCard = await paidThrough('stripe');
    const byBank = await paidThrough('paytrail');
    expect((await refund(byCard, 100)).words).toEqual(['1.00 € will be returned through Stripe.']);
    expect((await refund(byBank, 200)).words).toEqual([
      '2.00 € will be returned through Paytrail.',
    ]);
    expect([returnedBy('stripe'), returnedBy('paytrail')]).toEqual([[100], [200]]);
  });
});

describe('Payment methods that support direct refunds', () => {
  test('Stripe — supports both full and partial refunds', async () => {
    const partly = await paidThrough('stripe');
    const whole = await paidThrough('stripe');
    expect((await optionsOf(whole.orderId)).capability).toBe('FULL_AND_PARTIAL');
    expect(await refund(partly, 3300)).toEqual({
      words: ['33.00 € will be returned through Stripe.'],
      refund: 'SUCCEEDED',
      status: 'PARTIALLY_REFUNDED',
      refunded: 3300,
    });
    expect(await refund(whole, 9900)).toEqual({
      words: ['99.00 € will be returned through Stripe.'],
      refund: 'SUCCEEDED',
      status: 'REFUNDED',
      refunded: 9900,
    });
    expect(returnedBy('stripe')).toEqual([9900, 3300]);
  });

  test('Paytrail — supports both full and partial refunds', async () => {
    const partly = await paidThrough('paytrail');
    const whole = await paidThrough('paytrail');
    expect((await optionsOf(whole.orderId)).capability).toBe('FULL_AND_PARTIAL');
    expect(await refund(partly, 3300)).toMatchObject({
      words: ['33.00 € will be returned through Paytrail.'],
    });
    expect(await refund(whole, 9900)).toMatchObject({
      words: ['99.00 € will be returned through Paytrail.'],
    });
    expect(returnedBy('paytrail')).toEqual([9900, 3300]);
  });

  test('Epassi — supports full refunds only; partial refunds are recorded in the system but funds are not returned automatically', async () => {
    const whole = await paidThrough('epassi');
    expect((await optionsOf(whole.orderId)).capability).toBe('FULL_ONLY');
    expect((await refund(whole, 9900)).words).toEqual(['99.00 € will be returned through Epassi.']);
    expect(returnedBy('epassi')).toEqual([9900]);

    const partly = await paidThrough('epassi');
    expect(await refund(partly, 3300)).toEqual({
      words: ['33.00 € will be recorded only; return the money in Epassi yourself.'],
      refund: 'RECORDED',
      status: 'PARTIALLY_REFUNDED',
      refunded: 3300,
    });
    expect(returnedBy('epassi')).toEqual([]);
  });

  test('if the payment method does not support direct refunds, the refund must be processed manually in the payment provider’s own dashboard', async () => {
    for (const [provider, words] of [
      ['paypal', '99.00 € will be recorded only; return the money in Paypal yourself.'],
      ['manual', '99.00 € will be recorded only; return the money yourself.'],
    ] as const) {
      const paid = await refundableOrder(database, { payments: [{ provider }] });
      const options = await optionsOf(paid.orderId);
      expect(options.capability).toBe('NONE');
      expect(options.capabilityNote).not.toBeNull();
      expect(await refund(paid, 9900)).toEqual({
        words: [words],
        refund: 'RECORDED',
        status: 'REFUNDED',
        refunded: 9900,
      });
    }
  });
});

describe('Refund form fields', () => {
  test('Refund amount per product — you can refund each product partially or in full', async () => {
    const { orderId, lineIds } = await refundableOrder(database, {
      lines: [{ priceMinor: 6000 }, { priceMinor: 3900 }],
    });
    const [course = '', ebook = ''] = lineIds;
    accepted(await askRefund(database, orderId, { [course]: 1000, [ebook]: 3900 }));
    expect(
      await rows(
        'select refund_pending_minor as pending from order_line where order_id = $1 order by position',
        [orderId],
      ),
    ).toEqual([{ pending: 1000 }, { pending: 3900 }]);
  });

  test('the form shows the maximum refundable amount per product', async () => {
    // 150 and 60 with 20 % off: each product gives back its net price, and never what it was listed at.
    const { orderId, lineIds } = await refundableOrder(database, {
      lines: [
        { listPriceMinor: 15_000, priceMinor: 12_000 },
        { listPriceMinor: 6000, priceMinor: 4800 },
      ],
    });
    const maxima = async () =>
      (await optionsOf(orderId, sayingProviders)).lines.map(({ maximumMinor }) => maximumMinor);
    expect(await maxima()).toEqual([12_000, 4800]);
    accepted(await askRefund(database, orderId, { [lineIds[0] ?? '']: 2000 }));
    expect(await maxima()).toEqual([10_000, 4800]);
    expect(await askRefund(database, orderId, { [lineIds[0] ?? '']: 10_001 })).toMatchObject({
      ok: false,
      refusals: [{ code: 'AMOUNT_TOO_LARGE', maximum: { minor: 10_000, currency: 'EUR' } }],
    });
    accepted(await askRefund(database, orderId, { [lineIds[0] ?? '']: 10_000 }));
    expect(await maxima()).toEqual([0, 4800]);
  });

  test('Refund payments — checked by default. Attempts the refund through the payment provider', async () => {
    expect((await refund(await paidThrough('stripe'), 9900)).refund).toBe('SUCCEEDED');
    expect(returnedBy('stripe')).toEqual([9900]);
  });

  test('unchecking this records the refund in the order data only, without returning any funds', async () => {
    const paid = await paidThrough('stripe');
    expect(await refund(paid, 9900, { returnMoney: false })).toEqual({
      words: ['99.00 € will be recorded only; no money is returned.'],
      refund: 'RECORDED',
      status: 'REFUNDED',
      refunded: 9900,
    });
    expect(returnedBy('stripe')).toEqual([]);
    expect(await rows('select id from action where order_id = $1', [paid.orderId])).toEqual([]);
  });

  test('Remove access — shown per product when the refunded amount equals the full product price', async () => {
    await access.reset();
    await access.configure();
    const { orderId, lineIds } = await access.buy('full@example.com');
    const shown = async (amountMinor: number) => {
      const preview = accepted(
        await previewRefund(
          { orderId, plan: planOf(lineIds, amountMinor) },
          requestOf(database, { permissions: refunder }),
          { providers },
        ),
      );
      return preview.lines.map(({ canRemoveAccess }) => canRemoveAccess);
    };
    expect(await shown(9899)).toEqual([false]);
    expect(await shown(9900)).toEqual([true]);
  });

  test('automatically removes the customer’s access, such as a Kajabi course grant', async () => {
    await access.reset();
    await access.configure();
    const { orderId, lineIds } = await access.buy('leaving@example.com');
    expect(access.held()).toHaveLength(1);
    await access.refund(orderId, lineIds);
    await access.runWaiting(orderId);
    expect(access.held()).toEqual([]);
  });

  test('Remove offer access — shown only if the order has offer- or order-level Kajabi actions', async () => {
    const preview = async (orderId: string, lineIds: readonly string[]) =>
      previewRefund(
        { orderId, plan: planOf(lineIds, 9900, { removeOfferAccess: true }) },
        requestOf(database, { permissions: refunder }),
        { providers },
      );
    await access.reset();
    await access.configure({ level: 'PRODUCT' });
    const without = await access.buy('product@example.com');
    expect(await preview(without.orderId, without.lineIds)).toMatchObject({
      ok: false,
      refusals: [{ code: 'INVALID', path: ['plan', 'removeOfferAccess'] }],
    });
    for (const level of ['OFFER', 'CHECKOUT'] as const) {
      await access.reset();
      await access.configure({ level, name: 'Members’ area' });
      const { orderId, lineIds } = await access.buy(`${level}@example.com`);
      expect(accepted(await preview(orderId, lineIds)).actionsToRun).toEqual([
        'Remove access: Members’ area',
      ]);
    }
  });

  test('removes access granted through those actions', async () => {
    await access.reset();
    await access.configure({ level: 'OFFER' });
    const { orderId, lineIds } = await access.buy('member@example.com');
    await access.refund(orderId, lineIds, { keepAccess: true, removeOfferAccess: true });
    await access.runWaiting(orderId);
    expect(access.held()).toEqual([]);
  });
});

describe('Always mark orders correctly even when a direct refund is not possible', () => {
  test('unrefunded orders skew order reports: a recorded refund stands in the books as a returned one does', async () => {
    const booksOf = async (orderId: string) =>
      rows(
        `select kind, gross_minor as gross, vat_minor as vat from book_entry where order_id = $1 order by id`,
        [orderId],
      );
    const returned = await paidThrough('stripe');
    const recorded = await refundableOrder(database, { payments: [{ provider: 'manual' }] });
    await refund(returned, 3300);
    await refund(recorded, 3300);
    expect(await booksOf(recorded.orderId)).toEqual([
      { kind: 'SALE', gross: 9900, vat: 2012 },
      { kind: 'REFUND', gross: -3300, vat: -671 },
    ]);
    expect(await booksOf(returned.orderId)).toEqual(await booksOf(recorded.orderId));
  });
});
