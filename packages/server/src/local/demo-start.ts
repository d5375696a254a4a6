import { makeSessions } from '../access/session.ts';
import type { Config } from '../config.ts';
import { MemberTable } from '../database/account.ts';
import { connect } from '../database/orm.ts';
import { Permission, type Role } from '../domain/permission.ts';
import { makeDemoPast } from '../demo/past.ts';
import { isLoading } from '../database/set-aside.ts';
import { findDemoShop, makeDemoShop } from '../demo/shop.ts';
import { makeDemoIntegrations } from '../demo/integrations.ts';
import { readSimulatedPast, type SimulatedPast } from '../demo/simulated-past.ts';
import { makeTools } from '../surroundings.ts';
import { setKnownApiToken } from '../use-cases/manage-api-tokens.ts';
import { systemRequest } from '../use-cases/request.ts';
import type { LocalSettings } from './local-settings.ts';
import { StartFailed } from './start-checks.ts';

export type DemoPerson = { readonly email: string; readonly password: string; readonly role: Role };

export type Demo = {
  readonly people: readonly DemoPerson[];
  readonly apiToken: string;
  readonly linkSlugs: readonly string[];
  /** For the simulator's payment providers. */
  readonly past: SimulatedPast;
};

const everything = Object.values(Permission);
const shopping: readonly Permission[] = ['WRITE_CHECKOUT'];
const DAY_MS = 24 * 60 * 60_000;
const PAST_ORDERS = 5_000;
const PAST_MONTHS = 12;

/** One account per role; the password is no secret, since the demo's data is none. */
export const demoPeople: readonly DemoPerson[] = [
  { email: 'admin@example.com', password: 'demo-admin-2026', role: 'ADMIN' },
  { email: 'maintainer@example.com', password: 'demo-maintainer-2026', role: 'MAINTAINER' },
  { email: 'support@example.com', password: 'demo-support-2026', role: 'CUSTOMER_SERVICE' },
  { email: 'viewer@example.com', password: 'demo-viewer-2026', role: 'VIEWER' },
];

const names: Readonly<Record<Role, string>> = {
  ADMIN: 'Aino Admin',
  MAINTAINER: 'Mikko Maintainer',
  CUSTOMER_SERVICE: 'Salla Support',
  VIEWER: 'Veikko Viewer',
};

/** Makes shop, past, people and tokens at the first start; a later one finds them. */
export async function makeDemo(wish: {
  config: Config;
  settings: LocalSettings;
  simulatorUrl: string;
  demoToken: string;
  say(text: string): void;
}): Promise<Demo> {
  const { config, settings } = wish;
  const orm = connect(config.databaseUrl);
  const tools = makeTools(config, { publish: () => {} });
  const sessions = makeSessions(config, {
    databaseUrl: config.databaseUrl,
    orm,
    tools,
    log: () => {},
  });
  try {
    const em = orm.em.fork();
    if (await isLoading(em)) {
      throw new StartFailed(
        'This shop is only half filled: "npm run demo:large" was begun and did not end. Enter the same command again; it goes on where it was.',
      );
    }
    const shop =
      (await findDemoShop(em)) ??
      (await makeDemoShop(em, tools, {
        webhookUrl: `${wish.simulatorUrl}/hooks`,
        webhookSecret: settings.webhookReceiverSecret,
        publicUrl: config.publicUrl,
      }));
    // A past that is there already is found at once; one that was cut short is finished.
    await makeDemoPast(em, tools, {
      orders: PAST_ORDERS,
      months: PAST_MONTHS,
      seed: settings.seed,
      now: tools.now(),
      onProgress: progressOf((text) => wish.say(text)),
    });
    await makeDemoIntegrations(em, tools, wish.simulatorUrl);
    const known = new Set((await em.find(MemberTable, {})).map(({ email }) => email));
    for (const person of demoPeople.filter(({ email }) => !known.has(email))) {
      await sessions.createMember({
        ...person,
        name: names[person.role],
        checkoutIds: shop.checkoutIds,
      });
    }
    const expiresAt = new Date(tools.now().getTime() + 365 * DAY_MS);
    const demo = systemRequest(em.fork(), tools, { kind: 'SYSTEM', id: null, name: 'Demo' });
    for (const token of [
      { name: 'Demo, all rights', permissions: everything, secret: wish.demoToken },
      { name: 'Demo shoppers', permissions: shopping, secret: settings.shopperToken },
    ]) {
      const outcome = await setKnownApiToken({ ...token, expiresAt }, demo);
      if (!outcome.ok) throw new Error(outcome.refusals.map(({ message }) => message).join(' '));
    }
    const past = await readSimulatedPast(em.fork());
    return { people: demoPeople, apiToken: wish.demoToken, linkSlugs: shop.linkSlugs, past };
  } finally {
    await sessions.stop();
    await orm.close();
  }
}

/** Says every fifth of the way, from the first: a second start says nothing. */
function progressOf(say: (text: string) => void): (done: number, total: number) => void {
  let said = 0;
  return (done, total) => {
    const fifth = Math.floor((done / total) * 5);
    if (fifth <= said) return;
    said = fifth;
    say(`    ${done.toLocaleString('en')} of ${total.toLocaleString('en')} past orders`);
  };
}
