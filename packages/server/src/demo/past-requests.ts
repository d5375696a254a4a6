import { REDACTED, redactUrl } from '../actions/redact.ts';
import { webhookPayload } from '../actions/webhook-payload.ts';
import type { ActionRow } from '../database/action.ts';
import { runKey } from '../domain/action.ts';
import type { OrderDraft } from './past-draft.ts';

/** What an attempt sent, as it is kept: without the customer and the signature. */
export function requestSent(draft: OrderDraft, action: ActionRow, atMs: number): unknown {
  return action.kind === 'webhook' ? hookSent(draft, action, atMs) : mailSent(draft);
}

function mailSent({ order, link }: OrderDraft): unknown {
  const subject = `Receipt from ${link.checkoutName}, order ${order.number}`;
  return { to: REDACTED, subject, messageId: `<${order.id}@example.com>` };
}

function hookSent(draft: OrderDraft, action: ActionRow, atMs: number): unknown {
  const { order, link } = draft;
  const body = webhookPayload(
    {
      id: order.id,
      number: order.number,
      checkout: { id: link.checkoutId, name: link.checkoutName },
      offer: { id: link.offerId, name: link.offerName },
      createdAt: order.createdAt,
      paidAt: order.paidAt ?? null,
      currency: order.currency,
      totalMinor: order.totalMinor,
      discounts: order.discountCode
        ? [{ code: order.discountCode, amountMinor: order.discountMinor }]
        : [],
      source: order.source ?? null,
      tags: order.tags,
      language: order.language ?? null,
      customer: {
        email: REDACTED,
        firstName: hidden(order.firstName),
        lastName: hidden(order.lastName),
        country: order.country ?? null,
        region: hidden(order.region),
        fields: order.billingFields.map((field) => ({ ...field, value: REDACTED })),
        analyticsConsent: order.analyticsConsent,
      },
      lines: draft.lines,
      payments: draft.payments,
    },
    action.orderLineId ?? null,
  );
  return {
    method: 'POST',
    url: redactUrl(String(action.settings['url'])),
    headers: {
      'content-type': 'application/json',
      'user-agent': 'order-management-webhook/1',
      'webhook-id': runKey(action.id, action.run),
      'webhook-timestamp': String(Math.floor(atMs / 1_000)),
      'webhook-signature': REDACTED,
    },
    body,
  };
}

function hidden(value: string | null | undefined): string | null {
  return value == null ? null : REDACTED;
}
