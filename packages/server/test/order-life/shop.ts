import { isDeepStrictEqual } from 'node:util';
import type { ActionAnswer } from '../../src/actions/action-type.ts';
import type { ActionTypes } from '../../src/actions/action-types.ts';
import { query } from '../../src/database/orm.ts';
import { completeOrder } from '../../src/use-cases/complete-order.ts';
import type { Outcome } from '../../src/use-cases/outcome.ts';
import { receivePaymentNews } from '../../src/use-cases/receive-payment-event.ts';
import { inOneTransaction } from '../../src/use-cases/request.ts';
import { rerunAction } from '../../src/use-cases/rerun-action.ts';
import { runAction } from '../../src/use-cases/run-action.ts';
import { startPayment } from '../../src/use-cases/start-payment.ts';
import { rerunWarningOf, type ActionStatus } from '../../src/domain/action.ts';
import { sweep } from '../../src/worker/sweeps.ts';
import type { TestDatabase } from '../kit/database.ts';
import { newsOf, scriptedActions } from '../kit/paid-order.ts';
import type { News } from './model.ts';
import { newKey, requestOf, surroundings, visit } from '../kit/shop.ts';

/** A call that a worker made and that has not been answered. */
export type OpenCall = { answer(answer: ActionAnswer): Promise<void> };

/** An order as its tables have it. */
export type Look = {
  readonly status: string;
  readonly isPaid: boolean;
  readonly isClosed: boolean;
  readonly reasons: string[];
  readonly payments: string[];
  readonly actionIds: string[];
  readonly actions: readonly { status: string; run: number; attempt: number }[];
};

/** One order in a real database, and all that can happen to it. */
export class RealOrder {
  readonly payments: string[] = [];
  /** The key of every call that was made, by action. */
  readonly keys = new Map<string, string[]>();

  private constructor(
    readonly database: TestDatabase,
    readonly id: string,
  ) {}

  static async open(database: TestDatabase): Promise<RealOrder> {
    return new RealOrder(database, await visit(database));
  }

