import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { seedTwoCheckouts } from '../../test/kit/orders.ts';
import {
  askRefund,
  refundableOrder,
  refunder,
  type SeededRefundable,
} from '../../test/kit/refundable-order.ts';
import {
  attemptLeg,
  eventsOf,
  type HeldRefund,
  moneyOf,
  newsOfHeld,
  RefundingProvider,
  tellNews,
} from '../../test/kit/refunding-provider.ts';
import { accepted, newKey, requestOf } from '../../test/kit/shop.ts';
import { query } from '../database/orm.ts';
import type { RefundNews } from '../payments/payment-provider.ts';
import { completeOrder } from './complete-order.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await seedTwoCheckouts(database);
});
afterAll(() => database.drop());

const NOW = new Date('2026-11-20T12:00:00.000Z');
let stripe: RefundingProvider;
beforeEach(() => {
  stripe = new RefundingProvider();
  database.tools.setNow(NOW);
});

const rows = <Row extends object>(sql: string, parameters: unknown[] = []) =>
  query<Row>(database.orm.em.fork(), sql, parameters);

async function paid(seed: SeededRefundable = {}) {
  const { orderId, lineIds, paymentIds } = await refundableOrder(database, seed);
  const payments = await rows<{ reference: string }>(
    'select provider_reference as reference from payment where order_id = $1 order by captured_at',
    [orderId],
  );
  return { orderId, lineIds, paymentIds, references: payments.map(({ reference }) => reference) };
}

async function asked(amountMinor: number, seed: SeededRefundable = {}) {
  const order = await paid(seed);
  const { refundId } = accepted(
    await askRefund(database, order.orderId, { [order.lineIds[0] ?? '']: amountMinor }),
  );
  const [leg] = await rows<{ id: string }>('select id from refund_leg where refund_id = $1', [
    refundId,
  ]);
  return { ...order, refundId, legId: leg?.id ?? '' };
}

const restore = async (orderId: string) =>
  accepted(
    await completeOrder(
      {
        orderId,
        idempotencyKey: newKey(),
        runActions: false,
        actionsToRun: 'ALL',
        restoreRefunded: true,
        useLatestConfiguration: false,
      },
      requestOf(database, { permissions: refunder }),
    ),
  );

const failedLater = (refund: HeldRefund) => newsOfHeld({ ...refund, status: 'FAILED' });

describe('a refund that fails after it was reported as done', () => {
  test('gives everything back to what it was, and asks for a person', async () => {
    const { orderId, legId } = await asked(9900);
    await attemptLeg(database, legId, stripe);
    expect(await moneyOf(database, orderId)).toMatchObject({ status: 'REFUNDED' });

    await tellNews(database, [failedLater(stripe.refunds[0]!)]);
    expect(await moneyOf(database, orderId)).toEqual({
      status: 'COMPLETED',
      refunded: 0,
      pending: 0,
      lines: [[0, 0, 0]],
      payments: ['SUCCEEDED 0 0'],
      refunds: ['FAILED 9900'],
      books: { REFUND: [-9900, -2012], REVERSAL: [9900, 2012] },
      attention: ['REFUND_FAILED'],
    });
    expect(await eventsOf(database, orderId)).toEqual([
      'refund.requested',
      'refund.succeeded',
      'refund.failed',
    ]);
  });

  test('of an order that was never delivered leaves it Paid, with its deliveries called off', async () => {
    const { orderId, legId } = await asked(9900);
    await rows(`update orders set all_succeeded_at = null, status = 'PAID' where id = $1`, [
      orderId,
    ]);
    await rows(
      `insert into action (id, order_id, purpose, level, kind, name, settings, status, run_requested_at,
         next_attempt_at, changed_at, created_at)
       values ('act_' || $1, $1, 'DELIVERY', 'CHECKOUT', 'webhook', 'Tell the site', '{}', 'PENDING', now(), now(), now(), now())`,
      [orderId],
    );
    const delivery = () =>
      rows(`select status from action where order_id = $1 and purpose = 'DELIVERY'`, [orderId]);
    await attemptLeg(database, legId, stripe);
    expect(await moneyOf(database, orderId)).toMatchObject({ status: 'REFUNDED', attention: [] });
    expect(await delivery()).toEqual([{ status: 'CANCELLED' }]);

    await tellNews(database, [failedLater(stripe.refunds[0]!)]);
    expect(await moneyOf(database, orderId)).toMatchObject({
      status: 'PAID',
      attention: ['REFUND_FAILED'],
    });
    expect(await delivery()).toEqual([{ status: 'CANCELLED' }]);
  });

  test('can be refunded again', async () => {
    const { orderId, legId, lineIds } = await asked(9900);
    await attemptLeg(database, legId, stripe);
    await tellNews(database, [failedLater(stripe.refunds[0]!)]);
    accepted(await askRefund(database, orderId, { [lineIds[0] ?? '']: 9900 }));
    expect(await moneyOf(database, orderId)).toMatchObject({
      pending: 9900,
      payments: ['SUCCEEDED 0 9900'],
    });
  });

  test('after its data were restored is not reversed a second time', async () => {
    const { orderId, legId } = await asked(9900);
    await attemptLeg(database, legId, stripe);
    await restore(orderId);
    expect(await moneyOf(database, orderId)).toEqual({
      status: 'MARKED_AS_COMPLETED',
      refunded: 0,
      pending: 0,
      lines: [[0, 0, 0]],
      payments: ['SUCCEEDED 9900 0'],
      refunds: ['SUCCEEDED 9900'],
      books: { REFUND: [-9900, -2012], REVERSAL: [9900, 2012] },
      attention: [],
    });

    await tellNews(database, [failedLater(stripe.refunds[0]!)]);
    expect(await moneyOf(database, orderId)).toEqual({
      status: 'MARKED_AS_COMPLETED',
      refunded: 0,
      pending: 0,
      lines: [[0, 0, 0]],
      payments: ['SUCCEEDED 0 0'],
      refunds: ['FAILED 9900'],
      books: { REFUND: [-9900, -2012], REVERSAL: [9900, 2012] },
      attention: [],
    });
  });
});

