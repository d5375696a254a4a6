import { useMemo, useState } from 'react';

/** The orders chosen for something that is done to many. Who leaves the list is no longer chosen. */
export function useChosenOrders(rows: readonly { readonly id: string }[]) {
  const [asked, setAsked] = useState<readonly string[]>([]);
  const [isChoosing, setIsChoosing] = useState(false);
  const ids = useMemo(() => {
    if (asked.length === 0) return asked;
    const present = new Set(rows.map(({ id }) => id));
    return asked.filter((id) => present.has(id));
  }, [asked, rows]);
  return { ids, isChoosing, setIsChoosing, choose: setAsked, clear: () => setAsked([]) };
}
