import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { seedTwoCheckouts } from '../../test/kit/orders.ts';
import { askRefund, refundableOrder, refunder } from '../../test/kit/refundable-order.ts';
import {
  attemptLeg,
  eventsOf,
  moneyOf,
  RefundingProvider,
} from '../../test/kit/refunding-provider.ts';
import { accepted, newKey, providersOf, requestOf } from '../../test/kit/shop.ts';
import { query } from '../database/orm.ts';
import { ProviderFailure } from '../payments/payment-provider.ts';
import { completeOrder } from './complete-order.ts';
import { compareRefunds, hasList, reconcileRefunds } from './reconcile-refunds.ts';
import { systemRequest } from './request.ts';

let database: TestDatabase;
let stripe: RefundingProvider;
beforeAll(async () => {
  database = await freshDatabase();
  await seedTwoCheckouts(database);
});
afterAll(() => database.drop());
beforeEach(async () => {
  stripe = new RefundingProvider();
  database.tools.setNow(new Date());
  await rows('delete from refund_difference');
});

const rows = <Row extends object>(sql: string, parameters: unknown[] = []) =>
  query<Row>(database.orm.em.fork(), sql, parameters);

const { signal } = new AbortController();
const worker = () => systemRequest(database.orm.em.fork(), database.tools);
/** A night later: what happened before is on its way no more. */
const night = () => {
  database.tools.setNow(new Date(database.tools.now().getTime() + 86_400_000));
  return reconcileRefunds(worker(), stripe.providers, signal);
};

async function refunded(amountMinor = 4900) {
  const { orderId, lineIds } = await refundableOrder(database);
  const { refundId } = accepted(
    await askRefund(database, orderId, { [lineIds[0] ?? '']: amountMinor }),
  );
  const [leg] = await rows<{ id: string; reference: string }>(
    `select l.id, p.provider_reference as reference from refund_leg l join payment p on p.id = l.payment_id
     where l.refund_id = $1`,
    [refundId],
  );
  await attemptLeg(database, leg?.id ?? '', stripe);
  return { orderId, legId: leg?.id ?? '', paymentReference: leg?.reference ?? '' };
}

const everything = (database: TestDatabase) =>
  query(
    database.orm.em.fork(),
    `select (select jsonb_agg(o order by id) from orders o) as o, (select count(*) from history_entry) as h,
       (select jsonb_agg(l order by id) from refund_leg l) as l, (select count(*) from refund_difference) as d`,
  );

describe('comparing with a provider on demand', () => {
  test('only reads', async () => {
    const { paymentReference } = await refunded();
    stripe.refundThere(paymentReference, 100);
    const before = await everything(database);
    database.tools.setNow(new Date());
    const { provider } = stripe;
    if (!hasList(provider)) throw new Error('It has a list');
    const comparison = await compareRefunds(worker(), provider, {
      since: new Date(0),
      onTheWayMs: 0,
      signal,
    });
    expect(comparison).toMatchObject({ provider: 'stripe', compared: 2 });
    expect(comparison.differences.map(({ kind }) => kind)).toEqual(['MISSING_HERE']);
    expect(await everything(database)).toEqual(before);
  });

  test('finds every silent difference among many refunds, and no other', async () => {
    const all: Awaited<ReturnType<typeof refunded>>[] = [];
    for (let index = 0; index < 22; index += 1) all.push(await refunded());
    const clean = { since: new Date(0), onTheWayMs: 0, signal };
    const compare = async () => {
      const { provider } = stripe;
      if (!hasList(provider)) throw new Error('It has a list');
      database.tools.setNow(new Date());
      const { differences } = await compareRefunds(worker(), provider, clean);
      return differences
        .filter(({ orderId }) => all.some((one) => one.orderId === orderId))
        .map(({ kind, orderId }) => `${kind} ${orderId}`);
    };
    expect(await compare()).toEqual([]);

    stripe.refunds[3]!.status = 'FAILED';
    stripe.refunds.push({ ...stripe.refunds[7]!, reference: 're_again' });
    stripe.refunds[11] = { ...stripe.refunds[11]!, amountMinor: 1 };
    stripe.refundThere(all[15]!.paymentReference, 500);
    stripe.refunds.splice(20, 1);
    expect((await compare()).sort()).toEqual(
      [
        `STATUS ${all[3]!.orderId}`,
        `MADE_TWICE ${all[7]!.orderId}`,
        `AMOUNT ${all[11]!.orderId}`,
        `MISSING_HERE ${all[15]!.orderId}`,
        `MISSING_THERE ${all[20]!.orderId}`,
      ].sort(),
    );
  });
});

