import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import {
  makeShop,
  obligingProvider,
  pay,
  providersOf,
  requestOf,
  shop,
  visit,
} from '../../test/kit/shop.ts';
import { newsOf } from '../../test/kit/paid-order.ts';
import { query } from '../database/orm.ts';
import type { PaymentNews } from '../payments/payment-provider.ts';
import { lookUpPayments } from './look-up-payments.ts';
import { receivePaymentNews } from './receive-payment-event.ts';
import { updateCheckout } from './update-checkout.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await makeShop(database);
});
afterAll(() => database.drop());

const rows = <Row extends object>(sql: string, parameters: unknown[] = []) =>
  query<Row>(database.orm.em.fork(), sql, parameters);
const receive = (news: readonly PaymentNews[]) =>
  receivePaymentNews('stripe', news, requestOf(database));

/** Everything about an order that must not depend on how its events came. */
const endOf = async (orderId: string) => {
  const [order] = await rows<object>(
    `select o.status, o.total_minor, o.refunded_minor, o.paid_at is not null as paid, o.surplus_captured_at is not null as surplus,
       (select array_agg(p.status || coalesce(p.failure_message, '') order by p.id) from payment p where p.order_id = o.id) as payments,
       (select array_agg(a.kind || a.status) from action a where a.order_id = o.id) as actions,
       (select array_agg(b.kind || b.gross_minor || '/' || b.vat_minor) from book_entry b where b.order_id = o.id) as books
     from orders o where o.id = $1`,
    [orderId],
  );
  return order;
};

const attentionOf = async (orderId: string) => {
  const [row] = await rows<object>(
    `select attention_at <= $2 as due, attention_summary,
       array(select entry ->> 'reason' from jsonb_array_elements(attention) entry
         where (entry ->> 'from')::timestamptz <= $2) as reasons
     from order_list where order_id = $1`,
    [orderId, database.tools.now()],
  );
  return row;
};

const paidOnce = {
  status: 'PAID',
  total_minor: 9900,
  refunded_minor: 0,
  paid: true,
  surplus: false,
  payments: ['SUCCEEDED'],
  actions: ['webhookPENDING'],
  books: ['SALE9900/2012'],
};