  rows<Row extends object>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    return query<Row>(this.database.orm.em.fork(), sql, parameters);
  }

  /** All of it that the model foretells. Actions are in the order of their making. */
  async look(): Promise<Look> {
    const [order] = await this.rows<Look>(
      `select l.status, o.paid_at is not null as "isPaid", o.closed_by_hand_at is not null as "isClosed",
         array(select reason ->> 'reason' from jsonb_array_elements(l.attention) reason order by 1) as reasons,
         array(select status from payment where order_id = o.id order by created_at, id) as payments,
         array(select id from action where order_id = o.id order by created_at, id) as "actionIds",
         coalesce((select jsonb_agg(jsonb_build_object('status', a.status, 'run', a.run,
           'attempt', a.attempt, 'attempts', coalesce((select jsonb_agg(jsonb_build_object('run', t.run,
             'trigger', t.trigger, 'status', t.status, 'overtaken', t.overtaken) order by t.attempt)
             from attempt t where t.action_id = a.id), '[]')) order by a.created_at, a.id)
           from action a where a.order_id = o.id), '[]') as actions
       from orders o join order_list l on l.order_id = o.id where o.id = $1`,
      [this.id],
    );
    if (!order) throw new Error(`${this.id} is gone`);
    return order;
  }

  async actionAt(place: number): Promise<string> {
    return (await this.look()).actionIds[place] ?? '';
  }

  async startPayment(): Promise<boolean> {
    const wish = { orderId: this.id, idempotencyKey: newKey(), provider: 'stripe', method: 'card' };
    const started = await startPayment(wish, requestOf(this.database), surroundings);
    if (started.ok) this.payments.push(started.value.paymentId ?? '');
    return started.ok;
  }

  /** The same news as often as told; its moment is that of the payment's place, whenever it is heard. */
  async hear(payment: number, status: News, times: number): Promise<void> {
    const id = this.payments[payment] ?? '';
    const news = newsOf(id, status, { eventId: `${id}-${status}` });
    for (let time = 0; time < times; time += 1) {
      await receivePaymentNews('stripe', [news], requestOf(this.database));
    }
  }

  /** One attempt by a worker that does not renew its lease. Resolves when the call was made. */
  async claim(actionId: string): Promise<OpenCall> {
    const asked = Promise.withResolvers<void>();
    const answered = Promise.withResolvers<ActionAnswer>();
    const script = scriptedActions(() => {
      asked.resolve();
      return answered.promise;
    });
    const running = this.attempt(actionId, script.types);
    await Promise.race([asked.promise, running]);
    this.#noteKeys(actionId, script.keys);
    return {
      answer: async (answer) => {
        answered.resolve(answer);
        await running;
      },
    };
  }

  async run(actionId: string, answer: ActionAnswer): Promise<void> {
    const script = scriptedActions(answer);
    await this.attempt(actionId, script.types);
    this.#noteKeys(actionId, script.keys);
  }

  private async attempt(actionId: string, actionTypes: ActionTypes): Promise<void> {
    // Who is woken takes the job out of the queue first: what it finds busy, others must wake it for.
    await this.rows(`select graphile_worker.remove_job('action:' || $1)`, [actionId]);
    await runAction(actionId, requestOf(this.database), {
      ...surroundings,
      actionTypes,
      worker: 'worker-under-test',
      heartbeatMs: 1_000_000,
      stopping: new AbortController().signal,
      onFault: (error) => {
        throw error;
      },
    });
  }

  #noteKeys(actionId: string, keys: readonly string[]): void {
    this.keys.set(actionId, [...(this.keys.get(actionId) ?? []), ...keys]);
  }

  async killWorkerOf(actionId: string): Promise<void> {
    await this.rows(
      `update action set lease_until = now() - interval '1 second' where id = $1 and status = 'RUNNING'`,
      [actionId],
    );
    await sweep(requestOf(this.database));
  }

  /** With the warning that holds now agreed to. */
  async rerun(actionId: string): Promise<Outcome<unknown>> {
    const [action] = await this.rows<{ status: ActionStatus; run: number }>(
      'select status, run from action where id = $1',
      [actionId],
    );
    const acknowledge = rerunWarningOf(action?.status ?? 'PENDING');
    return rerunAction(
      { actionId, idempotencyKey: newKey(), useLatest: false, acknowledge },
      requestOf(this.database),
    );
  }

  complete(runActions: boolean): Promise<Outcome<unknown>> {
    return completeOrder(
      {
        orderId: this.id,
        idempotencyKey: newKey(),
        runActions,
        actionsToRun: 'ALL',
        restoreRefunded: false,
        useLatestConfiguration: false,
      },
      requestOf(this.database, { permissions: ['COMPLETE_ORDERS'] }),
    );
  }

  /** What does not hold of the order that must hold of every one, whatever happened to it and when. */
  async faults(): Promise<string[]> {
    const isSettled = await this.#isSettled();
    const [facts] = await this.rows<object>(
      `select
         (select count(*) from book_entry where order_id = o.id)
           = (case when o.paid_at is not null or o.closed_by_hand_at is not null then 1 else 0 end) as "sold once",
         (select count(*) from action where order_id = o.id) in (0, 2) as "actions all or none",
         o.paid_at is null or exists (select from action where order_id = o.id) as "paid with actions",
         (select coalesce(max(seq), 0) = count(*) from history_entry where order_id = o.id) as "history without gaps",
         not exists (select from action a where a.order_id = o.id and a.attempt <>
           (select count(*) from attempt t where t.action_id = a.id)) as "attempts without gaps",
         not exists (select from action a join attempt t on t.action_id = a.id where a.order_id = o.id
           and t.status = 'RUNNING' and (a.status <> 'RUNNING' or a.attempt <> t.attempt)) as "one attempt at a time",
         not exists (select from action a where a.order_id = o.id and a.status = 'PENDING' and not exists (
           select from graphile_worker.jobs j where j.key = 'action:' || a.id and j.locked_at is null
             and j.attempts < j.max_attempts)) as "a wake-up for all that waits"
       from orders o where o.id = $1`,
      [this.id],
    );
    const all = { ...facts, 'concluded from its parts': isSettled };
    return Object.entries(all).flatMap(([what, holds]) => (holds ? [] : [what]));
  }

  /** Concluded from the facts as they stand: concluding once more changes nothing. */
  async #isSettled(): Promise<boolean> {
    const conclusions = () =>
      this.rows(
        `select o.status, o.attention, o.attention_at, o.attention_summary, o.all_succeeded_at, to_jsonb(l) as list
         from orders o join order_list l on l.order_id = o.id where o.id = $1`,
        [this.id],
      );
    const before = await conclusions();
    await inOneTransaction(requestOf(this.database), async (work) =>
      work.touch(this.id, { decided: false }),
    );
    return isDeepStrictEqual(await conclusions(), before);
  }
}
