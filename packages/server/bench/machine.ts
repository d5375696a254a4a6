import { execFileSync } from 'node:child_process';
import os from 'node:os';
import pg from 'pg';

/** On what everything was measured: without it a figure says nothing. */
export type Machine = {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly node: string;
  readonly postgresql: string;
  readonly commit: string;
  readonly orders: number;
  readonly at: string;
  /** Runnable processes in the minute before the first bench and before the end, as the system counts them. */
  readonly loadBefore: number;
  loadAfter: number;
};

/** So many runnable processes per core before we begin are somebody else's. */
const BUSY_PER_CORE = 0.25;

export async function lookAtMachine(databaseUrl: string, orders: number): Promise<Machine> {
  return {
    cpu: os.cpus()[0]?.model.trim() ?? 'unknown',
    cores: os.availableParallelism(),
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    node: process.version,
    postgresql: await versionOf(databaseUrl),
    commit: commitHere(),
    orders,
    at: new Date().toISOString(),
    loadBefore: os.loadavg()[0] ?? Number.NaN,
    loadAfter: Number.NaN,
  };
}

export function machineWords(machine: Machine): string {
  const { cores, cpu, memoryGiB, node, postgresql, commit, orders, at } = machine;
  return `${cores} × ${cpu}, ${memoryGiB} GiB, Node ${node}, PostgreSQL ${postgresql}, ${orders.toLocaleString('en')} orders, commit ${commit}, ${at.slice(0, 10)}`;
}

/** What to say before anybody believes a figure; null on a quiet machine. */
export function busyWords({ loadBefore, cores }: Machine): string | null {
  if (!(loadBefore > cores * BUSY_PER_CORE)) return null;
  return `This machine was busy before we began: load ${loadBefore.toFixed(2)} on ${cores} cores. Believe ratios, counts and processor time, not the other figures.`;
}

async function versionOf(databaseUrl: string): Promise<string> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    const { rows } = await client.query<{ server_version: string }>('show server_version');
    return rows[0]?.server_version ?? 'unknown';
  } finally {
    await client.end();
  }
}

function commitHere(): string {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: import.meta.dirname, encoding: 'utf8' }).trim();
  try {
    return (
      git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain') ? ' with changes' : '')
    );
  } catch {
    return 'unknown';
  }
}
