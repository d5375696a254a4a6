import type { EntityManager } from '@mikro-orm/postgresql';
import type { ReasonFrom } from '../domain/attention.ts';
import type { OrderStatus } from '../domain/order-status.ts';
import { queryOften } from './orm.ts';

/** What follows from an order's facts, as it is written down. */
export type SettledOrder = {
  readonly id: string;
  readonly status: OrderStatus;
  readonly allSucceededAt: Date | null;
  readonly reasons: readonly ReasonFrom[];
  readonly attentionAt: Date | null;
  readonly summary: string | null;
  readonly isNewVersion: boolean;
};

/** Writes it to the orders, which are locked, and then their list rows, which show it. */
export async function writeSettled(
  em: EntityManager,
  orders: readonly SettledOrder[],
): Promise<void> {
  if (orders.length === 0) return;
  await queryOften(em, 'select settle_orders($1, $2, $3, $4::text[]::jsonb[], $5, $6, $7)', [
    orders.map(({ id }) => id),
    orders.map(({ status }) => status),
    orders.map(({ allSucceededAt }) => allSucceededAt),
    orders.map(({ reasons }) => JSON.stringify(reasons)),
    orders.map(({ attentionAt }) => attentionAt),
    orders.map(({ summary }) => summary),
    orders.map(({ isNewVersion }) => (isNewVersion ? 1 : 0)),
  ]);
}
