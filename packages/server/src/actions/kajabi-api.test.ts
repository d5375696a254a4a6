import type { FaultKind, Simulator } from '@order-management/simulator';
import { describe, expect, test } from 'vitest';
import { answersWith, receiverThat } from '../outside/receiver-stand-in.ts';
import type { ActionAnswer } from './action-type.ts';
import { exampleOrder } from './example-order.ts';
import { granting, grantTo, orderOf, run } from './kajabi-case-stand-in.ts';
import { failingAt, localFetch, passingFaults, simulatedPlatforms } from './platform-stand-in.ts';
import { kajabiApiExample } from './settings-examples-stand-in.ts';
import { removalOf, stepsStandIn } from './steps-stand-in.ts';

describe('Kajabi by its API', () => {
  test('asks for a token, looks, makes the contact, and grants', async () => {
    const simulator = await simulatedPlatforms();
    const answer = await grantTo(simulator, exampleOrder, kajabiApiExample);
    expect(answer).toMatchObject({ outcome: 'done', note: 'Kajabi granted the offer.' });
    expect(JSON.stringify(answer)).not.toContain('kat_');
    expect(callsOf(simulator)).toEqual([
      'POST /v1/oauth/token',
      'GET /v1/contacts',
      'POST /v1/contacts',
      'GET /v1/contacts/700001/relationships/offers',
      'POST /v1/contacts/700001/relationships/offers',
    ]);
  });

  test('takes the contact that is there, however its email is written', async () => {
    const simulator = await simulatedPlatforms();
    await grantTo(simulator, orderOf({ email: 'xvaino.makinen@example.com' }), kajabiApiExample);
    await grantTo(simulator, orderOf({ email: 'VAINO.makinen@example.com' }), kajabiApiExample);
    const again = await grantTo(simulator, exampleOrder, kajabiApiExample);
    expect(again).toMatchObject({ note: 'The customer had this offer already.' });
    expect(simulator.kajabi.members()).toHaveLength(2);
  });

  test.each([
    ['client id and secret', { clientSecret: 'wrong' }, 'does not accept the client id'],
    ['site', { siteId: '9' }, 'does not allow this'],
    ['offer', { offerId: '9' }, 'no offer with the number'],
  ])('says that the %s in the settings is wrong', async (_, wrong, words) => {
    const simulator = await simulatedPlatforms();
    expect(await grantTo(simulator, exampleOrder, { ...kajabiApiExample, ...wrong })).toMatchObject(
      { outcome: 'failed', again: 'no', message: expect.stringContaining(words) },
    );
    expect(simulator.access.list()).toEqual([]);
  });

  test('begins with a new contact where the remembered one was deleted', async () => {
    const simulator = await simulatedPlatforms();
    const steps = stepsStandIn({ 'contact of site 1': '4711' });
    const type = granting(simulator.url);
    const settings = type.readSettings(kajabiApiExample);
    expect(await type.run(exampleOrder, settings, run({ steps }))).toMatchObject({
      outcome: 'done',
    });
    expect(steps.done('contact of site 1')).toBe('700001');
  });

  test('takes the contact that somebody else made in the meantime', async () => {
    const simulator = await simulatedPlatforms();
    const real = localFetch();
    let calls = 0;
    const type = granting(simulator.url, async (request) => {
      calls += 1;
      if (calls === 3) await real(request);
      return real(request);
    });
    const settings = type.readSettings(kajabiApiExample);
    expect(await type.run(exampleOrder, settings, run())).toMatchObject({ outcome: 'done' });
    expect(simulator.kajabi.members()).toHaveLength(1);
  });

  test('looks through all pages for a contact whose email is part of many others', async () => {
    const simulator = await simulatedPlatforms();
    const crowd = Array.from({ length: 30 }, (_, at) => `${at}${exampleOrder.customer.email}`);
    // The newest come first, so the own contact stands on the second page.
    for (const email of [exampleOrder.customer.email, ...crowd])
      await grantTo(simulator, orderOf({ email }), kajabiApiExample);
    expect(await grantTo(simulator, exampleOrder, kajabiApiExample)).toMatchObject({
      note: 'The customer had this offer already.',
    });
    expect(simulator.kajabi.members()).toHaveLength(31);
  });

  test('keeps no token, not even where Kajabi says it back', async () => {
    const kajabi = await receiverThat(({ path, headers }, response) =>
      path.endsWith('/oauth/token')
        ? response.end('{"access_token":"kat_of_this_attempt"}')
        : response.writeHead(400).end(`No to ${headers['authorization']}.`),
    );
    const type = granting(kajabi.url);
    const answer = await type.run(exampleOrder, type.readSettings(kajabiApiExample), run());
    expect(answer).toMatchObject({ outcome: 'failed', again: 'no', technical: 'No to Bearer ….' });
    expect(JSON.stringify(answer)).not.toContain('kat_of_this_attempt');
  });

  test.each(['', 'no JSON', '{"token":1}', '{"access_token":""}'])(
    'tries again later where the answer to its sign-in is %j',
    async (body) => {
      const kajabi = await receiverThat(answersWith(200, body));
      const type = granting(kajabi.url);
      expect(
        await type.run(exampleOrder, type.readSettings(kajabiApiExample), run()),
      ).toMatchObject({
        outcome: 'failed',
        again: 'yes',
        message: expect.stringContaining('could not be understood'),
      });
    },
  );

  test('knows by a second look that a grant without an answer was done', async () => {
    const simulator = await simulatedPlatforms();
    const { fetch } = failingAt(simulator, 'kajabi', { call: 5, kind: 'drop-after' });
    const type = granting(simulator.url, fetch);
    const settings = type.readSettings(kajabiApiExample);
    expect(await type.run(exampleOrder, settings, run())).toMatchObject({
      outcome: 'done',
      note: 'Kajabi granted the offer, as a second look showed.',
    });
  });
});

