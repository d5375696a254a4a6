import fs from 'node:fs';
import path from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../src/local/embedded-postgres.ts';

/** A real PostgreSQL that can be stopped, killed and started on the same data and port. */
export type FaultyPostgres = {
  readonly url: string;
  readonly port: number;
  readonly dataDir: string;
  /** Sends its connections away and ends in order. */
  stop(): Promise<void>;
  /** `kill -9` of the postmaster: the next start has to recover. */
  kill(): void;
  /** Tries until it runs, as a supervisor does. */
  start(): Promise<void>;
};

const TRY_AGAIN_MS = 250;

export async function startFaultyPostgres(dataDir: string): Promise<FaultyPostgres> {
  let running: EmbeddedPostgres = await startEmbeddedPostgres({ dataDir });
  const { url } = running;
  const port = Number(new URL(url).port);
  const pidFile = path.join(running.dataDir, 'postmaster.pid');
  return {
    url,
    port,
    dataDir: running.dataDir,
    stop: () => running.stop(),
    kill: () => process.kill(Number(fs.readFileSync(pidFile, 'utf8').split('\n')[0]), 'SIGKILL'),
    async start() {
      for (;;) {
        try {
          running = await startEmbeddedPostgres({ dataDir, port });
          return;
        } catch {
          await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS));
        }
      }
    },
  };
}
