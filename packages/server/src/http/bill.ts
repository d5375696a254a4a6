import { GraphQLError } from 'graphql';
import type { Viewer } from '../access/viewer.ts';
import type { Allowance } from '../graphql/context.ts';
import { LIMIT_WINDOW_MS } from '../database/rate-limit.ts';
import type { Purse } from './purse.ts';
import type { RateLimits } from './rate-limits.ts';

/** Which limit: of a member or token, of an address that proved nothing, of all from an address. */
export type Policy = 'caller' | 'stranger' | 'address';

type Line = { readonly policy: Policy; readonly purse: Purse; paid: number };

/** A limit stands against it. Nothing was done. */
export type LimitRefusal = {
  readonly policy: Policy;
  /** In words, with what would help. */
  readonly message: string;
  /** Null: it would never fit, however long one waits. */
  readonly retryAfterSeconds: number | null;
};

/** What one request costs, and how far those who pay for it have come in their minute. */
export class Bill implements Allowance {
  readonly address: string | null;
  readonly #limits: RateLimits;
  readonly #lines: Line[];
  /** In points: what is asked for, paid or not. */
  cost = 0;

  constructor(limits: RateLimits, address: string | null, first: Omit<Line, 'paid'>) {
    this.#limits = limits;
    this.address = address;
    this.#lines = [{ ...first, paid: 0 }];
  }

  /** Whoever it turned out to be pays too. */
  name(viewer: Viewer | null): void {
    this.#lines.push({ ...this.#limits.purseOf(viewer, this.address), paid: 0 });
  }

  /** Of the limit that is nearest. */
  get limit(): number {
    return this.#nearest().purse.limit;
  }

  get remaining(): number {
    return this.#nearest().purse.remaining(this.#limits.now());
  }

  get resetAt(): Date {
    return this.#nearest().purse.resetsAt(this.#limits.now());
  }

  /** All limits that stand against this request, for the headers of its answer. */
  policies(): { policy: Policy; limit: number; remaining: number; resetSeconds: number }[] {
    const now = this.#limits.now();
    return this.#lines.map(({ policy, purse }) => ({
      policy,
      limit: purse.limit,
      remaining: purse.remaining(now),
      resetSeconds: secondsUntil(purse.resetsAt(now), now),
    }));
  }

  /**
   * Pays until so many points are paid for the request, out of every purse or out of none. What was paid
   * before counts.
   */
  async payUpTo(points: number): Promise<LimitRefusal | null> {
    this.cost = Math.max(this.cost, points);
    for (;;) {
      const now = this.#limits.now();
      const due = this.#lines.filter(({ paid }) => paid < points);
      const short = due.filter(({ purse, paid }) => !purse.holds(points - paid, now));
      if (short.length === 0) {
        for (const line of due) {
          line.purse.spend(points - line.paid);
          line.paid = points;
        }
        return null;
      }
      const spent = short.find(({ purse, paid }) => purse.isSpent(points - paid, now));
      if (spent) return this.#refuse(spent, points, now);
      await Promise.all(short.map(({ purse, paid }) => purse.fetch(points - paid, now)));
    }
  }

  /** For a proof that was refused before, with nothing left: it is not even looked up. */
  refuseFor(purse: Purse): LimitRefusal {
    const line: Line = { policy: 'caller', purse, paid: 0 };
    this.#lines.push(line);
    return this.#refuse(line, 1, this.#limits.now());
  }

  /** Whose caller has nothing left, if that is why it was refused. */
  spentCaller(): Purse | null {
    const line = this.#lines.find(({ policy }) => policy === 'caller');
    return line?.purse.remaining(this.#limits.now()) === 0 ? line.purse : null;
  }

  #refuse({ policy, purse }: Line, points: number, now: Date): LimitRefusal {
    purse.charge(now);
    this.#limits.onRefused(policy);
    if (points > purse.limit) {
      return {
        policy,
        message: `This costs ${points} points at once, and ${purse.limit} are allowed in a minute. Ask for less.`,
        retryAfterSeconds: null,
      };
    }
    const seconds = secondsUntil(purse.resetsAt(now), now);
    return {
      policy,
      message: `${beginnings[policy]} Nothing was done. ${tryAgainIn(seconds)}`,
      retryAfterSeconds: seconds,
    };
  }

  #nearest(): Line {
    const now = this.#limits.now();
    return this.#lines.reduce((nearest, line) =>
      line.purse.remaining(now) <= nearest.purse.remaining(now) ? line : nearest,
    );
  }
}

const beginnings: Readonly<Record<Policy, string>> = {
  caller: 'Too many requests in one minute.',
  stranger: 'Too many requests in one minute from somebody not signed in.',
  address: 'Too many requests in one minute from this network.',
};

export function tryAgainIn(seconds: number): string {
  return `Try again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`;
}

function secondsUntil(moment: Date, now: Date): number {
  const seconds = Math.ceil((moment.getTime() - now.getTime()) / 1000);
  return Math.min(Math.max(1, seconds), LIMIT_WINDOW_MS / 1000);
}

/** The refusal as the API says it. Over HTTP its number goes with it. */
export function limitError(refusal: LimitRefusal, bill: Allowance): GraphQLError {
  const { policy, message, retryAfterSeconds } = refusal;
  const code = retryAfterSeconds === null ? 'BAD_USER_INPUT' : 'RATE_LIMITED';
  return new GraphQLError(message, {
    extensions: {
      code,
      policy,
      ...(retryAfterSeconds !== null && { retryAfterSeconds }),
      cost: costOf(bill),
    },
  });
}

/** What a script reads in `extensions.cost` of an answer, and in those of a refusal. */
export function costOf({ cost, limit, remaining, resetAt }: Allowance): Record<string, unknown> {
  return { requested: cost, limit, remaining, resetAt: resetAt.toISOString() };
}
