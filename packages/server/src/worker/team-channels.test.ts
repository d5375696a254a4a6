import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import type { Mail, MailResult } from '../outside/mailer.ts';
import { FetchFailure } from '../outside/fetch-failure.ts';
import type { SafeRequest } from '../outside/safe-fetch.ts';
import { makeTeamChannels } from './team-channels.ts';

const sentAt = new Date();
const mail = {
  to: 'team@example.com',
  subject: '2 orders need somebody.',
  text: 'text',
  html: '<p>html</p>',
  key: 'alert-1',
  sentAt,
};
const secret = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;
const call = { url: 'https://team.example/hook', secret, body: '{"a":1}', key: 'alert-1', sentAt };

function channelsOver(outside: { mail?: MailResult; status?: number; failure?: Error }) {
  const mails: Mail[] = [];
  const requests: SafeRequest[] = [];
  const channels = makeTeamChannels({
    mailer: {
      send: async (sent) => {
        mails.push(sent);
        return outside.mail ?? { outcome: 'accepted', messageId: '<a>', response: '250' };
      },
    },
    fetch: async (request) => {
      requests.push(request);
      if (outside.failure) throw outside.failure;
      return { status: outside.status ?? 200, headers: {}, body: '', durationMs: 1 };
    },
  });
  return { channels, mails, requests };
}

describe("the team's mail", () => {
  test('is sent once, to one address', async () => {
    const { channels, mails } = channelsOver({});
    expect(await channels.mail(mail)).toEqual({ outcome: 'told' });
    expect(mails).toEqual([{ ...mail, replyTo: null }]);
  });

  test.each<['not-sent' | 'unknown', 'refused' | 'closed', object]>([
    ['not-sent', 'refused', { outcome: 'not-told', words: 'the mail server refused it.' }],
    ['unknown', 'closed', { outcome: 'unknown', words: 'the mail server hung up.' }],
  ])('that was %s says so without the address', async (outcome, reason, expected) => {
    const failure = { outcome, reason, messageId: '<a>', technical: '550 team@example.com' };
    expect(await channelsOver({ mail: failure }).channels.mail(mail)).toEqual(expected);
  });
});

describe("the team's webhook", () => {
  test('is signed as Standard Webhooks describe it', async () => {
    const { channels, requests } = channelsOver({});
    expect(await channels.call(call)).toEqual({ outcome: 'told' });
    const [request] = requests;
    expect(request).toMatchObject({ method: 'POST', url: call.url, body: call.body });
    expect(request?.headers['webhook-id']).toBe('alert-1');
    expect(new Webhook(secret).verify(call.body, { ...request?.headers })).toEqual({ a: 1 });
  });

  const broken = (phase: 'before' | 'after') =>
    new FetchFailure({ phase, kind: 'reset', message: 'It broke off.' });
  test.each<[string, { status?: number; failure?: Error }, object]>([
    [
      'was refused',
      { status: 500 },
      { outcome: 'not-told', words: 'the receiver answered with 500.' },
    ],
    [
      'never left',
      { failure: broken('before') },
      { outcome: 'not-told', words: 'the call failed (reset).' },
    ],
    [
      'may have arrived',
      { failure: broken('after') },
      { outcome: 'unknown', words: 'the call failed (reset).' },
    ],
  ])('that %s says so', async (_, outside, expected) => {
    expect(await channelsOver(outside).channels.call(call)).toEqual(expected);
  });

  test('lets a fault of ours through', async () => {
    const { channels } = channelsOver({ failure: new TypeError('a bug') });
    await expect(channels.call(call)).rejects.toThrow('a bug');
  });
});
