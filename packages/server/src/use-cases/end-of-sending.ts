import type { ClaimedAction } from '../database/action-claim.ts';
import type { AttemptResult } from '../database/action-lease.ts';
import { type ActionStatus, retryDelayMs } from '../domain/action.ts';
import type { RefundStatus } from '../domain/refund.ts';
import type { LegOutcome } from '../domain/refund-leg.ts';
import type { RefundAnswer } from '../payments/payment-provider.ts';
import type { Request } from './request.ts';

/** What an attempt came to. */
export type SendingAnswer =
  /** News of the provider or a person settled it meanwhile: nothing was sent. */
  | { readonly kind: 'settled' }
  /** Not sent, through no fault of the provider: it can be tried again. */
  | { readonly kind: 'not-sent'; readonly message: string; readonly technical?: string }
  /** The provider's, about this leg; `asked`: about one that was sent before. */
  | { readonly kind: 'answered'; readonly answer: RefundAnswer; readonly asked: boolean }
  /** Nobody can tell but a person or news of the provider. */
  | { readonly kind: 'cannot-ask'; readonly message: string }
  /** Certainly not made, and not to be made any more. */
  | { readonly kind: 'given-up'; readonly message: string };

export const LOST_ANSWER: SendingAnswer = {
  kind: 'answered',
  asked: false,
  answer: {
    outcome: 'unknown',
    message: 'It took too long and did not end when it was told to. The money may have gone back.',
  },
};

/** Where an attempt leaves its action and its leg. */
export type EndOfSending = {
  readonly attempt: Pick<
    AttemptResult,
    'attemptStatus' | 'actionStatus' | 'delayMs' | 'message' | 'technical'
  >;
  /** What it means for the leg; null: nothing. */
  readonly outcome: LegOutcome | null;
  /** The provider says so, and not we ourselves. */
  readonly byProvider: boolean;
};

/** `status`: as the leg stands now, since news may have outrun the answer. */
export function endOfSending(
  sent: SendingAnswer,
  status: RefundStatus,
  means: {
    readonly claimed: ClaimedAction;
    readonly request: Request;
    readonly canAsk: boolean;
  },
): EndOfSending {
  const end = (
    attemptStatus: ActionStatus,
    action: { readonly status: ActionStatus; readonly delayMs?: number },
    message: string,
    outcome: LegOutcome | null = null,
    byProvider = false,
  ): EndOfSending => ({
    attempt: {
      attemptStatus,
      actionStatus: action.status,
      delayMs: action.delayMs ?? 0,
      message,
      technical: sent.kind === 'not-sent' ? (sent.technical ?? null) : null,
    },
    outcome,
    byProvider,
  });
  const settled = { status: status === 'FAILED' ? 'FAILED' : 'SUCCEEDED' } as const;
  switch (sent.kind) {
    case 'settled':
      return end('SUCCEEDED', settled, 'It was settled meanwhile. Nothing was sent.');
    case 'not-sent':
      return end('FAILED', { status: 'PENDING', delayMs: delayOf(means) }, sent.message);
    case 'cannot-ask': {
      const outcome = { status: 'UNKNOWN', message: sent.message } as const;
      if (!isUnclear(status)) return end('UNKNOWN', settled, toldMeanwhile(sent.message));
      return end('UNKNOWN', outcome, sent.message, outcome);
    }
    case 'given-up': {
      const outcome = { status: 'FAILED', message: sent.message, mayStillSucceed: true } as const;
      return end('FAILED', outcome, sent.message, outcome);
    }
    case 'answered':
      break;
  }
  const { answer, asked } = sent;
  switch (answer.outcome) {
    case 'succeeded':
    case 'pending': {
      const isDone = answer.outcome === 'succeeded';
      return end(
        'SUCCEEDED',
        { status: 'SUCCEEDED' },
        `${isDone ? 'The money went back' : 'It is under way'}; its number there is ${answer.reference}.`,
        { status: isDone ? 'SUCCEEDED' : 'PENDING', reference: answer.reference },
        true,
      );
    }
    case 'refused': {
      // A call that was refused proves nothing about a refund that is known to exist.
      const isProof = asked || isUnclear(status);
      return end(
        'FAILED',
        isProof ? { status: 'FAILED' } : settled,
        answer.message,
        isProof ? { status: 'FAILED', message: answer.message, mayStillSucceed: !asked } : null,
        true,
      );
    }
    case 'unknown': {
      if (!isUnclear(status)) return end('UNKNOWN', settled, toldMeanwhile(answer.message));
      const delayMs = means.canAsk ? nextDelay(means) : null;
      return end(
        'UNKNOWN',
        delayMs === null ? { status: 'UNKNOWN' } : { status: 'PENDING', delayMs },
        answer.message,
        { status: 'UNKNOWN', message: answer.message },
      );
    }
  }
}

/** Our call told nothing, and by then there was nothing left to tell. */
function toldMeanwhile(message: string): string {
  return `Its provider has told meanwhile what became of it. Before that: ${message}`;
}

function isUnclear(status: RefundStatus): boolean {
  return status === 'REQUESTED' || status === 'UNKNOWN';
}

function nextDelay({ claimed, request }: { claimed: ClaimedAction; request: Request }) {
  const { tools } = request;
  const failures = claimed.failuresInRun + 1;
  return retryDelayMs(failures, tools.settings.retrySchedule, tools.chance(), null);
}

/** A refund that was not sent yet is never given up for a fault of ours. */
function delayOf(means: { claimed: ClaimedAction; request: Request }): number {
  return nextDelay(means) ?? means.request.tools.settings.retrySchedule.at(-1) ?? 60_000;
}
