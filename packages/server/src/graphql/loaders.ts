import type { EntityManager } from '@mikro-orm/postgresql';
import DataLoader from 'dataloader';
import { ActionTable, type ActionRow } from '../database/action.ts';
import {
  CheckoutTable,
  OfferTable,
  type CheckoutRow,
  type OfferRow,
} from '../database/catalogue.ts';
import { findOrderRows, type OrderListRow } from '../database/order-list-row.ts';
import {
  findAttemptPages,
  findBillingFields,
  findConfigurationVersions,
  findHistoryPages,
  findOrderLines,
  findRefundLines,
  type AttemptFound,
  type HistoryEntryFound,
  type LineOfOrder,
  type LineOfRefund,
  type SequenceWish,
} from '../database/order-parts.ts';
import type { BillingField } from '../database/order.ts';
import {
  PaymentTable,
  RefundLegTable,
  RefundTable,
  type PaymentRow,
  type RefundLegRow,
  type RefundRow,
} from '../database/payment.ts';

/** Everything under an order, each kind read for all asked at once: the cost does not grow with a list. */
export type Loaders = {
  readonly orders: DataLoader<string, OrderListRow | null>;
  readonly checkouts: DataLoader<string, CheckoutRow | null>;
  readonly offers: DataLoader<string, OfferRow | null>;
  readonly lines: DataLoader<string, LineOfOrder | null>;
  readonly billingFields: DataLoader<string, BillingField[]>;
  readonly payments: DataLoader<string, PaymentRow | null>;
  readonly paymentsOfOrder: DataLoader<string, PaymentRow[]>;
  readonly actions: DataLoader<string, ActionRow | null>;
  readonly actionsOfOrder: DataLoader<string, ActionRow[]>;
  /** By configuration id; null for one that is deleted or disabled. */
  readonly configurationVersions: DataLoader<string, number | null>;
  readonly attempts: DataLoader<SequenceWish, AttemptFound[], string>;
  readonly history: DataLoader<SequenceWish, HistoryEntryFound[], string>;
  readonly refunds: DataLoader<string, RefundRow | null>;
  readonly refundsOfOrder: DataLoader<string, RefundRow[]>;
  readonly refundLines: DataLoader<string, LineOfRefund[]>;
  readonly refundLegs: DataLoader<string, RefundLegRow | null>;
  readonly legsOfRefund: DataLoader<string, RefundLegRow[]>;
  /** Forgets everything: before each message of a stream, and after a mutation. */
  clear(): void;
};

/** One set per operation: what they have read is not read again, and nobody else sees it. */
export function makeLoaders(em: EntityManager): Loaders {
  // Rows are only read here; without an identity map a second read sees what has changed since.
  const plain = { disableIdentityMap: true } as const;
  const loaders = {
    orders: byId((ids) => findOrderRows(em, ids)),
    checkouts: byId((ids) => em.find(CheckoutTable, { id: { $in: [...ids] } }, plain)),
    offers: byId((ids) => em.find(OfferTable, { id: { $in: [...ids] } }, plain)),
    lines: byId((ids) => findOrderLines(em, ids)),
    billingFields: new DataLoader<string, BillingField[]>(async (ids) => {
      const rows = new Map((await findBillingFields(em, ids)).map((row) => [row.id, row]));
      return ids.map((id) => rows.get(id)?.billingFields ?? []);
    }),
    payments: byId((ids) => em.find(PaymentTable, { id: { $in: [...ids] } }, plain)),
    paymentsOfOrder: groupedBy('orderId', (ids) =>
      em.find(
        PaymentTable,
        { orderId: { $in: [...ids] } },
        { ...plain, orderBy: { createdAt: 'asc', id: 'asc' } },
      ),
    ),
    actions: byId((ids) => em.find(ActionTable, { id: { $in: [...ids] } }, plain)),
    actionsOfOrder: groupedBy('orderId', (ids) =>
      em.find(
        ActionTable,
        { orderId: { $in: [...ids] } },
        { ...plain, orderBy: { createdAt: 'asc', id: 'asc' } },
      ),
    ),
    configurationVersions: new DataLoader<string, number | null>(async (ids) => {
      const rows = await findConfigurationVersions(em, ids);
      const versions = new Map(rows.map((row) => [row.id, row.version]));
      return ids.map((id) => versions.get(id) ?? null);
    }),
    attempts: bySequence((wishes) => findAttemptPages(em, wishes)),
    history: bySequence((wishes) => findHistoryPages(em, wishes)),
    refunds: byId((ids) => em.find(RefundTable, { id: { $in: [...ids] } }, plain)),
    refundsOfOrder: groupedBy('orderId', (ids) =>
      em.find(
        RefundTable,
        { orderId: { $in: [...ids] } },
        { ...plain, orderBy: { requestedAt: 'asc', id: 'asc' } },
      ),
    ),
    refundLines: groupedBy('refundId', (ids) => findRefundLines(em, ids)),
    refundLegs: byId((ids) => em.find(RefundLegTable, { id: { $in: [...ids] } }, plain)),
    legsOfRefund: groupedBy('refundId', (ids) =>
      em.find(
        RefundLegTable,
        { refundId: { $in: [...ids] } },
        { ...plain, orderBy: { id: 'asc' } },
      ),
    ),
  };
  return {
    ...loaders,
    clear: () => {
      for (const loader of Object.values(loaders)) loader.clearAll();
    },
  };
}

function byId<Row extends { id: string }>(
  find: (ids: readonly string[]) => Promise<Row[]>,
): DataLoader<string, Row | null> {
  return new DataLoader(async (ids) => {
    const rows = new Map((await find(ids)).map((row) => [row.id, row]));
    return ids.map((id) => rows.get(id) ?? null);
  });
}

function groupedBy<Key extends string, Row extends Readonly<Record<Key, string>>>(
  key: Key,
  find: (ids: readonly string[]) => Promise<Row[]>,
): DataLoader<string, Row[]> {
  return new DataLoader(async (ids) => {
    const groups = Map.groupBy(await find(ids), (row) => row[key] as string);
    return ids.map((id) => groups.get(id) ?? []);
  });
}

function bySequence<Entry extends { readonly wish: number }>(
  find: (wishes: readonly SequenceWish[]) => Promise<Entry[]>,
): DataLoader<SequenceWish, Entry[], string> {
  return new DataLoader(
    async (wishes) => {
      const groups = Map.groupBy(await find(wishes), ({ wish }) => wish);
      return wishes.map((_, place) => groups.get(place) ?? []);
    },
    { cacheKeyFn: ({ id, first, after }) => `${id} ${first} ${after}` },
  );
}
