import type { ClaimedAction } from '../database/action-claim.ts';
import { isErased, OrderTable } from '../database/order.ts';
import {
  type PaymentRow,
  PaymentTable,
  type RefundLegRow,
  RefundLegTable,
} from '../database/payment.ts';
import { findParts } from '../database/refund-books.ts';
import { refundsSentFor } from '../database/refund-sending.ts';
import { isOpenLeg } from '../domain/refund-leg.ts';
import type { PaymentProvider, ProviderRefund } from '../payments/payment-provider.ts';
import type { PaymentProviders } from '../payments/providers.ts';
import { canAskAbout } from './can-ask-about.ts';
import type { SendingAnswer } from './end-of-sending.ts';
import { lockOrder } from './load-order.ts';
import { providerWord } from './settled-leg-words.ts';
import { inOneTransaction, type Request } from './request.ts';

// One attempt of a REFUND action: sends its leg, or finds out what became of it. A leg has one key for
// ever. That it may have been sent is committed before the first byte; from then on its provider is asked
// first, and only a refund that provably does not exist is sent again, while its provider would know the
// key as the same.

export type RefundSurroundings = {
  readonly providers: PaymentProviders;
  readonly publicUrl: string;
};

export type Sending = {
  readonly claimed: ClaimedAction;
  readonly legId: string;
  readonly request: Request;
  readonly surroundings: RefundSurroundings;
  readonly signal: AbortSignal;
  readonly onFault: (error: unknown) => void;
};

export async function sendRefund(sending: Sending): Promise<SendingAnswer> {
  const { tools } = sending.request;
  tools.reached?.('refund.claimed');
  // Read before the mark: from then on nothing but the call itself may fail.
  const read = await caught(sending, () => refundOf(sending));
  if ('technical' in read) return { kind: 'not-sent', message: OUR_FAULT, ...read };
  const marked = await caught(sending, () => markSent(sending));
  if ('technical' in marked) return { kind: 'not-sent', message: OUR_FAULT, ...marked };
  switch (marked.kind) {
    case 'settled':
      return { kind: 'settled' };
    case 'impossible':
      return { kind: 'given-up', message: marked.message };
    case 'first':
      tools.reached?.('refund.sent_marked');
      return orUnknown(sending, () => send(sending, marked.provider, read));
    case 'again':
      return orUnknown(sending, () => ask(sending, marked.provider, marked.leg, read));
  }
}

const OUR_FAULT = 'Something went wrong on our side.';

async function caught<Value>(
  { onFault }: Sending,
  work: () => Promise<Value>,
): Promise<Value | { readonly technical: string }> {
  try {
    return await work();
  } catch (error) {
    onFault(error);
    return { technical: error instanceof Error ? error.name : 'Error' };
  }
}

/** A fault after the mark proves nothing about the money. */
async function orUnknown(
  sending: Sending,
  work: () => Promise<SendingAnswer>,
): Promise<SendingAnswer> {
  const answer = await caught(sending, work);
  if (!('technical' in answer) || 'kind' in answer) return answer;
  return { kind: 'answered', asked: true, answer: { outcome: 'unknown', message: OUR_FAULT } };
}

type Marked =
  | { readonly kind: 'settled' }
  | { readonly kind: 'impossible'; readonly message: string }
  | { readonly kind: 'first'; readonly provider: Refunding }
  | {
      readonly kind: 'again';
      readonly provider: PaymentProvider | null;
      readonly leg: RefundLegRow;
    };
type Refunding = PaymentProvider & Required<Pick<PaymentProvider, 'refund'>>;

/** Committed before the first byte goes out: whoever comes after knows that it may have. */
function markSent({ claimed, legId, request, surroundings }: Sending): Promise<Marked> {
  return inOneTransaction(request, async (work): Promise<Marked> => {
    await lockOrder(work, claimed.orderId, 'orderId');
    const leg = await work.em.findOneOrFail(RefundLegTable, { id: legId });
    if (!isOpenLeg(leg.status)) return { kind: 'settled' };
    const payment = await work.em.findOneOrFail(PaymentTable, { id: leg.paymentId ?? '' });
    const provider = surroundings.providers.byName(payment.provider) ?? null;
    if (leg.sentAt) return { kind: 'again', provider, leg };
    if (!provider || !canRefund(provider)) {
      return {
        kind: 'impossible',
        message: `${providerWord(payment.provider)} cannot be asked for refunds here. Nothing was sent.`,
      };
    }
    leg.sentAt = work.now;
    return { kind: 'first', provider };
  });
}

