import { createContext } from 'react';

/** Asks whoever sits at the screen to confirm that it is them; however many ask at once, one dialog does. */
export type Confirmation = {
  /** True once they have; false where they would not. */
  readonly ask: () => Promise<boolean>;
  readonly isAsked: () => boolean;
  readonly settle: (isConfirmed: boolean) => void;
  readonly subscribe: (listener: () => void) => () => void;
};

export function makeConfirmation(): Confirmation {
  let waiting: ((isConfirmed: boolean) => void)[] = [];
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of listeners) listener();
  };
  return {
    ask: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        tell();
      }),
    isAsked: () => waiting.length > 0,
    settle: (isConfirmed) => {
      const settled = waiting;
      waiting = [];
      tell();
      for (const resolve of settled) resolve(isConfirmed);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

export const ConfirmationContext = createContext<Confirmation>(makeConfirmation());
