import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { MEMORY_FLAGS } from '../src/local/children.ts';

/** A process of the product as it runs in production, started again when it ends, as an orchestrator does. */
export type Kept = {
  readonly name: string;
  /** `kill -9`. */
  kill(): void;
  /** Stands still, as a machine does that is starved of its processor. */
  freeze(): void;
  thaw(): void;
  stop(): Promise<void>;
};

const MAIN = path.join(import.meta.dirname, '../dist/main.js');
const START_AGAIN_MS = 500;
const STOP_WITHIN_MS = 10_000;

/** Starts `dist/main.js serve` or `work` and waits until it is ready. */
export async function keep(
  command: 'serve' | 'work',
  name: string,
  environment: Readonly<Record<string, string>>,
): Promise<Kept> {
  let isStopped = false;
  let current = launch();
  function launch(): ChildProcess {
    const child = spawn(process.execPath, [...MEMORY_FLAGS, MAIN, command], {
      env: {
        PATH: process.env['PATH'],
        NODE_ENV: 'test',
        LOG_LEVEL: process.env['FAULTS_VERBOSE'] ? 'warn' : 'silent',
        ...environment,
      },
      stdio: [
        'ignore',
        process.env['FAULTS_VERBOSE'] ? 'inherit' : 'ignore',
        process.env['FAULTS_VERBOSE'] ? 'inherit' : 'ignore',
        'ipc',
      ],
    });
    child.once('exit', () => {
      if (!isStopped) setTimeout(() => (current = isStopped ? child : launch()), START_AGAIN_MS);
    });
    return child;
  }
  await new Promise<void>((resolve, reject) => {
    current.on('message', (message: { ready?: boolean }) => message.ready && resolve());
    current.once('exit', (code) =>
      reject(new Error(`${name} ended before it was ready (${code})`)),
    );
  });
  return {
    name,
    kill: () => void current.kill('SIGKILL'),
    freeze: () => void current.kill('SIGSTOP'),
    thaw: () => void current.kill('SIGCONT'),
    async stop() {
      isStopped = true;
      if (current.exitCode !== null || current.signalCode !== null) return;
      const gone = once(current, 'exit');
      current.kill('SIGTERM');
      const impatience = setTimeout(() => current.kill('SIGKILL'), STOP_WITHIN_MS);
      await gone;
      clearTimeout(impatience);
    },
  };
}
