import { requeueAction } from '../database/action-lease.ts';
import type { OrderRow } from '../database/order.ts';
import {
  PaymentTable,
  type RefundLegRow,
  RefundLegTable,
  type RefundRow,
  RefundTable,
} from '../database/payment.ts';
import { callOffSending, findSendingAction } from '../database/refund-sending.ts';
import { spokenAmount } from '../domain/money.ts';
import type { Permission } from '../domain/permission.ts';
import type { RefundStatus } from '../domain/refund.ts';
import type { PaymentProviders } from '../payments/providers.ts';
import { canAskAbout } from './can-ask-about.ts';
import { once } from './idempotency.ts';
import { lockOrder } from './load-order.ts';
import { type Outcome, Refused, refuse } from './outcome.ts';
import { isStorable } from './plain-text.ts';
import { decide, type Request, type Work } from './request.ts';
import { providerWord } from './settled-leg-words.ts';
import { settleLeg } from './settle-refund.ts';

/** What a person may do with a leg whose outcome is open. */
export const RefundLegStep = {
  CHECK_AGAIN: 'CHECK_AGAIN',
  RECORD_AS_RETURNED: 'RECORD_AS_RETURNED',
  RELEASE: 'RELEASE',
} as const;
export type RefundLegStep = (typeof RefundLegStep)[keyof typeof RefundLegStep];

export type SettleRefundLeg = {
  readonly legId: string;
  readonly idempotencyKey: string;
  readonly step: RefundLegStep;
  /** The status the screen showed. */
  readonly expectedStatus?: RefundStatus | null;
  readonly reason?: string | null;
};

type Surroundings = { readonly providers: PaymentProviders };

const LONGEST_REASON = 2_000;

/**
 * The steps somebody may take now. An open leg can be asked after where its provider can be asked, and be
 * settled by hand either way; a failure that came late can only be taken note of (RELEASE), since the money
 * is reserved no more.
 */
export function nextStepsOf(
  leg: Pick<RefundLegRow, 'status' | 'providerReference'>,
  refund: Pick<RefundRow, 'actorKind' | 'failedLate' | 'failureSeenAt' | 'reversedAt'>,
  means: {
    readonly permissions: ReadonlySet<Permission>;
    /** The name of the provider it goes back through; null: no money moves. */
    readonly provider: string | null;
    readonly providers: PaymentProviders;
  },
): RefundLegStep[] {
  if (!means.permissions.has('REFUND_ORDERS') || means.provider === null) return [];
  if (leg.status === 'FAILED') {
    const needsNote = refund.failedLate && !refund.failureSeenAt && !refund.reversedAt;
    return needsNote ? ['RELEASE'] : [];
  }
  if (leg.status !== 'UNKNOWN' && leg.status !== 'PENDING') return [];
  // One made at the provider does not carry our key: only its events tell of it.
  const isOurs = refund.actorKind !== 'PROVIDER';
  const canAsk = isOurs && canAskAbout(leg, means.providers.byName(means.provider));
  return canAsk
    ? ['CHECK_AGAIN', 'RECORD_AS_RETURNED', 'RELEASE']
    : ['RECORD_AS_RETURNED', 'RELEASE'];
}

/**
 * A person settles a leg that nobody knows the end of: has its provider asked again (by a worker, right
 * afterwards), writes down that the money went back, or lets the amount go because it did not. Each says
 * who and, where it decides about money, why.
 */
export async function settleRefundLeg(
  input: SettleRefundLeg,
  request: Request,
  surroundings: Surroundings,
): Promise<Outcome<{ orderId: string; refundId: string }>> {
  return decide(request, async (work) => {
    const { order, refundId } = await lockOrderOfLeg(work, input.legId);
    return once(work, { operation: 'settleRefundLeg', key: input.idempotencyKey, input }, () =>
      settle(work, order, refundId, input, surroundings),
    );
  });
}

async function lockOrderOfLeg(
  work: Work,
  legId: string,
): Promise<{ order: OrderRow; refundId: string }> {
  const absent = () => refuse('NOT_FOUND', 'There is no such share of a refund.', ['legId']);
  const leg = isStorable(legId) ? await work.em.findOne(RefundLegTable, { id: legId }) : null;
  if (!leg) return absent();
  const { orderId } = await work.em.findOneOrFail(RefundTable, { id: leg.refundId });
  try {
    return { order: await lockOrder(work, orderId, 'legId'), refundId: leg.refundId };
  } catch (error) {
    // An order out of reach must look like a leg that does not exist.
    if (error instanceof Refused) return absent();
    throw error;
  }
}

