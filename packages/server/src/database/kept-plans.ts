import { createHash } from 'node:crypto';
import type pg from 'pg';

/**
 * Statements that are asked all day are planned once per connection and not at every call: PostgreSQL knows them by a
 * name. That a plan fits whatever values come later is for those who mark a statement to see to.
 */

/** Texts with a name: what each connection may have to keep, some hundred kilobytes of plans each at worst. */
const MOST_NAMED = 100;
/** A text that is asked once or twice is not worth a plan that stays. */
const ASKED_BEFORE = 3;
const MOST_COUNTED = 1_000;
/** PostgreSQL's own code for a kept statement whose columns have changed their types since. */
const CHANGED_SINCE = '0A000';
/** The protocol's word for a connection that is in no transaction. */
const IDLE = 'I';

const names = new Map<string, string>();
const counts = new Map<string, number>();
let generation = 0;

/** Marks a text as worth keeping: from its fourth asking on it has a name, while there is room. */
export function keepPlan(text: string): void {
  if (names.has(text) || names.size >= MOST_NAMED) return;
  const count = (counts.get(text) ?? 0) + 1;
  if (counts.size >= MOST_COUNTED) counts.clear();
  if (count <= ASKED_BEFORE) return void counts.set(text, count);
  counts.delete(text);
  const hash = createHash('sha256').update(text).digest('base64url').slice(0, 20);
  names.set(text, `kept_${generation}_${hash}`);
}

/**
 * Connections that ask what is marked by its name. Without it nothing is kept. Outside a transaction a statement whose
 * columns changed is asked once more, unnamed: it was refused before it began. Inside one the transaction is lost, and
 * whoever runs it begins again (`isOutdatedPlan`).
 */
export function keepsPlans(Client: typeof pg.Client): typeof pg.Client {
  return class PlanKeeper extends Client {
    // The library's many forms of asking all lead here; ours is a text with its values.
    override query(...asked: unknown[]): never {
      const ask = super.query.bind(this) as (...asked: unknown[]) => unknown;
      const [text, values] = asked;
      const name = typeof text === 'string' && asked.length === 2 ? names.get(text) : undefined;
      if (typeof text !== 'string' || name === undefined) return ask(...asked) as never;
      const isAlone = this.getTransactionStatus() === IDLE;
      const answer = ask({ name, text, values }) as Promise<unknown>;
      return answer.catch((error: unknown) => {
        if (!isOutdatedPlan(error)) throw error;
        forget(text);
        if (!isAlone) throw error;
        return ask(text, values);
      }) as never;
    }
  };
}

/**
 * `any(…)` of an array of texts whose length the planner does not look at. It takes an array that it does not know for
 * ten elements; of one that has a single element it thinks it worth its while to plan anew at every call.
 */
export function anyOf(parameter: `$${number}`): string {
  return `any(array(select unnest(${parameter}::text[])))`;
}

/** Whether a kept statement was refused because a migration has changed its columns. Asked again it is planned anew. */
export function isOutdatedPlan(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === CHANGED_SINCE;
}

/** Under another name it is planned anew, on every connection. */
function forget(text: string): void {
  if (names.delete(text)) generation += 1;
}

/** Begins anew, as a process does: for tests that count what is kept. */
export function forgetKeptPlans(): void {
  names.clear();
  counts.clear();
}
