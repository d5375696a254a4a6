import type { EntityManager } from '@mikro-orm/postgresql';
import DataLoader from 'dataloader';
import { findCompletionFacts, type CompletionFacts } from '../database/completion-facts.ts';
import { findOrderExports, type OrderExportFound } from '../database/order-export.ts';
import {
  findOrderDetails,
  type OrderDetails,
  type OrderListRow,
} from '../database/order-list-row.ts';
import {
  findActions,
  findActionsOfOrders,
  findAttemptPages,
  findBillingFields,
  findErasedOrders,
  findHistoryPages,
  findOrderLines,
  findPaymentsOfOrders,
  findRefundLines,
  type ActionFound,
  type AttemptFound,
  type HistoryEntryFound,
  type LineOfOrder,
  type LineOfRefund,
  type PaymentOfOrder,
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
import { findRefundsOfOrders } from '../database/order-refunds.ts';
import { findRefundFacts, type RefundFacts } from '../database/refund-facts.ts';
import { readReportRows, type ReportRead, type ReportRow } from '../database/report-rollups.ts';
import {
  findCheckoutNames,
  findOfferNames,
  type Named,
  type NamedOffer,
} from '../database/shop-names.ts';
import type { RefundAllowance } from '../domain/refund-limit.ts';
import type { OrderAccess } from '../use-cases/plan-refund.ts';
import { removableAccess } from '../use-cases/remove-access.ts';
import { readAllowances } from '../use-cases/refund-allowance.ts';
import type { Request } from '../use-cases/request.ts';
import { badUserInput } from './access-rule.ts';
import { byId, bySequence, groupedBy } from './batches.ts';
import { bulkRerunLoaders, type BulkRerunLoaders } from './bulk-rerun-loaders.ts';
import { catalogueLoaders, type CatalogueLoaders } from './catalogue-loaders.ts';
import { memberLoaders, type MemberLoaders } from './member-loaders.ts';

/** Everything under an order, each kind read for all asked at once: the cost does not grow with a list. */
export type Loaders = CatalogueLoaders &
  BulkRerunLoaders &
  MemberLoaders & {
    readonly orderExports: DataLoader<string, OrderExportFound | null>;
    readonly orders: DataLoader<string, OrderListRow | null>;
    readonly checkouts: DataLoader<string, Named | null>;
    readonly offers: DataLoader<string, NamedOffer | null>;
    readonly lines: DataLoader<string, LineOfOrder | null>;
    readonly billingFields: DataLoader<string, BillingField[]>;
    readonly erasedOrders: DataLoader<string, { id: string; erasedAt: Date } | null>;
    readonly payments: DataLoader<string, PaymentRow | null>;
    readonly paymentsOfOrder: DataLoader<string, PaymentOfOrder[]>;
    readonly actions: DataLoader<string, ActionFound | null>;
    readonly actionsOfOrder: DataLoader<string, ActionFound[]>;
    readonly completionFacts: DataLoader<string, CompletionFacts | null>;
    readonly attempts: DataLoader<SequenceWish, AttemptFound[], string>;
    readonly history: DataLoader<SequenceWish, HistoryEntryFound[], string>;
    readonly refunds: DataLoader<string, RefundRow | null>;
    readonly refundsOfOrder: DataLoader<string, RefundRow[]>;
    readonly refundLines: DataLoader<string, LineOfRefund[]>;
    readonly refundLegs: DataLoader<string, RefundLegRow | null>;
    readonly legsOfRefund: DataLoader<string, RefundLegRow[]>;
    readonly refundFacts: DataLoader<string, RefundFacts | null>;
    readonly removableAccess: DataLoader<string, OrderAccess>;
    /** Everything that one answer asks of reports is read as of one moment. */
    readonly reportRows: DataLoader<ReportRead, ReportRow[], string>;
    /** By currency: what the viewer may refund now. */
    readonly refundAllowance: DataLoader<string, RefundAllowance>;
    /** Forgets everything: after a mutation. */
    clear(): void;
  };

// Rows are only read here; without an identity map a second read sees what has changed since.
const plain = { disableIdentityMap: true } as const;

type Asking = Pick<Request, 'em' | 'actor' | 'tools' | 'reach'>;

/** One set per operation: what it has read is not read again, and nobody else sees it. */
export function makeLoaders(request: Asking): Loaders {
  const { em, tools } = request;
  const shop = {
    checkouts: byId((ids) => findCheckoutNames(em, ids)),
    offers: byId((ids) => findOfferNames(em, ids)),
  };
  const billingFields = new DataLoader<string, BillingField[]>(async (ids) => {
    const rows = new Map((await findBillingFields(em, ids)).map((row) => [row.id, row]));
    return ids.map((id) => rows.get(id)?.billingFields ?? []);
  });
  const orders = byId<OrderListRow>(async (ids) => {
    const rows = await findOrderDetails(em, ids);
    for (const row of rows) primeParts(row, { ...shop, billingFields });
    return rows;
  });
  const loaders = {
    ...shop,
    ...moneyLoaders(em),
    ...catalogueLoaders(em),
    ...bulkRerunLoaders(em),
    ...memberLoaders(em, tools),
    orders,
    orderExports: byId((ids) => findOrderExports(em, ids)),
    lines: byId((ids) => findOrderLines(em, ids)),
    billingFields,
    erasedOrders: byId((ids) => findErasedOrders(em, ids)),
    refundAllowance: new DataLoader<string, RefundAllowance>((currencies) =>
      // Asked for here and not above: only what depends on who asks may look at it.
      readAllowances(em, request.actor, currencies, tools.now()),
    ),
    removableAccess: new DataLoader<string, OrderAccess>(async (ids) => accessOf(ids, request)),
    reportRows: new DataLoader((reads: readonly ReportRead[]) => readReportRows(em, reads), {
      // The points follow each other: hundreds of edges, as numbers.
      cacheKeyFn: ({ points, ...read }: ReportRead) =>
        JSON.stringify([read, points.map(({ start }) => Number(start)), points.at(-1)?.end]),
    }),
    actions: byId((ids) => findActions(em, ids)),
    actionsOfOrder: groupedBy('orderId', (ids) => findActionsOfOrders(em, ids)),
    completionFacts: byId((ids) => findCompletionFacts(em, ids)),
    attempts: bySequence((wishes) => findAttemptPages(em, wishes)),
    history: bySequence((wishes) => findHistoryPages(em, wishes)),
  };
  return {
    ...loaders,
    clear: () => {
      for (const loader of Object.values(loaders)) loader.clearAll();
    },
  };
}

/** Of a screen's order, or of a few: each depends on what its customer bought besides. */
const MOST_ACCESS_LOOK_UPS = 25;

function accessOf(orderIds: readonly string[], request: Asking): Promise<OrderAccess[]> {
  if (orderIds.length > MOST_ACCESS_LOOK_UPS) {
    throw badUserInput(
      `What access could be removed is told for at most ${MOST_ACCESS_LOOK_UPS} orders at once.`,
    );
  }
  return Promise.all(orderIds.map((id) => removableAccess(request.em, { id }, request)));
}

function moneyLoaders(em: EntityManager) {
  const refunds = byId((ids) => em.find(RefundTable, { id: { $in: [...ids] } }, plain));
  const refundLines = groupedBy('refundId', (ids) => findRefundLines(em, ids));
  const legsOfRefund = groupedBy('refundId', (ids) =>
    em.find(RefundLegTable, { refundId: { $in: [...ids] } }, { ...plain, orderBy: { id: 'asc' } }),
  );
  return {
    refunds,
    refundLines,
    legsOfRefund,
    payments: byId((ids) => em.find(PaymentTable, { id: { $in: [...ids] } }, plain)),
    paymentsOfOrder: groupedBy('orderId', (ids) => findPaymentsOfOrders(em, ids)),
    refundsOfOrder: groupedBy('orderId', async (ids) => {
      const found = await findRefundsOfOrders(em, ids);
      for (const { refund, legs, lines } of found) {
        refunds.prime(refund.id, refund);
        legsOfRefund.prime(refund.id, legs);
        refundLines.prime(refund.id, lines);
      }
      return found.map(({ refund }) => refund);
    }),
    refundLegs: byId((ids) => em.find(RefundLegTable, { id: { $in: [...ids] } }, plain)),
    refundFacts: byId((ids) => findRefundFacts(em, ids)),
  };
}

function primeParts(
  row: OrderDetails,
  loaders: Pick<Loaders, 'checkouts' | 'offers' | 'billingFields'>,
): void {
  const { id, checkoutId, offerId } = row;
  loaders.checkouts.prime(checkoutId, { id: checkoutId, name: row.checkoutName });
  loaders.offers.prime(offerId, { id: offerId, checkoutId, name: row.offerName });
  loaders.billingFields.prime(id, row.billingFields);
}
