import DataLoader from 'dataloader';
import type { SequenceWish } from '../database/order-parts.ts';

/** One row per id; null where there is none. */
export function byId<Row extends { readonly id: string }>(
  find: (ids: readonly string[]) => Promise<readonly Row[]>,
): DataLoader<string, Row | null> {
  return new DataLoader(async (ids) => {
    const rows = new Map((await find(ids)).map((row) => [row.id, row]));
    return ids.map((id) => rows.get(id) ?? null);
  });
}

/** The rows that name each id under `key`, in the order in which they were found. */
export function groupedBy<Key extends string, Row extends Readonly<Record<Key, string>>>(
  key: Key,
  find: (ids: readonly string[]) => Promise<Row[]>,
): DataLoader<string, Row[]> {
  return new DataLoader(async (ids) => {
    const groups = Map.groupBy(await find(ids), (row): string => row[key]);
    return ids.map((id) => groups.get(id) ?? []);
  });
}

/** The entries that answer each wish for a page. */
export function bySequence<Entry extends { readonly wish: number }>(
  find: (wishes: readonly SequenceWish[]) => Promise<Entry[]>,
): DataLoader<SequenceWish, Entry[], string> {
  return new DataLoader(
    async (wishes) => {
      const groups = Map.groupBy(await find(wishes), ({ wish }) => wish);
      return wishes.map((_, place) => groups.get(place) ?? []);
    },
    { cacheKeyFn: ({ id, first, after }) => `${id} ${first} ${after}` },
  );
}
