import { setTimeout as pause } from 'node:timers/promises';
import type { ActionAnswer, ActionSteps } from '../actions/action-type.ts';
import { BadSettings } from '../actions/action-type.ts';
import type { ActionTypes } from '../actions/action-types.ts';
import type { ClaimedAction } from '../database/action-claim.ts';
import { factsOfSteps, rememberStep } from '../database/action-steps.ts';
import { openSettings } from '../database/sealing.ts';
import { runKey } from '../domain/action.ts';
import type { RefundAnswer } from '../payments/payment-provider.ts';
import { type AttemptDeeds, attemptsAlone } from './attempt-deeds.ts';
import type { BegunAttempt, RemovalPlan } from './begin-attempt.ts';
import { handActionBack, handBackAfter, handRefundBackAfter, NO_ANSWER } from './hand-back.ts';
import { holdLease, unlessDeaf } from './hold-lease.ts';
import type { Request } from './request.ts';
import { LOST_ANSWER, type SendingAnswer } from './end-of-sending.ts';
import { type RefundSurroundings, sendRefund } from './send-refund.ts';
import { writeSending } from './write-sending.ts';

export type WorkerSurroundings = RefundSurroundings & {
  readonly actionTypes: ActionTypes;
  /** Names this worker in the attempts it makes. */
  readonly worker: string;
  readonly heartbeatMs: number;
  /** When an attempt is told to stop, in ms; minutes unless set. */
  readonly longestAttemptMs?: number;
  /** How long it may take to stop, in ms; seconds unless set. */
  readonly patienceMs?: number;
  /** Aborted when the worker stops and waits no longer: what has not ended then is handed to another. */
  readonly stopping: AbortSignal;
  /** What this worker's attempts share; left out: each is for itself. */
  readonly together?: AttemptDeeds;
  /** A fault of ours, not of the other side: for the log. */
  readonly onFault: (error: unknown) => void;
  /** Lets each attempt happen, and is told what it came to; left out: nobody watches. */
  readonly aroundAttempt?: (
    claimed: ClaimedAction,
    work: () => Promise<AttemptEnd>,
  ) => Promise<AttemptEnd>;
};

/** What an attempt came to: as its kind of action answered, or its refund's provider, or why nobody did. */
export type AttemptEnd =
  | ActionAnswer['outcome']
  | RefundAnswer['outcome']
  | Exclude<SendingAnswer['kind'], 'answered'>
  /** The worker stops, and another does it. */
  | 'handed-back';

/** Longer than every kind of action with all its calls and their time-outs. */
const LONGEST_ATTEMPT_MS = 5 * 60_000;
const WRITE_AGAIN_AFTER_MS = [100, 1_000, 4_000];

/**
 * One attempt of one action: claim it, renew the lease while the work goes on, write what came of it.
 * A no-op when the action is not due or is somebody else's.
 */
export async function runAction(
  actionId: string,
  request: Request,
  surroundings: WorkerSurroundings,
): Promise<void> {
  const deeds = surroundings.together ?? attemptsAlone(request, surroundings.worker);
  const begun = await deeds.begin(actionId);
  if (!begun) return;
  const held = { actionId: begun.claimed.id, attempt: begun.claimed.attempt };
  const attempt = () =>
    // Held until the answer is written, too: that may have to wait for the order.
    holdLease(held, request, surroundings, (lost) => {
      const longestMs = surroundings.longestAttemptMs ?? LONGEST_ATTEMPT_MS;
      const stop = AbortSignal.any([lost, surroundings.stopping, AbortSignal.timeout(longestMs)]);
      return carryOut(begun, request, { ...surroundings, deeds }, stop);
    });
  await (surroundings.aroundAttempt?.(begun.claimed, attempt) ?? attempt());
}

type AttemptSurroundings = WorkerSurroundings & { readonly deeds: AttemptDeeds };

