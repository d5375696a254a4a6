// Sends the providers' news to the product, as often as it takes and as badly as the switches say.

import type { Clock } from './clock.ts';
import { inBackground } from './clock.ts';
import type { EventTarget, Faults } from './faults.ts';
import { makeRecent } from './recent.ts';

export type OutgoingEvent = {
  readonly target: EventTarget;
  readonly id: string;
  /** What it says, for the control page: `payment_intent.succeeded`. */
  readonly label: string;
  /** Made anew for every attempt, since signatures carry the time. Null: nobody to send it to. */
  request(): EventRequest | null;
};
export type EventRequest = {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
};

export type SentEvent = {
  readonly target: EventTarget;
  readonly id: string;
  readonly label: string;
  readonly at: number;
  readonly attempts: number;
  /** Of the last attempt; null while none was answered. */
  readonly lastStatus: number | null;
  readonly state: 'waiting' | 'delivered' | 'given up' | 'dropped' | 'not sent';
};

export type EventDelivery = {
  send(event: OutgoingEvent): void;
  /** Newest first. */
  list(): SentEvent[];
};

/** After each failure the next of these waits; thereafter the event is given up. */
export const usualRetryDelaysMs: readonly number[] = [
  1000, 5000, 15_000, 60_000, 300_000, 900_000, 3_600_000,
];
const reorderWindowMs = 400;
const answerWithinMs = 15_000;

export function makeEventDelivery(
  clock: Clock,
  faults: Faults,
  retryDelaysMs: readonly number[],
): EventDelivery {
  const sent = makeRecent<SentEvent>(500);
  const heldBack: (() => Promise<void>)[] = [];

  function note(event: OutgoingEvent, news: Partial<SentEvent>): void {
    const { target, id, label } = event;
    const before = sent.get(`${target} ${id}`) ?? {
      target,
      id,
      label,
      at: clock.now(),
      attempts: 0,
      lastStatus: null,
      state: 'waiting' as const,
    };
    sent.set(`${target} ${id}`, { ...before, ...news });
  }

  async function attempt(event: OutgoingEvent): Promise<boolean> {
    const request = event.request();
    if (!request) {
      note(event, { state: 'not sent' });
      return true;
    }
    const attempts = (sent.get(`${event.target} ${event.id}`)?.attempts ?? 0) + 1;
    const lastStatus = await post(request, clock.stopping);
    const isDelivered = lastStatus !== null && lastStatus >= 200 && lastStatus < 300;
    note(event, { attempts, lastStatus, state: isDelivered ? 'delivered' : 'waiting' });
    return isDelivered;
  }

  async function tryAgain(event: OutgoingEvent): Promise<void> {
    for (const delayMs of retryDelaysMs) {
      await clock.wait(delayMs);
      if (await attempt(event)) return;
    }
    note(event, { state: 'given up' });
  }

  /** Ends after the first attempt; further ones go on by themselves. */
  async function deliver(event: OutgoingEvent, delayMs: number): Promise<void> {
    if (delayMs > 0) await clock.wait(delayMs);
    if (await attempt(event)) return;
    inBackground(clock, () => tryAgain(event));
  }

  function holdBack(release: () => Promise<void>): void {
    heldBack.push(release);
    if (heldBack.length > 1) return;
    inBackground(clock, async () => {
      await clock.wait(reorderWindowMs);
      for (const release of heldBack.splice(0).toReversed()) await release();
    });
  }

  return {
    list: () => sent.list(),
    send: (event) => {
      const fault = faults.takeEventFault(event.target);
      note(event, { state: fault?.drop ? 'dropped' : 'waiting' });
      if (fault?.drop) return;
      const copies = Array.from({ length: fault?.copies ?? 1 });
      const start = async () => {
        await Promise.all(copies.map(() => deliver(event, fault?.delayMs ?? 0)));
      };
      if (fault?.reorder) holdBack(start);
      else inBackground(clock, start);
    },
  };
}

/** The status answered, or null where there was no answer. */
async function post(request: EventRequest, stopping: AbortSignal): Promise<number | null> {
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: request.headers,
      body: request.body,
      redirect: 'manual',
      signal: AbortSignal.any([stopping, AbortSignal.timeout(answerWithinMs)]),
    });
    await response.body?.cancel();
    return response.status;
  } catch {
    return null; // No answer is all there is to know here, whatever its reason.
  }
}
