import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { MEMORY_FLAGS } from '../src/local/children.ts';

/** A program under measurement: a process of its own, all with the same memory to use. */
export type Program = {
  readonly child: ChildProcess;
  /** Where it serves; empty for a worker. */
  readonly url: string;
  /** From its spawning until it said that it was ready. */
  readonly readyMs: number;
  stop(): Promise<void>;
};

const STOP_WITHIN_MS = 15_000;

/** Starts it and waits for its word that it is ready. What it prints goes into `logFile`. */
export async function startProgram(
  file: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  logFile: string,
): Promise<Program> {
  fs.mkdirSync(path.dirname(logFile), { recursive: true });
  const log = fs.openSync(logFile, 'w');
  const begun = performance.now();
  const child = spawn(process.execPath, [...MEMORY_FLAGS, file, ...args], {
    // Nothing of the terminal's own: what it runs with is what stands here.
    env: { PATH: process.env['PATH'], TZ: 'UTC', NODE_ENV: 'production', ...environment },
    stdio: ['ignore', log, log, 'ipc'],
  });
  fs.closeSync(log);
  const url = await new Promise<string>((resolve, reject) => {
    child.on('message', (message: { ready?: boolean; url?: string }) => {
      if (message.ready) resolve(message.url ?? '');
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(lastWords(file, code, logFile))));
  });
  return { child, url, readyMs: performance.now() - begun, stop: () => end(child) };
}

function lastWords(file: string, code: number | null, logFile: string): string {
  const said = fs.readFileSync(logFile, 'utf8').trim().split('\n').slice(-8).join('\n');
  return `${path.basename(file)} ended before it was ready (${code ?? 'killed'}):\n${said}`;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
  await gone;
  clearTimeout(timer);
}
