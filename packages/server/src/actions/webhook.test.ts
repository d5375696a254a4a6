import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import {
  answersWith,
  deserted,
  hangsUp,
  neverAnswers,
  receiverThat,
  type Reaction,
} from '../outside/receiver-stand-in.ts';
import { makeSafeFetch } from '../outside/safe-fetch.ts';
import { describeActionType, type OtherSideBehaviour } from './action-type.contract.ts';
import { exampleOrder } from './example-order.ts';
import { makeWebhook } from './webhook.ts';
import { webhookPayload } from './webhook-payload.ts';
import { stepsStandIn } from './steps-stand-in.ts';

const signingSecret = `whsec_${Buffer.from('a secret of thirty-two bytes, ok').toString('base64')}`;

function calling(timeoutMs = 5_000, allowPrivate = ['127.0.0.1']) {
  return makeWebhook({ fetch: makeSafeFetch({ allowPrivate, requireHttps: false, timeoutMs }) });
}

/** Says back what it was sent, which no receiver should, in the ways receivers do. */
function echoes(status: number, headers: Record<string, string> = {}): Reaction {
  return ({ body }, response) =>
    response
      .writeHead(status, headers)
      .end(`Hi Väinö! ${JSON.stringify(JSON.parse(body).data.order.customer)} ${escaped}`);
}
const escaped = String.raw`V\u00e4in\u00f6 M\u00E4kinen, Mannerheimintie+5, vaino.makinen%40example.com`;

const reactions: Record<Exclude<OtherSideBehaviour, 'absent'>, Reaction> = {
  takes: echoes(200),
  refuses: echoes(422),
  'asks-to-wait': echoes(429, { 'retry-after': '120' }),
  'in-trouble': echoes(500),
  silent: neverAnswers,
  'hangs-up': hangsUp,
};

describeActionType('webhook', {
  type: calling(),
  async meet(behaviour, timeoutMs) {
    const type = calling(timeoutMs);
    if (behaviour === 'absent') {
      const url = `http://127.0.0.1:${await deserted()}/hook`;
      return { type, settings: { url, signingSecret }, arrivals: () => 0, effects: () => 0 };
    }
    const receiver = await receiverThat(reactions[behaviour]);
    const ids = () => receiver.calls.map(({ headers }) => headers['webhook-id']);
    return {
      type,
      settings: { url: `${receiver.url}/hook`, signingSecret },
      arrivals: () => ids().length,
      effects: () => new Set(ids()).size,
    };
  },
  anotherKey: 'repeats',
  unanswered: { outcome: 'failed', again: 'yes' },
  storedSettings: [
    { url: 'https://example.com/hook', signingSecret },
    { url: 'http://127.0.0.1:5080/hooks/demo', signingSecret, name: 'CRM' },
  ],
  unreadableSettings: [
    {},
    null,
    { url: 'example.com', signingSecret },
    { url: 'ftp://example.com', signingSecret },
    { url: 'https://a:b@example.com', signingSecret },
    { url: 'https://example.com', signingSecret: 'whsec_dG9vIHNob3J0' },
    { url: 'https://example.com', signingSecret: 'my secret' },
  ],
  secrets: [signingSecret, signingSecret.slice('whsec_'.length)],
});

const run = {
  key: 'act_01:1',
  lineId: 'lin_02',
  now: new Date('2026-11-20T22:31:00Z'),
  signal: new AbortController().signal,
  steps: stepsStandIn(),
};

async function runAgainst(reaction: Reaction, path = '/hook') {
  const receiver = await receiverThat(reaction);
  const type = calling();
  const settings = type.readSettings({ url: receiver.url + path, signingSecret });
  return { receiver, answer: await type.run(exampleOrder, settings, run) };
}

