import type { Simulator } from '@order-management/simulator';
import { describe, expect, test } from 'vitest';
import { answersWith, receiverThat } from '../outside/receiver-stand-in.ts';
import type { PurchasedOrder } from './action-type.ts';
import { describeActionType, type OtherSide } from './action-type.contract.ts';
import { exampleOrder } from './example-order.ts';
import { granting, grantTo, orderOf, run } from './kajabi-case-stand-in.ts';
import { kajabiExternalId } from './kajabi-member.ts';
import type { KajabiSettings } from './kajabi-settings.ts';
import { failingPlatform, localFetch, simulatedPlatforms } from './platform-stand-in.ts';
import { kajabiApiExample, kajabiUrlExample } from './settings-examples-stand-in.ts';
import { removalOf, stepsStandIn } from './steps-stand-in.ts';

const externalId = 'oms_e7c4245e01458ef2a15b5920b9952fae';

function simulated(
  simulator: Simulator,
  settings: unknown,
  timeoutMs: number,
): OtherSide<KajabiSettings> {
  return {
    type: granting(simulator.url, localFetch(timeoutMs)),
    settings,
    arrivals: () => simulator.kajabi.calls.list().length,
    effects: () => simulator.access.changes.list().length,
    holds: () => simulator.access.list().length,
  };
}

const ways = { url: kajabiUrlExample, api: () => kajabiApiExample };

for (const way of ['url', 'api'] as const)
  describeActionType(`Kajabi offer grant, way ${way}`, {
    type: granting('http://127.0.0.1:1'),
    async meet(behaviour, timeoutMs) {
      if (behaviour === 'takes') {
        const simulator = await simulatedPlatforms();
        return simulated(simulator, ways[way](simulator.url), timeoutMs);
      }
      const { url, arrivals } = await failingPlatform(behaviour);
      const type = granting(url, localFetch(timeoutMs));
      return { type, settings: ways[way](url), arrivals, effects: () => 0, holds: () => 0 };
    },
    anotherKey: 'changes-nothing',
    unanswered: { outcome: 'failed', again: 'yes' },
    storedSettings: [
      ways[way]('https://checkout.kajabi.com'),
      {
        way: 'url',
        activationUrl: 'https://checkout.newkajabi.com/webhooks/offers/aB3/1/activate',
      },
      {
        way: 'url',
        activationUrl:
          'https://checkout.kajabi.com/webhooks/offers/aB3/1/activate?send_offer_grant_email=true',
        sendOfferGrantEmail: false,
        hideLastName: true,
      },
      { ...kajabiApiExample, siteId: 7, offerId: 2_147_483_648 },
    ],
    unreadableSettings: [
      {},
      null,
      { way: 'post' },
      { way: 'url' },
      { way: 'url', activationUrl: 'checkout.kajabi.com/activate' },
      { way: 'url', activationUrl: 'https://a:demo-kajabi@checkout.kajabi.com/x/activate' },
      { way: 'url', activationUrl: 'https://checkout.kajabi.com/demo-kajabi/1/deactivate' },
      { ...kajabiUrlExample('https://x.example'), deactivationUrl: 'https://x.example/activate' },
      { ...kajabiApiExample, clientSecret: '' },
      { ...kajabiApiExample, offerId: 'Watercolour' },
    ],
    secrets: ['demo-kajabi', 'demo-client-secret'],
  });

