import { query } from '../database/orm.ts';
import { PaymentTable, type PaymentRow } from '../database/payment.ts';
import { readPayments } from '../database/payment-cover.ts';
import { type PaymentNews, ProviderFailure } from '../payments/payment-provider.ts';
import type { PaymentProviders } from '../payments/providers.ts';
import { lockOrder } from './load-order.ts';
import { applyPaymentNews } from './receive-payment-event.ts';
import { inOneTransaction, type Request } from './request.ts';

const BATCH = 20;
const FIND_TIMEOUT_MS = 15_000;

/**
 * Asks the providers what became of payments that have been pending for long: a lost event heals here.
 * One that is still unpaid after the last look-up counts as given up by the customer; should its money
 * come after all, the event lifts it. Returns how many were asked, all at once: one that is slow or makes
 * no sense keeps no other waiting. A fault among them is thrown when the others are done.
 */
export async function lookUpPayments(
  request: Request,
  providers: PaymentProviders,
  stopping: AbortSignal = new AbortController().signal,
): Promise<number> {
  const due = await query<DueLookUp>(
    request.em.fork(),
    'select id, look_ups from payment where look_up_at <= $1 order by look_up_at limit $2',
    [request.tools.now(), BATCH],
  );
  const ended = await Promise.allSettled(
    due.map((one) => lookUp(one, request, providers, stopping)),
  );
  const fault = ended.find((one) => one.status === 'rejected');
  if (fault) throw fault.reason;
  return due.length;
}

/** `look_ups` as they were when the turn was found due: whoever comes second sees that it was taken. */
type DueLookUp = { readonly id: string; readonly look_ups: number };

async function lookUp(
  { id, look_ups: lookUpsBefore }: DueLookUp,
  request: Request,
  providers: PaymentProviders,
  stopping: AbortSignal,
): Promise<void> {
  const payment = await request.em.fork().findOneOrFail(PaymentTable, id);
  const asked = await ask(payment, providers, stopping);
  // Unanswered because we go away: its turn is not over.
  if (stopping.aborted) return;
  const answer = 'fault' in asked ? 'unavailable' : asked.answer;
  await inOneTransaction(request, async (work) => {
    const order = await lockOrder(work, payment.orderId, 'orderId');
    const row = await work.em.findOneOrFail(PaymentTable, id);
    // Another worker asked at the same moment: its answer is as good, and the turn counts once.
    if (row.status !== 'PENDING' || row.lookUps !== lookUpsBefore) return;
    const nextDelayMs = request.tools.settings.lookUpDelaysMs[row.lookUps + 1];
    row.lookUps += 1;
    row.lookUpAt =
      nextDelayMs === undefined ? null : new Date(row.createdAt.getTime() + nextDelayMs);
    await work.em.flush();
    const news = newsFrom(answer, row, nextDelayMs === undefined);
    if (news) {
      const payments = await readPayments(work.em, order.id);
      await applyPaymentNews(work, { order, paymentId: id, payments }, news, {
        kind: 'PROVIDER',
        id: payment.provider,
        name: payment.provider,
      });
    } else if (answer === 'unavailable' && row.lookUpAt === null) {
      // Nothing is known yet: keep asking at the longest interval.
      row.lookUpAt = new Date(
        work.now.getTime() + (request.tools.settings.lookUpDelaysMs.at(-1) ?? 0),
      );
    }
  });
  if ('fault' in asked) throw asked.fault;
}

type Answer = PaymentNews | 'absent' | 'unavailable';

/** A fault says as little of the payment as no answer, and must not keep it first in the queue for ever. */
async function ask(
  payment: PaymentRow,
  providers: PaymentProviders,
  stopping: AbortSignal,
): Promise<{ answer: Answer } | { fault: unknown }> {
  const provider = providers.byName(payment.provider);
  if (!provider?.find) return { answer: 'unavailable' };
  try {
    const answer = await provider.find(
      { id: payment.id, reference: payment.providerReference ?? null },
      AbortSignal.any([AbortSignal.timeout(FIND_TIMEOUT_MS), stopping]),
    );
    return { answer };
  } catch (error) {
    return error instanceof ProviderFailure ? { answer: 'unavailable' } : { fault: error };
  }
}

function newsFrom(answer: Answer, payment: PaymentRow, isLast: boolean): PaymentNews | null {
  if (answer === 'unavailable') return null;
  if (answer === 'absent')
    return endedNews(payment, 'FAILED', 'The payment never reached the provider.');
  if (answer.status === 'PENDING' && isLast) {
    return endedNews(payment, 'CANCELLED', 'The customer did not finish paying.');
  }
  return answer;
}

function endedNews(
  payment: PaymentRow,
  status: 'FAILED' | 'CANCELLED',
  failureMessage: string,
): PaymentNews {
  return {
    kind: 'payment',
    eventId: `look-up-${payment.id}`,
    stamp: payment.id,
    reference: null,
    status,
    amountMinor: null,
    currency: null,
    method: null,
    failureMessage,
    at: null,
  };
}
