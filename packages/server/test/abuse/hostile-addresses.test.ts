import type { GraphQLSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { makeSchema } from '../../src/graphql/schema.ts';
import { addressJudge } from '../../src/outside/address-policy.ts';
import { FetchFailure } from '../../src/outside/fetch-failure.ts';
import { answersWith, receiverThat } from '../../src/outside/receiver-stand-in.ts';
import { makeSafeFetch, type Resolver } from '../../src/outside/safe-fetch.ts';
import { freshDatabase, type TestDatabase } from '../kit/database.ts';
import { fingerprintOf } from '../kit/fingerprint.ts';
import { ask, contextOf, servicesOf } from '../kit/graphql.ts';
import { makeShop, newKey, shop } from '../kit/shop.ts';

// Addresses that a seller may type, or be talked into typing, and that must lead nowhere inside.

const production = { allowPrivate: [], requireHttps: true };
const secret = `whsec_${Buffer.alloc(24, 9).toString('base64')}`;

let database: TestDatabase;
let schema: GraphQLSchema;
beforeAll(async () => {
  schema = await makeSchema();
  database = await freshDatabase();
  await makeShop(database);
});
afterAll(() => database.drop());

const privately = /private or reserved network/;
const noAddress = /web address/;
/** Refused as soon as they are typed. */
const refusedAtOnce: readonly (readonly [string, string, RegExp])[] = [
  ['this machine', 'https://127.0.0.1/', privately],
  ['this machine, other number', 'https://127.8.8.8/', privately],
  ['this machine as one number', 'https://2130706433/', privately],
  ['this machine in hex', 'https://0x7f.1/', privately],
  ['this machine in hex, as one number', 'https://0x7f000001/', privately],
  ['this machine in octal', 'https://0177.0.0.1/', privately],
  ['this machine in octal, as one number', 'https://017700000001/', privately],
  ['this machine, short', 'https://127.1/', privately],
  ['this machine with a dot behind it', 'https://127.0.0.1./', privately],
  ['this machine in full-width digits', 'https://１２７.0.0.1/', privately],
  ['this machine in circled digits', 'https://①②⑦.0.0.1/', privately],
  ['this machine with ideographic dots', 'https://127。0。0。1/', privately],
  ['this machine without slashes', 'https:127.0.0.1/', privately],
  ['this machine with backslashes', 'https:\\\\127.0.0.1\\', privately],
  ['this machine in version 6', 'https://[::1]/', privately],
  ['this machine mapped into version 6', 'https://[::ffff:127.0.0.1]/', privately],
  ['this machine mapped, in hex', 'https://[::ffff:7f00:1]/', privately],
  ['this machine mapped, in full', 'https://[0:0:0:0:0:ffff:7f00:1]/', privately],
  ['this machine in the old version 6 form', 'https://[::127.0.0.1]/', privately],
  ['no machine', 'https://0.0.0.0/', privately],
  ['no machine, short', 'https://0/', privately],
  ['no machine in version 6', 'https://[::]/', privately],
  ['cloud metadata', 'https://169.254.169.254/latest/meta-data/', privately],
  ['cloud metadata as one number', 'https://2852039166/', privately],
  ['cloud metadata mapped', 'https://[::ffff:a9fe:a9fe]/', privately],
  ['cloud metadata in version 6', 'https://[fd00:ec2::254]/', privately],
  ['metadata of a second cloud', 'https://100.100.100.200/', privately],
  ['metadata of a third cloud', 'https://192.0.0.192/', privately],
  ['the wire server of a fourth', 'https://168.63.129.16/', privately],
  ['a private network', 'https://10.0.0.1/', privately],
  ['another private network', 'https://172.16.0.1/', privately],
  ['a third private network', 'https://192.168.1.1/', privately],
  ['a carrier network', 'https://100.64.0.1/', privately],
  ['link-local version 6', 'https://[fe80::1]/', privately],
  ['site-local version 6', 'https://[fec0::1]/', privately],
  ['unique local version 6', 'https://[fc00::1]/', privately],
  ['a translated private address', 'https://[64:ff9b::10.0.0.1]/', privately],
  ['a locally translated address', 'https://[64:ff9b:1::a00:1]/', privately],
  ['a tunnelled private address', 'https://[2002:7f00:1::]/', privately],
  ['a Teredo address', 'https://[2001::1]/', privately],
  ['multicast', 'https://224.0.0.1/', privately],
  ['multicast in version 6', 'https://[ff02::1]/', privately],
  ['broadcast', 'https://255.255.255.255/', privately],
  ['documentation', 'https://203.0.113.7/', privately],
  ['a benchmark network', 'https://198.18.0.1/', privately],
  ['this machine by name', 'https://localhost/', privately],
  ['this machine in other letters', 'https://LOCALHOST/', privately],
  ['this machine in circled letters', 'https://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/', privately],
  ['this machine by name with a dot', 'https://localhost./', privately],
  ['a name of this machine', 'https://hook.localhost./', privately],
  ['a name of one word', 'https://intranet/', privately],
  ['a name inside a cloud', 'https://metadata.google.internal/', privately],
  ['the same with ideographic dots', 'https://metadata。google。internal/', privately],
  ['a name of the local network', 'https://printer.local/', privately],
  ['clear text', 'http://example.com/', /must begin with https/],
  ['a mail server', 'https://example.com:25/', /uses the port 25/],
  ['a database', 'https://example.com:5432/', /uses the port 5432/],
  ['no port', 'https://example.com:0/', /uses the port 0/],
  ['a user name', 'https://admin@example.com/', /user name or (?:a )?password/],
  ['a password', 'https://a:b@example.com/', /user name or (?:a )?password/],
  ['a name that is none', 'https://example.com@127.0.0.1/', /user name or (?:a )?password/],
  ['a zone of version 6', 'https://[fe80::1%25eth0]/', noAddress],
  ['a file', 'file:///etc/passwd', noAddress],
  ['gopher', 'gopher://example.com/', noAddress],
  ['inline data', 'data:text/plain,hello', noAddress],
  ['a script', 'javascript:alert(1)', noAddress],
  ['too many numbers', 'https://1.2.3.4.5/', noAddress],
  ['a space in the name', 'https://exa mple.com/', noAddress],
  ['nonsense', 'example.com', noAddress],
];

/** Innocent as a text; where they lead only the name server knows. */
const namesThatLeadInside = [
  ['127.0.0.1.nip.io', '127.0.0.1'],
  ['10-0-0-8.sslip.io', '10.0.0.8'],
  ['localtest.example', '::1'],
  ['metadata.example', '169.254.169.254'],
  ['mapped.example', '::ffff:10.0.0.8'],
  ['translated.example', '64:ff9b::a00:8'],
  ['tunnelled.example', '2002:a00:8::'],
  ['link.example', 'fe80::1'],
  ['own.example', 'fd12::1'],
  ['nothing.example', '0.0.0.0'],
  ['azure.example', '168.63.129.16'],
  ['xn--pivkirja-0za.example', '192.168.0.1'],
] as const;

async function save(mutation: 'create' | 'alert' | 'kajabi', url: string) {
  const input =
    mutation === 'alert'
      ? { alertWebhookUrl: url, alertWebhookSecret: secret }
      : {
          checkoutId: shop.checkoutId,
          level: 'CHECKOUT',
          name: 'Members',
          enabled: false,
          ...(mutation === 'create'
            ? {
                kind: 'webhook',
                settings: [
                  { name: 'url', value: url },
                  { name: 'signingSecret', value: secret },
                ],
              }
            : {
                kind: 'kajabi-grant',
                settings: [
                  { name: 'way', value: 'url' },
                  { name: 'activationUrl', value: url },
                ],
              }),
        };
  const field = mutation === 'alert' ? 'saveSettings' : 'createActionConfiguration';
  const type = `${field.charAt(0).toUpperCase()}${field.slice(1)}Input`;
  const services = servicesOf(database);
  const strict = {
    ...services,
    tools: { ...services.tools, judgeAddress: addressJudge(production) },
  };
  const { data, errors } = await ask(
    schema,
    `mutation ($input: ${type}!) { ${field}(input: $input) { errors { code message path } } }`,
    contextOf(strict),
    { input: { idempotencyKey: newKey(), ...input } },
  );
  expect(errors).toBeUndefined();
  const payload = (data as Record<string, { errors: { message: string; path: string[] }[] }>)[
    field
  ];
  return payload?.errors ?? [];
}

async function callOf(url: string, resolve: Resolver, rules: object = production) {
  const fetch = makeSafeFetch({ ...production, ...rules, timeoutMs: 5_000, resolve });
  const signal = new AbortController().signal;
  return fetch({ method: 'POST', url, headers: {}, body: '{}', signal }).catch(
    (error: unknown) => error as FetchFailure,
  );
}

const answering = (...addresses: string[]): Resolver => {
  const left = [...addresses];
  return (_, answer) => {
    const address = (left.length > 1 ? left.shift() : left[0]) ?? '';
    answer(null, [{ address, family: address.includes(':') ? 6 : 4 }]);
  };
};

describe('a hostile address', () => {
  test.each(refusedAtOnce)('that is %s is refused where it is typed: %s', async (_, url, words) => {
    const before = await fingerprintOf(database);
    const answers = {
      alert: await save('alert', url),
      create: await save('create', url),
      kajabi: await save('kajabi', url.replace(/\/?$/u, '/activate')),
    };
    expect(answers.alert).toMatchObject([
      { message: expect.stringMatching(words) as string, path: ['alertWebhookUrl'] },
    ]);
    expect(answers.create).toMatchObject([{ path: ['settings', '0', 'value'] }]);
    expect(answers.kajabi).toMatchObject([{ path: ['settings', '1', 'value'] }]);
    expect(await fingerprintOf(database)).toEqual(before);
  });

  test.each(refusedAtOnce)('that is %s is never called: %s', async (_, url) => {
    const resolve = vi.fn<Resolver>();
    expect(await callOf(url, resolve)).toMatchObject({ kind: 'blocked', phase: 'before' });
    expect(resolve).not.toHaveBeenCalled();
  });

  test.each(namesThatLeadInside)(
    '%s, which leads to %s, is never called',
    async (name, address) => {
      const resolve = answering(address);
      expect(await callOf(`https://${name}/hook`, resolve)).toMatchObject({
        kind: 'blocked',
        phase: 'before',
      });
      expect(await callOf(`https://${name}./hook`, resolve)).toMatchObject({ kind: 'blocked' });
    },
  );
});

describe('a name that changes its mind', () => {
  // 127.0.0.1 stands for the internet here, and 127.0.0.2 for what is inside.
  const outsideOnly = { allowPrivate: ['127.0.0.1/32'], requireHttps: false };

  test('between the check and the call is called where it was checked', async () => {
    const receiver = await receiverThat(answersWith(200, 'outside'));
    const resolve = vi.fn<Resolver>(answering('127.0.0.1', '127.0.0.2'));
    const url = `http://rebinding.example:${receiver.port}/`;
    expect(await callOf(url, resolve, outsideOnly)).toMatchObject({ status: 200, body: 'outside' });
    expect(resolve).toHaveBeenCalledTimes(1);
    // Asked again, it leads inside, and is refused.
    expect(await callOf(url, resolve, outsideOnly)).toMatchObject({ kind: 'blocked' });
    expect(receiver.calls).toHaveLength(1);
  });

  test('by a redirect is not followed, whatever kind of redirect it is', async () => {
    const inside = await receiverThat(answersWith(200, 'inside'));
    for (const status of [301, 302, 303, 307, 308]) {
      const outside = await receiverThat(answersWith(status, '', { location: inside.url }));
      expect(await callOf(outside.url, answering('127.0.0.1'), outsideOnly)).toMatchObject({
        status,
      });
    }
    expect(inside.calls).toEqual([]);
  });
});
