import fs from 'node:fs/promises';
import { hostname } from 'node:os';
import { typeidUnboxed } from 'typeid-js';
import { makeActionTypes, type ActionTypes } from './actions/action-types.ts';
import type { Config } from './config.ts';
import type { Publisher } from './database/notifications.ts';
import { makeSealer } from './database/sealing.ts';
import { addressJudge } from './outside/address-policy.ts';
import { makeMailer, type Mailer } from './outside/mailer.ts';
import { makeSafeFetch } from './outside/safe-fetch.ts';
import type { Tools } from './use-cases/request.ts';
import type { TeamChannels } from './use-cases/team-channels.ts';
import type { RateSource } from './worker/reporting.ts';
import { makeTeamChannels } from './worker/team-channels.ts';

/** The real clock, chance and ids: lent to everything else, so that tests can lend others. */
export function makeTools(config: Config, publisher: Pick<Publisher, 'publish'>): Tools {
  return {
    now: () => new Date(),
    newId: (prefix) => typeidUnboxed(prefix),
    chance: () => Math.random(),
    publish: (news) => publisher.publish(news),
    settings: config.settings,
    sealer: makeSealer(config.secretsKey, config.retiredSecretsKeys),
    judgeAddress: addressJudge(config.outgoing),
  };
}

/** Every kind of action with its real ways out. */
export function makeActions(config: Config): ActionTypes {
  return makeActionTypes(
    {
      mailer: makeConfiguredMailer(config),
      fetch: makeSafeFetch(config.outgoing),
    },
    config.platforms,
  );
}

/** The team's own mail and webhook, by the same ways out. */
export function makeAlertChannels(config: Config): TeamChannels {
  return makeTeamChannels({
    mailer: makeConfiguredMailer(config),
    fetch: makeSafeFetch(config.outgoing),
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
export function makeConfiguredMailer(config: Config): Mailer {
  const { smtpUrl, from } = config.mail;
  if (smtpUrl) return makeMailer({ smtpUrl, from, timeoutMs: config.outgoing.timeoutMs });
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
