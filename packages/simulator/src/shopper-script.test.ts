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

/** Two per cent off are chance. */
function isAbout(wanted: number, found: number): boolean {
  return Math.abs(found - wanted) <= 2;
}

function pays({ tries }: ShopperScript): boolean {
  return tries.some(({ outcome }) => outcome === 'succeed' || outcome === 'processing');
}

describe('the shoppers of a seed', () => {
  test('are the same people in every run', () => {
    expect(crowd(50)).toEqual(crowd(50));
  });

  test('mostly leave, and some pay only by a further attempt', () => {
    const people = crowd(10_000);
    expectAbout(
      55,
      percent(people, (one) => !pays(one)),
    );
    expectAbout(
      8,
      percent(people, (one) => pays(one) && one.tries.length > 1),
    );
    expectAbout(
      28,
      percent(people, ({ leavesAfter }) => leavesAfter === 'opening'),
    );
  });

  test('come from many countries, with and without a name, all with an email', () => {
    const people = crowd(2000);
    const countries = new Set(people.map(({ country }) => country));
    expect([...countries].toSorted()).toEqual(['DE', 'EE', 'ES', 'FI', 'JP', 'NO', 'SE', 'US']);
    expectAbout(
      10,
      percent(people, ({ firstName, lastName }) => !firstName && !lastName),
    );
    for (const { email } of people)
      expect(email).toMatch(/^[A-Za-z][a-z.+]*\d+@(mail\.)?example\.(com|org|net)$/);
    expect(new Set(people.map(({ linkSlug }) => linkSlug))).toEqual(new Set(slugs));
    for (const { country, currency } of people)
      expect(currency).toBe({ SE: 'SEK', JP: 'JPY' }[country] ?? 'EUR');
  });
});
