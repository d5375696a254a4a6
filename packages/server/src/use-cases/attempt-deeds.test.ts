import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { answers, paidOrder } from '../../test/kit/paid-order.ts';
import { askRefund } from '../../test/kit/refundable-order.ts';
import {
  accepted,
  configure,
  makeShop,
  newKey,
  requestOf,
  surroundings,
} from '../../test/kit/shop.ts';
import { statementsWithin } from '../../test/kit/statements.ts';
import type { ActionAnswer } from '../actions/action-type.ts';
import type { ActionTypes, AnyActionType } from '../actions/action-types.ts';
import { checkHistory } from '../database/history-check.ts';
import { query } from '../database/orm.ts';
import { sweep } from '../worker/sweeps.ts';
import { type AttemptDeeds, attemptsTogether } from './attempt-deeds.ts';
import { systemRequest } from './request.ts';
import { rerunAction } from './rerun-action.ts';
import { runAction } from './run-action.ts';

// Attempts that share their transactions, beside attempts that do not.

const ACTIONS = 3;

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await makeShop(database);
  for (let n = 2; n <= ACTIONS; n += 1) {
    await configure(database.orm.em.fork(), `cfg_${n}`, 'webhook', `Webhook ${n}`, {});
  }
});
afterAll(() => database.drop());
let faults: unknown[] = [];
beforeEach(() => {
  faults = [];
});

const rows = <Row extends object>(sql: string, parameters: unknown[] = []) =>
  query<Row>(database.orm.em.fork(), sql, parameters);
const statusesOf = async (orderIds: readonly string[]) =>
  (
    await rows<{ status: string }>(
      'select status from orders where id = any($1) order by array_position($1, id)',
      [orderIds],
    )
  ).map(({ status }) => status);
const sharing = (of = database) =>
  attemptsTogether(
    () => systemRequest(of.orm.em.fork(), of.tools),
    'worker-under-test',
    (error) => void faults.push(error),
  );

/** Answers as told by action once it is let go; counts who has come so far. */
function gated(answerOf: (actionId: string, attempt: number) => ActionAnswer) {
  const gate = Promise.withResolvers<void>();
  const come: string[] = [];
  const type: AnyActionType = {
    kind: 'webhook',
    label: 'Webhook',
    levels: ['CHECKOUT'],
    secretSettings: [],
    settingsForm: [],
    checkSettings: () => [],
    readSettings: (json) => json,
    run: async (_order, _settings, { key }) => {
      const actionId = key.replace(/-\d+$/u, '');
      come.push(actionId);
      const attempt = come.filter((id) => id === actionId).length;
      await gate.promise;
      return answerOf(actionId, attempt);
    },
  };
  const types: ActionTypes = { all: [type], byKind: () => type };
  return { types, come, letGo: () => gate.resolve() };
}

const attempt = (actionId: string, actionTypes: ActionTypes, together?: AttemptDeeds) =>
  runAction(actionId, systemRequest(database.orm.em.fork(), database.tools), {
    ...surroundings,
    actionTypes,
    ...(together && { together }),
    worker: 'worker-under-test',
    heartbeatMs: 60_000,
    stopping: new AbortController().signal,
    onFault: (error) => void faults.push(error),
  });

const script = {
  ...answers,
  mayBeRepeated: { outcome: 'unknown', again: 'yes', message: 'It took too long.' },
} as const satisfies Record<string, ActionAnswer>;

/** What an action comes to, and what happens to it while its attempt is under way. */
const someAction = fc.record({
  answer: fc.constantFrom<keyof typeof script>(
    'done',
    'done',
    'refuses',
    'unknown',
    'fails',
    'mayBeRepeated',
  ),
  meanwhile: fc.constantFrom('nothing', 'nothing', 'forced again', 'taken over'),
});
const someOrder = fc.record({
  actions: fc.array(someAction, { minLength: ACTIONS, maxLength: ACTIONS }),
  isPaidBack: fc.boolean(),
});
type SomeOrder = typeof someOrder extends fc.Arbitrary<infer Value> ? Value : never;

