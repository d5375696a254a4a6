import type { ActionRow } from '../database/action.ts';
import { afterAttempt, type AttemptTrigger } from '../domain/action.ts';
import { SYSTEM } from '../use-cases/request.ts';
import type { PastAnswer } from './past-answers.ts';
import type { PastConfiguration, PastVersion } from './past-catalogue.ts';
import { type OrderDraft, type PastMeans, recordAt, settleDraft } from './past-draft.ts';
import { requestSent } from './past-requests.ts';

/** Requests and answers of older attempts are no longer kept, only what they came to. */
const EXCHANGES_KEPT_MS = 30 * 24 * 3_600_000;
/** A wake-up and a free worker. */
const PICK_UP_MS: readonly [number, number] = [15, 420];

/** The actions of a paid order: from what was set up at that moment, in the settings of that moment. */
export function createDeliveries(draft: OrderDraft, means: PastMeans, atMs: number): void {
  for (const configuration of means.catalogue.configurations) {
    // A past that is longer than the shop has what the shop began with.
    const [first] = configuration.versions;
    const version = configuration.versions.findLast(({ sinceMs }) => sinceMs <= atMs) ?? first;
    if (!version) continue;
    for (const orderLineId of placesOf(configuration, draft)) {
      draft.actions.push(newAction(draft, means, atMs, { configuration, version, orderLineId }));
    }
  }
}

/** Null for the order as a whole, else its lines with the product; none where it does not apply. */
function placesOf(
  { level, checkoutId, offerId, productId }: PastConfiguration,
  { order, lines }: OrderDraft,
): (string | null)[] {
  if (checkoutId !== order.checkoutId) return [];
  switch (level) {
    case 'CHECKOUT':
      return [null];
    case 'OFFER':
      return offerId === order.offerId ? [null] : [];
    case 'PRODUCT':
      return lines.filter((line) => line.productId === productId).map(({ id }) => id);
  }
}

function newAction(
  draft: OrderDraft,
  means: PastMeans,
  atMs: number,
  from: {
    readonly configuration: PastConfiguration;
    readonly version: PastVersion;
    readonly orderLineId: string | null;
  },
): ActionRow {
  const at = new Date(atMs);
  return {
    id: means.ids('act', atMs),
    orderId: draft.order.id,
    orderLineId: from.orderLineId,
    refundLegId: null,
    removesActionId: null,
    givenTo: null,
    keptAccess: false,
    configurationId: from.configuration.id,
    configurationVersion: from.version.version,
    purpose: 'DELIVERY',
    level: from.configuration.level,
    kind: from.configuration.kind,
    name: from.version.name,
    settings: from.version.settings,
    status: 'PENDING',
    run: 1,
    attempt: 0,
    failuresInRun: 0,
    nextTrigger: 'AUTOMATIC',
    runActorKind: 'SYSTEM',
    runActorName: 'Automatic',
    runRequestedAt: at,
    worker: null,
    leaseUntil: null,
    startedAt: null,
    finishedAt: null,
    nextAttemptAt: at,
    changedAt: at,
    message: null,
    createdAt: at,
  };
}

/** Where a run ends; `write` puts that end into the order once its moment has come. */
export type EndOfRun = { readonly endMs: number; write(): void };

/**
 * Plays a run through: attempt after attempt with the waits of the retry schedule, until it succeeds or
 * is given up. The last answer is repeated for as long as there are further tries.
 */
export function playRun(
  draft: OrderDraft,
  means: PastMeans,
  action: ActionRow,
  answers: readonly PastAnswer[],
): EndOfRun {
  const { chance, settings } = means;
  let state = { failures: 0, unknowns: 0, attempt: action.attempt };
  let trigger: AttemptTrigger = action.nextTrigger;
  let startMs = action.runRequestedAt.getTime() + chance.between(...PICK_UP_MS);
  const attempts: OrderDraft['attempts'] = [];

  for (let index = 0; ; index += 1) {
    const answer = answers[Math.min(index, answers.length - 1)];
    if (!answer) throw new RangeError('A run has at least one answer');
    const endMs = startMs + answer.takesMs;
    const isDone = answer.outcome.outcome === 'done';
    state = {
      failures: state.failures + (isDone ? 0 : 1),
      unknowns: state.unknowns + (answer.outcome.outcome === 'unknown' && !answer.died ? 1 : 0),
      attempt: state.attempt + 1,
    };
    attempts.push(
      newAttempt(draft, means, action, answer, {
        attempt: state.attempt,
        trigger,
        startMs,
        endMs,
      }),
    );
    if (answer.died) {
      trigger = 'TAKEOVER';
      startMs = endMs + chance.between(50, 1_800);
      continue;
    }
    const tries = Math.max(1, state.failures);
    const after = afterAttempt(
      answer.outcome,
      tries,
      settings.retrySchedule,
      chance.share(),
      state.unknowns,
    );
    if (after.status === 'PENDING') {
      trigger = 'RETRY';
      startMs = endMs + after.delayMs + chance.between(...PICK_UP_MS);
      continue;
    }
    const end = { status: after.status, ...state, startMs, endMs, message: wordsOf(answer) };
    return { endMs, write: () => endRun(draft, means, action, attempts, end) };
  }
}

