import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';

type Started = { ready?: boolean; url: string; simulatorUrl: string; apiToken: string };

/**
 * Starts the whole product as `npm start` does, with a grace of a few seconds. Over the channel it
 * notices when we are gone, even by `kill -9`.
 */
export default async function globalSetup() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'order-management-e2e-'));
  // As root, PostgreSQL runs as another user, who must get in.
  fs.chmodSync(folder, 0o755);
  const program = path.join(import.meta.dirname, '../../server/dist/local/start-main.js');
  const product = spawn(
    process.execPath,
    [program, '--port', String(await freePort()), '--data', folder, '--no-traffic', '--seed', '42'],
    {
      cwd: path.join(import.meta.dirname, '../../..'),
      env: {
        ...process.env,
        GRACE_MS: '3000',
        LEASE_MS: '3000',
        HEARTBEAT_MS: '1000',
        SWEEP_MS: '500',
        RETRY_SCHEDULE_MS: '200,200',
        SIGN_INS_PER_MINUTE: '1000',
      },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    },
  );
  const started = await new Promise<Started>((resolve, reject) => {
    product.on('message', (message: Started) => message.ready && resolve(message));
    product.once('exit', (code) => reject(new Error(`The product ended (${code})`)));
  });
  process.env['E2E_URL'] = started.url;
  process.env['E2E_SIMULATOR_URL'] = started.simulatorUrl;
  process.env['E2E_API_TOKEN'] = started.apiToken;
  const local = JSON.parse(fs.readFileSync(path.join(folder, 'local.json'), 'utf8')) as {
    webhookReceiverSecret: string;
  };
  process.env['E2E_WEBHOOK_SECRET'] = local.webhookReceiverSecret;
  return async () => {
    const gone = product.exitCode === null ? once(product, 'exit') : undefined;
    product.kill('SIGTERM');
    await gone;
    fs.rmSync(folder, { recursive: true, force: true });
  };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, 'close');
  return port;
}