/** Lets everything run at once and answer at once, and says where that left the orders. */
async function endOf(wishes: readonly SomeOrder[], together?: AttemptDeeds): Promise<unknown> {
  const orders: { orderId: string; actionIds: string[] }[] = [];
  for (const _ of wishes) orders.push(await paidOrder(database));
  const actions = orders.flatMap(({ actionIds }, place) =>
    actionIds.map((id, index) => ({ id, ...wishes[place]!.actions[index]! })),
  );
  const answerTo = new Map(actions.map(({ id, answer }) => [id, script[answer]]));
  const { types, come, letGo } = gated((id, nth) => (nth > 1 ? script.done : answerTo.get(id)!));
  const running = actions.map(({ id }) => attempt(id, types, together));
  await expect.poll(() => come.length, { timeout: 20_000 }).toBe(actions.length);

  const forced = actions.filter(({ meanwhile }) => meanwhile === 'forced again');
  for (const { id: actionId } of forced) {
    const wish = { actionId, idempotencyKey: newKey(), useLatest: false } as const;
    const asked = { ...wish, acknowledge: 'MAY_STILL_BE_RUNNING' } as const;
    accepted(await rerunAction(asked, requestOf(database)));
  }
  const lost = actions.filter(({ meanwhile }) => meanwhile === 'taken over');
  await rows('update action set lease_until = to_timestamp(0) where id = any($1)', [
    lost.map(({ id }) => id),
  ]);
  await sweep(requestOf(database));
  const again = [...forced, ...lost];
  running.push(...again.map(({ id }) => attempt(id, types, together)));
  await expect.poll(() => come.length, { timeout: 20_000 }).toBe(actions.length + again.length);
  for (const [place, { orderId }] of orders.entries()) {
    if (!wishes[place]?.isPaidBack) continue;
    const [line] = await rows<{ id: string }>('select id from order_line where order_id = $1', [
      orderId,
    ]);
    const recorded = { plan: { returnMoney: false } };
    accepted(await askRefund(database, orderId, { [line?.id ?? '']: 9900 }, recorded));
  }
  letGo();
  await Promise.all(running);
  return Promise.all(orders.map(({ orderId }) => stateOf(orderId)));
}

async function stateOf(orderId: string) {
  const [state] = await rows(
    `select o.status, o.version, o.attention_summary, o.all_succeeded_at is not null as all_succeeded,
       l.status as listed, l.unfinished_kinds, l.attention_at is not null as needs_somebody,
       (select jsonb_agg(r ->> 'reason' order by r ->> 'reason') from jsonb_array_elements(o.attention) as r) as reasons,
       (select jsonb_agg(jsonb_build_array(name, purpose, status, run, attempt, failures_in_run, message, next_trigger,
           worker, lease_until, next_attempt_at is not null, exists (select from graphile_worker.jobs
             where key = 'action:' || action.id)) order by name)
         from action where order_id = o.id) as actions,
       (select jsonb_agg(jsonb_build_array(a.name, t.attempt, t.run, t.trigger, t.status, t.overtaken, t.message)
           order by a.name, t.attempt)
         from attempt t join action a on a.id = t.action_id where t.order_id = o.id) as attempts,
       (select jsonb_agg(event || ': ' || summary order by event, summary) from history_entry
         where order_id = o.id) as history
     from orders o join order_list l on l.order_id = o.id where o.id = $1`,
    [orderId],
  );
  return state;
}

