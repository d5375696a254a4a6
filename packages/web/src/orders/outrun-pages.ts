/**
 * A page shows its orders as they were when it was read. What changes while it is on its way may be
 * missing in it, or stand in it as it was: `onOutrun` is told of these orders once the page is here.
 */
export function makeOutrunPages<Page>(
  page: (after: string | null) => Promise<Page>,
  onOutrun: (orderIds: readonly string[]) => void,
) {
  let underWay = 0;
  const outrun = new Set<string>();

  return {
    fetch: async (after: string | null): Promise<Page> => {
      underWay += 1;
      try {
        return await page(after);
      } finally {
        underWay -= 1;
        if (underWay === 0 && outrun.size > 0) {
          onOutrun([...outrun]);
          outrun.clear();
        }
      }
    },
    changed: (orderId: string): void => {
      if (underWay > 0) outrun.add(orderId);
    },
  };
}
