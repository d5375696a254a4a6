import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rememberStep } from '../src/database/action-steps.ts';
import { eraseOrders } from '../src/database/erasure.ts';
import { query } from '../src/database/orm.ts';
import { Permission } from '../src/domain/permission.ts';
import { eraseCustomer } from '../src/use-cases/erase-customer.ts';
import { receivePaymentNews } from '../src/use-cases/receive-payment-event.ts';
import { openAccessShop } from './kit/access-shop.ts';
import { freshDatabase, type TestDatabase } from './kit/database.ts';
import { newsOf } from './kit/paid-order.ts';
import {
  boughtBy,
  dumpDatabase,
  type Persona,
  personaOf,
  runActionsOf,
  tablesWith,
  talkativeActions,
  visitOf,
} from './kit/personal-traces.ts';
import { accepted, makeShop, newKey, pay, requestOf } from './kit/shop.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await makeShop(database);
});
afterAll(() => database.drop());

const rows = <Row extends object>(sql: string, parameters: unknown[] = []) =>
  query<Row>(database.orm.em.fork(), sql, parameters);
const erase = async ({ email }: Persona) =>
  accepted(
    await eraseCustomer(
      { email, idempotencyKey: newKey() },
      requestOf(database, { permissions: Object.values(Permission) }),
    ),
  );
/** The orders of a person with everything that hangs on them. */
const allOf = ({ email }: Persona) =>
  rows(
    `select to_jsonb(o) as o, (select jsonb_agg(to_jsonb(t) order by t.id) from attempt t where t.order_id = o.id) as t,
       (select jsonb_agg(to_jsonb(p) order by p.id) from payment p where p.order_id = o.id) as p,
       (select jsonb_agg(to_jsonb(a) order by a.id) from action a where a.order_id = o.id) as a,
       (select jsonb_agg(to_jsonb(r) order by r.entry_id) from history_reason r where r.order_id = o.id) as r
     from orders o where lower(o.email) = lower($1) order by o.id`,
    [email],
  );

let people = 0;
const newPersona = (firstName?: string) =>
  personaOf(
    `qu${'abcdefghij'[(people += 1) % 10]}${'klmnopqrst'[Math.floor(people / 10)]}zz`,
    firstName,
  );

const lives: Record<string, (who: Persona) => Promise<unknown>> = {
  visit: (who) => visitOf(database, who),
  delivered: async (who) =>
    runActionsOf(database, await boughtBy(database, who), talkativeActions()),
  failed: async (who) =>
    runActionsOf(database, await boughtBy(database, who), talkativeActions('failed')),
};

test('of two people whose orders are mixed, with one name, only the words of the erased one are gone', async () => {
  const life = fc.constantFrom(...Object.keys(lives));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ isTheirs: fc.boolean(), life }), { minLength: 1, maxLength: 5 }),
      async (mix) => {
        const [erased, other] = [newPersona(), newPersona()];
        await visitOf(database, erased);
        for (const { isTheirs, life: kind } of mix) await lives[kind]?.(isTheirs ? erased : other);
        const before = await allOf(other);
        await erase(erased);
        expect(tablesWith(await dumpDatabase(database), erased.mark)).toEqual([]);
        expect(await allOf(other)).toEqual(before);
      },
    ),
    { numRuns: 12 },
  );
});

test('a step remembered and an event heard in the very moment of the erasure bring nothing back', async () => {
  for (let round = 0; round < 8; round += 1) {
    const who = newPersona();
    const delivered = await boughtBy(database, who);
    await runActionsOf(database, delivered, talkativeActions());
    const visit = await visitOf(database, who);
    const paymentId = await pay(database, visit);
    await receivePaymentNews('stripe', [newsOf(paymentId, 'FAILED')], requestOf(database));
    const [action] = await rows<{ id: string }>('select id from action where order_id = $1', [
      delivered,
    ]);
    const step = {
      actionId: action?.id ?? '',
      run: 1,
      step: `late ${round}`,
      fact: { contactOf: who.email },
      at: database.tools.now(),
    };
    const late = newsOf(paymentId, 'SUCCEEDED', { failureMessage: who.lastName });
    // A payment that comes first makes a delivery that waits: then the erasure is refused, and asked for again.
    const [erased] = await Promise.allSettled([
      erase(who),
      rememberStep(database.orm.em.fork(), step),
      ...(round % 2 === 0 ? [] : [receivePaymentNews('stripe', [late], requestOf(database))]),
    ]);
    if (erased.status === 'rejected') {
      await runActionsOf(database, visit, talkativeActions());
      await erase(who);
    }
    expect(tablesWith(await dumpDatabase(database), who.mark)).toEqual([]);
  }
});

test('a step that comes while the erasure is not committed yet waits for it, and keeps no fact', async () => {
  const who = newPersona();
  const orderId = await boughtBy(database, who);
  await runActionsOf(database, orderId, talkativeActions());
  const [action] = await rows<{ id: string }>('select id from action where order_id = $1', [
    orderId,
  ]);
  const step = { actionId: action?.id ?? '', run: 1, step: 'late', at: database.tools.now() };
  let late: Promise<void> = Promise.resolve();
  await database.orm.em.fork().transactional(async (em) => {
    await eraseOrders(em, [{ orderId, pseudonym: 'erased-x@erased.invalid' }], step.at);
    late = rememberStep(database.orm.em.fork(), { ...step, fact: { contactOf: who.email } });
    const isWaiting = async () =>
      (
        await rows(`select pid from pg_stat_activity where wait_event_type = 'Lock'
         and datname = current_database()`)
      ).length;
    await expect.poll(isWaiting, { timeout: 10_000 }).toBe(1);
  });
  await late;
  expect(await rows(`select fact from action_step where step = 'late'`)).toEqual([{ fact: null }]);
});

test('what was sent to Kajabi and Systeme.io, and what they answered, is forgotten', async () => {
  const own = await freshDatabase();
  const shop = await openAccessShop(own);
  try {
    await shop.configure();
    await shop.configure({ kind: 'systemeio-access', name: 'Community' });
    const { orderId } = await shop.buy('Buyer.Quoxly@example.com');
    expect(shop.held()).not.toEqual([]);
    const known = () =>
      query(
        own.orm.em.fork(),
        `select fact::text as known from action_step where fact is not null and fact <> 'null'
         union all select request::text from attempt where request is not null
         union all select response::text from attempt where response is not null`,
      );
    expect((await known()).length).toBeGreaterThan(3);
    const request = requestOf(own, { permissions: Object.values(Permission) });
    const input = { email: 'buyer.quoxly@example.com', idempotencyKey: newKey() };
    expect(await eraseCustomer(input, request)).toMatchObject({ ok: true, value: { erased: 1 } });
    expect(tablesWith(await dumpDatabase(own), 'quoxly')).toEqual([]);
    expect(await known()).toEqual([]);
    expect((await shop.actionsOf(orderId)).map(({ status }) => status)).toEqual([
      'SUCCEEDED',
      'SUCCEEDED',
    ]);
  } finally {
    await shop.stop();
    await own.drop();
  }
});
