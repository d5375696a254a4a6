import { deepStrictEqual as deepEqual, ok, strictEqual as equal } from 'node:assert';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runKey } from '../../src/domain/action.ts';
import { freshDatabase, type TestDatabase } from '../kit/database.ts';
import { answers } from '../kit/paid-order.ts';
import { makeShop } from '../kit/shop.ts';
import { type AttemptModel, OrderModel, RETRY_SCHEDULE } from './model.ts';
import { type OpenCall, RealOrder } from './shop.ts';

/** The shop's checkout has a webhook and a receipt. */
const ACTIONS = 2;
const numRuns = Number(process.env['PROPERTY_RUNS'] ?? 100);

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase({ retrySchedule: RETRY_SCHEDULE, leaseMs: 3_600_000 });
  await makeShop(database, { receipt: true });
});
afterAll(() => database.drop());

type Calls = { call: OpenCall; action: number; attempt: AttemptModel }[];
type Real = { order: RealOrder; calls: Calls };
type Step = fc.AsyncCommand<OrderModel, Real>;

const someAnswer = fc.constantFrom('done', 'done', 'fails', 'refuses', 'unknown');
const someNews = fc.constantFrom('PENDING', 'FAILED', 'CANCELLED', 'SUCCEEDED', 'SUCCEEDED');
const someAction = fc.nat(ACTIONS - 1);

/** What a step does to both, and when it can be taken at all. */
function step(
  name: string,
  can: (model: OrderModel) => boolean,
  take: (model: OrderModel, real: Real) => Promise<void>,
): Step {
  return {
    check: can,
    run: async (model, real) => {
      await take(model, real);
      await expectSame(model, real.order);
    },
    toString: () => name,
  };
}

/** What can happen, and how often compared with the rest. */
const steps: fc.WeightedArbitrary<Step>[] = [
  {
    weight: 1,
    arbitrary: fc.constant(
      step(
        'pay',
        ({ payments }) => payments.length < 3,
        async (model, { order }) => {
          equal(await order.startPayment(), !model.isPaid && !model.isClosed);
          if (!model.isPaid && !model.isClosed) model.payments.push('PENDING');
        },
      ),
    ),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.nat(2), someNews, fc.integer({ min: 1, max: 3 }))
      .map(([payment, status, times]) =>
        step(
          `hear ${status} of payment ${payment}, ${times} times`,
          ({ payments }) => payment < payments.length,
          async (model, { order }) => {
            await order.hear(payment, status, times);
            model.hear(payment, status);
          },
        ),
      ),
  },
  {
    weight: 4,
    arbitrary: fc.tuple(someAction, someAnswer).map(([action, answer]) =>
      step(
        `run action ${action}: ${answer}`,
        ({ actions }) => actions.length > 0,
        async (model, { order }) => {
          await order.run(await order.actionAt(action), answers[answer]);
          const done = model.actions[action];
          if (done?.status === 'PENDING') done.answer(done.claim(), answers[answer]);
          model.settle();
        },
      ),
    ),
  },
  {
    weight: 3,
    arbitrary: someAction.map((action) =>
      step(
        `begin action ${action}`,
        ({ actions }) => actions[action]?.status === 'PENDING',
        async (model, { order, calls }) => {
          const call = await order.claim(await order.actionAt(action));
          const attempt = model.actions[action]?.claim();
          if (attempt) calls.push({ call, action, attempt });
          model.openCalls += 1;
        },
      ),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(fc.nat(2), someAnswer).map(([place, answer]) =>
      step(
        `answer open call ${place}: ${answer}`,
        ({ openCalls }) => place < openCalls,
        async (model, { calls }) => {
          const [open] = calls.splice(place, 1);
          if (!open) throw new Error(`There is no open call ${place}`);
          model.openCalls -= 1;
          await open.call.answer(answers[answer]);
          model.actions[open.action]?.answer(open.attempt, answers[answer]);
          model.settle();
        },
      ),
    ),
  },
  {
    weight: 3,
    arbitrary: someAction.map((action) =>
      step(
        `kill the worker of action ${action}`,
        ({ actions }) => actions[action]?.status === 'RUNNING',
        async (model, { order }) => {
          await order.killWorkerOf(await order.actionAt(action));
          model.actions[action]?.loseWorker();
          model.settle();
        },
      ),
    ),
  },
  {
    weight: 3,
    arbitrary: someAction.map((action) =>
      step(
        `re-run or force action ${action}`,
        ({ actions }) => actions.length > 0,
        async (model, { order }) => {
          ok((await order.rerun(await order.actionAt(action))).ok);
          model.actions[action]?.rerun();
          model.settle();
        },
      ),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.boolean().map((runs) =>
      step(
        `complete, ${runs ? 'running' : 'calling off'} the actions`,
        // Rarely before anything was paid, or little else would ever be seen.
        ({ actions, payments }) => actions.length > 0 || payments.length === 3,
        async (model, { order }) => {
          ok((await order.complete(runs)).ok);
          model.complete(runs);
        },
      ),
    ),
  },
];

async function payFirst(model: OrderModel, order: RealOrder): Promise<void> {
  await order.startPayment();
  model.payments.push('PENDING');
  await order.hear(0, 'SUCCEEDED', 1);
  model.hear(0, 'SUCCEEDED');
}

async function expectSame(model: OrderModel, order: RealOrder): Promise<void> {
  const { status, isPaid, isClosed, reasons, payments, actions } = model;
  const { actionIds: ids, ...seen } = await order.look();
  deepEqual(seen, {
    status,
    isPaid,
    isClosed,
    reasons,
    payments,
    actions: actions.map(({ status, run, attempts }) => ({
      status,
      run,
      attempt: attempts.length,
      attempts,
    })),
  });
  deepEqual(
    ids.map((id) => order.keys.get(id) ?? []),
    actions.map(({ attempts }, place) => attempts.map(({ run }) => runKey(ids[place] ?? '', run))),
  );
}

describe('whatever happens to an order, one thing after the other', () => {
  test('it stands where the rules say, and so does each of its actions and attempts', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(true, true, false),
        fc.array(fc.oneof(...steps), { maxLength: 30, size: 'max' }),
        async (isPaidFirst, commands) => {
          const model = new OrderModel(ACTIONS);
          const real: Real = { order: await RealOrder.open(database), calls: [] };
          if (isPaidFirst) await payFirst(model, real.order);
          await fc.asyncModelRun(() => ({ model, real }), commands);
          expect(await real.order.faults()).toEqual([]);
          for (const { call } of real.calls) await call.answer(answers.done);
          expect(await real.order.faults()).toEqual([]);
        },
      ),
      { numRuns, endOnFailure: true },
    );
  }, 3_600_000);
});

