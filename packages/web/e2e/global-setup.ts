import fs from 'node:fs';
import path from 'node:path';
import { startProduct } from './started-product.ts';

/** One product for all browser tests; what they need of it travels by the environment. */
export default async function globalSetup() {
  const product = await startProduct();
  process.env['E2E_URL'] = product.url;
  process.env['E2E_SIMULATOR_URL'] = product.simulatorUrl;
  process.env['E2E_API_TOKEN'] = product.apiToken;
  const local = JSON.parse(fs.readFileSync(path.join(product.dataDir, 'local.json'), 'utf8')) as {
    webhookReceiverSecret: string;
  };
  process.env['E2E_WEBHOOK_SECRET'] = local.webhookReceiverSecret;
  return product.stop;
}
