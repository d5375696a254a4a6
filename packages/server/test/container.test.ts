import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { quietly, startSimulator } from '@order-management/simulator';
import { expect, onTestFinished, test } from 'vitest';
import { variables } from '../src/config-variables.ts';
import { connect, query } from '../src/database/orm.ts';
import { makeSealer } from '../src/database/sealing.ts';
import { MEMORY_FLAGS } from '../src/local/children.ts';
import { freePorts } from '../src/local/free-ports.ts';
import { mailboxThat } from '../src/outside/mailbox-stand-in.ts';
import { readCompose, readEnvironmentFile, startService, type Container } from './kit/compose.ts';
import { emptyDatabase, makeTestTools } from './kit/database.ts';
import { buildImage } from './kit/image.ts';
import { makeShop, shop } from './kit/shop.ts';

// What a container engine would do with the Dockerfile and docker-compose.yml, done without one. Steps, commands,
// variables, users and health checks come out of the files; other than there are the root of the file system (a
// folder), names of the network (127.0.0.1), and the images that are not ours (PostgreSQL, mail catcher).

const context = path.join(import.meta.dirname, '../../..');
const read = (name: string) => fs.readFileSync(path.join(context, name), 'utf8');
const secretsKey = Buffer.alloc(32, 7);

test('the containers of docker-compose.yml take an order, send its receipt and stop when told', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'order-management-image-'));
  onTestFinished(() => void spawnSync('rm', ['-rf', folder]), 300_000);
  // Whoever the containers run as must get in.
  fs.chmodSync(folder, 0o755);
  const image = buildImage(context, folder);
  for (const [words, ms] of image.costs.filter((one) => one[1] > 500)) {
    process.stderr.write(`${(ms / 1000).toFixed(1)} s: ${words.slice(0, 90)}\n`);
  }
  expect(image.config.environment['NODE_OPTIONS']).toBe(MEMORY_FLAGS.join(' '));
  const modules = fs.readdirSync(path.join(image.root, image.config.workdir, 'node_modules/.pnpm'));
  expect(
    modules.filter((name) =>
      /^(@embedded|typescript@|vite@|vitest@|playwright|smtp-server)/.test(name),
    ),
  ).toEqual([]);
  expect(modules.some((name) => name.startsWith('graphile-worker@'))).toBe(true);

  const database = await emptyDatabase();
  const { hostname, port, pathname } = new URL(database.url);
  const mailbox = await mailboxThat();
  const simulator = await startSimulator({
    ...quietly,
    stripe: { webhookSecret: 'whsec_container', apiKey: 'sk_test_container' },
    pace: 0,
  });
  const role = `app_${pathname.slice(1)}`;
  const [webPort, metricsPort] = await freePorts(2);
  const network = {
    where: (value: string) =>
      value
        .replace(
          /^(postgresql:\/\/)orders(:\w+)@db:5432\/orders$/,
          `$1postgres$2@${hostname}:${port}${pathname}`,
        )
        .replace(
          /^(postgresql:\/\/)orders_app(:\w+)@db:5432\/orders$/,
          `$1${role}$2@${hostname}:${port}${pathname}`,
        )
        .replace('smtp://mail:1025', mailbox.smtpUrl),
    ports: { PORT: String(webPort), METRICS_PORT: String(metricsPort) },
  };
  const services = readCompose(read('docker-compose.yml'), {
    ...readEnvironmentFile(read('.env.example')),
    OWNER_PASSWORD: 'ownerSecret',
    APP_PASSWORD: 'appSecret',
  });
  const files = {
    'shop.env': {
      ...readEnvironmentFile(read('shop.env.example')),
      SESSION_SECRET: 's'.repeat(32),
      SECRETS_KEY: secretsKey.toString('base64'),
      STRIPE_API_KEY: 'sk_test_container',
      STRIPE_WEBHOOK_SECRETS: 'whsec_container',
      STRIPE_API_URL: simulator.url,
      ECB_RATES_FETCH: 'false',
    },
  };
  const start = (name: string, command?: string[]): Container => {
    const one = services[name];
    if (!one) throw new Error(`docker-compose.yml has no ${name}.`);
    return startService(image, command ? { ...one, command } : one, files, network);
  };

  const dependedOn = Object.values(services).flatMap((one) => Object.keys(one.depends_on));
  expect(Object.keys(services)).toEqual(expect.arrayContaining(dependedOn));
  expect(await start('migrate').exit).toBe(0);
  await openShop(database.url);
  const [api, worker] = [start('api'), start('worker')];
  await untilHealthy(api, worker);

  const cli = ['node', 'packages/server/dist/cli.js', 'token', 'create', '--name', 'Checkout page'];
  const made = start('api', [...cli, '--permissions', 'WRITE_CHECKOUT']);
  const token = await made.out;
  expect(await made.exit).toBe(0);
  const productUrl = `http://127.0.0.1:${network.ports.PORT}`;
  simulator.connect({
    productUrl,
    token: /\S{30,}/.exec(token)?.[0] ?? '',
    linkSlugs: [shop.linkSlug],
  });
  const paysByCard = { provider: 'stripe', method: null, outcome: 'succeed' } as const;
  expect(await simulator.shop({ tries: [paysByCard] })).toMatchObject({ end: 'paid' });
  await until(() => mailbox.mails.length > 0);
  expect(mailbox.mails[0]?.recipients).toEqual(['aino.korhonen@example.com']);

  const page = await fetch(productUrl, { headers: { accept: 'text/html' } });
  expect(await page.text()).toMatch(/<script type="module"[^>]* src="\/assets\/index-/);
  expect(await Promise.all([api.stop(), worker.stop()])).toEqual([0, 0]);
  await simulator.stop();
  await query(database.orm.em.fork(), `drop owned by ${role}`);
  await query(database.orm.em.fork(), `drop role ${role}`);
  await database.drop();
}, 600_000);

test('only migrate knows the owner of the tables, and every variable is one that the product knows', () => {
  const services = readCompose(read('docker-compose.yml'), {
    OWNER_PASSWORD: 'o',
    APP_PASSWORD: 'a',
  });
  const knowOwner = Object.entries(services).filter(
    ([, one]) => 'DATABASE_OWNER_URL' in one.environment,
  );
  expect(knowOwner.map(([name]) => name)).toEqual(['migrate']);
  const given = [
    ...Object.keys(readEnvironmentFile(read('shop.env.example'))),
    ...['migrate', 'api', 'worker'].flatMap((name) =>
      Object.keys(services[name]?.environment ?? {}),
    ),
  ];
  expect(given.filter((name) => !(name in variables.shape))).toEqual([]);
  expect(() => readCompose(read('docker-compose.yml'), {})).toThrow(
    'OWNER_PASSWORD is not set: Set it in .env',
  );
  const unpinned = Object.values(services).filter(
    ({ image }) => !/:(\d[\w.-]+|v\d+\.\d+\.\d+|local)$/.test(image),
  );
  expect(unpinned).toEqual([]);
});

async function openShop(databaseUrl: string): Promise<void> {
  const orm = connect(databaseUrl);
  const tools = { ...makeTestTools(), sealer: makeSealer(secretsKey) };
  const database = { url: databaseUrl, orm, tools, closeWithIt: () => {}, drop: () => orm.close() };
  await makeShop(database, { receipt: true });
  await orm.close();
}

async function untilHealthy(...containers: readonly Container[]): Promise<void> {
  await until(() => containers.every((one) => one.isHealthy()));
}

async function until(isSo: () => boolean): Promise<void> {
  for (let looks = 0; looks < 600; looks += 1) {
    if (isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('It did not come to that within a minute.');
}
