import type { Viewer } from '../access/viewer.ts';

/** After a look that could not be answered although there was a reason for it: the database is away. */
const LOOK_AGAIN_MS = 2_000;

/** How an open door is watched over. */
export type Watch = {
  /** Asks again, not later than in so many ms. */
  look(withinMs: number): void;
  /** When the proof runs out, as it was last heard: a session that is used lasts longer. */
  readonly expiresAt: Date;
  stop(): void;
};

/**
 * Watches over the proof that an open socket or download began with: asks again now and then, when it is told to, and
 * at the moment the proof runs out. `onEnd` is called once, when it no longer holds or allows something else than
 * before: the client then comes again and gets what holds now.
 */
export function watchProof(
  viewer: Viewer,
  means: {
    reauthenticate(): Promise<Viewer | null>;
    now(): Date;
    everyMs: number;
    onEnd(): void;
  },
): Watch {
  let isStopped = false;
  let isLooking = false;
  /** There is a reason to look that no look begun since has answered. */
  let isAsked = false;
  let { expiresAt } = viewer;
  let timer: NodeJS.Timeout | undefined;
  let dueMs = Infinity;

  const wait = (longestMs: number) => {
    const leftMs = Math.max(0, expiresAt.getTime() - means.now().getTime());
    const delayMs = Math.min(leftMs, longestMs);
    clearTimeout(timer);
    dueMs = performance.now() + delayMs;
    timer = setTimeout(() => void look(), delayMs);
  };
  const look = async () => {
    const wasAsked = isAsked;
    isAsked = false;
    isLooking = true;
    let next: Viewer | null | undefined;
    let isAnswered = true;
    try {
      next = await means.reauthenticate();
    } catch {
      // The database is away. What was proved stays proved, but no longer than it would have.
      isAnswered = false;
      isAsked ||= wasAsked;
      if (means.now() < expiresAt) next = { ...viewer, expiresAt };
    }
    isLooking = false;
    if (isStopped) return;
    if (!next || !isSame(next, viewer)) {
      isStopped = true;
      return means.onEnd();
    }
    ({ expiresAt } = next);
    if (!isAsked) return wait(means.everyMs);
    wait(isAnswered ? 0 : Math.min(LOOK_AGAIN_MS, means.everyMs));
  };

  wait(means.everyMs);
  return {
    get expiresAt() {
      return expiresAt;
    },
    look(withinMs) {
      if (isStopped) return;
      isAsked = true;
      if (!isLooking && performance.now() + withinMs < dueMs) wait(withinMs);
    },
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

function isSame(one: Viewer, other: Viewer): boolean {
  return rightsOf(one) === rightsOf(other);
}

function rightsOf({ actor, role, permissions, reach }: Viewer): string {
  const allowed = [...permissions].sort();
  return JSON.stringify([
    actor.kind,
    actor.id,
    role,
    allowed,
    reach === 'ALL' ? reach : [...reach].sort(),
  ]);
}
