import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** A program of ours that says over its channel when it is ready, and ends when the channel closes. */
export type Child = {
  /** What it said when it was ready. */
  readonly ready: Readonly<Record<string, unknown>>;
  send(message: object): void;
  /** Ends it; being supervised, it comes back. */
  restart(): void;
  stop(): Promise<void>;
};

export type ChildOptions = {
  readonly name: string;
  readonly file: string;
  readonly args?: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Started again whenever it ends by itself, after a short pause. */
  readonly supervised: boolean;
  say(text: string): void;
};

/** It ended before it was ready; the message is what it said on its way out. */
export class ChildFailed extends Error {}

/**
 * How V8 holds house in a process of ours. Left to itself on a big machine it lets two hundred megabytes of
 * garbage pile up before it looks for the first time, which an export of many orders makes in seconds.
 */
export const MEMORY_FLAGS: readonly string[] = [
  '--max-semi-space-size=32',
  '--max-old-space-size=768',
];

const RESTART_AFTER_MS = 500;
const STOP_TIMEOUT_MS = 8_000;

/** Starts the program and waits until it is ready. */
export async function startChild(options: ChildOptions): Promise<Child> {
  let isStopped = false;
  let current = launch(options);
  const watch = (child: ChildProcess) => {
    child.once('exit', (code, signal) => {
      if (isStopped || !options.supervised) return;
      options.say(`${options.name} ended (${signal ?? `code ${code}`}) and is started again.`);
      setTimeout(() => void restart(), RESTART_AFTER_MS);
    });
  };
  const restart = async () => {
    if (isStopped) return;
    current = launch(options);
    try {
      await untilReady(current);
      watch(current);
    } catch (error) {
      options.say(`${options.name} could not be started again: ${(error as Error).message}`);
      setTimeout(() => void restart(), RESTART_AFTER_MS * 4);
    }
  };
  const ready = await untilReady(current);
  watch(current);
  return {
    ready,
    send: (message) => void (current.connected && current.send(message)),
    restart: () => void current.kill('SIGTERM'),
    stop: async () => {
      isStopped = true;
      await end(current);
    },
  };
}

function launch({ file, args = [], environment }: ChildOptions): ChildProcess {
  return spawn(process.execPath, [...process.execArgv, ...MEMORY_FLAGS, file, ...args], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
}

function untilReady(child: ChildProcess): Promise<Readonly<Record<string, unknown>>> {
  return new Promise((resolve, reject) => {
    let failure = 'It ended before it was ready.';
    child.on('message', (message: Record<string, unknown>) => {
      if (message['ready']) resolve(message);
      if (typeof message['failed'] === 'string') failure = message['failed'];
    });
    child.once('exit', () => reject(new ChildFailed(failure)));
    child.once('error', (error) => reject(new ChildFailed(error.message)));
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
  await gone;
  clearTimeout(timer);
}
