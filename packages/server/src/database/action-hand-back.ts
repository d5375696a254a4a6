import type { EntityManager } from '@mikro-orm/postgresql';
import { closeOvertakenAttempt } from './action-lease.ts';
import { query } from './orm.ts';

const MESSAGE = 'The program that ran this was stopped before it had ended.';

/**
 * Gives a running action back, for another worker to take over after `delayMs`: the run and with it the key that
 * the other side sees stay, and no failure is counted. What its attempt still comes to is kept with it and changes
 * nothing. False when the attempt no longer holds the action.
 */
export async function handBack(
  em: EntityManager,
  wish: { actionId: string; attempt: number; delayMs: number },
): Promise<boolean> {
  const handed = await query(
    em,
    `update action set status = 'PENDING', next_trigger = 'TAKEOVER', lease_until = null, worker = null,
       next_attempt_at = clock_timestamp() + $3::float8 * interval '1 millisecond',
       finished_at = clock_timestamp(), changed_at = clock_timestamp(), message = $4
     where id = $1 and attempt = $2 and status = 'RUNNING' returning id`,
    [wish.actionId, wish.attempt, wish.delayMs, MESSAGE],
  );
  if (handed.length === 0) return false;
  await closeOvertakenAttempt(em, wish.actionId, `${MESSAGE} It was handed to another.`);
  return true;
}