async function settle(
  work: Work,
  order: OrderRow,
  refundId: string,
  input: SettleRefundLeg,
  { providers }: Surroundings,
): Promise<{ orderId: string; refundId: string }> {
  const { permissions } = work.request;
  if (!permissions.has('REFUND_ORDERS')) {
    refuse('NOT_ALLOWED', 'Your role may not refund orders.');
  }
  const refresh = { refresh: true };
  const leg = await work.em.findOneOrFail(RefundLegTable, { id: input.legId }, refresh);
  const refund = await work.em.findOneOrFail(RefundTable, { id: refundId }, refresh);
  const provider = leg.providerKey && leg.paymentId ? await providerOf(work, leg.paymentId) : null;
  if (input.expectedStatus && input.expectedStatus !== leg.status) {
    const message =
      'The refund has moved on since you looked. Look at it again before settling it.';
    refuse('STALE', message, ['expectedStatus'], { orderId: order.id });
  }
  if (!nextStepsOf(leg, refund, { permissions, provider, providers }).includes(input.step)) {
    refuse('INVALID', wordsAgainst(leg.status, input.step), ['step']);
  }
  const reason = readReason(input);
  switch (input.step) {
    case 'CHECK_AGAIN':
      await checkAgain(work, order, leg, provider ?? '');
      break;
    case 'RECORD_AS_RETURNED':
      await endSending(work, leg);
      await settleLeg(
        work,
        order,
        leg.id,
        { status: 'SUCCEEDED', reference: null },
        { reason, byHand: true },
      );
      break;
    case 'RELEASE':
      await endSending(work, leg);
      await release(work, order, leg, refund, reason);
      break;
  }
  work.touch(order.id);
  return { orderId: order.id, refundId };
}

async function providerOf(work: Work, paymentId: string): Promise<string> {
  const payment = await work.em.findOneOrFail(PaymentTable, { id: paymentId });
  return payment.provider;
}

function readReason({ reason, step }: SettleRefundLeg): string | null {
  const text = reason?.trim() ?? '';
  if (text.length > LONGEST_REASON || !isStorable(text)) {
    refuse('INVALID', `A reason is a text of at most ${LONGEST_REASON} characters.`, ['reason']);
  }
  if (text === '' && step !== 'CHECK_AGAIN') {
    refuse('INVALID', 'Say why: where you have seen what became of the money.', ['reason']);
  }
  return text === '' ? null : text;
}

function wordsAgainst(status: RefundStatus, step: RefundLegStep): string {
  if (status !== 'UNKNOWN' && status !== 'PENDING') {
    return 'The outcome of this share of the refund is known: there is nothing to settle.';
  }
  return step === 'CHECK_AGAIN'
    ? 'The provider cannot be asked about this refund. Look it up there, then settle it by hand.'
    : 'This share of the refund cannot be settled that way.';
}

/** Queues a check: the same action under the same key, which asks before anything else. */
async function checkAgain(
  work: Work,
  order: OrderRow,
  leg: RefundLegRow,
  provider: string,
): Promise<void> {
  const action = await findSendingAction(work.em, leg.id);
  const requeued =
    action !== null &&
    action.status !== 'RUNNING' &&
    (await requeueAction(work.em, {
      actionId: action.id,
      fromRun: action.run,
      fromStatus: action.status,
      run: action.run,
      trigger: 'RERUN',
      actor: work.request.actor,
      requestedAt: work.now,
    }));
  if (!action || !requeued) {
    return refuse('ALREADY_RUNNING', 'It is being checked right now. Its outcome will be shown.');
  }
  work.wake(action.id);
  work.showAction(order.id, action.id);
  work.record(order.id, {
    event: 'refund.check_asked',
    summary: `${providerWord(provider)} is asked again what became of the refund of ${spokenAmount(leg.amountMinor, order.currency)}.`,
  });
}

/** Nothing is sent or asked after a person has decided. */
async function endSending(work: Work, leg: RefundLegRow): Promise<void> {
  const action = await findSendingAction(work.em, leg.id);
  if (!action) return;
  if (!(await callOffSending(work.em, action.id))) {
    refuse('ALREADY_RUNNING', 'It is being checked right now. Wait for its outcome.');
  }
  const { orderId } = await work.em.findOneOrFail(RefundTable, { id: leg.refundId });
  work.showAction(orderId, action.id);
}

async function release(
  work: Work,
  order: OrderRow,
  leg: RefundLegRow,
  refund: RefundRow,
  reason: string | null,
): Promise<void> {
  if (leg.status === 'FAILED') {
    refund.failureSeenAt = work.now;
    await work.em.flush();
    work.record(order.id, {
      event: 'refund.failure_seen',
      summary: `Noted that the refund of ${spokenAmount(leg.amountMinor, refund.currency)} failed.`,
      reason,
    });
    return;
  }
  const message = 'Released by hand: nothing was returned.';
  await settleLeg(
    work,
    order,
    leg.id,
    { status: 'FAILED', message, mayStillSucceed: true },
    { reason, byHand: true },
  );
}
