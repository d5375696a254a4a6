import { createServer as createTlsServer } from 'node:tls';
import { connect, type AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { makeAddressPolicy } from './address-policy.ts';
import { FetchFailure } from './fetch-failure.ts';
import {
  answersWith,
  deserted,
  hangsUp,
  lineThat,
  neverAnswers,
  receiverThat,
} from './receiver-stand-in.ts';
import { guardedConnector, makeSafeFetch, type Resolver, type SafeRequest } from './safe-fetch.ts';

const local = { allowPrivate: ['127.0.0.1'], requireHttps: false, timeoutMs: 5_000 };
const strict = { allowPrivate: [], requireHttps: false, timeoutMs: 5_000 };

function post(url: string, more: Partial<SafeRequest> = {}): SafeRequest {
  const signal = new AbortController().signal;
  return { method: 'POST', url, headers: {}, body: '{}', signal, ...more };
}

/** Answers in the very call, as a caching resolver does. */
function resolvesAtOnce(...addresses: string[]): Resolver {
  return (_, answer) =>
    answer(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
}

function resolvesLater(...addresses: string[]): Resolver {
  const now = resolvesAtOnce(...addresses);
  return (hostname, answer) => setImmediate(() => now(hostname, answer));
}

async function failureOf(call: Promise<unknown>): Promise<FetchFailure> {
  const error = await call.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof FetchFailure)) throw new Error('the call did not fail', { cause: error });
  return error;
}

describe('what is sent and what comes back', () => {
  test('sends method, headers and body, and gives back status, headers and text', async () => {
    const receiver = await receiverThat(answersWith(201, 'Kiitos', { 'X-Note': 'a' }));
    const request = post(`${receiver.url}/hook?a=1`, { headers: { 'x-mine': 'b' }, body: 'hei' });

    const response = await makeSafeFetch(local)(request);

    expect(response).toEqual({
      status: 201,
      headers: expect.objectContaining({ 'x-note': 'a' }),
      body: 'Kiitos',
      durationMs: expect.any(Number),
    });
    expect(receiver.calls).toEqual([
      {
        method: 'POST',
        path: '/hook?a=1',
        headers: expect.objectContaining({ 'x-mine': 'b', 'accept-encoding': 'identity' }),
        body: 'hei',
      },
    ]);
  });

  test('gives a redirect back as it is, and calls nobody else', async () => {
    const secret = await receiverThat(answersWith(200, 'secret'));
    const receiver = await receiverThat(answersWith(302, '', { location: secret.url }));

    const response = await makeSafeFetch(local)(post(receiver.url));

    expect([response.status, response.headers['location']]).toEqual([302, secret.url]);
    expect(secret.calls).toEqual([]);
  });

  test('keeps 2 kB of an answer and no half of a character', async () => {
    const receiver = await receiverThat(answersWith(200, `a${'ä'.repeat(2_000)}`));

    const { body } = await makeSafeFetch(local)(post(receiver.url));

    expect(body).toBe(`a${'ä'.repeat(1_023)}`);
  });

  test('gives back as much of an answer as the caller has to understand', async () => {
    const receiver = await receiverThat(answersWith(200, 'x'.repeat(10_000)));

    const { body } = await makeSafeFetch(local)({ ...post(receiver.url), keptBytes: 9_000 });

    expect(body).toBe('x'.repeat(9_000));
  });

  test('stops reading an answer beyond 64 kB, and says what had been answered', async () => {
    const receiver = await receiverThat(answersWith(200, 'x'.repeat(70_000)));

    const failure = await failureOf(makeSafeFetch(local)(post(receiver.url)));

    expect(failure).toMatchObject({ phase: 'after', kind: 'too-large', answer: { status: 200 } });
    expect(failure.answer?.body).toHaveLength(2_048);
  });
});

describe('where it does not call', () => {
  const hidden = ['127.0.0.1', '10.0.0.8', '169.254.169.254', '100.64.1.1', '::1', 'fd12::1'];
  const mapped = ['::ffff:10.0.0.8', '64:ff9b::a00:8', '2002:a00:8::', '0.0.0.0', 'fe80::1'];

  test.each([...hidden, ...mapped])('refuses a name that leads to %s', async (address) => {
    for (const resolve of [resolvesAtOnce(address), resolvesLater(address)]) {
      const call = makeSafeFetch({ ...strict, resolve })(post('http://shop.example/'));
      expect(await failureOf(call)).toMatchObject({ phase: 'before', kind: 'blocked' });
    }
  });

  test('refuses a name with a private address among public ones', async () => {
    const resolve = resolvesAtOnce('93.184.216.34', '127.0.0.1');
    const call = makeSafeFetch({ ...strict, resolve })(post('http://shop.example/'));
    expect(await failureOf(call)).toMatchObject({ phase: 'before', kind: 'blocked' });
  });

  test('refuses a private address without asking a name server, and never reaches it', async () => {
    const receiver = await receiverThat(answersWith(200));
    const resolve = vi.fn<Resolver>();

    const failure = await failureOf(makeSafeFetch({ ...strict, resolve })(post(receiver.url)));

    expect(failure).toMatchObject({ phase: 'before', kind: 'blocked' });
    expect([resolve.mock.calls, receiver.calls]).toEqual([[], []]);
  });

  test('asks for a name once a call, and judges each answer anew', async () => {
    const receiver = await receiverThat(answersWith(200));
    const answers = ['127.0.0.1', '127.0.0.2'];
    const resolve = vi.fn<Resolver>((hostname, answer) =>
      resolvesAtOnce(answers.shift() ?? 'none')(hostname, answer),
    );
    const fetch = makeSafeFetch({ ...local, resolve });
    const url = `http://shop.example:${receiver.port}/`;

    expect((await fetch(post(url))).status).toBe(200);
    expect(await failureOf(fetch(post(url)))).toMatchObject({ phase: 'before', kind: 'blocked' });
    expect([resolve.mock.calls.length, receiver.calls.length]).toEqual([2, 1]);
  });

  test('closes a connection that led elsewhere than the name did', async () => {
    const receiver = await receiverThat(answersWith(200));
    const policy = makeAddressPolicy(strict);
    const judged = policy.judgeUrl('http://shop.example/');
    if (!judged.ok) throw new Error(judged.message);
    const socket = connect(receiver.port, '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    const open = guardedConnector(
      {
        policy,
        target: judged.target,
        resolve: resolvesAtOnce('93.184.216.34'),
        progress: { phase: 'before' },
      },
      () => (_, done) => void socket.once('connect', () => done(null, socket)),
    );

    const error = await new Promise((resolve) => {
      open({ hostname: 'shop.example', protocol: 'http:', port: '80' }, (...[refused]) =>
        resolve(refused),
      );
    });

    expect(error).toMatchObject({ phase: 'before', kind: 'blocked' });
    expect(socket.destroyed).toBe(true);
  });
});

