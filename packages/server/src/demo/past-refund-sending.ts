import type { PaymentRow, RefundLegRow, RefundRow } from '../database/payment.ts';
import { spokenAmount } from '../domain/money.ts';
import { SYSTEM } from '../use-cases/request.ts';
import type { OrderDraft, PastMeans } from './past-draft.ts';
import { providerWord } from './past-payments.ts';

const PICK_UP_MS = 120;

/** The action that sent a leg, and its one attempt: what came of it is told by the leg. */
export function sendLeg(
  draft: OrderDraft,
  means: PastMeans,
  when: { readonly atMs: number; readonly settledMs: number },
  what: { readonly row: RefundRow; readonly leg: RefundLegRow; readonly payment: PaymentRow },
): void {
  const { row, leg, payment } = what;
  const at = new Date(when.atMs);
  // A wake-up and a free worker; not by chance, which would change every order told after it.
  const startedAt = new Date(when.atMs + PICK_UP_MS);
  const finishedAt = new Date(when.settledMs);
  const isKnown = leg.providerReference !== null;
  const end = {
    status: isKnown ? ('SUCCEEDED' as const) : ('UNKNOWN' as const),
    startedAt,
    finishedAt,
    message: isKnown
      ? `The money went back; its number there is ${leg.providerReference}.`
      : (leg.failureMessage ?? null),
  };
  leg.sentAt = startedAt;
  const actionId = means.ids('act', when.atMs);
  draft.actions.push({
    ...end,
    id: actionId,
    orderId: draft.order.id,
    orderLineId: null,
    refundLegId: leg.id,
    removesActionId: null,
    givenTo: null,
    keptAccess: false,
    configurationId: null,
    configurationVersion: null,
    purpose: 'REFUND',
    level: null,
    kind: 'refund-payment',
    name: `Refund ${spokenAmount(leg.amountMinor, row.currency)} through ${providerWord(payment)}`,
    settings: {},
    run: 1,
    attempt: 1,
    failuresInRun: isKnown ? 0 : 1,
    nextTrigger: 'RETRY',
    runActorKind: row.actorKind,
    runActorName: row.actorName,
    runRequestedAt: at,
    worker: null,
    leaseUntil: null,
    nextAttemptAt: null,
    changedAt: finishedAt,
    createdAt: at,
  });
  draft.attempts.push({
    ...end,
    id: means.ids('att', startedAt.getTime()),
    actionId,
    orderId: draft.order.id,
    run: 1,
    attempt: 1,
    trigger: 'AUTOMATIC',
    actorKind: SYSTEM.kind,
    actorName: SYSTEM.name,
    worker: 'worker-1',
    overtaken: false,
    technical: null,
    request: null,
    response: null,
  });
}
