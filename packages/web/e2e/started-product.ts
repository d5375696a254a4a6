import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePort } from '../../server/src/local/free-ports.ts';

export type StartedProduct = {
  readonly url: string;
  readonly simulatorUrl: string;
  /** With all rights. */
  readonly apiToken: string;
  /** Where it keeps its database and secrets; gone after `stop`. */
  readonly dataDir: string;
  readonly stop: () => Promise<void>;
};

/**
 * Starts the whole product as `npm start` does, on free ports, with its demo and a grace of a few seconds. Over
 * the channel it notices when we are gone, even by `kill -9`. It must be built.
 */
export async function startProduct(): Promise<StartedProduct> {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'order-management-e2e-'));
  // As root, PostgreSQL runs as another user, who must get in.
  fs.chmodSync(dataDir, 0o755);
  // Searched for personal data when the whole run is over.
  const logs = process.env['TEST_LOGS'];
  const program = path.join(import.meta.dirname, '../../server/dist/local/start-main.js');
  const product = spawn(
    process.execPath,
    [
      program,
      '--port',
      String(await freePort()),
      '--data',
      dataDir,
      '--no-traffic',
      '--seed',
      '42',
    ],
    {
      cwd: path.join(import.meta.dirname, '../../..'),
      env: {
        ...process.env,
        ...(logs && { LOG_LEVEL: 'info' }),
        GRACE_MS: '3000',
        LEASE_MS: '3000',
        HEARTBEAT_MS: '1000',
        SWEEP_MS: '500',
        RETRY_SCHEDULE_MS: '200,200',
        SIGN_INS_PER_MINUTE: '1000',
      },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    },
  );
  if (logs)
    product.stdout?.pipe(fs.createWriteStream(path.join(logs, `product-${product.pid}.log`)));
  const stop = async () => {
    const gone = product.exitCode === null ? once(product, 'exit') : undefined;
    product.kill('SIGTERM');
    await gone;
    fs.rmSync(dataDir, { recursive: true, force: true });
  };
  const started = await new Promise<Omit<StartedProduct, 'dataDir' | 'stop'>>((resolve, reject) => {
    product.on(
      'message',
      (message: { ready?: boolean; url: string; simulatorUrl: string; apiToken: string }) => {
        if (message.ready) resolve(message);
      },
    );
    product.once('exit', (code) => reject(new Error(`The product ended (${code})`)));
  });
  const { url, simulatorUrl, apiToken } = started;
  return { url, simulatorUrl, apiToken, dataDir, stop };
}
