import type { EntityManager } from '@mikro-orm/postgresql';
import { query, queryOften } from './orm.ts';

/**
 * Of each of these actions the steps that are done since it last succeeded, each with the fact it left behind. A
 * deliberate re-run of what succeeded starts over; a re-run of what failed half-way goes on. What was undone
 * since is to be done again. An action without any is not in it.
 */
export async function finishedSteps(
  em: EntityManager,
  actionIds: readonly string[],
): Promise<Map<string, Map<string, unknown>>> {
  const rows = await queryOften<{ actionId: string; step: string; fact: unknown }>(
    em,
    `select distinct on (action_id, step) action_id as "actionId", step, fact from action_step s
     where action_id = any($1) and not undone and run > coalesce(
       (select max(run) from attempt where action_id = s.action_id and status = 'SUCCEEDED' and not overtaken), 0)
     order by action_id, step, run desc`,
    [actionIds],
  );
  const found = new Map<string, Map<string, unknown>>();
  for (const { actionId, step, fact } of rows) {
    found.set(actionId, (found.get(actionId) ?? new Map<string, unknown>()).set(step, fact));
  }
  return found;
}

/** Remembers a step at once, in a commit of its own: the other side has done it, whatever comes next. */
export async function rememberStep(
  em: EntityManager,
  done: { actionId: string; run: number; step: string; fact: unknown; at: Date },
): Promise<void> {
  await query(
    em,
    `insert into action_step (action_id, run, step, fact, at) values ($1, $2, $3, $4::jsonb, $5)
     on conflict (action_id, run, step) do update set fact = excluded.fact, at = excluded.at, undone = false`,
    [done.actionId, done.run, done.step, JSON.stringify(done.fact ?? null), done.at],
  );
}

/** The newest fact of every step an action ever finished, undone or not. */
export async function factsOfSteps(
  em: EntityManager,
  actionId: string,
): Promise<Map<string, unknown>> {
  const rows = await query<{ step: string; fact: unknown }>(
    em,
    'select distinct on (step) step, fact from action_step where action_id = $1 order by step, run desc',
    [actionId],
  );
  return new Map(rows.map(({ step, fact }) => [step, fact]));
}

/** What the action did is undone, or about to be: its steps are to be done again, should it run again. */
export async function undoSteps(em: EntityManager, actionId: string): Promise<void> {
  await query(em, 'update action_step set undone = true where action_id = $1 and not undone', [
    actionId,
  ]);
}
