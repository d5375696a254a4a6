import pg from 'pg';
import { percentile } from './figures.ts';
import type { Statement } from './statement-proxy.ts';

// Statements alone, prepared, on a connection whose planner must take the values into account (custom) or must not
// (generic): after five runs PostgreSQL takes whichever it believes to be cheaper.

export type PlanMode = 'custom' | 'generic';
export const planModes: readonly PlanMode[] = ['custom', 'generic'];

export type Times = {
  readonly fastestMs: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
};

type Explained = readonly {
  readonly Plan: { readonly 'Shared Hit Blocks': number; readonly 'Shared Read Blocks': number };
}[];

/** Slower than that, a few runs tell enough. */
const SLOW_MS = 500;
const FEW_RUNS = 3;
const LONGEST_MS = 20_000;

export class PlannedConnection {
  readonly #client: pg.Client;
  readonly #names = new Map<string, string>();

  private constructor(client: pg.Client) {
    this.#client = client;
  }

  static async open(databaseUrl: string, mode: PlanMode): Promise<PlannedConnection> {
    const client = new pg.Client({ connectionString: databaseUrl, statement_timeout: LONGEST_MS });
    await client.connect();
    await client.query(`set plan_cache_mode = force_${mode}_plan`);
    return new PlannedConnection(client);
  }

  /** All of them one after the other, in ms. */
  async run(statements: readonly Statement[]): Promise<number> {
    const begun = performance.now();
    for (const { text, values } of statements) {
      const name = this.#names.get(text) ?? `s${this.#names.size}`;
      this.#names.set(text, name);
      await this.#client.query({ name, text, values: [...values] });
    }
    return performance.now() - begun;
  }

  async times(statements: readonly Statement[], runs: number): Promise<Times> {
    await this.run(statements);
    const first = await this.run(statements);
    const all: number[] = [first];
    while (all.length < (first > SLOW_MS ? FEW_RUNS : runs)) all.push(await this.run(statements));
    return {
      fastestMs: percentile(all, 0),
      p50Ms: percentile(all, 0.5),
      p95Ms: percentile(all, 0.95),
    };
  }

  /** Of 8 kB, read of tables and indexes by one run of each. */
  async blocks(statements: readonly Statement[]): Promise<number> {
    let blocks = 0;
    for (const { text, values } of statements) {
      const given = values.map((value) =>
        value === null ? 'null' : pg.escapeLiteral(String(value)),
      );
      const call = given.length === 0 ? 'counted' : `counted (${given.join(', ')})`;
      await this.#client.query(`prepare counted as ${text}`);
      const { rows } = await this.#client.query<{ 'QUERY PLAN': Explained }>(
        `explain (analyze, buffers, timing off, format json) execute ${call}`,
      );
      await this.#client.query('deallocate counted');
      const plan = rows[0]?.['QUERY PLAN'][0]?.Plan;
      blocks += (plan?.['Shared Hit Blocks'] ?? 0) + (plan?.['Shared Read Blocks'] ?? 0);
    }
    return blocks;
  }

  close(): Promise<void> {
    return this.#client.end();
  }
}
