import { setTimeout as wait } from 'node:timers/promises';

/** Time as the simulator knows it: tests give their own `now`, waiting is always cut short by `stop`. */
export type Clock = {
  /** Milliseconds since 1970, UTC. */
  now(): number;
  /** Rejects with an AbortError when the simulator stops first. */
  wait(ms: number): Promise<void>;
  /** Aborted once, when the simulator stops. */
  readonly stopping: AbortSignal;
};

/** A clock that waits in real time and tells the time of `now`. */
export function makeClock(now: () => number, stopping: AbortSignal): Clock {
  return {
    now,
    stopping,
    wait: async (ms) => {
      await wait(ms, undefined, { signal: stopping, ref: false });
    },
  };
}

/** Starts work nobody waits for; being stopped in the middle of it is no fault. */
export function inBackground(clock: Clock, work: () => Promise<void>): void {
  work().catch((error: unknown) => {
    if (!clock.stopping.aborted) throw error;
  });
}
