import type { ActionStatus } from '../domain/action.ts';
import type { Work } from './request.ts';

type Ended = { orderId: string; name: string; run: number; attempt: number };

/**
 * Tells the history that an action has come to an end. It holds no personal values, and a message of the
 * other side might: that stays with the attempt.
 */
export function recordEnd(
  work: Work,
  ended: Ended,
  status: Exclude<ActionStatus, 'PENDING' | 'RUNNING' | 'CANCELLED'>,
): void {
  const which = `${ended.name} (run ${ended.run}, attempt ${ended.attempt})`;
  const words = {
    SUCCEEDED: `${which} succeeded.`,
    FAILED: `${which} failed and was given up.`,
    UNKNOWN: `${which} ended without proof of what became of it.`,
  };
  work.record(ended.orderId, { event: `action.${status.toLowerCase()}`, summary: words[status] });
}