describe('Kajabi offer grant', () => {
  test.each<[string, Partial<PurchasedOrder['customer']>, boolean, string]>([
    ['the whole name', {}, false, 'Väinö Mäkinen'],
    ['the first letter of the last name', {}, true, 'Väinö M.'],
    ['a first name alone', { lastName: ' ' }, true, 'Väinö'],
    ['a last name alone', { firstName: null }, false, 'Mäkinen'],
    ['a word where no name is known', { firstName: null, lastName: '' }, true, 'Customer'],
  ])('gives Kajabi %s', async (_, customer, hideLastName, expected) => {
    const simulator = await simulatedPlatforms();
    for (const example of [kajabiUrlExample(simulator.url), kajabiApiExample]) {
      simulator.kajabi.clear();
      simulator.access.clear();
      await grantTo(simulator, orderOf(customer), { ...example, hideLastName });
      expect(simulator.kajabi.members().map(({ name }) => name)).toEqual([expected]);
    }
  });

  test.each([
    [true, ['You now have access to Watercolour from Scratch']],
    [false, []],
  ])('lets Kajabi send its email only where asked to: %s', async (isAsked, subjects) => {
    const simulator = await simulatedPlatforms();
    const byUrl = { ...kajabiUrlExample(simulator.url), sendOfferGrantEmail: isAsked };
    await grantTo(simulator, exampleOrder, byUrl);
    expect(simulator.inbox.list().map(({ subject }) => subject)).toEqual(subjects);

    const byApi = { ...kajabiApiExample, sendWelcomeEmail: isAsked };
    await grantTo(simulator, orderOf({ email: 'other@example.com' }), byApi);
    expect(simulator.inbox.list()).toHaveLength(subjects.length * 2);
  });

  test('knows a customer by one id, however the email was typed, and takes away with it', async () => {
    const simulator = await simulatedPlatforms();
    const example = kajabiUrlExample(simulator.url);
    await grantTo(simulator, orderOf({ email: 'Vaino.Makinen@Example.com ' }), example);
    expect(simulator.access.list()).toMatchObject([
      { externalId: kajabiExternalId('vaino.makinen@example.com'), targetId: '1001', by: 'url' },
    ]);
    const type = granting(simulator.url);
    await type.remove?.(exampleOrder, type.readSettings(example), removalOf(run()));
    expect(simulator.access.list()).toEqual([]);
  });

  test('remembers the id it gave, without its URL', async () => {
    const simulator = await simulatedPlatforms();
    const steps = stepsStandIn();
    const type = granting(simulator.url);
    const settings = type.readSettings(kajabiUrlExample(simulator.url));
    await type.run(exampleOrder, settings, run({ steps }));
    expect([...steps.finished]).toEqual([
      [expect.stringMatching(/^granted [0-9a-f]{16}$/), { externalUserId: externalId }],
    ]);
  });

  test.each<[number, object, Record<string, unknown>]>([
    [422, { base: ['The offer has already been granted to this member'] }, { outcome: 'done' }],
    [409, { errors: [{ detail: 'Offer already granted' }] }, { outcome: 'done' }],
    [
      422,
      { email: ['is invalid'] },
      { outcome: 'failed', again: 'no', message: expect.stringContaining('not valid') },
    ],
    [
      422,
      { name: ["can't be blank"] },
      { outcome: 'failed', again: 'no', message: expect.stringContaining('missing') },
    ],
    [
      422,
      { email: ['is already taken'] },
      { outcome: 'failed', again: 'no', message: expect.stringContaining('another') },
    ],
    [
      404,
      { error: 'Not Found' },
      { outcome: 'failed', again: 'no', message: expect.stringContaining('no such activation') },
    ],
    [
      401,
      {},
      {
        outcome: 'failed',
        again: 'no',
        message: expect.stringContaining('no longer allows it (401)'),
      },
    ],
    [
      302,
      {},
      { outcome: 'failed', again: 'no', message: expect.stringContaining('redirect (302)') },
    ],
    [
      503,
      {},
      { outcome: 'failed', again: 'yes', message: expect.stringContaining('having trouble (503)') },
    ],
  ])('understands a grant answered with %i %j', async (status, body, expected) => {
    const kajabi = await receiverThat(answersWith(status, JSON.stringify(body)));
    const type = granting(kajabi.url);
    const answer = await type.run(
      exampleOrder,
      type.readSettings(kajabiUrlExample(kajabi.url)),
      run(),
    );
    expect(answer).toMatchObject(expected);
  });

  test.each<[number, object, Record<string, unknown>]>([
    [422, { base: ['Offer grant not found for offer on member'] }, { outcome: 'done' }],
    [422, { base: ['not found'] }, { outcome: 'done' }],
    [404, { error: 'Not Found' }, { outcome: 'failed', again: 'no' }],
    [429, {}, { outcome: 'failed', again: 'yes' }],
  ])('understands a removal answered with %i %j', async (status, body, expected) => {
    const kajabi = await receiverThat(answersWith(status, JSON.stringify(body)));
    const type = granting(kajabi.url);
    const settings = type.readSettings(kajabiUrlExample(kajabi.url));
    expect(await type.remove?.(exampleOrder, settings, removalOf(run()))).toMatchObject(expected);
  });

  test('says what to do where no deactivation URL is set, and calls nobody', async () => {
    const kajabi = await receiverThat(answersWith(200));
    const type = granting(kajabi.url);
    const { deactivationUrl: _, ...example } = kajabiUrlExample(kajabi.url);
    expect(await type.remove?.(exampleOrder, type.readSettings(example), removalOf(run()))).toEqual(
      {
        outcome: 'failed',
        again: 'no',
        message:
          'There is no deactivation URL in the settings, so nothing was taken away. Take the offer away from the member in Kajabi.',
      },
    );
    expect(kajabi.calls).toEqual([]);
  });

  test('sends exactly what Kajabi needs and keeps it without URL, name and email', async () => {
    const kajabi = await receiverThat(answersWith(200, '{"success":true}'));
    const type = granting(kajabi.url);
    const settings = type.readSettings(kajabiUrlExample(kajabi.url));
    const answer = await type.run(exampleOrder, settings, run());

    expect(kajabi.calls.map(({ method, path, body }) => [method, path, JSON.parse(body)])).toEqual([
      [
        'POST',
        '/kajabi/webhooks/offers/demo-kajabi/1001/activate?send_offer_grant_email=true',
        {
          name: 'Väinö Mäkinen',
          email: 'vaino.makinen@example.com',
          external_user_id: externalId,
        },
      ],
    ]);
    expect(answer).toEqual({
      outcome: 'done',
      note: 'Kajabi granted the offer.',
      exchange: {
        request: {
          method: 'POST',
          url: `${kajabi.url}/…/activate?send_offer_grant_email=true`,
          body: { name: '…', email: '…', external_user_id: externalId },
        },
        response: { status: 200, body: '{"success":true}', durationMs: expect.any(Number) },
      },
    });
  });

  test('asks for an email as the settings say, not as the copied URL does', async () => {
    const kajabi = await receiverThat(answersWith(200));
    const type = granting(kajabi.url);
    const example = kajabiUrlExample(kajabi.url);
    const settings = type.readSettings({
      ...example,
      activationUrl: `${example.activationUrl}?send_offer_grant_email=true`,
      sendOfferGrantEmail: false,
    });
    await type.run(exampleOrder, settings, run());
    expect(kajabi.calls.map(({ path }) => path)).toEqual([
      '/kajabi/webhooks/offers/demo-kajabi/1001/activate',
    ]);
  });

  test('calls nobody again once it remembers the grant, but for another offer it does', async () => {
    const kajabi = await receiverThat(answersWith(200));
    const type = granting(kajabi.url);
    const steps = stepsStandIn();
    const attempt = (json: unknown) =>
      type.run(exampleOrder, type.readSettings(json), run({ steps }));
    await attempt(kajabiUrlExample(kajabi.url));
    expect(await attempt(kajabiUrlExample(kajabi.url))).toEqual({
      outcome: 'done',
      note: 'Kajabi had granted the offer in an earlier attempt.',
    });
    expect(kajabi.calls).toHaveLength(1);
    await attempt(kajabiUrlExample(kajabi.url, '1002'));
    expect(kajabi.calls).toHaveLength(2);
  });

  test('waits as long as Kajabi asks', async () => {
    const kajabi = await receiverThat(answersWith(429, '', { 'retry-after': '90' }));
    const type = granting(kajabi.url);
    const settings = type.readSettings(kajabiUrlExample(kajabi.url));
    expect(await type.run(exampleOrder, settings, run())).toMatchObject({ retryAfterMs: 90_000 });
  });

  test('names the same access alike whatever is ticked beside it', () => {
    const type = granting('http://127.0.0.1:1');
    const keyOf = (json: unknown) => type.accessKeys?.(type.readSettings(json), 'a@b.fi');
    const example = kajabiUrlExample('https://x.example');
    const activationUrl = `${example.activationUrl}?send_offer_grant_email=true`;
    expect(keyOf({ ...example, activationUrl, hideLastName: true })).toEqual(keyOf(example));
    expect(keyOf(kajabiUrlExample('https://x.example', '1002'))).not.toEqual(keyOf(example));
    expect(keyOf(kajabiApiExample)).toEqual(['kajabi-grant:site:1:offer:1002:a@b.fi']);
  });
});
