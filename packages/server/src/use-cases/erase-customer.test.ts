import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { newsOf, runOnce } from '../../test/kit/paid-order.ts';
import {
  boughtBy,
  dumpDatabase,
  personaOf,
  runActionsOf,
  tablesWith,
  talkativeActions,
  visitOf,
} from '../../test/kit/personal-traces.ts';
import { askRefund } from '../../test/kit/refundable-order.ts';
import { SalesHistory } from '../../test/kit/sales-history.ts';
import { accepted, makeShop, newKey, pay, requestOf } from '../../test/kit/shop.ts';
import { query } from '../database/orm.ts';
import { Permission } from '../domain/permission.ts';
import { readCustomerData } from './customer-data.ts';
import { eraseCustomer } from './erase-customer.ts';
import { receivePaymentNews } from './receive-payment-event.ts';
import { requestOrderExport } from './request-order-export.ts';
import type { Reach } from './request.ts';
import { rerunFailedActions } from './bulk-rerun.ts';
import { submitBilling } from './submit-billing.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await freshDatabase();
  await makeShop(database);
});
afterEach(() => database.drop());

const veera = personaOf('qumbra');
/** Has the same first name. */
const other = personaOf('zorvik');
const admin = (reach: Reach = 'ALL') =>
  requestOf(database, { permissions: Object.values(Permission), reach });
const erase = (email = veera.email.toUpperCase()) =>
  eraseCustomer({ email, idempotencyKey: newKey() }, admin());
const rows = <Row extends object>(sql: string, parameters: unknown[] = []) =>
  query<Row>(database.orm.em.fork(), sql, parameters);

/** Everything that must be as it was: money, books, statuses, and the chains of the history. */
const kept = async () => [
  await rows(`select id, status, currency, total_minor, refunded_minor, country, region, paid_at, all_succeeded_at
    from orders order by id`),
  await rows('select * from book_entry order by id'),
  await rows(`select id, status, amount_minor, captured_minor, returned_minor, provider_reference
    from payment order by id`),
  await rows('select id, status, amount_minor from refund order by id'),
  await rows('select id, kind, status, run, attempt from action order by id'),
  await rows('select id, action_id, status, started_at, finished_at from attempt order by id'),
];
const brokenEntries = () =>
  rows(`select h.id from history_entry h left join history_entry p on p.chain = h.chain and p.seq = h.seq - 1
    where h.hash <> history_hash(p.hash, h)`);
const report = () =>
  new SalesHistory(database).report({
    period: 'LAST_30_DAYS',
    from: null,
    to: null,
    timeZone: 'UTC',
    checkoutIds: null,
    convertTo: null,
  });

async function leaveTraces() {
  const orderId = await boughtBy(database, veera);
  await runActionsOf(database, orderId, talkativeActions());
  await visitOf(database, veera);
  const [line] = await rows<{ id: string }>('select id from order_line where order_id = $1', [
    orderId,
  ]);
  const recorded = { plan: { returnMoney: false }, reason: `${veera.email} did not like it.` };
  accepted(await askRefund(database, orderId, { [line?.id ?? '']: 900 }, recorded));
  const failing = await boughtBy(database, veera);
  await runActionsOf(database, failing, talkativeActions('failed'));
  const more = { columns: ['NUMBER' as const], allFields: false, lines: 'ORDERS' as const };
  accepted(
    await requestOrderExport(
      {
        ...more,
        filter: { email: veera.email.toLowerCase() },
        sort: { field: 'CREATED_AT', direction: 'DESC' },
        timeZone: 'UTC',
        separator: ',',
        decimalMark: '.',
        byteOrderMark: false,
        idempotencyKey: `export-${veera.email}`,
      },
      admin(),
    ),
  );
  const bulk = { filter: {}, messageContains: veera.email, dryRun: false };
  accepted(await rerunFailedActions({ ...bulk, idempotencyKey: newKey() }, admin()));
  await runActionsOf(database, failing, talkativeActions('failed'));
  return { orderId, failing };
}

