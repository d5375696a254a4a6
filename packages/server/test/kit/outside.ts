import { makeActionTypes, type ActionTypes } from '../../src/actions/action-types.ts';
import type { Mail, Mailer } from '../../src/outside/mailer.ts';
import type { SafeRequest } from '../../src/outside/safe-fetch.ts';

/** Real kinds of actions over ways out that take everything, say yes and keep what they got. */
export function obligingOutside(): {
  readonly types: ActionTypes;
  readonly mails: Mail[];
  readonly calls: SafeRequest[];
} {
  const mails: Mail[] = [];
  const calls: SafeRequest[] = [];
  const types = makeActionTypes({
    mailer: {
      send: async (mail) => {
        mails.push(mail);
        return Promise.resolve({ outcome: 'accepted', messageId: mail.key, response: '250 Taken' });
      },
    },
    fetch: async (request) => {
      calls.push(request);
      return Promise.resolve({ status: 200, headers: {}, body: 'ok', durationMs: 1 });
    },
  });
  return { types, mails, calls };
}

/** Where no mail is expected: to send one is a fault. */
export const noMailer: Mailer = {
  send: () => Promise.reject(new Error('No mail is sent here')),
};
