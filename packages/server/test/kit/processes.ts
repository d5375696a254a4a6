import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { MEMORY_FLAGS } from '../../src/local/children.ts';
import { keepLog, openKeptLog } from './kept-logs.ts';
import { program, programFolder } from './program.ts';

/** A real process of ours, as it runs in production, told by its environment what to do. */
export type ServerProcess = {
  readonly child: ChildProcess;
  /** Where it serves; empty for a worker. */
  readonly url: string;
  /** Where operators ask; empty unless METRICS_PORT is among its environment. */
  readonly metricsUrl: string;
  /** `kill -9`: nothing of it gets to tidy up. */
  kill(): Promise<void>;
  stop(): Promise<void>;
};

/** Starts `main.ts serve` or `main.ts work` and waits until it is ready. */
export async function startProcess(
  command: 'serve' | 'work',
  environment: Readonly<Record<string, string>>,
  /** Gets each line of its log; left out: it is only kept, where logs are. */
  hear?: (line: Record<string, unknown>) => void,
): Promise<ServerProcess> {
  const keptLog = openKeptLog();
  const child = spawn(process.execPath, [...MEMORY_FLAGS, ...program('main'), command], {
    env: {
      PATH: process.env['PATH'],
      LOG_LEVEL: keptLog === null && !hear ? 'error' : 'info',
      ...environment,
    },
    cwd: programFolder,
    stdio: ['ignore', hear ? 'pipe' : (keptLog ?? 'inherit'), 'inherit', 'ipc'],
  });
  if (child.stdout && hear) {
    createInterface(child.stdout).on('line', (line) => {
      keepLog(`${line}\n`);
      hear(JSON.parse(line) as Record<string, unknown>);
    });
  }
  const ready = await new Promise<Ready>((resolve, reject) => {
    child.on('message', (message: Ready) => message.ready && resolve(message));
    child.once('exit', (code) =>
      reject(new Error(`"${command}" ended before it was ready (${code})`)),
    );
  });
  const { url = '', metricsPort } = ready;
  return {
    child,
    url,
    metricsUrl: metricsPort === undefined ? '' : `http://127.0.0.1:${metricsPort}`,
    kill: () => end(child, 'SIGKILL'),
    stop: () => end(child, 'SIGTERM'),
  };
}

type Ready = { ready?: boolean; url?: string; metricsPort?: number };

async function end(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}
