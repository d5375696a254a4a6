import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Simulator } from './simulator.ts';
import { aino, call, systemeio, tellKajabi } from './test-platforms.ts';
import { startTestSimulator } from './test-world.ts';

const begin = Date.UTC(2026, 10, 23, 12);
let now = begin;
let simulator: Simulator;

beforeEach(async () => {
  now = begin;
  simulator = await startTestSimulator({ now: () => now });
});
afterEach(async () => {
  await simulator.stop();
});

const control = (method: string, path: string, body?: unknown) =>
  call(method, `${simulator.url}/control/${path}`, body);

describe('the control API of access', () => {
  test('tells what a shop is set up with, and the told addresses work', async () => {
    const { url } = simulator;
    const offer = (id: string, title: string, products = [title]) => ({
      id,
      title,
      products,
      activationUrl: `${url}/kajabi/webhooks/offers/demo-kajabi/${id}/activate`,
      deactivationUrl: `${url}/kajabi/webhooks/offers/demo-kajabi/${id}/deactivate`,
    });
    const watercolour = 'Watercolour from Scratch';
    const { body } = await control('GET', 'access/setup');
    expect(body).toEqual({
      kajabi: {
        apiUrl: `${url}/kajabi`,
        siteId: '1',
        apiClients: [
          { clientId: 'demo-client', clientSecret: 'demo-client-secret', mayWrite: true },
        ],
        offers: [
          offer('1001', watercolour, [watercolour, 'Brushes and Paper']),
          offer('1002', 'Drawing Every Day'),
          offer('1003', 'Calm in Eight Weeks'),
        ],
      },
      systemeio: {
        apiUrl: `${url}/systemeio/api`,
        apiKey: 'demo-systeme-key',
        tags: [
          { id: 501, name: 'customer' },
          { id: 502, name: 'newsletter' },
          { id: 503, name: 'course-watercolour' },
        ],
        courses: [
          { id: 301, name: watercolour },
          { id: 302, name: 'Drawing Every Day' },
        ],
      },
    });
    expect(body).toEqual(simulator.accessSetup);
    for (const { activationUrl } of simulator.accessSetup.kajabi.offers)
      expect((await call('POST', activationUrl, aino)).status).toBe(200);
  });

  test('tells who has what, what changed, and which calls were made', async () => {
    await tellKajabi(simulator, 'activate');
    now += 1000;
    await tellKajabi(simulator, 'deactivate');
    now += 1000;
    await tellKajabi(simulator, 'activate', aino, { offerId: '1002' });
    expect((await control('GET', 'access')).body).toMatchObject([
      { platform: 'kajabi', targetId: '1002', externalId: 'oms_Aino', since: begin + 2000 },
    ]);
    expect((await control('GET', 'access/changes')).body).toMatchObject([
      { what: 'given', at: begin + 2000, access: { targetId: '1002' } },
      { what: 'taken', at: begin + 1000, access: { targetId: '1001' } },
      { what: 'given', at: begin, access: { targetId: '1001' } },
    ]);
    expect((await control('GET', 'access/calls')).body).toMatchObject([
      { target: 'kajabi', method: 'POST', answered: 200, at: begin + 2000 },
      { target: 'kajabi', answered: 200, at: begin + 1000 },
      { target: 'kajabi', answered: 200, at: begin },
    ]);
  });

  test('forgets everyone, so that the same customer can begin anew', async () => {
    await tellKajabi(simulator, 'activate');
    await systemeio(simulator, 'POST', 'contacts', { email: aino.email });
    expect((await control('DELETE', 'access')).body).toEqual([]);
    expect(simulator.access.changes.list()).toEqual([]);
    expect(simulator.kajabi.members()).toEqual([]);
    expect(simulator.systemeio.contacts()).toEqual([]);
    expect((await tellKajabi(simulator, 'activate')).status).toBe(200);
  });

  test('sets the limits and takes them off', async () => {
    expect((await control('GET', 'limits')).body).toEqual({ kajabi: 100, systemeio: 100 });
    const set = await control('PUT', 'limits/kajabi', { perMinute: '5' });
    expect(set.body).toEqual({ kajabi: 5, systemeio: 100 });
    const off = await control('PUT', 'limits/kajabi', { perMinute: '' });
    expect(off.body).toEqual({ kajabi: null, systemeio: 100 });
    expect((await control('PUT', 'limits/stripe', { perMinute: 5 })).status).toBe(400);
    expect((await control('PUT', 'limits/kajabi', { perMinute: 0 })).status).toBe(400);
    expect(simulator.limits.get('kajabi')).toBeNull();
  });

  test('turns the switches of the two', async () => {
    for (const target of ['kajabi', 'systemeio'])
      await control('PUT', `faults/${target}`, { kind: 'error-500' });
    expect(simulator.faults.list()).toMatchObject([{ target: 'kajabi' }, { target: 'systemeio' }]);
  });
});

test('the page shows who has which access, and nothing of it as markup', async () => {
  const empty = await (await fetch(simulator.url)).text();
  expect(empty).toContain('Who has which access (0)');
  await tellKajabi(simulator, 'activate', { ...aino, external_user_id: '<i>7</i>' });
  const page = await (await fetch(simulator.url)).text();
  expect(page).toContain('Who has which access (1)');
  expect(page).toContain('aino@example.com');
  expect(page).toContain('<code>&lt;i&gt;7&lt;/i&gt;</code>');
  expect(page).not.toContain('<i>7</i>');
  expect(page).toContain('data-send="PUT /control/faults/kajabi"');
  expect(page).toContain('data-send="PUT /control/limits/systemeio"');
});
