import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

/**
 * What a shop on one machine keeps beside its database: secrets made by chance at the first start, and
 * the ports of the simulator, which the demo's webhooks name.
 */
const schema = z.object({
  sessionSecret: z.string(),
  secretsKey: z.string(),
  webhookReceiverSecret: z.string(),
  stripeApiKey: z.string(),
  stripeWebhookSecret: z.string(),
  shopperToken: z.string(),
  demoToken: z.string(),
  /** Where the shop was last started: for commands that print its address. */
  port: z.number().int().default(4000),
  simulatorPort: z.number().int(),
  simulatorSmtpPort: z.number().int(),
  seed: z.number().int(),
  /** Of the embedded server, while it runs: for commands beside it. */
  databaseUrl: z.string().nullable(),
});
export type LocalSettings = z.infer<typeof schema>;

const FILE = 'local.json';

/** Null before the first start. */
export function readLocalSettings(dataDir: string): LocalSettings | null {
  const file = path.join(dataDir, FILE);
  if (!fs.existsSync(file)) return null;
  return schema.parse(JSON.parse(fs.readFileSync(file, 'utf8')));
}

export function writeLocalSettings(dataDir: string, settings: LocalSettings): void {
  fs.mkdirSync(dataDir, { recursive: true });
  const file = path.join(dataDir, FILE);
  fs.writeFileSync(`${file}.new`, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600 });
  fs.renameSync(`${file}.new`, file);
}

export function makeLocalSettings(
  ports: Pick<LocalSettings, 'simulatorPort' | 'simulatorSmtpPort'>,
  seed: number,
): LocalSettings {
  const secret = (bytes: number) => randomBytes(bytes).toString('base64url');
  return {
    ...ports,
    seed,
    sessionSecret: secret(32),
    secretsKey: randomBytes(32).toString('base64'),
    webhookReceiverSecret: `whsec_${randomBytes(32).toString('base64')}`,
    stripeApiKey: `sk_test_${secret(16)}`,
    stripeWebhookSecret: `whsec_${secret(24)}`,
    shopperToken: `demo-shoppers-${secret(24)}`,
    demoToken: `demo-${secret(24)}`,
    port: 4000,
    databaseUrl: null,
  };
}

/** The variables that a command needs to reach the shop in `dataDir`, beside what its user has set. */
export function readLocalEnvironment(dataDir: string): Record<string, string> {
  const settings = readLocalSettings(path.resolve(dataDir));
  if (!settings) return {};
  return {
    SESSION_SECRET: settings.sessionSecret,
    SECRETS_KEY: settings.secretsKey,
    PORT: String(settings.port),
    ...(settings.databaseUrl && { DATABASE_URL: settings.databaseUrl }),
  };
}