function canRefund(provider: PaymentProvider): provider is Refunding {
  return provider.refund !== undefined;
}

async function send(
  { request, signal }: Sending,
  provider: Refunding,
  refund: ProviderRefund,
): Promise<SendingAnswer> {
  const answer = await provider.refund(refund, signal);
  request.tools.reached?.('refund.answered');
  return { kind: 'answered', asked: false, answer };
}

/** It may have been sent before, so its provider is asked what became of it. */
async function ask(
  sending: Sending,
  provider: PaymentProvider | null,
  leg: RefundLegRow,
  refund: ProviderRefund,
): Promise<SendingAnswer> {
  if (!canAskAbout(leg, provider)) {
    return {
      kind: 'cannot-ask',
      message:
        'It may have been sent, and its provider cannot be asked. It is not sent again by itself.',
    };
  }
  const found = await provider.findRefund(refund, sending.signal);
  sending.request.tools.reached?.('refund.asked');
  if (found !== 'absent') return { kind: 'answered', asked: true, answer: found };
  if (leg.providerReference) {
    const message = 'Its provider does not know it any more, although it had confirmed it.';
    return { kind: 'answered', asked: true, answer: { outcome: 'unknown', message } };
  }
  if (canRefund(provider) && (await maySendAgain(sending, provider))) {
    return send(sending, provider, refund);
  }
  return {
    kind: 'given-up',
    message: `${provider.label} has no such refund, so nothing was returned.`,
  };
}

/**
 * Proven absent, it is sent again under its key, as long as its provider would take the first one, should
 * it still be on its way, for the same. Asked right before: a person may have settled it meanwhile.
 */
function maySendAgain(
  { claimed, legId, request }: Sending,
  { refundKeyMs = 0 }: PaymentProvider,
): Promise<boolean> {
  return inOneTransaction(request, async (work) => {
    await lockOrder(work, claimed.orderId, 'orderId');
    const leg = await work.em.findOneOrFail(RefundLegTable, { id: legId });
    const sentMs = leg.sentAt?.getTime() ?? 0;
    return isOpenLeg(leg.status) && work.now.getTime() - sentMs < refundKeyMs;
  });
}

/** The same for every try, since providers compare. */
async function refundOf({ legId, request, surroundings }: Sending): Promise<ProviderRefund> {
  const em = request.em.fork();
  const leg = await em.findOneOrFail(RefundLegTable, { id: legId });
  const payment = await em.findOneOrFail(PaymentTable, { id: leg.paymentId ?? '' });
  const [order, parts, refundsSent] = await Promise.all([
    em.findOneOrFail(OrderTable, { id: payment.orderId }),
    findParts(em, legId),
    refundsSentFor(em, payment.id, legId),
  ]);
  return {
    id: leg.id,
    reference: leg.providerReference ?? null,
    payment: paidPayment(payment, leg, refundsSent),
    amountMinor: leg.amountMinor,
    lines: parts.map(({ lineId, amountMinor }) => ({ id: lineId, amountMinor })),
    // Nobody reads what is sent to the address that stands for an erased customer.
    email: isErased(order) ? null : (order.email ?? null),
    orderNumber: order.number,
    callbackUrl: `${surroundings.publicUrl}/events/${payment.provider}`,
  };
}

/** What went back of it beside this leg. */
function paidPayment(payment: PaymentRow, leg: RefundLegRow, refundsSent: number) {
  const { returnedMinor, reservedMinor } = payment;
  return {
    id: payment.id,
    reference: payment.providerReference ?? null,
    method: payment.method,
    amountMinor: payment.capturedMinor,
    returnedMinor: returnedMinor + reservedMinor - (leg.amountMinor - leg.beyondMinor),
    refundsSent,
    currency: payment.currency,
    capturedAt: payment.capturedAt ?? payment.createdAt,
  };
}