describe('how far a call without an answer had come', () => {
  test('nothing was sent where nobody listens', async () => {
    const failure = await failureOf(
      makeSafeFetch(local)(post(`http://127.0.0.1:${await deserted()}/`)),
    );
    expect(failure).toMatchObject({
      phase: 'before',
      kind: 'connect',
      message: expect.stringMatching(/^No connection to 127\.0\.0\.1:\d+ could be made/),
      technical: expect.stringContaining('ECONNREFUSED'),
    });
  });

  test('says that a name is not known, as the system itself tells it', async () => {
    // Node's resolver gives an error alone, without any list of addresses.
    const failure = await failureOf(makeSafeFetch(strict)(post('http://nowhere.invalid/')));
    expect(failure).toMatchObject({ kind: 'dns', phase: 'before' });
  });

  test('nothing was sent to a name that does not exist', async () => {
    const resolve = resolvesLater();
    const failure = await failureOf(
      makeSafeFetch({ ...strict, resolve })(post('http://shop.example/')),
    );
    expect(failure).toMatchObject({
      phase: 'before',
      kind: 'dns',
      message: 'The name shop.example could not be found. Check the spelling of the address.',
    });
  });

  test('nothing was sent while the name server keeps silent', async () => {
    const call = makeSafeFetch({ ...strict, timeoutMs: 60, resolve: () => {} });
    expect(await failureOf(call(post('http://shop.example/')))).toMatchObject({
      phase: 'before',
      kind: 'timeout',
    });
  });

  test('nothing was sent to a server without a certificate', async () => {
    const server = createTlsServer({}).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;

    const failure = await failureOf(makeSafeFetch(local)(post(`https://127.0.0.1:${port}/`)));

    expect(failure).toMatchObject({
      phase: 'before',
      kind: 'connect',
      message: expect.stringContaining('did not show a valid certificate'),
    });
  });

  test('the receiver may have it when it keeps silent', async () => {
    const receiver = await receiverThat(neverAnswers);
    const failure = await failureOf(
      makeSafeFetch({ ...local, timeoutMs: 150 })(post(receiver.url)),
    );
    expect(failure).toMatchObject({ phase: 'after', kind: 'timeout', answer: null });
  });

  test('the receiver may have it when it hangs up', async () => {
    const receiver = await receiverThat(hangsUp);
    const failure = await failureOf(makeSafeFetch(local)(post(receiver.url)));
    expect(failure).toMatchObject({ phase: 'after', kind: 'reset', answer: null });
    expect(receiver.calls).toHaveLength(1);
  });

  test('the receiver has answered when only the end of its answer is missing', async () => {
    const receiver = await receiverThat((_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half');
    });
    const failure = await failureOf(
      makeSafeFetch({ ...local, timeoutMs: 150 })(post(receiver.url)),
    );
    expect(failure).toMatchObject({
      phase: 'after',
      kind: 'timeout',
      answer: { status: 200, body: 'half' },
    });
  });

  test('an answer that drips for ever ends with the time-out', async () => {
    const receiver = await receiverThat((_, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write('.'), 10);
      response.on('close', () => clearInterval(drip));
    });
    const failure = await failureOf(
      makeSafeFetch({ ...local, timeoutMs: 150 })(post(receiver.url)),
    );
    expect(failure).toMatchObject({ kind: 'timeout', answer: { status: 200 } });
  });

  test('an answer that is not HTTP is told apart', async () => {
    const line = await lineThat((socket) => {
      socket.once('data', () => socket.write('220 mail.example ESMTP\r\n'));
    });
    const failure = await failureOf(makeSafeFetch(local)(post(`http://127.0.0.1:${line.port}/`)));
    expect(failure).toMatchObject({ kind: 'garbled' });
  });

  test('whoever asked for a call can stop it', async () => {
    const stop = new AbortController();
    const receiver = await receiverThat(() => stop.abort());
    const call = makeSafeFetch(local)(post(receiver.url, { signal: stop.signal }));
    expect(await failureOf(call)).toMatchObject({ phase: 'after', kind: 'aborted' });
  });

  test('a call that was stopped before it began reaches nobody', async () => {
    const receiver = await receiverThat(answersWith(200));
    const call = makeSafeFetch(local)(post(receiver.url, { signal: AbortSignal.abort() }));
    expect(await failureOf(call)).toMatchObject({ phase: 'before', kind: 'aborted' });
    expect(receiver.calls).toEqual([]);
  });
});