describe('a restore while a refund is under way', () => {
  test('leaves it, and it books as usual when it is done', async () => {
    const { orderId, legId, lineIds } = await asked(4900);
    await attemptLeg(database, legId, stripe);
    stripe.whims.push('is pending');
    const { refundId } = accepted(await askRefund(database, orderId, { [lineIds[0] ?? '']: 2000 }));
    const [second] = await rows<{ id: string }>('select id from refund_leg where refund_id = $1', [
      refundId,
    ]);
    await attemptLeg(database, second?.id ?? '', stripe);
    await restore(orderId);
    expect(await moneyOf(database, orderId)).toMatchObject({
      refunded: 0,
      pending: 2000,
      payments: ['SUCCEEDED 4900 2000'],
    });

    await tellNews(database, [newsOfHeld({ ...stripe.refunds[1]!, status: 'SUCCEEDED' })]);
    expect(await moneyOf(database, orderId)).toMatchObject({
      status: 'PARTIALLY_REFUNDED',
      refunded: 2000,
      pending: 0,
      lines: [[2000, 0, 406]],
      payments: ['PARTIALLY_REFUNDED 6900 0'],
    });
    expect(
      await rows<{ reversed: boolean }>(
        'select reversed_at is not null as reversed from refund where order_id = $1 order by id',
        [orderId],
      ),
    ).toEqual([{ reversed: true }, { reversed: false }]);
  });
});

