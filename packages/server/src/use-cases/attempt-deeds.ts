import type { PurchasedOrder } from '../actions/action-type.ts';
import { finishedSteps } from '../database/action-steps.ts';
import { findPurchasedOrders } from '../database/purchased-orders.ts';
import { type BegunAttempt, beginAttempt, beginDeliveries } from './begin-attempt.ts';
import { doneTogether } from './done-together.ts';
import { asPurchased, purchasedOrder } from './purchased-order.ts';
import type { Request } from './request.ts';
import { type Answered, writeAnswer, writeAnswers } from './write-answer.ts';

/** What an attempt asks of the database from its beginning to its end. */
export type AttemptDeeds = {
  /** As `beginAttempt`. */
  begin(actionId: string): Promise<BegunAttempt | null>;
  order(orderId: string): Promise<PurchasedOrder>;
  /** By their names, with the fact that each left behind. The map is the caller's own. */
  finishedSteps(actionId: string): Promise<Map<string, unknown>>;
  /** As `writeAnswer`. */
  write(answered: Answered): Promise<void>;
};

/** Each attempt for itself. */
export function attemptsAlone(request: Request, worker: string): AttemptDeeds {
  return {
    begin: (actionId) => beginAttempt(actionId, request, worker),
    order: (orderId) => purchasedOrder(request.em.fork(), orderId),
    finishedSteps: async (actionId) => {
      const found = await finishedSteps(request.em.fork(), [actionId]);
      return found.get(actionId) ?? new Map<string, unknown>();
    },
    write: (answered) => writeAnswer(answered, request),
  };
}

/**
 * The attempts of one worker that begin or end in the same moment share their transactions and reads. What each of them
 * comes to is the same as if it were alone.
 */
export function attemptsTogether(
  newRequest: () => Request,
  worker: string,
  onFault: (error: unknown) => void,
): AttemptDeeds {
  const alone = () => attemptsAlone(newRequest(), worker);
  const begin = doneTogether<{ actionId: string }, BegunAttempt | null>({
    together: (wishes) => beginDeliveries(wishes, newRequest(), worker),
    alone: ({ actionId }) => alone().begin(actionId),
    onFault,
  });
  const order = doneTogether<{ orderId: string }, PurchasedOrder>({
    together: async (wishes) => {
      const orderIds = wishes.map(({ orderId }) => orderId);
      const found = await findPurchasedOrders(newRequest().em, [...new Set(orderIds)]);
      return new Map(
        wishes
          .filter(({ orderId }) => found.has(orderId))
          .map((wish) => [wish, asPurchased(found.get(wish.orderId), wish.orderId)]),
      );
    },
    alone: ({ orderId }) => alone().order(orderId),
    onFault,
  });
  const steps = doneTogether<{ actionId: string }, Map<string, unknown>>({
    together: async (wishes) => {
      const actionIds = wishes.map(({ actionId }) => actionId);
      const found = await finishedSteps(newRequest().em, actionIds);
      return new Map(wishes.map((wish) => [wish, new Map(found.get(wish.actionId))]));
    },
    alone: ({ actionId }) => alone().finishedSteps(actionId),
    onFault,
  });
  const write = doneTogether<Answered, void>({
    together: (answered) => writeAnswers(answered, newRequest()),
    alone: (answered) => alone().write(answered),
    onFault,
  });
  return {
    begin: (actionId) => begin({ actionId }),
    order: (orderId) => order({ orderId }),
    finishedSteps: (actionId) => steps({ actionId }),
    write,
  };
}
