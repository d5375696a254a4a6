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
import { makeTeamChannels } from './worker/team-channels.ts';

/** The real clock, chance and ids: lent to everything else, so that tests can lend others. */
export function makeTools(config: Config, publisher: Pick<Publisher, 'publish'>): Tools {
  return {
    now: () => new Date(),
    newId: (prefix) => typeidUnboxed(prefix),
    chance: () => Math.random(),
    publish: (news) => publisher.publish(news),
    settings: config.settings,
    sealer: makeSealer(config.secretsKey),
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

/** Without a mail server every mail fails with words that say so; nothing is dropped in silence. */
function makeConfiguredMailer(config: Config): Mailer {
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
