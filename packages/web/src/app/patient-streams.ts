import { ApolloLink } from '@apollo/client';
import { retry, tap, throwError, timer } from 'rxjs';
import { askedToWaitMs } from '../ui/asked-to-wait.ts';

/** Not all screens in the same moment. */
const SPREAD_MS = 2_000;

/**
 * Asks for a stream again that was refused because too much was asked in one minute: once, when the server has
 * said. Without it a screen would stand still until it is loaded anew. `onAgain` is told then, since changes
 * may have been missed meanwhile.
 */
export function patientStreams(onAgain: () => void): ApolloLink {
  return new ApolloLink((operation, forward) =>
    forward(operation).pipe(
      retry({
        delay: (error: unknown) => {
          const waitMs = askedToWaitMs(error);
          if (waitMs === null) return throwError(() => error);
          return timer(waitMs + Math.random() * SPREAD_MS).pipe(tap(onAgain));
        },
      }),
    ),
  );
}
