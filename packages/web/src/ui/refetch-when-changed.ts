import { useEffect, useRef } from 'react';

/**
 * Asks again when `newest` has changed. One question at a time: what changes while one is under way is asked
 * for after it, since its answer may have been read before. For queries with `ASKED_ANEW` as context.
 */
export function useRefetchWhenChanged(
  newest: string | number,
  refetch: () => Promise<unknown>,
): void {
  const seen = useRef(newest);
  const underWay = useRef<Promise<unknown>>(Promise.resolve());
  useEffect(() => {
    if (seen.current === newest) return;
    seen.current = newest;
    const askUnlessOutdated = () => {
      if (seen.current !== newest) return;
      // The error, if there is one, is shown by the query itself.
      return refetch().catch(() => undefined);
    };
    underWay.current = underWay.current.then(askUnlessOutdated);
  }, [newest, refetch]);
}

/** Else Apollo takes the answer to the same question that is still under way, and that may be too old. */
export const ASKED_ANEW = { queryDeduplication: false } as const;
