import { stripeUnavailable } from './stripe-failure.ts';

/** The caller's signal, cut short by our own time-out. */
export type Deadline = (signal: AbortSignal) => AbortSignal;

/**
 * The library cannot be told to stop, so it is left alone when the time is over; its own
 * time-out ends the request. It counts silence only: an answer that drips would never end.
 * Throws `ProviderFailure` for time that is up, and what the library throws.
 */
export async function beforeTimeIsUp<T>(signal: AbortSignal, ask: () => Promise<T>): Promise<T> {
  const { promise: timeIsUp, reject } = Promise.withResolvers<never>();
  const giveUp = () => reject(stripeUnavailable('no answer in time'));
  try {
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp);
    return await (signal.aborted ? timeIsUp : Promise.race([ask(), timeIsUp]));
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}
