import { createContext, use } from 'react';

/** Whether the live connection stands, and how often it has come back since the page was opened. */
export type Connection = {
  readonly state: 'connecting' | 'online' | 'lost';
  /** Grows with each return: what may have been missed meanwhile must be asked for again. */
  readonly returns: number;
  /**
   * Calls once the streams asked for until now are open, and again after each return: what came
   * between the first answer and this moment must be asked for again. Answers with the way out.
   */
  readonly onStreamsOpen: (listener: () => void) => () => void;
};

export const ConnectionContext = createContext<Connection>({
  state: 'connecting',
  returns: 0,
  onStreamsOpen: () => () => {},
});

export function useConnection(): Connection {
  return use(ConnectionContext);
}