/** What an attempt is depends on what its action is for; how it is held and written down does not. */
async function carryOut(
  begun: BegunAttempt,
  request: Request,
  surroundings: AttemptSurroundings,
  signal: AbortSignal,
): Promise<AttemptEnd> {
  const { claimed } = begun;
  const { deeds, onFault, patienceMs, stopping } = surroundings;
  const { leaseMs } = request.tools.settings;
  if (claimed.refundLegId !== null) {
    const sending = { claimed, legId: claimed.refundLegId, request, surroundings };
    const working = sendRefund({ ...sending, signal, onFault });
    const sent = await unlessDeaf(working, signal, LOST_ANSWER, patienceMs);
    const later = stopping.aborted ? handRefundBackAfter(sent, leaseMs) : null;
    if (later !== null) {
      await insist(() => handActionBack(claimed, later, request), onFault);
      return 'handed-back';
    }
    await insist(() => writeSending(sending, sent), onFault);
    return sent.kind === 'answered' ? sent.answer.outcome : sent.kind;
  }
  const working = answerOf(begun, request, surroundings, signal);
  const answer = await unlessDeaf(working, signal, NO_ANSWER, patienceMs);
  const later = stopping.aborted ? handBackAfter(answer, leaseMs) : null;
  if (later !== null) {
    await insist(() => handActionBack(claimed, later, request), onFault);
    return 'handed-back';
  }
  await insist(() => deeds.write({ claimed, answer }), onFault);
  return answer.outcome;
}

/**
 * A call that was made cannot be made undone, so what it came to is worth some tries to write down: else
 * another worker makes it again. A try that did commit, unheard, is not taken for an overtaken one.
 */
async function insist(
  write: () => Promise<void>,
  onFault: (error: unknown) => void,
): Promise<void> {
  for (const pauseMs of WRITE_AGAIN_AFTER_MS) {
    try {
      return await write();
    } catch (error) {
      onFault(error);
      await pause(pauseMs);
    }
  }
  return write();
}

async function answerOf(
  { claimed, removal }: BegunAttempt,
  request: Request,
  { actionTypes, deeds, onFault }: AttemptSurroundings,
  signal: AbortSignal,
): Promise<ActionAnswer> {
  const type = actionTypes.byKind(claimed.kind);
  if (!type) {
    return {
      outcome: 'failed',
      again: 'no',
      message: `This version does not know actions of kind “${claimed.kind}”.`,
    };
  }
  try {
    const opened = openSettings(request.tools.sealer, claimed.settings, type.secretSettings);
    const settings = type.readSettings(opened);
    const [order, steps] = await Promise.all([
      deeds.order(claimed.orderId),
      stepsOf(claimed, request, deeds),
    ]);
    const run = {
      key: runKey(claimed.id, claimed.run),
      lineId: claimed.orderLineId,
      now: request.tools.now(),
      signal,
      steps,
    };
    if (!removal) return await type.run(order, settings, run);
    if (!type.remove) return NOTHING_TO_REMOVE;
    const granted = await grantedBy(removal, request);
    return withKept(removal, await type.remove(order, settings, { ...run, ...granted }));
  } catch (error) {
    if (error instanceof BadSettings) {
      return { outcome: 'failed', again: 'no', message: error.message };
    }
    onFault(error);
    return {
      outcome: 'failed',
      again: 'yes',
      message: 'Something went wrong on our side.',
      technical: error instanceof Error ? error.name : 'Error',
    };
  }
}

const NOTHING_TO_REMOVE: ActionAnswer = {
  outcome: 'failed',
  again: 'no',
  message: 'This kind of action gives nothing that could be taken away.',
};

/** What the grant has left behind for its removal. */
async function grantedBy({ grantId, customer, kept }: RemovalPlan, request: Request) {
  const facts = await factsOfSteps(request.em.fork(), grantId);
  return { granted: (step: string) => facts.get(step), customer, kept };
}

function withKept({ keptBecause }: RemovalPlan, answer: ActionAnswer): ActionAnswer {
  if (answer.outcome !== 'done' || keptBecause === null) return answer;
  return { ...answer, note: [answer.note, keptBecause].filter(Boolean).join(' ') };
}

/** Steps are remembered as they happen, whatever the attempt comes to. */
async function stepsOf(
  claimed: ClaimedAction,
  request: Request,
  deeds: AttemptDeeds,
): Promise<ActionSteps> {
  const em = request.em.fork();
  const finished = await deeds.finishedSteps(claimed.id);
  return {
    done: (step) => finished.get(step),
    finish: async (step, fact = null) => {
      finished.set(step, fact);
      const at = request.tools.now();
      await rememberStep(em, { actionId: claimed.id, run: claimed.run, step, fact, at });
    },
  };
}