describe('whatever happens to an order, several things at the same moment', () => {
  type Deed = { do(order: RealOrder): Promise<unknown>; toString(): string };
  const deed = (words: string, does: Deed['do']): Deed => ({ do: does, toString: () => words });
  const someDeed: fc.Arbitrary<Deed> = fc.oneof(
    fc.constant(deed('pay', (order) => order.startPayment())),
    fc
      .tuple(fc.nat(1), someNews)
      .map(([payment, status]) =>
        deed(`hear ${status} of payment ${payment}`, (order) => order.hear(payment, status, 1)),
      ),
    fc
      .tuple(someAction, someAnswer)
      .map(([action, answer]) =>
        deed(`run action ${action}: ${answer}`, async (order) =>
          order.run(await order.actionAt(action), answers[answer]),
        ),
      ),
    someAction.map((action) =>
      deed(`kill the worker of action ${action}`, async (order) =>
        order.killWorkerOf(await order.actionAt(action)),
      ),
    ),
    someAction.map((action) =>
      deed(`re-run action ${action}`, async (order) => order.rerun(await order.actionAt(action))),
    ),
    fc.boolean().map((runs) => deed(`complete, ${runs}`, (order) => order.complete(runs))),
  );

  test('nothing fails, nothing is lost, and its status is what its parts say', async () => {
    const moments = fc.array(fc.array(someDeed, { minLength: 2, maxLength: 8, size: 'max' }), {
      minLength: 1,
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(moments, async (all) => {
        const order = await RealOrder.open(database);
        await order.startPayment();
        await order.startPayment();
        for (const deeds of all) {
          const ended = await Promise.allSettled(deeds.map((one) => one.do(order)));
          expect(ended.filter(({ status }) => status === 'rejected')).toEqual([]);
          expect(await order.faults()).toEqual([]);
        }
      }),
      { numRuns, endOnFailure: true },
    );
  }, 3_600_000);
});
