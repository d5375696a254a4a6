import type { ChildProcess } from 'node:child_process';
import fs from 'node:fs';

/** Of Linux, in every build of it that Node runs on. */
const TICK_MS = 10;

/** What a process has spent of processors so far, in ms; NaN where the system does not tell. */
export function processorMs(pid: number): number {
  if (process.platform !== 'linux') return Number.NaN;
  const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
  // Behind the name, which may hold anything: fields 14 and 15, user and system.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/** The result with what the process spent meanwhile. */
export async function withProcessorTime<Result extends object>(
  pid: number,
  run: () => Promise<Result>,
): Promise<Result & { readonly processorMs: number }> {
  const before = processorMs(pid);
  const result = await run();
  return { ...result, processorMs: processorMs(pid) - before };
}

/** Of a program that runs. */
export function pidOf({ child }: { readonly child: ChildProcess }): number {
  if (child.pid === undefined) throw new Error('It does not run');
  return child.pid;
}