describe('attempts that end in the same moment', () => {
  test('leave everything as attempts that end one by one do', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(someOrder, { minLength: 3, maxLength: 3 }), async (wishes) => {
        expect(await endOf(wishes, sharing())).toEqual(await endOf(wishes));
        expect(faults).toEqual([]);
      }),
      { numRuns: Number(process.env['PROPERTY_RUNS'] ?? 2) },
    );
    expect((await checkHistory(database.orm.em.fork())).faultCount).toBe(0);
  });

  test('take no more statements than one alone', async () => {
    const { actionIds } = await paidOrder(database);
    const more = [await paidOrder(database), await paidOrder(database)];
    const { types, letGo } = gated(() => answers.done);
    letGo();
    const statementsOf = (ids: readonly string[]) =>
      statementsWithin(database, async (watched) => {
        const together = sharing(watched);
        await Promise.all(ids.map((id) => attempt(id, types, together)));
      });
    const one = await statementsOf(actionIds.slice(0, 1));
    const many = await statementsOf(more.flatMap((order) => order.actionIds));
    expect([one.length, many.length]).toEqual([11, 11]);
    expect(await statusesOf(more.map(({ orderId }) => orderId))).toEqual([
      'COMPLETED',
      'COMPLETED',
    ]);
  });

  test('do not wait for the one whose order somebody works on', async () => {
    const orders = [
      await paidOrder(database),
      await paidOrder(database),
      await paidOrder(database),
    ];
    const orderIds = orders.map(({ orderId }) => orderId);
    const together = sharing();
    const { types, come, letGo } = gated(() => answers.done);
    const running = orders.flatMap(({ actionIds }) =>
      actionIds.map((id) => attempt(id, types, together)),
    );
    await expect.poll(() => come.length).toBe(orders.length * ACTIONS);
    const [busy, ...others] = orderIds;
    await database.orm.em.fork().transactional(async (em) => {
      await query(em, 'select id from orders where id = $1 for no key update', [busy]);
      letGo();
      await expect
        .poll(() => statusesOf(others), { timeout: 20_000 })
        .toEqual(['COMPLETED', 'COMPLETED']);
      expect(await statusesOf(orderIds.slice(0, 1))).toEqual(['PAID']);
    });
    await Promise.all(running);
    expect(await statusesOf(orderIds)).toEqual(['COMPLETED', 'COMPLETED', 'COMPLETED']);
    expect(faults).toEqual([]);
  });

  test('are not spoilt by the one that cannot be written', async () => {
    const { orderId, actionIds } = await paidOrder(database);
    const together = sharing();
    const begun = await Promise.all(actionIds.map((id) => together.begin(id)));
    const ends = await Promise.allSettled(
      begun.map((one, index) => {
        if (!one) throw new Error('It has not begun');
        // No text of PostgreSQL holds this sign.
        const answer = index === 1 ? { ...answers.refuses, message: 'Gone\0' } : answers.done;
        return together.write({ claimed: one.claimed, answer });
      }),
    );
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(faults).toHaveLength(1);
    expect(
      await rows('select status, attempt from action where order_id = $1 order by created_at, id', [
        orderId,
      ]),
    ).toEqual([
      { status: 'SUCCEEDED', attempt: 1 },
      { status: 'RUNNING', attempt: 1 },
      { status: 'SUCCEEDED', attempt: 1 },
    ]);
  });
});

describe('attempts that begin in the same moment', () => {
  test('begin once each, and access is given by the rules for it', async () => {
    const { actionIds } = await paidOrder(database);
    const other = await paidOrder(database);
    const [grant = '', running = ''] = other.actionIds;
    await rows(`update action set kind = 'kajabi-grant' where id = $1`, [grant]);
    await rows(
      `update action set status = 'RUNNING', next_attempt_at = null, lease_until = now() + interval '1 hour' where id = $1`,
      [running],
    );
    const together = sharing();
    const wishes = [...actionIds, grant, ...actionIds, running, 'act_none'];
    const begun = await Promise.all(wishes.map((id) => together.begin(id)));
    const claimed = begun.flatMap((one) => (one ? [one.claimed.id] : []));
    expect(claimed.sort()).toEqual([...actionIds, grant].sort());
    expect(begun.slice(-2)).toEqual([null, null]);
    expect(
      await rows(
        `select a.id, given_to is not null as "isGiven" from action a join attempt t on t.action_id = a.id
         where a.id = any($1) and a.attempt = 1 and t.attempt = 1 and t.status = 'RUNNING' order by a.id`,
        [wishes],
      ),
    ).toEqual([...actionIds, grant].sort().map((id) => ({ id, isGiven: id === grant })));
    expect(faults).toEqual([]);
  });
});