describe('news about a payment', () => {
  test('that it succeeded sets the order PAID and creates actions, books, history and job in one commit', async () => {
    const orderId = await visit(database);
    const paymentId = await pay(database, orderId);
    await receive([newsOf(paymentId, 'SUCCEEDED')]);
    expect(await endOf(orderId)).toEqual(paidOnce);
    const history = await rows<{ event: string }>(
      'select event from history_entry where order_id = $1 order by seq',
      [orderId],
    );
    expect(history.map(({ event }) => event)).toEqual([
      'checkout.opened',
      'billing.submitted',
      'order.status_changed',
      'payment.started',
      'order.status_changed',
      'payment.succeeded',
      'order.paid',
      'order.status_changed',
    ]);
    const jobs = await rows(
      `select j.key from graphile_worker.jobs j join action a on j.key = 'action:' || a.id where a.order_id = $1`,
      [orderId],
    );
    expect(jobs).toHaveLength(1);
  });

  test('writes all that it says of the payment and the order, also after a failed try and of too much money', async () => {
    const orderId = await visit(database);
    const paymentId = await pay(database, orderId);
    const at = database.tools.now();
    await rows('update payment set provider_reference = null where id = $1', [paymentId]);
    await receive([newsOf(paymentId, 'FAILED', { reference: null })]);
    await receive([
      newsOf(paymentId, 'SUCCEEDED', {
        reference: 'pi_told',
        method: 'klarna',
        amountMinor: 10_000,
        at,
      }),
    ]);
    const [written] = await rows<{ begun: Date }>(
      `select p.status, p.provider_reference, p.method, p.failure_message, p.captured_at, p.captured_minor, p.look_up_at,
         p.surplus, o.status as order_status, o.paid_at, o.surplus_captured_at, o.unmatched_captured_at, p.created_at as begun
       from payment p join orders o on o.id = p.order_id where p.id = $1`,
      [paymentId],
    );
    const cameAt = written && at < written.begun ? written.begun : at;
    expect(written).toEqual({
      status: 'SUCCEEDED',
      provider_reference: 'pi_told',
      method: 'klarna',
      failure_message: null,
      captured_at: cameAt,
      captured_minor: 10_000,
      look_up_at: null,
      surplus: false,
      order_status: 'PAID',
      paid_at: cameAt,
      surplus_captured_at: null,
      unmatched_captured_at: cameAt,
      begun: written?.begun,
    });
  });

  test.each([
    ['before the payment was begun', -90_000, 'begun'],
    ['after now', 90_000, 'heard'],
  ] as const)('with a time %s is taken for the nearest that can be', async (_, byMs, expected) => {
    const orderId = await visit(database);
    const paymentId = await pay(database, orderId);
    const now = database.tools.now();
    await receive([newsOf(paymentId, 'SUCCEEDED', { at: new Date(now.getTime() + byMs) })]);
    const [times] = await rows<{ begun: Date; heard: Date; paid: Date; captured: Date }>(
      `select p.created_at as begun, e.received_at as heard, o.paid_at as paid, p.captured_at as captured
       from payment p join orders o on o.id = p.order_id join received_event e on e.payment_id = p.id
       where p.id = $1`,
      [paymentId],
    );
    expect(times?.captured).toEqual(times?.[expected]);
    expect(times?.paid).toEqual(times?.[expected]);
  });

  test('sent ten times, also at once, ends in the same state with one set of actions', async () => {
    const orderId = await visit(database);
    const news = newsOf(await pay(database, orderId), 'SUCCEEDED');
    await Promise.all(Array.from({ length: 10 }, () => receive([news])));
    expect(await endOf(orderId)).toEqual(paidOnce);
  });

  test('in every order and any number of times ends in the same state', async () => {
    const statuses = ['PENDING', 'FAILED', 'CANCELLED', 'SUCCEEDED'] as const;
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...statuses, ...statuses], { minLength: 4 }),
        async (order) => {
          const shuffled = [...order, ...statuses.filter((status) => !order.includes(status))];
          const orderId = await visit(database);
          const paymentId = await pay(database, orderId);
          for (const status of shuffled) await receive([newsOf(paymentId, status)]);
          expect(await endOf(orderId)).toEqual(paidOnce);
        },
      ),
      { numRuns: Number(process.env['PROPERTY_RUNS'] ?? 25) },
    );
  });

  test('in all 24 orders of one payment’s four events, ends the same', async () => {
    const statuses = ['PENDING', 'FAILED', 'CANCELLED', 'SUCCEEDED'] as const;
    for (const order of permutations(statuses)) {
      const orderId = await visit(database);
      const paymentId = await pay(database, orderId);
      for (const status of order) await receive([newsOf(paymentId, status)]);
      expect({ order, end: await endOf(orderId) }).toEqual({ order, end: paidOnce });
    }
  });

  test('that it failed brings the order back, and a second attempt pays it', async () => {
    const orderId = await visit(database);
    const first = await pay(database, orderId);
    await receive([newsOf(first, 'FAILED')]);
    expect(await endOf(orderId)).toMatchObject({
      status: 'IN_PROGRESS',
      payments: ['FAILEDYour card was declined.'],
      actions: null,
      books: null,
    });
    const second = await pay(database, orderId);
    await receive([newsOf(second, 'SUCCEEDED')]);
    expect(await endOf(orderId)).toMatchObject({ status: 'PAID', books: ['SALE9900/2012'] });
  });

  test('a second capture of a paid order is kept and shown as such, and adds no actions', async () => {
    const orderId = await visit(database);
    const [first, second] = [await pay(database, orderId), await pay(database, orderId)];
    await receive([newsOf(first, 'SUCCEEDED'), newsOf(second, 'SUCCEEDED')]);
    expect(await endOf(orderId)).toMatchObject({
      status: 'PAID',
      surplus: true,
      payments: ['SUCCEEDED', 'SUCCEEDED'],
      actions: ['webhookPENDING'],
      books: ['SALE9900/2012'],
    });
    const [row] = await rows<{ attention: { reason: string }[]; attention_summary: string }>(
      'select attention, attention_summary from order_list where order_id = $1',
      [orderId],
    );
    expect(row?.attention.map(({ reason }) => reason)).toContain('PAID_TWICE');
    expect(row?.attention_summary).toBe('The customer paid twice. Give one of the payments back.');
  });

  test.each([
    ['in the order of the captures', [0, 1]],
    ['the other way round', [1, 0]],
  ])('of two captures, heard %s, tells the same one as the surplus', async (_, heard) => {
    const orderId = await visit(database);
    const payments = [await pay(database, orderId), await pay(database, orderId)];
    const now = database.tools.now().getTime();
    const news = payments.map((paymentId, place) =>
      newsOf(paymentId, 'SUCCEEDED', { at: new Date(now - 60_000 + place * 1000) }),
    );
    for (const place of heard) await receive(news.filter((_one, index) => index === place));
    expect(await endOf(orderId)).toMatchObject({ status: 'PAID', surplus: true });
    expect(
      await rows('select id, surplus from payment where order_id = $1 order by captured_at', [
        orderId,
      ]),
    ).toEqual([
      { id: payments[0], surplus: false },
      { id: payments[1], surplus: true },
    ]);
  });

  test('of two captures of the same second flags one as the surplus', async () => {
    const orderId = await visit(database);
    const at = new Date(database.tools.now().getTime() - 60_000);
    const [first, second] = [await pay(database, orderId), await pay(database, orderId)];
    await receive([newsOf(second, 'SUCCEEDED', { at }), newsOf(first, 'SUCCEEDED', { at })]);
    const flags = await rows<{ surplus: boolean }>(
      'select surplus from payment where order_id = $1',
      [orderId],
    );
    expect(flags.filter(({ surplus }) => surplus)).toHaveLength(1);
  });

  test('of less money than the total does not pay the order, and somebody is asked to look', async () => {
    const orderId = await visit(database);
    await receive([newsOf(await pay(database, orderId), 'SUCCEEDED', { amountMinor: 9899 })]);
    expect(await endOf(orderId)).toMatchObject({ paid: false, actions: null, books: null });
    expect(await attentionOf(orderId)).toEqual({
      due: true,
      reasons: ['PAID_AMOUNT_DIFFERS'],
      attention_summary:
        'Less money came than the order costs. Ask for the rest, or complete the order by hand.',
    });
    // The rest comes: what was too little is then what the order costs.
    await receive([newsOf(await pay(database, orderId), 'SUCCEEDED', { amountMinor: 1 })]);
    expect(await endOf(orderId)).toMatchObject({ status: 'PAID', surplus: false });
    expect(await attentionOf(orderId)).toMatchObject({ due: false, reasons: [] });
  });

  test('of more money than the total pays the order, and is not shown as paid twice', async () => {
    const orderId = await visit(database);
    await receive([newsOf(await pay(database, orderId), 'SUCCEEDED', { amountMinor: 9901 })]);
    expect(await endOf(orderId)).toMatchObject({ status: 'PAID', surplus: false });
    expect(await attentionOf(orderId)).toEqual({
      due: true,
      reasons: ['PAID_AMOUNT_DIFFERS'],
      attention_summary:
        'More money came than the order costs. Give the difference back, then complete the order by hand.',
    });
  });

  test('of a declined payment that succeeds after the order got dearer is not lost from sight', async () => {
    const orderId = await visit(database);
    const paymentId = await pay(database, orderId);
    await receive([newsOf(paymentId, 'FAILED')]);
    await updateCheckout({ orderId, orderBumpIds: [shop.bumpId] }, requestOf(database));
    await receive([newsOf(paymentId, 'SUCCEEDED')]);
    expect(await endOf(orderId)).toMatchObject({ paid: false, total_minor: 11_900 });
    expect(await attentionOf(orderId)).toMatchObject({ due: true });
    expect(
      await rows(
        `select event from history_entry where order_id = $1 and event = 'payment.amount_differs'`,
        [orderId],
      ),
    ).toHaveLength(1);
    // The rest comes by a second payment, and what it brought too much is seen as well.
    await receive([newsOf(await pay(database, orderId), 'SUCCEEDED', { amountMinor: 11_900 })]);
    expect(await endOf(orderId)).toMatchObject({ status: 'PAID', books: expect.any(Array) });
    expect(await attentionOf(orderId)).toMatchObject({
      due: true,
      reasons: ['PAID_AMOUNT_DIFFERS'],
      attention_summary: expect.stringMatching(/^More money came than the order costs\./u),
    });
  });

  test('in another currency is not counted, and the history says so', async () => {
    const orderId = await visit(database);
    await receive([newsOf(await pay(database, orderId), 'SUCCEEDED', { currency: 'SEK' })]);
    expect(await endOf(orderId)).toMatchObject({ status: 'PROCESSING', payments: ['PENDING'] });
    expect(
      await rows(
        `select event from history_entry where order_id = $1 and event = 'payment.currency_differs'`,
        [orderId],
      ),
    ).toHaveLength(1);
  });

  test('about a payment that is not ours is kept and changes nothing', async () => {
    await receive([
      newsOf('pay_foreign', 'SUCCEEDED', { eventId: 'evt_foreign', reference: 'ref-foreign' }),
    ]);
    expect(
      await rows(`select order_id, status from received_event where event_id = 'evt_foreign'`),
    ).toEqual([{ order_id: null, status: 'SUCCEEDED' }]);
  });
});

