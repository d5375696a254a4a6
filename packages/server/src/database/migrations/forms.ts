import { Migration } from '@mikro-orm/migrations';

// The two forms of a migration. Both go forward only, and both are safe while the shop is open: how long one may
// wait for a lock is decided where they are run (migrate.ts), and what they may hold (migration-rules.test.ts).

/** What its longest statement may take, in milliseconds: of those that shut everybody out it must be short. */
const STATEMENT_MS = 30_000;

export abstract class SqlMigration extends Migration {
  /** Of each of its statements, in milliseconds; 0 for no limit. */
  abstract readonly statementMs: number;
  /** What it executes, in this order: one text, or where it is not transactional one statement each. */
  abstract readonly steps: readonly string[];

  override up(): void {
    for (const step of this.steps) this.addSql(step);
  }
}

/** One SQL text in a transaction of its own: all of it or nothing. */
export const fromSql = (sql: string, limits: { statementMs?: number } = {}) =>
  class extends SqlMigration {
    override readonly statementMs = limits.statementMs ?? STATEMENT_MS;
    override readonly steps = [sql];
  };

/**
 * Statements that PostgreSQL refuses in a transaction (`create index concurrently`), or that would hold it open for
 * too long. One statement per step. An interruption leaves the steps before it done, and the next run begins again
 * at the first, so each must bear being repeated:
 * - `create index concurrently NAME on …`: a valid index of this name is left, an invalid one made again.
 * - `drop index concurrently if exists NAME`, `alter table … validate constraint …`,
 *   `create statistics if not exists …`, `analyze …`.
 * - `update` or `delete` of a limited number of rows: repeated until it finds none.
 */
export const fromSteps = (steps: readonly string[]) =>
  class extends SqlMigration {
    override readonly statementMs = 0;
    override readonly steps = steps;
    override isTransactional(): boolean {
      return false;
    }
  };

/** Before this form existed: those fill tables in one statement, on shops as large as they were then. */
export const fromOlderSql = (sql: string) => fromSql(sql, { statementMs: 0 });
