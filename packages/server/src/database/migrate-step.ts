import type pg from 'pg';
import type { Holders } from './lock-holders.ts';

/** How a migration waits. Durations in milliseconds. */
export type MigrationLimits = {
  /**
   * For a lock. Whoever comes after a statement that waits for ACCESS EXCLUSIVE waits behind it, so this is how
   * long the shop can stand still.
   */
  readonly lockMs: number;
  /** How often one is tried; between two tries the shop goes on. */
  readonly tries: number;
  /** Before the try after this many. */
  readonly pauseMs: (tries: number) => number;
  /** For those who end what they do beside `create index concurrently`, which keeps nobody waiting. */
  readonly patientMs: number;
};

export const usualLimits: MigrationLimits = {
  lockMs: 1_000,
  tries: 20,
  pauseMs: (tries) => Math.min(1_000 * tries, 15_000),
  patientMs: 600_000,
};

/** It could not be run; the message says why, what holds now and what to do. */
export class MigrationRefused extends Error {
  override readonly name = 'MigrationRefused';
}

/** PostgreSQL's codes for a lock that others hold: not available in time, and a deadlock. */
const HELD = ['55P03', '40P01'];
const CANCELLED = '57014';

/**
 * Does `work` on `client` with these time-outs, again and again while others hold what it needs. Whatever it has
 * begun is rolled back before.
 */
export async function runStep(
  client: pg.Client,
  options: {
    readonly name: string;
    readonly statementMs: number;
    readonly isPatient?: boolean;
    readonly limits: MigrationLimits;
    readonly holders: Holders;
    readonly say: (line: string) => void;
  },
  work: () => Promise<void>,
): Promise<void> {
  const { name, statementMs, isPatient = false, limits, holders, say } = options;
  const lockMs = isPatient ? limits.patientMs : limits.lockMs;
  const tries = isPatient ? 1 : limits.tries;
  await client.query(
    `select set_config('lock_timeout', $1, false), set_config('statement_timeout', $2, false)`,
    [`${lockMs}ms`, `${statementMs}ms`],
  );
  for (let tried = 1; ; tried += 1) {
    holders.forget();
    try {
      return await work();
    } catch (error) {
      await client.query('rollback').catch(() => {});
      if (error instanceof MigrationRefused) throw error;
      const { code } = error as { code?: string };
      if (code === CANCELLED) {
        throw new MigrationRefused(
          `${name} was stopped: a statement of it took longer than the ${statementMs / 1000} s it may, or somebody cancelled it. Nothing that was not finished remains.`,
          { cause: error },
        );
      }
      if (!isHeldByOthers(error)) {
        throw new MigrationRefused(`${name} failed: ${(error as Error).message}`, { cause: error });
      }
      const who = holders.seen() ?? 'somebody whom this role cannot see';
      if (tried === tries) {
        throw new MigrationRefused(
          `${name} was given up after ${tries} ${tries === 1 ? 'try' : 'tries'} of ${lockMs / 1000} s: what it needs was held by ${who}. ` +
            'What ran before it stays, and nothing else has changed. End that transaction, or wait for its end, and run "migrate" again.',
          { cause: error },
        );
      }
      const pauseMs = limits.pauseMs(tried);
      say(`${name} waits for ${who}: tried again in ${pauseMs / 1000} s.`);
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}

/** Whether it would have gone well, had nobody held what it needed. */
export function isHeldByOthers(error: unknown): boolean {
  return HELD.includes((error as { code?: string }).code ?? '');
}
