import { useEffect, useLayoutEffect, useRef, useSyncExternalStore } from 'react';

/** What can be done with what is open on the screen, offered to whoever lists deeds by name. */
export type OfferedDeed = {
  readonly id: string;
  readonly name: string;
  /** The key that does the same. */
  readonly key: string;
  readonly run: () => void;
};

let offered: readonly OfferedDeed[] = [];
const listeners = new Set<() => void>();

function offer(deeds: readonly OfferedDeed[]): void {
  offered = deeds;
  for (const listener of listeners) listener();
}

/** Offers these deeds as long as the component is there. One at a time: the open order has them all. */
export function useOfferDeeds(deeds: readonly OfferedDeed[]): void {
  const latest = useRef(deeds);
  useLayoutEffect(() => {
    latest.current = deeds;
  });
  const names = JSON.stringify(deeds.map(({ id, name, key }) => ({ id, name, key })));
  useEffect(() => {
    const mine = (JSON.parse(names) as Omit<OfferedDeed, 'run'>[]).map((deed) => ({
      ...deed,
      run: () => latest.current.find(({ id }) => id === deed.id)?.run(),
    }));
    offer(mine);
    return () => {
      if (offered === mine) offer([]);
    };
  }, [names]);
}

export function useOfferedDeeds(): readonly OfferedDeed[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    () => offered,
  );
}
