import { findOrdersOfCustomer, type CustomerOrder } from '../database/customer-data.ts';
import { ACCESS_KINDS } from './access-of-grant.ts';
import type { Refusal } from './outcome.ts';
import type { Reach, Request } from './request.ts';

// What is held of one customer, who is known by the address alone, and whether it can be erased now.

/** An order that stands against the erasure, and what to do about it. */
export type Obstacle = {
  readonly orderId: string;
  readonly number: string;
  readonly words: string;
};

export type CustomerData = {
  readonly orders: number;
  /** Of these, visits that were never paid. */
  readonly visits: number;
  readonly firstAt: Date | null;
  readonly lastAt: Date | null;
  /** Mails, webhooks and grants that were tried, with what was sent and answered. */
  readonly attempts: number;
  readonly refunds: number;
  /** Access at other platforms that was given and stands. */
  readonly accessGiven: number;
  /** Actions that failed: they cannot be run again once the customer is erased. */
  readonly failedActions: number;
  readonly obstacles: readonly Obstacle[];
  /** Why it cannot be erased now; null: it can. */
  readonly refusal: Refusal | null;
};

/** More than any customer has. */
export const MOST_ORDERS_LOOKED_AT = 5_000;

/** Within the asker's checkouts. Nothing found is nothing held. */
export async function readCustomerData(email: string, request: Request): Promise<CustomerData> {
  const orders = await ordersOfCustomer(email, request);
  const sum = (of: (order: CustomerOrder) => number) =>
    orders.reduce((total, order) => total + of(order), 0);
  const obstacles = obstaclesOf(orders);
  return {
    orders: orders.length,
    visits: orders.filter(({ isVisit }) => isVisit).length,
    firstAt: orders.at(-1)?.createdAt ?? null,
    lastAt: orders[0]?.createdAt ?? null,
    attempts: sum((order) => order.attempts),
    refunds: sum((order) => order.refunds),
    accessGiven: sum((order) => order.accessGiven),
    failedActions: sum((order) => order.failedActions),
    obstacles,
    refusal: erasureRefusal(orders.length, obstacles, request),
  };
}

/** The newest first. */
export function ordersOfCustomer(
  email: string,
  { em, reach }: Pick<Request, 'em' | 'reach'>,
): Promise<CustomerOrder[]> {
  return findOrdersOfCustomer(
    em,
    { email: email.trim(), checkoutIds: checkoutIdsOf(reach) },
    { limit: MOST_ORDERS_LOOKED_AT, accessKinds: ACCESS_KINDS },
  );
}

export function checkoutIdsOf(reach: Reach): readonly string[] | null {
  return reach === 'ALL' ? null : reach;
}

/** Whoever is forgotten is forgotten everywhere, and nothing that still needs the address may be open. */
export function erasureRefusal(
  orders: number,
  obstacles: readonly Obstacle[],
  { permissions, reach }: Pick<Request, 'permissions' | 'reach'>,
): Refusal | null {
  if (!permissions.has('MANAGE_PERSONAL_DATA')) {
    return {
      code: 'NOT_ALLOWED',
      message: 'Your role may not erase customers.',
      path: null,
    };
  }
  if (reach !== 'ALL') {
    return {
      code: 'NOT_ALLOWED',
      message:
        'A customer is erased in all checkouts at once, and you have only some of them. Ask somebody who has all.',
      path: null,
    };
  }
  if (orders === 0) {
    return { code: 'NOT_FOUND', message: 'Nothing is held under this address.', path: ['email'] };
  }
  const [first, ...others] = obstacles;
  if (!first) return null;
  const more = others.length === 0 ? '' : ` So do ${others.length} more.`;
  return {
    code: 'WORK_UNDER_WAY',
    message: `Order ${first.number} still needs the address. ${first.words}${more}`,
    path: ['email'],
  };
}

export function obstaclesOf(orders: readonly CustomerOrder[]): Obstacle[] {
  return orders.flatMap((order) => {
    const words = wordsAgainst(order);
    return words === null ? [] : [{ orderId: order.id, number: order.number, words }];
  });
}

function wordsAgainst(order: CustomerOrder): string | null {
  if (order.paymentsUnderWay > 0) return 'A payment is under way: wait until it ends.';
  if (order.refundsUnderWay > 0) {
    return 'A refund is under way: wait until it is settled, or settle it by hand.';
  }
  const waiting = order.openActions.find(({ status }) => status !== 'UNKNOWN');
  if (waiting) {
    return `${waiting.name} is still to be done: wait until it ends, or complete the order without running actions.`;
  }
  // Whoever closed the order has seen to what nobody knew.
  const [unknown] = order.isClosedByHand ? [] : order.openActions;
  return unknown
    ? `Nobody knows whether ${unknown.name} was done: run it again, or complete the order by hand.`
    : null;
}
