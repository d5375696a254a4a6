import type { EntityManager } from '@mikro-orm/postgresql';
import { query } from './orm.ts';

/** Work of the worker that is not one action's: it reads from the tables what there is to do. */
export type ChoreJob = {
  readonly task: 'bulk-rerun' | 'move-attention';
  /** What it is about; one job per task and subject waits at most. */
  readonly subject: string;
  /** What of the request goes along: for the log and for traces. */
  readonly cause?: object | null | undefined;
};

/**
 * Queues a chore in the transaction of what made it necessary. One that waits already keeps its place: it
 * stands behind the actions queued before it, so that a bulk does not run ahead of the workers.
 */
export async function queueChore(
  em: EntityManager,
  { task, subject, cause }: ChoreJob,
): Promise<void> {
  await query(
    em,
    `select graphile_worker.add_job($1::text, json_strip_nulls(json_build_object('subject', $2::text, 'cause', $3::json)),
       run_at := clock_timestamp(), job_key := $1::text || ':' || $2::text,
       job_key_mode := 'preserve_run_at', max_attempts := 1)`,
    [task, subject, cause ? JSON.stringify(cause) : null],
  );
}

/** Much longer than a mail server is waited for. */
const MAIL_ABANDONED_AFTER_MS = 2 * 60_000;

/**
 * Lets other workers send the mails about accounts that a killed one had taken: the queue itself would keep them for
 * four hours. Actions and chores need no such thing, since their rows tell what is left.
 */
export async function freeAbandonedMails(em: EntityManager): Promise<void> {
  await query(
    em,
    `update graphile_worker._private_jobs j set locked_at = null, locked_by = null
     from graphile_worker._private_tasks t
     where t.id = j.task_id and t.identifier = 'account-mail'
       and j.locked_at < now() - $1 * interval '1 millisecond'`,
    [MAIL_ABANDONED_AFTER_MS],
  );
}

/** Longer than an attempt may take. */
const ACTION_ABANDONED_AFTER_MS = 15 * 60_000;

/**
 * Forgets the wake-ups that a killed worker had taken. Their actions have long been taken over or woken by a job of their
 * own, and of these nobody would hear again.
 */
export async function forgetAbandonedWakeUps(em: EntityManager): Promise<void> {
  await query(
    em,
    `delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t
     where t.id = j.task_id and t.identifier = 'run-action'
       and j.locked_at < now() - $1 * interval '1 millisecond'`,
    [ACTION_ABANDONED_AFTER_MS],
  );
}
