import type { ActionAnswer } from '../../src/actions/action-type.ts';
import type { ActionTypes, AnyActionType } from '../../src/actions/action-types.ts';
import { query } from '../../src/database/orm.ts';
import type { PaymentNews } from '../../src/payments/payment-provider.ts';
import { receivePaymentNews } from '../../src/use-cases/receive-payment-event.ts';
import { runAction } from '../../src/use-cases/run-action.ts';
import type { TestDatabase } from './database.ts';
import { newKey, pay, requestOf, surroundings, visit } from './shop.ts';

/** News of a provider about a payment of 99.00 €, each told for the first time. */
export function newsOf(
  paymentId: string,
  status: PaymentNews['status'],
  more: Partial<PaymentNews> = {},
): PaymentNews {
  return {
    kind: 'payment',
    eventId: newKey(),
    stamp: paymentId,
    reference: `ref-${paymentId}`,
    status,
    amountMinor: 9900,
    currency: 'EUR',
    method: null,
    failureMessage: status === 'FAILED' ? 'Your card was declined.' : null,
    at: null,
    ...more,
  };
}

/** Starts a payment of the visit and lets it succeed. */
export async function paySuccessfully(database: TestDatabase, orderId: string): Promise<void> {
  const paymentId = await pay(database, orderId);
  await receivePaymentNews('stripe', [newsOf(paymentId, 'SUCCEEDED')], requestOf(database));
}

/** A visit whose payment succeeded; its actions are PENDING. */
export async function paidOrder(
  database: TestDatabase,
  email?: string,
): Promise<{ orderId: string; actionIds: string[] }> {
  const orderId = await visit(database, email);
  await paySuccessfully(database, orderId);
  const actions = await query<{ id: string }>(
    database.orm.em.fork(),
    'select id from action where order_id = $1 order by created_at, id',
    [orderId],
  );
  return { orderId, actionIds: actions.map(({ id }) => id) };
}

export const answers = {
  done: { outcome: 'done', note: 'Answered with 200.' },
  fails: { outcome: 'failed', again: 'yes', message: 'The receiver is having trouble (503).' },
  refuses: { outcome: 'failed', again: 'no', message: 'The receiver knows no such address (404).' },
  unknown: { outcome: 'unknown', again: 'no', message: 'Nobody knows.' },
} as const satisfies Record<string, ActionAnswer>;

/** Every kind of action answers as told, one after the other; keeps the keys and settings it was given. */
export function scriptedActions(...script: (ActionAnswer | (() => Promise<ActionAnswer>))[]) {
  const calls: { key: string; settings: unknown }[] = [];
  const keys: string[] = [];
  const type: AnyActionType = {
    kind: 'webhook',
    label: 'Webhook',
    levels: ['CHECKOUT'],
    secretSettings: ['signingSecret'],
    settingsForm: [],
    checkSettings: () => [],
    readSettings: (json) => json,
    run: async (_order, settings, run) => {
      calls.push({ key: run.key, settings });
      keys.push(run.key);
      const answer = script.shift();
      if (!answer) throw new Error('The script is over');
      return typeof answer === 'function' ? answer() : answer;
    },
  };
  const types: ActionTypes = { all: [type], byKind: () => type };
  return { calls, keys, types };
}

/** One attempt of one action, as a worker makes it. */
export async function runOnce(
  database: TestDatabase,
  actionId: string,
  types: ActionTypes,
  onFault: (error: unknown) => void = (error) => {
    throw error;
  },
  heartbeatMs = 20,
): Promise<void> {
  await runAction(actionId, requestOf(database), {
    ...surroundings,
    actionTypes: types,
    worker: 'worker-under-test',
    heartbeatMs,
    stopping: new AbortController().signal,
    onFault,
  });
}
