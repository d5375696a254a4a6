import type { ActionRow } from '../database/action.ts';
import { runKey } from '../domain/action.ts';
import { toDecimal } from '../domain/money.ts';
import type { OrderDraft } from './past-draft.ts';

/** Stands for what was taken out before an attempt was kept. */
export const REDACTED = '…';

/** What an attempt sent, as it is kept: without the customer and the signature. */
export function requestSent(draft: OrderDraft, action: ActionRow, atMs: number): unknown {
  return action.kind === 'webhook' ? hookSent(draft, action, atMs) : mailSent(draft);
}

function mailSent({ order, link }: OrderDraft): unknown {
  const subject = `Receipt from ${link.checkoutName}, order ${order.number}`;
  return { to: REDACTED, subject, messageId: `<${order.id}@example.com>` };
}

function hookSent(draft: OrderDraft, action: ActionRow, atMs: number): unknown {
  return {
    method: 'POST',
    url: action.settings['url'],
    headers: {
      'content-type': 'application/json',
      'user-agent': 'order-management-webhook/1',
      'webhook-id': runKey(action.id, action.run),
      'webhook-timestamp': String(Math.floor(atMs / 1_000)),
      'webhook-signature': REDACTED,
    },
    body: {
      type: 'order.paid',
      timestamp: draft.order.paidAt,
      data: { version: 1, lineId: action.orderLineId, order: orderSent(draft) },
    },
  };
}

/** The parts of the order that somebody looks for who asks what a receiver was told. */
function orderSent({ order, lines, link }: OrderDraft): unknown {
  const { currency } = order;
  const money = (minor: number) => ({ minor, currency, decimal: toDecimal(minor, currency) });
  return {
    id: order.id,
    number: order.number,
    createdAt: order.createdAt,
    paidAt: order.paidAt,
    checkout: { id: link.checkoutId, name: link.checkoutName },
    offer: { id: link.offerId, name: link.offerName },
    total: money(order.totalMinor),
    lines: lines.map((line) => ({
      id: line.id,
      productId: line.productId,
      productName: line.productName,
      kind: line.kind,
      price: money(line.priceMinor),
      vatRateBp: line.vatRateBp,
    })),
    source: order.source,
    tags: order.tags,
    customer: { email: REDACTED, country: order.country },
  };
}
