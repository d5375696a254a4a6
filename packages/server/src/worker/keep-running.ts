import { setTimeout as pause } from 'node:timers/promises';

/** What of the queue's own worker is used here. */
type Running = {
  /** Settles when it has ended, by itself or stopped. */
  readonly promise: Promise<void>;
  stop(): Promise<void>;
};

const AGAIN_AFTER_MS = 1_000;

/**
 * Begins, and begins again when it ends by itself: the queue's worker gives up when it could not give back jobs for some
 * minutes, and a process that went on without it would look well and do nothing. That it cannot begin at first is thrown.
 */
export async function keepRunning(
  onFault: (error: unknown) => void,
  begin: () => Promise<Running>,
  againAfterMs: number = AGAIN_AFTER_MS,
): Promise<{ stop(): Promise<void> }> {
  const stopping = new AbortController();
  const isStopping = () => stopping.signal.aborted;
  let running: Running | null = await begin();

  const beginAgain = async (): Promise<Running | null> => {
    while (!isStopping()) {
      await pause(againAfterMs, undefined, { signal: stopping.signal }).catch(() => {});
      if (isStopping()) break;
      try {
        const next = await begin();
        if (isStopping()) await next.stop();
        return next;
      } catch (error) {
        onFault(error);
      }
    }
    return null;
  };
  const keep = async () => {
    while (running) {
      await running.promise.catch(onFault);
      if (!isStopping()) onFault(new Error('The worker of the queue has ended by itself'));
      running = null;
      running = await beginAgain();
    }
  };
  const keeping = keep();
  return {
    async stop() {
      stopping.abort();
      // One that is just ending by itself cannot be stopped.
      await running?.stop().catch(onFault);
      await keeping;
    },
  };
}
