import { describe, expect, test } from 'vitest';
import { makeRandom } from './random.ts';
import { imagineShopper } from './shopper-script.ts';
import type { ShopperScript } from './shopper-script.ts';

const seed = 42;
const slugs = ['valokuvaus', 'jasenyys'];

function crowd(size: number): ShopperScript[] {
  const random = makeRandom(seed);
  return Array.from({ length: size }, () => imagineShopper(random, slugs));
}

function percent(people: readonly ShopperScript[], has: (script: ShopperScript) => boolean) {
  return Math.round((100 * people.filter(has).length) / people.length);
}

function pays({ tries }: ShopperScript): boolean {
  return tries.some(({ outcome }) => outcome === 'succeed' || outcome === 'processing');
}

describe('the shoppers of a seed', () => {
  test('are the same people in every run', () => {
    expect(crowd(50)).toEqual(crowd(50));
  });

  test.each<[string, number, (script: ShopperScript) => boolean]>([
    ['never pay', 55, (one) => !pays(one)],
    ['pay by a further attempt', 8, (one) => pays(one) && one.tries.length > 1],
    ['only open the checkout', 28, ({ leavesAfter }) => leavesAfter === 'opening'],
    ['give no name', 10, ({ firstName, lastName }) => firstName === null && lastName === null],
  ])('%s in about %i of 100 cases', (_, wanted, has) => {
    const found = percent(crowd(10_000), has);
    expect(Math.abs(found - wanted)).toBeLessThanOrEqual(1);
  });

  test('come from many countries and pay in what their shop takes, all with an email', () => {
    const people = crowd(2000);
    const countries = new Set(people.map(({ country }) => country));
    expect([...countries].toSorted()).toEqual(['DE', 'EE', 'ES', 'FI', 'JP', 'NO', 'SE', 'US']);
    for (const { email } of people)
      expect(email).toMatch(/^[A-Za-z][a-z.+]*\d+@(mail\.)?example\.(com|org|net)$/);
    expect(new Set(people.map(({ linkSlug }) => linkSlug))).toEqual(new Set(slugs));
    for (const { country, currency } of people)
      expect(currency).toBe({ SE: 'SEK', JP: 'JPY' }[country] ?? 'EUR');
  });
});
