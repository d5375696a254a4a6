/** A list that tests can wait on: newest first, the oldest forgotten beyond its limit. */
export type Watched<T> = {
  list(): T[];
  clear(): void;
  /** The newest thing that fits, now or within the time; throws when none came. */
  waitFor(fits: (thing: T) => boolean, withinMs?: number): Promise<T>;
};

type Waiting<T> = { readonly fits: (thing: T) => boolean; readonly found: (thing: T) => void };

export function makeWatched<T>(limit: number): Watched<T> & { add(thing: T): void } {
  const things: T[] = [];
  const waiting = new Set<Waiting<T>>();
  return {
    list: () => [...things],
    clear: () => {
      things.length = 0;
    },
    add: (thing) => {
      things.unshift(thing);
      things.length = Math.min(things.length, limit);
      for (const one of waiting) if (one.fits(thing)) one.found(thing);
    },
    waitFor: async (fits, withinMs = 10_000) => {
      const known = things.find(fits);
      if (known !== undefined) return known;
      return new Promise<T>((resolve, reject) => {
        const one: Waiting<T> = { fits, found: (thing) => end(() => resolve(thing)) };
        const timer = setTimeout(
          () => end(() => reject(new Error(`Nothing that fits came within ${withinMs} ms.`))),
          withinMs,
        );
        const end = (answer: () => void) => {
          clearTimeout(timer);
          waiting.delete(one);
          answer();
        };
        waiting.add(one);
      });
    },
  };
}
