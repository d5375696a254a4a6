import { networkOf } from '../access/client-network.ts';

/** Of one socket at a time; a screen needs a handful. */
export const MAX_OPERATIONS_PER_SOCKET = 50;
/** Asked on one socket, however cheap; a screen asks when it opens and when its line comes back. */
export const MAX_OPERATIONS_PER_MINUTE = 600;
/** Of one process. */
const MAX_SOCKETS = 5_000;

const MINUTE_MS = 60_000;

/** The sockets of one process, counted by network address and by caller. */
export type SocketLimits = {
  /** Takes a place for an address: null, or the status of the refusal. `leave` gives it back. */
  enter(address: string | null): { leave(): void } | { status: 429 | 503 };
  /** Takes a place for an caller, until `leave`. False where it has as many as it may have. */
  enterCaller(callerId: string): { leave(): void } | null;
};

export function makeSocketLimits(limits: {
  readonly socketsPerAddress: number;
  readonly socketsPerCaller: number;
}): SocketLimits {
  let all = 0;
  const addresses = new Places(limits.socketsPerAddress);
  const callers = new Places(limits.socketsPerCaller);
  return {
    enter: (address) => {
      if (all >= MAX_SOCKETS) return { status: 503 };
      const place = addresses.enter(networkOf(address));
      if (!place) return { status: 429 };
      all += 1;
      return {
        leave: () => {
          all -= 1;
          place.leave();
        },
      };
    },
    enterCaller: (callerId) => callers.enter(callerId),
  };
}

class Places {
  readonly #most: number;
  readonly #taken = new Map<string, number>();

  constructor(most: number) {
    this.#most = most;
  }

  enter(who: string): { leave(): void } | null {
    const taken = this.#taken.get(who) ?? 0;
    if (taken >= this.#most) return null;
    this.#taken.set(who, taken + 1);
    return {
      leave: () => {
        const left = (this.#taken.get(who) ?? 1) - 1;
        if (left > 0) this.#taken.set(who, left);
        else this.#taken.delete(who);
      },
    };
  }
}

/** Counts what is asked on one socket in a minute. */
export class OperationCounter {
  #count = 0;
  #endsAtMs = 0;

  /** The seconds to wait, or null where this one may go ahead. */
  next(now: Date): number | null {
    const leftMs = this.#endsAtMs - now.getTime();
    if (leftMs <= 0 || leftMs > MINUTE_MS) {
      this.#endsAtMs = now.getTime() + MINUTE_MS;
      this.#count = 0;
    }
    this.#count += 1;
    if (this.#count <= MAX_OPERATIONS_PER_MINUTE) return null;
    return Math.max(1, Math.ceil((this.#endsAtMs - now.getTime()) / 1000));
  }
}