describe("a refund made in the provider's own dashboard", () => {
  test('is recorded, spread over what is left of the lines, and takes no access', async () => {
    const { orderId, references } = await paid({
      lines: [{ priceMinor: 9900 }, { priceMinor: 2000, vatRateBp: 1350 }],
    });
    await tellNews(database, [newsOfHeld(stripe.refundThere(references[0]!, 1190))]);

    expect(await moneyOf(database, orderId)).toEqual({
      status: 'PARTIALLY_REFUNDED',
      refunded: 1190,
      pending: 0,
      lines: [
        [990, 0, 201],
        [200, 0, 24],
      ],
      payments: ['PARTIALLY_REFUNDED 1190 0'],
      refunds: ['SUCCEEDED 1190'],
      books: { REFUND: [-1190, -225] },
      attention: [],
    });
    expect(
      await rows(
        `select r.actor_kind as kind, r.actor_name as name, r.remove_offer_access as offer,
           bool_or(p.remove_access) as access
         from refund r join refund_leg l on l.refund_id = r.id join refund_part p on p.refund_leg_id = l.id
         where r.order_id = $1 group by r.id`,
        [orderId],
      ),
    ).toEqual([{ kind: 'PROVIDER', name: 'Stripe', offer: false, access: false }]);
    expect(await eventsOf(database, orderId)).toEqual(['refund.made_there', 'refund.succeeded']);
  });

  test('of a second payment is given back from that payment and from no line', async () => {
    const { orderId, references } = await paid({ payments: [{}, { surplus: true }] });
    expect(await moneyOf(database, orderId)).toMatchObject({ attention: ['PAID_TWICE'] });
    await tellNews(database, [newsOfHeld(stripe.refundThere(references[1]!, 9900))]);
    expect(await moneyOf(database, orderId)).toEqual({
      status: 'COMPLETED',
      refunded: 0,
      pending: 0,
      lines: [[0, 0, 0]],
      payments: ['SUCCEEDED 0 0', 'REFUNDED 9900 0'],
      refunds: ['SUCCEEDED 9900'],
      books: {},
      attention: [],
    });
  });

  test('of more than is left is counted as far as it fits, and the rest is shown', async () => {
    const { orderId, legId, references } = await asked(4900);
    await attemptLeg(database, legId, stripe);
    await tellNews(database, [newsOfHeld(stripe.refundThere(references[0]!, 6000))]);

    expect(await moneyOf(database, orderId)).toEqual({
      status: 'REFUNDED',
      refunded: 9900,
      pending: 0,
      lines: [[9900, 0, 2012]],
      payments: ['REFUNDED 9900 0'],
      refunds: expect.arrayContaining(['SUCCEEDED 6000', 'SUCCEEDED 4900']),
      books: { REFUND: [-9900, -2012] },
      attention: ['REFUND_DIFFERS'],
    });
    expect(await eventsOf(database, orderId)).toEqual([
      'refund.requested',
      'refund.succeeded',
      'refund.made_there',
      'refund.more_than_left',
      'refund.succeeded',
    ]);
  });

  test('while ours of the same money is under way finds its place when ours is refused', async () => {
    const { orderId, legId, references } = await asked(9900);
    await tellNews(database, [newsOfHeld(stripe.refundThere(references[0]!, 4000))]);
    expect(await moneyOf(database, orderId)).toMatchObject({
      refunded: 0,
      pending: 9900,
      attention: ['REFUND_DIFFERS'],
    });

    stripe.whims.push('is refused');
    await attemptLeg(database, legId, stripe);
    expect(await moneyOf(database, orderId)).toEqual({
      status: 'PARTIALLY_REFUNDED',
      refunded: 4000,
      pending: 0,
      lines: [[4000, 0, 813]],
      payments: ['PARTIALLY_REFUNDED 4000 0'],
      refunds: expect.arrayContaining(['SUCCEEDED 4000', 'FAILED 9900']),
      books: { REFUND: [-4000, -813] },
      attention: [],
    });
  });

  test('that had failed before we heard of it moves nothing', async () => {
    const { orderId, references } = await paid();
    await tellNews(database, [
      newsOfHeld({ ...stripe.refundThere(references[0]!, 4000), status: 'FAILED' }),
    ]);
    expect(await moneyOf(database, orderId)).toMatchObject({
      refunded: 0,
      pending: 0,
      payments: ['SUCCEEDED 0 0'],
      refunds: ['FAILED 4000'],
      books: {},
    });
  });

  test('of a payment that is not ours changes nothing', async () => {
    await tellNews(database, [newsOfHeld(stripe.refundThere('pi_of_somebody_else', 4000))]);
    expect(await rows(`select * from refund where amount_minor = 40000`)).toEqual([]);
  });

  test('in another currency than its payment is not counted', async () => {
    const { orderId, references } = await paid();
    await tellNews(database, [newsOfHeld(stripe.refundThere(references[0]!, 4000, 'USD'))]);
    expect(await moneyOf(database, orderId)).toMatchObject({ refunded: 0, refunds: [] });
    expect(await eventsOf(database, orderId)).toEqual(['refund.differs']);
  });
});