const everyFault = [1, 2, 3, 4, 5].flatMap((call) =>
  passingFaults.map((kind): [number, FaultKind] => [call, kind]),
);

describe('a Kajabi grant that is interrupted', () => {
  test.each(everyFault)(
    'at call %i by %s goes on at the next attempt, gives once and mails once',
    async (call, kind) => {
      const simulator = await simulatedPlatforms();
      const steps = stepsStandIn();
      const settings = { ...kajabiApiExample, sendWelcomeEmail: true };
      const { fetch } = failingAt(simulator, 'kajabi', { call, kind }, 500);
      const type = granting(simulator.url, fetch);
      const attempt = () => type.run(exampleOrder, type.readSettings(settings), run({ steps }));
      const first = await attempt();
      expect([{ outcome: 'done' }, { outcome: 'failed', again: 'yes' }]).toContainEqual(
        expectedPart(first),
      );
      expect(await attempt()).toMatchObject({ outcome: 'done' });
      expect(simulator.access.changes.list()).toHaveLength(1);
      expect(simulator.kajabi.members()).toHaveLength(1);
      expect(simulator.inbox.list()).toHaveLength(1);
    },
  );
});

describe('a Kajabi removal that is interrupted', () => {
  test.each(everyFault.filter(([call]) => call < 5))(
    'at call %i by %s goes on at the next attempt and takes once',
    async (call, kind) => {
      const simulator = await simulatedPlatforms();
      await grantTo(simulator, exampleOrder, kajabiApiExample);
      const { fetch } = failingAt(simulator, 'kajabi', { call, kind }, 500);
      const type = granting(simulator.url, fetch);
      const attempt = () =>
        type.remove?.(exampleOrder, type.readSettings(kajabiApiExample), removalOf(run())) ??
        never();
      expect([{ outcome: 'done' }, { outcome: 'failed', again: 'yes' }]).toContainEqual(
        expectedPart(await attempt()),
      );
      expect(await attempt()).toMatchObject({ outcome: 'done' });
      expect(simulator.access.changes.list().map(({ what }) => what)).toEqual(['taken', 'given']);
    },
  );
});

function never(): never {
  throw new Error('This kind can take away.');
}

function expectedPart(answer: ActionAnswer) {
  return answer.outcome === 'done'
    ? { outcome: answer.outcome }
    : { outcome: answer.outcome, again: answer.again };
}

function callsOf(simulator: Simulator): string[] {
  return simulator.kajabi.calls
    .list()
    .toReversed()
    .map(({ method, address }) => `${method} ${address.replace(/^\/kajabi|\?.*$/g, '')}`);
}