describe('a payment that stays pending', () => {
  const lookUp = (answer: PaymentNews | 'absent') =>
    lookUpPayments(
      requestOf(database),
      providersOf({ ...obligingProvider, find: async () => answer }),
    );
  const later = (ms: number) => database.tools.setNow(new Date(Date.now() + ms));

  test('is looked up at its provider, and a lost event heals', async () => {
    const orderId = await visit(database);
    const paymentId = await pay(database, orderId);
    await rows(`update payment set look_up_at = null where id <> $1`, [paymentId]);
    later(119_000);
    expect(await lookUp('absent')).toBe(0);
    later(121_000);
    expect(await lookUp(newsOf(paymentId, 'SUCCEEDED'))).toBe(1);
    expect(await endOf(orderId)).toEqual(paidOnce);
    expect(await lookUp('absent')).toBe(0);
  });

  test('is given up after the last look-up, and lifted should its money come after all', async () => {
    const orderId = await visit(database);
    const paymentId = await pay(database, orderId);
    later(500_000);
    await lookUp(newsOf(paymentId, 'PENDING'));
    expect(await endOf(orderId)).toMatchObject({
      status: 'IN_PROGRESS',
      payments: ['CANCELLEDThe customer did not finish paying.'],
    });
    await receive([newsOf(paymentId, 'SUCCEEDED')]);
    expect(await endOf(orderId)).toEqual(paidOnce);
  });
});

function permutations<Item>(items: readonly Item[]): Item[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, index) =>
    permutations(items.filter((_, other) => other !== index)).map((rest) => [item, ...rest]),
  );
}