describe('the comparison of every night', () => {
  test('shows the order to a person, tells it once, and sets nothing right', async () => {
    const { orderId, paymentReference } = await refunded();
    const before = await moneyOf(database, orderId);
    stripe.refundThere(paymentReference, 1000);
    await night();
    await night();

    expect(await moneyOf(database, orderId)).toEqual({ ...before, attention: ['REFUND_DIFFERS'] });
    expect(await eventsOf(database, orderId)).toEqual([
      'refund.requested',
      'refund.succeeded',
      'refund.differs',
    ]);
    const [order] = await rows(
      `select attention_summary as words, (select summary from history_entry where order_id = o.id
         and event = 'refund.differs') as history from orders o where id = $1`,
      [orderId],
    );
    expect(order).toEqual({
      words: 'Its refunds here and at the payment provider do not agree. Compare them there.',
      history: expect.stringMatching(
        /^A refund of 10\.00 € of order R\d+ succeeded at Stripe \(re_key-\d+\), but is not on record here\.$/,
      ) as unknown,
    });
  });

  test('takes it back when both agree again', async () => {
    const { orderId, paymentReference } = await refunded();
    stripe.refundThere(paymentReference, 1000);
    await night();
    stripe.refunds.pop();
    await night();
    expect(await moneyOf(database, orderId)).toMatchObject({ attention: [] });
    expect((await eventsOf(database, orderId)).at(-1)).toBe('refund.agrees');

    stripe.refundThere(paymentReference, 1000);
    await night();
    expect(await moneyOf(database, orderId)).toMatchObject({ attention: ['REFUND_DIFFERS'] });
  });

  test('asks for nobody any more once somebody has closed the order', async () => {
    const { orderId, paymentReference } = await refunded();
    stripe.refundThere(paymentReference, 1000);
    await night();
    accepted(
      await completeOrder(
        {
          orderId,
          idempotencyKey: newKey(),
          runActions: false,
          actionsToRun: 'ALL',
          restoreRefunded: false,
          useLatestConfiguration: false,
        },
        requestOf(database, { permissions: refunder }),
      ),
    );
    await night();
    expect(await moneyOf(database, orderId)).toMatchObject({ attention: [] });
  });

  test('leaves alone what may be on its way', async () => {
    const { orderId, paymentReference } = await refunded();
    stripe.refundThere(paymentReference, 1000);
    database.tools.setNow(new Date(Date.now() + 60_000));
    await reconcileRefunds(worker(), stripe.providers, signal);
    expect(await moneyOf(database, orderId)).toMatchObject({ attention: [] });
  });

  test('of a provider that gives half a list finds nothing, and keeps no other from its turn', async () => {
    const { orderId, paymentReference } = await refunded();
    stripe.refundThere(paymentReference, 1000);
    const broken = {
      ...stripe.provider,
      name: 'broken',
      // eslint-disable-next-line require-yield -- it fails on the way
      listRefunds: async function* () {
        await Promise.resolve();
        throw new ProviderFailure('unavailable', 'No.', 'broken off');
      },
    };
    database.tools.setNow(new Date(Date.now() + 86_400_000));
    const both = providersOf(broken, stripe.provider);
    await expect(reconcileRefunds(worker(), both, signal)).rejects.toThrow(ProviderFailure);
    expect(await moneyOf(database, orderId)).toMatchObject({ attention: ['REFUND_DIFFERS'] });
  });
});
