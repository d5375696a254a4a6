import { expect, test } from 'vitest';
import { makeFaults } from './faults.ts';
import { makeRandom } from './random.ts';

test('a rate hits that share of the calls, the same ones for the same seed', () => {
  const share = hits().filter(Boolean).length / 2000;
  expect(share).toBeGreaterThan(0.27);
  expect(share).toBeLessThan(0.33);
  expect(hits()).toEqual(hits());
});

function hits(): boolean[] {
  const faults = makeFaults(makeRandom(5));
  faults.set('stripe', { kind: 'error-500', rate: 0.3 });
  return Array.from({ length: 2000 }, () => faults.take('stripe') !== null);
}

test('the nearer of two switches decides', () => {
  const faults = makeFaults(makeRandom(5));
  faults.set('webhook', { kind: 'slow' });
  faults.set('webhook:crm', { kind: 'error-400', times: 1 });
  expect(faults.take('webhook:crm', 'webhook')?.kind).toBe('error-400');
  expect(faults.take('webhook:crm', 'webhook')?.kind).toBe('slow');
  faults.clear('webhook');
  expect(faults.take('webhook:crm', 'webhook')).toBeNull();
});