/** Plays the first runs of all actions and writes their ends in the order in which they came. */
export function deliver(
  draft: OrderDraft,
  means: PastMeans,
  answersFor: (action: ActionRow) => readonly PastAnswer[],
): number {
  const ends = draft.actions.map((action) => playRun(draft, means, action, answersFor(action)));
  ends.sort((a, b) => a.endMs - b.endMs);
  for (const end of ends) end.write();
  return ends.at(-1)?.endMs ?? draft.order.createdAt.getTime();
}

function endRun(
  draft: OrderDraft,
  means: PastMeans,
  action: ActionRow,
  attempts: OrderDraft['attempts'],
  end: {
    readonly status: 'SUCCEEDED' | 'FAILED' | 'UNKNOWN';
    readonly failures: number;
    readonly attempt: number;
    readonly startMs: number;
    readonly endMs: number;
    readonly message: string | null;
  },
): void {
  draft.attempts.push(...attempts);
  action.status = end.status;
  action.attempt = end.attempt;
  action.failuresInRun = end.failures;
  action.nextTrigger = 'RETRY';
  action.nextAttemptAt = null;
  action.startedAt = new Date(end.startMs);
  action.finishedAt = new Date(end.endMs);
  action.changedAt = action.finishedAt;
  action.message = end.message;
  recordAt(draft, means, end.endMs, {
    event: `action.${end.status.toLowerCase()}`,
    summary: `${action.name} (run ${action.run}, attempt ${action.attempt}) ${fate[end.status]}`,
    actor: SYSTEM,
  });
  settleDraft(draft, means, end.endMs, { actor: SYSTEM, decided: false });
}

const fate = {
  SUCCEEDED: 'succeeded.',
  FAILED: 'failed and was given up.',
  UNKNOWN: 'ended without proof of what became of it.',
} as const;

function newAttempt(
  draft: OrderDraft,
  means: PastMeans,
  action: ActionRow,
  answer: PastAnswer,
  when: {
    readonly attempt: number;
    readonly trigger: AttemptTrigger;
    readonly startMs: number;
    readonly endMs: number;
  },
): OrderDraft['attempts'][number] {
  const isByPerson = when.trigger === 'RERUN';
  const isKept = means.nowMs - when.startMs < EXCHANGES_KEPT_MS && !answer.died;
  return {
    id: means.ids('att', when.startMs),
    actionId: action.id,
    orderId: draft.order.id,
    run: action.run,
    attempt: when.attempt,
    trigger: when.trigger,
    actorKind: isByPerson ? action.runActorKind : 'SYSTEM',
    actorName: isByPerson ? action.runActorName : 'Automatic',
    worker: `worker-${means.chance.between(1, 2)}`,
    status: statusOf(answer),
    startedAt: new Date(when.startMs),
    finishedAt: new Date(when.endMs),
    overtaken: answer.died ?? false,
    message: wordsOf(answer),
    technical: answer.technical,
    request: isKept ? requestSent(draft, action, when.startMs) : null,
    response: isKept ? answer.response : null,
  };
}

function statusOf({ outcome }: PastAnswer): 'SUCCEEDED' | 'FAILED' | 'UNKNOWN' {
  if (outcome.outcome === 'done') return 'SUCCEEDED';
  return outcome.outcome === 'failed' ? 'FAILED' : 'UNKNOWN';
}

function wordsOf({ outcome }: PastAnswer): string | null {
  return outcome.outcome === 'done' ? (outcome.note ?? null) : outcome.message;
}
