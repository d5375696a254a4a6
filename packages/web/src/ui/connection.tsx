import { createContext, use } from 'react';

/** Whether the live connection stands, and how often it has come back since the page was opened. */
export type Connection = {
  readonly state: 'connecting' | 'online' | 'lost';
  /** Grows with each return: what may have been missed meanwhile must be asked for again. */
  readonly returns: number;
};

export const ConnectionContext = createContext<Connection>({ state: 'connecting', returns: 0 });

export function useConnection(): Connection {
  return use(ConnectionContext);
}
