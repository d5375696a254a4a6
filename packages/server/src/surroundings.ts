import fs from 'node:fs/promises';
import { hostname } from 'node:os';
import type { MikroORM } from '@mikro-orm/postgresql';
import { typeidUnboxed } from 'typeid-js';
import { makeActionTypes, PLATFORM_URLS, type ActionTypes } from './actions/action-types.ts';
import type { Config } from './config.ts';
import type { Publisher } from './database/notifications.ts';
import { followDatabaseClock } from './database/shared-clock.ts';
import { makeSealer } from './database/sealing.ts';
import type { Log } from './log.ts';
import { addressJudge } from './outside/address-policy.ts';
import { makeMailer, type Mailer } from './outside/mailer.ts';
import { makeSafeFetch, type SafeFetch } from './outside/safe-fetch.ts';
import { makeProviders, type PaymentProviders } from './payments/providers.ts';
import { causeForJob } from './telemetry/cause.ts';
import type { Telemetry } from './telemetry/telemetry.ts';
import { watchFetch, watchMailer, watchProviders } from './telemetry/watched-outside.ts';
import type { Tools } from './use-cases/request.ts';
import type { TeamChannels } from './use-cases/team-channels.ts';
import type { RateSource } from './worker/reporting.ts';
import { makeTeamChannels } from './worker/team-channels.ts';

/** The real clock, chance and ids: lent to everything else, so that tests can lend others. */
export function makeTools(
  config: Config,
  publisher: Pick<Publisher, 'publish'>,
  now: () => Date = () => new Date(),
): Tools {
  return {
    now,
    newId: (prefix) => typeidUnboxed(prefix),
    chance: () => Math.random(),
    publish: (news) => publisher.publish(news),
    cause: causeForJob,
    settings: config.settings,
    sealer: makeSealer(config.secretsKey, config.retiredSecretsKeys),
    judgeAddress: addressJudge(config.outgoing),
  };
}

const MACHINE = { wall: Date.now, steady: () => performance.now() };

/** The same, by the clock that all processes share. */
export async function makeSharedTools(
  config: Config,
  publisher: Pick<Publisher, 'publish'>,
  { orm, log }: { orm: MikroORM; log: Log },
): Promise<Tools> {
  const now = await followDatabaseClock(orm, MACHINE, (aheadMs) =>
    log.warn(
      { aheadMs },
      'The clock of this machine and that of the database differ: the database’s counts. Let both keep time (NTP).',
    ),
  );
  return makeTools(config, publisher, now);
}

/** Every kind of action with its real ways out. */
export function makeActions(config: Config, telemetry: Telemetry | null = null): ActionTypes {
  return makeActionTypes(
    {
      mailer: makeConfiguredMailer(config, telemetry),
      fetch: makeWatchedFetch(config, telemetry, 'webhook'),
    },
    config.platforms,
  );
}

/** The team's own mail and webhook, by the same ways out. */
export function makeAlertChannels(
  config: Config,
  telemetry: Telemetry | null = null,
): TeamChannels {
  return makeTeamChannels({
    mailer: makeConfiguredMailer(config, telemetry),
    fetch: makeWatchedFetch(config, telemetry, 'alert-webhook'),
  });
}

/** The payment providers that have keys. */
export function makeWatchedProviders(config: Config, telemetry: Telemetry): PaymentProviders {
  return watchProviders(telemetry, makeProviders(config.payments));
}

/** `otherwise`: whose address it is that is none of a platform's. */
function makeWatchedFetch(
  config: Config,
  telemetry: Telemetry | null,
  otherwise: string,
): SafeFetch {
  const fetch = makeSafeFetch(config.outgoing);
  if (!telemetry) return fetch;
  const { kajabiApiUrl, systemeioApiUrl } = { ...PLATFORM_URLS, ...config.platforms };
  return watchFetch(telemetry, fetch, (url) => {
    if (url.startsWith(`${kajabiApiUrl}/`)) return 'kajabi';
    return url.startsWith(`${systemeioApiUrl}/`) ? 'systemeio' : otherwise;
  });
}

/** The operator's file of exchange rates, read again when it has changed, and the bank's own of the day. */
export function makeRateSources(config: Pick<Config, 'rates' | 'outgoing'>): RateSource[] {
  const { file, url } = config.rates;
  return [...(file ? [rateFile(file)] : []), ...(url ? [rateAddress(url, config)] : [])];
}

function rateFile(file: string): RateSource {
  let readAt = '';
  return async () => {
    const { mtimeMs, size } = await fs.stat(file);
    const version = `${mtimeMs} ${size}`;
    if (version === readAt) return null;
    const text = await fs.readFile(file, 'utf8');
    readAt = version;
    return text;
  };
}

const FETCHED_BYTES = 65_536;

function rateAddress(url: string, config: Pick<Config, 'outgoing'>): RateSource {
  const fetch = makeSafeFetch(config.outgoing);
  return async () => {
    const signal = AbortSignal.timeout(config.outgoing.timeoutMs);
    const call = { method: 'GET', url, headers: {}, body: null, keptBytes: FETCHED_BYTES } as const;
    const { status, body } = await fetch({ ...call, signal });
    if (status !== 200) throw new Error(`${url} answered with ${status} instead of exchange rates`);
    return body;
  };
}

/** Without a mail server every mail fails with words that say so; nothing is dropped in silence. */
export function makeConfiguredMailer(config: Config, telemetry: Telemetry | null = null): Mailer {
  const { smtpUrl, from } = config.mail;
  if (smtpUrl) {
    const mailer = makeMailer({ smtpUrl, from, timeoutMs: config.outgoing.timeoutMs });
    return telemetry ? watchMailer(telemetry, mailer) : mailer;
  }
  return {
    send: async (mail) => ({
      outcome: 'not-sent',
      reason: 'unreachable',
      messageId: mail.key,
      technical: 'SMTP_URL is not set',
    }),
  };
}

/** Tells worker processes apart in the attempts they make. */
export function workerName(): string {
  return `${hostname()}:${process.pid}`;
}
