import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Simulator } from './simulator.ts';
import type { Answer } from './test-platforms.ts';
import { accessOf, aino, kajabiClient, systemeio, tellKajabi } from './test-platforms.ts';
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

/** The call of each platform that the switches meet here. */
const deeds = {
  kajabi: () => tellKajabi(simulator, 'activate'),
  systemeio: () => systemeio(simulator, 'POST', 'contacts', { email: aino.email }),
};
type Target = keyof typeof deeds;

const effects = (target: Target) =>
  target === 'kajabi' ? simulator.kajabi.members().length : simulator.systemeio.contacts().length;

describe.each(['kajabi', 'systemeio'] as const)('a switch on %s', (target) => {
  test.each([
    ['error-400', 400, 0],
    ['error-429', 429, 0],
    ['error-500', 500, 0],
    ['error-500-after', 500, 1],
  ] as const)('%s answers %i', async (kind, status, done) => {
    simulator.faults.set(target, { kind, times: 1, retryAfterSeconds: 12 });
    const answer = await deeds[target]();
    expect(answer.status).toBe(status);
    expect(answer.headers.get('retry-after')).toBe(status === 429 ? '12' : null);
    expect(effects(target)).toBe(done);
    expect(simulator[target].calls.list()).toMatchObject([{ answered: status, fault: kind }]);
    await deeds[target]();
    expect(effects(target)).toBe(1);
  });

  test.each([
    ['drop-before', 0],
    ['drop-after', 1],
    ['hang-before', 0],
    ['hang-after', 1],
  ] as const)('%s answers nothing', async (kind, done) => {
    simulator.faults.set(target, { kind });
    const answer = deeds[target]().then(
      ({ status }) => status,
      () => 'none',
    );
    await simulator[target].calls.waitFor(() => true);
    await simulator.stop();
    expect(await answer).toBe('none');
    expect(effects(target)).toBe(done);
    expect(simulator[target].calls.list()).toMatchObject([{ answered: null, fault: kind }]);
  });

  test('slow takes its time and then works', async () => {
    simulator.faults.set(target, { kind: 'slow', slowMs: 30 });
    const began = performance.now();
    expect((await deeds[target]()).status).toBeLessThan(300);
    expect(performance.now() - began).toBeGreaterThanOrEqual(29);
  });

  test('leaves the other platform alone', async () => {
    const other = target === 'kajabi' ? 'systemeio' : 'kajabi';
    simulator.faults.set(target, { kind: 'error-500' });
    expect((await deeds[other]()).status).toBeLessThan(300);
  });
});

const limitHeaders = ({ headers }: Answer) =>
  ['x-ratelimit-limit', 'x-ratelimit-remaining', 'retry-after'].map((name) => headers.get(name));

describe('the rate limit', () => {
  test('of Kajabi counts calls of its API, and ends with the minute', async () => {
    const kajabi = await kajabiClient(simulator);
    for (let call = 2; call <= 100; call += 1)
      expect((await kajabi('GET', 'offers')).status).toBe(200);
    now += 20_500;
    const refused = await kajabi('GET', 'offers');
    expect(refused).toMatchObject({
      status: 429,
      body: { errors: [{ status: '429', title: 'Too Many Requests' }] },
    });
    expect(limitHeaders(refused)).toEqual(['100', '0', '40']);
    expect(await tellKajabi(simulator, 'activate')).toMatchObject({ status: 200 });
    now += 39_500;
    const fresh = await kajabi('GET', 'offers');
    expect(fresh.status).toBe(200);
    expect(limitHeaders(fresh)).toEqual(['100', '99', null]);
  });

  test('of Systeme.io does nothing of a call beyond it', async () => {
    simulator.limits.set('systemeio', 1);
    const first = await systemeio(simulator, 'GET', 'tags');
    expect(limitHeaders(first)).toEqual(['1', '0', null]);
    const second = await deeds.systemeio();
    expect(second.status).toBe(429);
    expect(limitHeaders(second)).toEqual(['1', '0', '60']);
    expect(simulator.systemeio.contacts()).toEqual([]);
  });

  test('can be taken off', async () => {
    simulator.limits.set('systemeio', 1);
    simulator.limits.set('systemeio', null);
    for (const answer of [await deeds.systemeio(), await systemeio(simulator, 'GET', 'tags')]) {
      expect(answer.status).toBeLessThan(300);
      expect(limitHeaders(answer)).toEqual([null, null, null]);
    }
  });
});

test('the second of three tags can fail, with what came before it done', async () => {
  const { body } = await deeds.systemeio();
  const path = `contacts/${(body as { id: number }).id}/tags`;
  const statuses = [];
  for (const tagId of [501, 502, 503]) {
    if (tagId === 502) simulator.faults.set('systemeio', { kind: 'error-500', times: 1 });
    statuses.push((await systemeio(simulator, 'POST', path, { tagId })).status);
  }
  expect(statuses).toEqual([204, 500, 204]);
  expect(accessOf(simulator)).toEqual(['aino@example.com tag 503', 'aino@example.com tag 501']);
});
