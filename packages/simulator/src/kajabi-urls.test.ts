import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Simulator } from './simulator.ts';
import { accessOf, aino, tellKajabi } from './test-platforms.ts';
import { startTestSimulator } from './test-world.ts';

const now = Date.UTC(2026, 10, 23, 12);
let simulator: Simulator;

beforeEach(async () => {
  simulator = await startTestSimulator({ now: () => now });
});
afterEach(async () => {
  await simulator.stop();
});

describe('the activation URL', () => {
  test('opens the offer with all its products, and sends no e-mail unless asked to', async () => {
    expect(await tellKajabi(simulator, 'activate')).toMatchObject({
      status: 200,
      body: { success: true },
    });
    expect(simulator.access.list()).toEqual([
      {
        platform: 'kajabi',
        kind: 'offer',
        targetId: '1001',
        targetName: 'Watercolour from Scratch',
        products: ['Watercolour from Scratch', 'Brushes and Paper'],
        contactId: '700001',
        email: 'aino@example.com',
        name: 'Aino Virtanen',
        externalId: 'oms_Aino',
        by: 'url',
        since: now,
      },
    ]);
    expect(simulator.inbox.list()).toEqual([]);
  });

  test('sends the grant e-mail once where it is asked for', async () => {
    const query = '?send_offer_grant_email=true';
    await tellKajabi(simulator, 'activate', { ...aino, name: '<b>Aino</b>' }, { query });
    await tellKajabi(simulator, 'activate', aino, { query });
    expect(simulator.inbox.list()).toMatchObject([
      {
        to: ['aino@example.com'],
        subject: 'You now have access to Watercolour from Scratch',
        text: expect.stringContaining('Brushes and Paper') as string,
        html: expect.stringContaining('Hello &lt;b&gt;Aino&lt;/b&gt;,') as string,
      },
    ]);
  });

  const blank = ["can't be blank"];
  test.each([
    ['a blank name', { name: '  ' }, { name: blank }],
    ['a blank email', { email: '' }, { email: blank }],
    ['no external id', { external_user_id: undefined }, { external_user_id: blank }],
    ['an email that is none', { email: 'aino' }, { email: ['is invalid'] }],
    ['nothing at all', null, { name: blank, email: blank, external_user_id: blank }],
  ])('refuses %s', async (_, change, body) => {
    const payload = change === null ? {} : { ...aino, ...change };
    expect(await tellKajabi(simulator, 'activate', payload)).toMatchObject({ status: 422, body });
    expect(simulator.access.changes.list()).toEqual([]);
    expect(simulator.kajabi.members()).toEqual([]);
  });

  test('says of an offer granted before that it was, and changes nothing', async () => {
    await tellKajabi(simulator, 'activate');
    const again = await tellKajabi(simulator, 'activate', { ...aino, email: 'AINO@example.com' });
    expect(again).toMatchObject({
      status: 422,
      body: { base: ['The offer has already been granted to this member'] },
    });
    expect(simulator.access.changes.list()).toHaveLength(1);
  });

  test('takes an email with another external id for a stranger, capital letters included', async () => {
    await tellKajabi(simulator, 'activate');
    const other = { ...aino, external_user_id: 'oms_aino' };
    expect(await tellKajabi(simulator, 'activate', other, { offerId: '1002' })).toMatchObject({
      status: 422,
      body: { email: ['is already taken'] },
    });
    expect(accessOf(simulator)).toEqual(['aino@example.com offer 1001']);
  });

  test.each([
    ['another secret', { secret: 'demo-kajabj' }],
    ['another offer', { offerId: '9999' }],
  ])('is not there for %s', async (_, place) => {
    expect(await tellKajabi(simulator, 'activate', aino, place)).toMatchObject({ status: 404 });
    expect(simulator.access.list()).toEqual([]);
  });

  test('reads a form as well as JSON', async () => {
    const url = simulator.accessSetup.kajabi.offers[1]?.activationUrl ?? '';
    const form = await fetch(url, { method: 'POST', body: new URLSearchParams(aino) });
    expect(form.status).toBe(200);
    expect(accessOf(simulator)).toEqual(['aino@example.com offer 1002']);
  });
});

describe('the deactivation URL', () => {
  test('takes the whole offer away, and leaves the others', async () => {
    await tellKajabi(simulator, 'activate');
    await tellKajabi(simulator, 'activate', aino, { offerId: '1002' });
    const { external_user_id } = aino;
    expect(await tellKajabi(simulator, 'deactivate', { external_user_id })).toMatchObject({
      status: 200,
    });
    expect(accessOf(simulator)).toEqual(['aino@example.com offer 1002']);
    expect(simulator.access.changes.list()[0]).toMatchObject({
      what: 'taken',
      at: now,
      access: { targetId: '1001', products: ['Watercolour from Scratch', 'Brushes and Paper'] },
    });
  });

  test.each([
    ['no external id', { email: aino.email }, { external_user_id: ["can't be blank"] }],
    ['the external id in other letters', { external_user_id: 'OMS_AINO' }, { base: ['not found'] }],
  ])('refuses %s', async (_, payload, body) => {
    await tellKajabi(simulator, 'activate');
    expect(await tellKajabi(simulator, 'deactivate', payload)).toMatchObject({ status: 422, body });
    expect(accessOf(simulator)).toEqual(['aino@example.com offer 1001']);
  });

  test('says when there is nothing to take, and opening again works afterwards', async () => {
    await tellKajabi(simulator, 'activate');
    await tellKajabi(simulator, 'deactivate');
    expect(await tellKajabi(simulator, 'deactivate')).toMatchObject({
      status: 422,
      body: { base: ['Offer grant not found for offer on member'] },
    });
    expect(await tellKajabi(simulator, 'activate')).toMatchObject({ status: 200 });
    expect(simulator.access.changes.list().map(({ what }) => what)).toEqual([
      'given',
      'taken',
      'given',
    ]);
  });
});
