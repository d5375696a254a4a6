import type { ReasonFrom } from '../domain/attention.ts';
import type { OrderStatus } from '../domain/order-status.ts';

/** What follows from an order's facts, as it is written to the order, whose list row shows it. */
export type SettledOrder = {
  readonly id: string;
  readonly status: OrderStatus;
  readonly allSucceededAt: Date | null;
  readonly reasons: readonly ReasonFrom[];
  readonly attentionAt: Date | null;
  readonly summary: string | null;
  readonly isNewVersion: boolean;
};