describe('webhook', () => {
  test('is signed as Standard Webhooks say, with the run as its id', async () => {
    const { receiver, answer } = await runAgainst(answersWith(204));

    const [call] = receiver.calls;
    const body = JSON.stringify(webhookPayload(exampleOrder, 'lin_02'));
    expect(call).toMatchObject({ method: 'POST', path: '/hook', body });
    expect(call?.headers).toMatchObject({
      'content-type': 'application/json',
      'webhook-id': 'act_01:1',
      'webhook-timestamp': '1795213860',
      'webhook-signature': new Webhook(signingSecret).sign('act_01:1', run.now, body),
    });
    expect(answer).toMatchObject({ outcome: 'done', note: 'Answered with 204.' });
  });

  test.each<[number, string, 'yes' | 'no']>([
    [301, 'redirect', 'no'],
    [302, 'The address in the settings must be the final one.', 'no'],
    [304, 'redirect', 'no'],
    [400, 'did not accept', 'no'],
    [401, 'signing secret', 'no'],
    [403, 'signing secret', 'no'],
    [404, 'no such address', 'no'],
    [410, 'gone for good', 'no'],
    [408, 'having trouble', 'yes'],
    [429, 'fewer calls', 'yes'],
    [500, 'having trouble', 'yes'],
    [503, 'having trouble', 'yes'],
  ])('takes %i for a failure and says so', async (status, words, again) => {
    const { answer } = await runAgainst(answersWith(status));
    expect(answer).toMatchObject({
      outcome: 'failed',
      again,
      message: expect.stringContaining(words),
    });
    expect(answer.outcome === 'failed' && answer.message).toContain(`(${status})`);
    // It outlives the last try, after which nothing is tried again.
    expect(answer.outcome === 'failed' && answer.message).not.toMatch(/tried again/);
  });

  test('waits as long as the receiver asks', async () => {
    const { answer } = await runAgainst(answersWith(503, '', { 'retry-after': '120' }));
    expect(answer).toMatchObject({ outcome: 'failed', again: 'yes', retryAfterMs: 120_000 });
    const until = 'Fri, 20 Nov 2026 22:36:00 GMT';
    const dated = await runAgainst(answersWith(429, '', { 'retry-after': until }));
    expect(dated.answer).toMatchObject({ retryAfterMs: 300_000 });
  });

  test('is delivered when only the end of the answer is missing, or it is too long', async () => {
    const cut = await runAgainst((_, response) => {
      response.writeHead(200, { 'content-length': '10' });
      response.write('half', () => response.socket?.destroy());
    });
    expect(cut.answer).toMatchObject({ outcome: 'done' });
    const long = await runAgainst(answersWith(200, 'x'.repeat(100_000)));
    expect(long.answer).toMatchObject({ outcome: 'done' });
  });

  test('calls no private address, and says that nothing was sent', async () => {
    const receiver = await receiverThat(answersWith(200));
    const type = calling(5_000, []);
    const settings = type.readSettings({ url: receiver.url, signingSecret });

    expect(await type.run(exampleOrder, settings, run)).toMatchObject({
      outcome: 'failed',
      again: 'no',
      message:
        'The address uses the port 80. Only 443 and 8443 are called. Nothing was sent.'.replace(
          '80',
          String(receiver.port),
        ),
    });
    expect(receiver.calls).toEqual([]);
  });

  test('keeps what was sent and answered, without the customer, the signature and the secrets of the address', async () => {
    const reply = '{"ok":true,"for":"vaino.makinen@example.com"}';
    const { receiver, answer } = await runAgainst(
      answersWith(200, reply, { 'content-type': 'application/json' }),
      '/hooks/T0123456789ABCDEF/in?token=abc',
    );

    const payload = webhookPayload(exampleOrder, 'lin_02');
    const { customer } = payload.data.order;
    expect(answer.exchange).toEqual({
      request: {
        method: 'POST',
        url: `${receiver.url}/hooks/T012…/in?…`,
        headers: {
          'content-type': 'application/json',
          'user-agent': 'order-management-webhook/1',
          'webhook-id': 'act_01:1',
          'webhook-timestamp': '1795213860',
          'webhook-signature': '…',
        },
        body: {
          ...payload,
          data: {
            ...payload.data,
            order: {
              ...payload.data.order,
              customer: {
                ...customer,
                email: '…',
                firstName: '…',
                lastName: '…',
                fields: customer.fields.map(({ key, label }) => ({ key, label, value: '…' })),
              },
            },
          },
        },
      },
      response: {
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: '{"ok":true,"for":"…"}',
        durationMs: expect.any(Number),
      },
    });
  });
});