describe('erasing a customer', () => {
  test('leaves no word of theirs in any table, and money, books, reports and history as they were', async () => {
    await leaveTraces();
    const theirs = await boughtBy(database, other);
    await runActionsOf(database, theirs, talkativeActions());
    const before = [await kept(), await report()];
    expect(tablesWith(await dumpDatabase(database), veera.mark)).toEqual([
      'public.action',
      'public.action_step',
      'public.attempt',
      'public.history_reason',
      'public.idempotency_key',
      'public.order_export',
      'public.order_list',
      'public.orders',
      'public.payment',
      'public.refund',
    ]);
    const othersBefore = await rows('select * from order_list where order_id = $1', [theirs]);

    expect(await erase()).toEqual({ ok: true, value: { erased: 3, remaining: 0 } });

    const dump = await dumpDatabase(database);
    expect(tablesWith(dump, veera.mark)).toEqual([]);
    expect(tablesWith(dump, other.mark)).toContain('public.attempt');
    expect(await rows('select * from order_list where order_id = $1', [theirs])).toEqual(
      othersBefore,
    );
    expect([await kept(), await report()]).toEqual(before);
    expect(await brokenEntries()).toEqual([]);
  });

  test('keeps their orders together under a made-up address, and out of the search', async () => {
    await boughtBy(database, veera).then((id) => runActionsOf(database, id, talkativeActions()));
    await visitOf(database, veera);
    accepted(await erase());
    const found = await rows<{ email: string; search: string }>(
      'select distinct email, email_key, first_name from order_list',
    );
    expect(found).toEqual([
      {
        email: expect.stringMatching(/^erased-\w{26}@erased\.invalid$/) as string,
        email_key: found[0]?.email,
        first_name: null,
      },
    ]);
  });

  test('is recorded without the person: in each order, and in the audit log', async () => {
    const orderId = await visitOf(database, veera);
    accepted(await erase());
    expect(
      await rows(
        `select chain, event, summary, actor_name from history_entry where event like '%erased' order by seq`,
      ),
    ).toEqual([
      {
        chain: 'personal-data',
        event: 'customer.erased',
        summary: 'A customer was erased from 1 order.',
        actor_name: 'Aino',
      },
      {
        chain: orderId,
        event: 'order.customer_erased',
        summary: 'The customer’s data was erased.',
        actor_name: 'Aino',
      },
    ]);
  });

  test('is done once per key, and again under another key finds nothing', async () => {
    await visitOf(database, veera);
    const input = { email: veera.email, idempotencyKey: newKey() };
    expect(await eraseCustomer(input, admin())).toEqual(await eraseCustomer(input, admin()));
    expect(await erase()).toMatchObject({ refusals: [{ code: 'NOT_FOUND', path: ['email'] }] });
  });

  test('is refused to whoever lacks the permission or some checkouts, and then nothing is written', async () => {
    await visitOf(database, veera);
    const before = await dumpDatabase(database);
    const input = { email: veera.email, idempotencyKey: newKey() };
    const notAllowed = { ok: false, refusals: [{ code: 'NOT_ALLOWED' }] };
    expect(await eraseCustomer(input, requestOf(database))).toMatchObject(notAllowed);
    expect(await eraseCustomer(input, admin(['chk_test']))).toMatchObject(notAllowed);
    expect(await dumpDatabase(database)).toEqual(before);
  });

  test.each<[string, () => Promise<unknown>, string]>([
    [
      'an action waits',
      () => boughtBy(database, veera),
      'Tell the membership site is still to be done',
    ],
    [
      'nobody knows what became of an action',
      async () => {
        const orderId = await boughtBy(database, veera);
        await rows(
          `update action set status = 'UNKNOWN', next_attempt_at = null where order_id = $1`,
          [orderId],
        );
      },
      'Nobody knows whether Tell the membership site was done',
    ],
    [
      'a payment is under way',
      async () => pay(database, await visitOf(database, veera)),
      'A payment is under way',
    ],
    [
      'a refund is under way',
      async () => {
        const orderId = await boughtBy(database, veera);
        await runActionsOf(database, orderId, talkativeActions());
        const [line] = await rows<{ id: string }>('select id from order_line where order_id = $1', [
          orderId,
        ]);
        accepted(await askRefund(database, orderId, { [line?.id ?? '']: 900 }));
      },
      'A refund is under way',
    ],
  ])('is refused while %s, with words, and then nothing is written', async (_, make, words) => {
    await make();
    const before = await dumpDatabase(database);
    const refused = await erase();
    expect(refused).toMatchObject({ ok: false, refusals: [{ code: 'WORK_UNDER_WAY' }] });
    expect(refused.ok || refused.refusals[0]?.message).toContain(words);
    expect(await dumpDatabase(database)).toEqual(before);
    expect(await readCustomerData(veera.email, admin())).toMatchObject({
      refusal: { code: 'WORK_UNDER_WAY' },
      obstacles: [{ words: expect.stringContaining(words) as string }],
    });
  });
});

describe('what comes after the erasure', () => {
  test('a payment heard of late counts its money, delivers nothing, and asks for somebody', async () => {
    const orderId = await visitOf(database, veera);
    const paymentId = await pay(database, orderId);
    const failed = newsOf(paymentId, 'FAILED');
    await receivePaymentNews('stripe', [failed], requestOf(database));
    accepted(await erase());
    const reference = { reference: 'ref-late', failureMessage: veera.lastName };
    await receivePaymentNews(
      'stripe',
      [newsOf(paymentId, 'SUCCEEDED', reference)],
      requestOf(database),
    );
    expect(
      await rows(
        `select o.status, a.status as action, a.message, o.attention_summary as words, b.gross_minor as booked
         from orders o join action a on a.order_id = o.id join book_entry b on b.order_id = o.id`,
      ),
    ).toEqual([
      {
        status: 'PAID',
        action: 'FAILED',
        message: 'The customer’s data was erased.',
        words: 'Tell the membership site failed: The customer’s data was erased.',
        booked: 9900,
      },
    ]);
    expect(tablesWith(await dumpDatabase(database), veera.mark)).toEqual([]);
  });

  test('a visit that was erased takes no new form', async () => {
    const orderId = await visitOf(database, veera);
    accepted(await erase());
    const form = { orderId, email: veera.email, country: 'FI', firstName: veera.mark };
    expect(await submitBilling(form, requestOf(database))).toMatchObject({
      refusals: [{ code: 'CUSTOMER_ERASED' }],
    });
    expect(tablesWith(await dumpDatabase(database), veera.mark)).toEqual([]);
  });

  test('a forced run’s forgotten worker, answering at last, brings nothing back', async () => {
    const orderId = await boughtBy(database, veera);
    const [action] = await rows<{ id: string }>('select id from action where order_id = $1', [
      orderId,
    ]);
    const begun = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<void>();
    const slow = talkativeActions('done', () => {
      begun.resolve();
      return answer.promise;
    });
    const late = runOnce(database, action?.id ?? '', slow, () => {}, 60_000);
    await begun.promise;
    // Somebody else finished it meanwhile.
    await rows(`update action set status = 'SUCCEEDED', attempt = attempt + 1, lease_until = null`);
    accepted(await erase());
    answer.resolve();
    await late;
    expect(await rows('select status, overtaken, request, response from attempt')).toEqual([
      { status: 'SUCCEEDED', overtaken: true, request: null, response: null },
    ]);
    expect(tablesWith(await dumpDatabase(database), veera.mark)).toEqual([]);
  });
});
