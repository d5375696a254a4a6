// The simulator as a process: options from the environment, the product's address from there or by
// a message of the parent, which also hears when everything is ready.

import { z } from 'zod';
import { pastMoney } from './past-money.ts';
import { startSimulator } from './simulator.ts';

const port = z.coerce.number().int().min(0).max(65_535);
const environment = z.object({
  SIMULATOR_PORT: port.default(0),
  SIMULATOR_SMTP_PORT: port.default(0),
  PRODUCT_URL: z.url().optional(),
  CHECKOUT_TOKEN: z.string().optional(),
  LINK_SLUGS: z.string().default(''),
  STRIPE_WEBHOOK_SECRET: z.string().default('whsec_simulator'),
  STRIPE_API_KEY: z.string().default('sk_test_simulator'),
  PAYTRAIL_ACCOUNT: z.string().default('375917'),
  PAYTRAIL_SECRET: z.string().default('SAIPPUAKAUPPIAS'),
  EPASSI_SITE: z.string().default('demo-site'),
  EPASSI_KEY: z.string().default('demo-epassi-key'),
  WEBHOOK_RECEIVER_SECRET: z.string().optional(),
  SHOPPERS_PER_MINUTE: z.coerce.number().min(0).default(0),
  SEED: z.coerce.number().int().optional(),
});
const productMessage = z.object({
  product: z.object({ url: z.url(), token: z.string(), linkSlugs: z.array(z.string()) }),
});

const pastMessage = z.object({ past: pastMoney });

async function main(): Promise<void> {
  const given = environment.parse(process.env);
  const seed = given.SEED ?? Math.floor(Math.random() * 0x7fff_ffff);
  const perMinute = given.SHOPPERS_PER_MINUTE;
  const simulator = await startSimulator({
    port: given.SIMULATOR_PORT,
    smtpPort: given.SIMULATOR_SMTP_PORT,
    productUrl: given.PRODUCT_URL ?? null,
    token: given.CHECKOUT_TOKEN ?? null,
    linkSlugs: given.LINK_SLUGS.split(',').filter((slug) => slug !== ''),
    stripe: { webhookSecret: given.STRIPE_WEBHOOK_SECRET, apiKey: given.STRIPE_API_KEY },
    paytrail: { account: given.PAYTRAIL_ACCOUNT, secret: given.PAYTRAIL_SECRET },
    epassi: { site: given.EPASSI_SITE, key: given.EPASSI_KEY },
    webhookReceiverSecret: given.WEBHOOK_RECEIVER_SECRET ?? null,
    traffic: perMinute > 0 ? { shoppersPerMinute: perMinute } : null,
    seed,
  });

  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    void simulator.stop().then(() => process.exit(0));
  };
  process.once('SIGINT', stop).once('SIGTERM', stop).once('disconnect', stop);
  process.on('message', (message) => {
    const old = pastMessage.safeParse(message);
    if (old.success) simulator.rememberPast(old.data.past);
    const news = productMessage.safeParse(message);
    if (!news.success) return;
    const { url, token, linkSlugs } = news.data.product;
    simulator.connect({ productUrl: url, token, linkSlugs });
  });

  const { url, smtpUrl } = simulator;
  if (process.send) process.send({ ready: true, url, smtpUrl, seed });
  else process.stdout.write(`Simulator at ${url}, mail at ${smtpUrl}, seed ${seed}\n`);
}

await main();
