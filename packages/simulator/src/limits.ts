// How many calls a minute a platform takes before it answers 429. The real numbers are not public
// (Kajabi's is the guess of others who call it), so they can be set and taken off.

import type { Clock } from './clock.ts';

export const platformTargets = ['kajabi', 'systemeio'] as const;
export type PlatformTarget = (typeof platformTargets)[number];

export type Limits = {
  /** Calls a minute; null: without limit. */
  get(target: PlatformTarget): number | null;
  /** Also begins a new minute. */
  set(target: PlatformTarget, perMinute: number | null): void;
  /** Counts one call. */
  take(target: PlatformTarget): Allowance;
};
export type Allowance = {
  readonly isOver: boolean;
  /** What the answer says about the limit. */
  readonly headers: Readonly<Record<string, string>>;
};

const windowMs = 60_000;

/** The minute begins with the first call after the last one ended. */
export function makeLimits(
  clock: Clock,
  usual: Readonly<Record<PlatformTarget, number | null>>,
): Limits {
  const perMinute = { ...usual };
  const windows = new Map<PlatformTarget, { readonly begin: number; count: number }>();

  function currentWindow(target: PlatformTarget): { readonly begin: number; count: number } {
    const last = windows.get(target);
    if (last && clock.now() < last.begin + windowMs) return last;
    const next = { begin: clock.now(), count: 0 };
    windows.set(target, next);
    return next;
  }

  return {
    get: (target) => perMinute[target],
    set: (target, limit) => {
      perMinute[target] = limit;
      windows.delete(target);
    },
    take: (target) => {
      const limit = perMinute[target];
      if (limit === null) return { isOver: false, headers: {} };
      const window = currentWindow(target);
      window.count += 1;
      const isOver = window.count > limit;
      const leftMs = window.begin + windowMs - clock.now();
      return {
        isOver,
        headers: {
          'x-ratelimit-limit': String(limit),
          'x-ratelimit-remaining': String(Math.max(0, limit - window.count)),
          ...(isOver && { 'retry-after': String(Math.max(1, Math.ceil(leftMs / 1000))) }),
        },
      };
    },
  };
}
