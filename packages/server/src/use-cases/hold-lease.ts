import { renewLease } from '../database/action-lease.ts';
import type { Request } from './request.ts';

/** How long work that was told to stop may take to do so, in ms. */
const PATIENCE_MS = 5_000;

type Held = { readonly actionId: string; readonly attempt: number };

/** Renews the lease until the work is done; aborts the work when the action was taken away. */
export async function holdLease<Value>(
  held: Held,
  request: Request,
  means: { readonly heartbeatMs: number; readonly onFault: (error: unknown) => void },
  work: (lost: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const lost = new AbortController();
  const em = request.em.fork();
  const { leaseMs } = request.tools.settings;
  const heartbeat = setInterval(() => {
    renewLease(em, { ...held, leaseMs }).then((isHeld) => {
      if (!isHeld) lost.abort(new Error('The action was taken over by another attempt'));
    }, means.onFault);
  }, means.heartbeatMs);
  try {
    return await work(lost.signal);
  } finally {
    clearInterval(heartbeat);
  }
}

/**
 * What the work comes to, or `otherwise` when it goes on long after it was told to stop: it must not hold
 * its place among the workers for ever.
 */
export function unlessDeaf<Value>(
  working: Promise<Value>,
  stop: AbortSignal,
  otherwise: Value,
  patienceMs: number = PATIENCE_MS,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    let patience: NodeJS.Timeout | undefined;
    const onStop = () => {
      patience = setTimeout(() => resolve(otherwise), patienceMs);
    };
    if (stop.aborted) onStop();
    else stop.addEventListener('abort', onStop, { once: true });
    working.then(resolve, reject).finally(() => {
      clearTimeout(patience);
      stop.removeEventListener('abort', onStop);
    });
  });
}
