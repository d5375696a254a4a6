import type { Viewer } from '../access/viewer.ts';

/**
 * Watches over the proof that an open socket began with: asks again now and then, and at the moment the
 * proof runs out. `onEnd` is called once, when it no longer holds or allows something else than before:
 * the client then comes again and gets what holds now. Returns the way to stop.
 */
export function watchProof(
  viewer: Viewer,
  means: {
    reauthenticate(): Promise<Viewer | null>;
    now(): Date;
    everyMs: number;
    onEnd(): void;
  },
): () => void {
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;

  const wait = (expiresAt: Date) => {
    const leftMs = Math.max(0, expiresAt.getTime() - means.now().getTime());
    timer = setTimeout(() => void look(expiresAt), Math.min(leftMs, means.everyMs));
  };
  const look = async (expiresAt: Date) => {
    let next: Viewer | null | undefined;
    try {
      next = await means.reauthenticate();
    } catch {
      // The database is away. What was proved stays proved, but no longer than it would have.
      if (means.now() < expiresAt) next = { ...viewer, expiresAt };
    }
    if (isStopped) return;
    if (next && isSame(next, viewer)) wait(next.expiresAt);
    else means.onEnd();
  };

  wait(viewer.expiresAt);
  return () => {
    isStopped = true;
    clearTimeout(timer);
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
