import type { Authenticate, Viewer } from '../access/viewer.ts';
import type { ChangeListener } from '../database/notifications.ts';
import { watchProof, type Watch } from './socket-proof.ts';

/** When some news may have been missed, everybody is asked again, but not all in the same moment. */
const SPREAD_MS = 3_000;

/** Asks who somebody is: `isActivity` as with `Authenticate`. */
type Ask = (options?: { isActivity?: boolean }) => ReturnType<Authenticate>;

/**
 * The proofs behind everything that stays open in this process: sockets and downloads. A member, token or session
 * whose rights change is asked about again with the very news of it, whichever process made the change.
 */
export type OpenProofs = {
  /**
   * Asks who it is, null for nobody, and from then on watches: `onEnd` is called once, when the proof no longer holds
   * or allows something else. `viewer.expiresAt` is put off as long as the session behind it is used.
   */
  prove(ask: Ask, onEnd: () => void): Promise<{ viewer: Viewer; stop(): void } | null>;
  stop(): void;
};

export function watchOpenProofs(means: {
  changes: Pick<ChangeListener, 'subscribe'>;
  now(): Date;
  /** From 0 to 1. */
  chance(): number;
  /** How often a proof is looked at again without any news, in ms. */
  everyMs: number;
}): OpenProofs {
  /** By the id of the member or token. */
  const watches = new Map<string | null, Set<Watch>>();
  /** Grows with all news about access: what was read before may be older than they. */
  let heard = 0;

  const leave = means.changes.subscribe((news) => {
    if (news === null) {
      heard += 1;
      for (const some of watches.values()) {
        for (const watch of some) watch.look(means.chance() * SPREAD_MS);
      }
      return;
    }
    if (news.access.length > 0) heard += 1;
    for (const id of news.access) for (const watch of watches.get(id) ?? []) watch.look(0);
  });

  const list = (viewer: Viewer, ask: Ask, onEnd: () => void): Watch => {
    const { id } = viewer.actor;
    const forget = () => {
      const some = watches.get(id);
      some?.delete(watch);
      if (some?.size === 0) watches.delete(id);
    };
    const watch = watchProof(viewer, {
      reauthenticate: () => ask({ isActivity: false }),
      now: () => means.now(),
      everyMs: means.everyMs,
      onEnd: () => {
        forget();
        onEnd();
      },
    });
    watches.set(id, (watches.get(id) ?? new Set()).add(watch));
    return {
      look: (withinMs) => watch.look(withinMs),
      get expiresAt() {
        return watch.expiresAt;
      },
      stop: () => {
        watch.stop();
        forget();
      },
    };
  };
  return {
    async prove(ask, onEnd) {
      const heardBefore = heard;
      const viewer = await ask();
      if (!viewer) return null;
      const watch = list(viewer, ask, onEnd);
      // Withdrawn since it was read: that news came when nobody was listed yet.
      if (heard !== heardBefore) watch.look(0);
      const lasting: Viewer = {
        ...viewer,
        get expiresAt() {
          return watch.expiresAt;
        },
      };
      return { viewer: lasting, stop: () => watch.stop() };
    },
    stop: leave,
  };
}