describe('news of refunds', () => {
  /** What must not depend on how often and in which order the news came. Reversals cancel what they reverse. */
  async function endOf(orderId: string) {
    const money = await moneyOf(database, orderId);
    const [books] = await rows<object>(
      `select coalesce(sum(gross_minor), 0)::int as gross, coalesce(sum(vat_minor), 0)::int as vat
       from book_entry where order_id = $1 and kind <> 'SALE'`,
      [orderId],
    );
    return { ...money, books };
  }

  test('ten times over, all at once, count once', async () => {
    const { orderId, legId } = await asked(4900);
    stripe.whims.push('is pending');
    await attemptLeg(database, legId, stripe);
    const again = newsOfHeld({ ...stripe.refunds[0]!, status: 'SUCCEEDED' });
    const others = Array.from({ length: 5 }, () =>
      newsOfHeld({ ...stripe.refunds[0]!, status: 'SUCCEEDED' }),
    );
    await Promise.all(
      [again, again, again, again, again, ...others].map((one) => tellNews(database, [one])),
    );
    expect(await moneyOf(database, orderId)).toMatchObject({
      refunded: 4900,
      books: { REFUND: [-4900, -996] },
      refunds: ['SUCCEEDED 4900'],
    });
  });

  test('of one unknown refund, all at once, make one refund', async () => {
    const { orderId, references } = await paid();
    const made = stripe.refundThere(references[0]!, 4900);
    await Promise.all(Array.from({ length: 10 }, () => tellNews(database, [newsOfHeld(made)])));
    expect(await moneyOf(database, orderId)).toMatchObject({
      refunded: 4900,
      refunds: ['SUCCEEDED 4900'],
    });
  });

  /** Our own refund and one made there, each through its life. */
  function lifeOf(own: HeldRefund, there: HeldRefund): RefundNews[] {
    return [
      newsOfHeld({ ...own, status: 'PENDING' }, { eventId: `${own.reference}-1` }),
      newsOfHeld({ ...own, status: 'SUCCEEDED' }, { eventId: `${own.reference}-2` }),
      newsOfHeld({ ...own, status: 'FAILED' }, { eventId: `${own.reference}-3` }),
      newsOfHeld({ ...there, status: 'PENDING' }, { eventId: `${there.reference}-1` }),
      newsOfHeld({ ...there, status: 'SUCCEEDED' }, { eventId: `${there.reference}-2` }),
    ];
  }

  async function story() {
    const { orderId, legId, references } = await asked(4900);
    const there = stripe.refundThere(references[0]!, 2000);
    const own = { ...stripe.refundThere(references[0]!, 4900), key: legId };
    return { orderId, news: lifeOf(own, there) };
  }

  const end = {
    status: 'PARTIALLY_REFUNDED',
    refunded: 2000,
    pending: 0,
    lines: [[2000, 0, 406]],
    payments: ['PARTIALLY_REFUNDED 2000 0'],
    refunds: ['FAILED 4900', 'SUCCEEDED 2000'],
    books: { gross: -2000, vat: -406 },
    attention: ['REFUND_FAILED'],
  };

  test('in all 24 orders of a refund that fails late and one made there end the same', async () => {
    for (const order of permutations([0, 1, 2, 4])) {
      const { orderId, news } = await story();
      for (const index of order) await tellNews(database, [news[index]!]);
      expect({ order, ...(await endOf(orderId)) }).toEqual({ order, ...end });
    }
  });

  test('in any order, any number of times, before or after the answer, end the same', async () => {
    const told = fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }).chain((order) =>
      fc
        .array(fc.nat(4), { maxLength: 8 })
        .map((repeats) => [...order, ...repeats])
        .chain((all) => fc.tuple(fc.constant(all), fc.nat(all.length))),
    );
    await fc.assert(
      fc.asyncProperty(told, async ([order, answerAt]) => {
        stripe = new RefundingProvider();
        const { orderId, news } = await story();
        const [leg] = await rows<{ id: string }>(
          `select l.id from refund_leg l join refund r on r.id = l.refund_id where r.order_id = $1`,
          [orderId],
        );
        for (const [turn, index] of order.entries()) {
          if (turn === answerAt) await attemptLeg(database, leg?.id ?? '', stripe);
          await tellNews(database, [news[index]!]);
        }
        expect(await endOf(orderId)).toEqual(end);
      }),
      { numRuns: Number(process.env['PROPERTY_RUNS'] ?? 40) },
    );
  });
});

function permutations<Item>(items: readonly Item[]): Item[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, index) =>
    permutations(items.filter((_, place) => place !== index)).map((rest) => [item, ...rest]),
  );
}
