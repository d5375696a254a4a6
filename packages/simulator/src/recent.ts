/** Things by key in the order they came; the oldest are forgotten beyond `limit`. */
export type Recent<T> = {
  get(key: string): T | undefined;
  set(key: string, thing: T): void;
  delete(key: string): void;
  /** Newest first. */
  list(): T[];
  clear(): void;
};

export function makeRecent<T>(limit: number): Recent<T> {
  const things = new Map<string, T>();
  return {
    get: (key) => things.get(key),
    set: (key, thing) => {
      things.set(key, thing);
      if (things.size <= limit) return;
      const oldest = things.keys().next();
      if (!oldest.done) things.delete(oldest.value);
    },
    delete: (key) => {
      things.delete(key);
    },
    list: () => [...things.values()].toReversed(),
    clear: () => {
      things.clear();
    },
  };
}
