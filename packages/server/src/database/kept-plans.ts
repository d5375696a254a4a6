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

/** Connections that ask what is marked by its name. Without it nothing is kept. */
export function keepsPlans(Client: typeof pg.Client): typeof pg.Client {
  return class PlanKeeper extends Client {
    // The library's many forms of asking all lead here; ours is a text with its values.
    override query(...asked: unknown[]): never {
      const ask = super.query.bind(this) as (...asked: unknown[]) => unknown;
      const [text, values] = asked;
      const name = typeof text === 'string' && asked.length === 2 ? names.get(text) : undefined;
      if (typeof text !== 'string' || name === undefined) return ask(...asked) as never;
      const answer = ask({ name, text, values }) as Promise<unknown>;
      answer.catch((error: unknown) => {
        if ((error as { code?: unknown }).code === CHANGED_SINCE) forget(text);
      });
      return answer as never;
    }
  };
}

/** Under another name it is planned anew, on every connection. */
function forget(text: string): void {
  if (names.delete(text)) generation += 1;
}
