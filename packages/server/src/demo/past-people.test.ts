import { describe, expect, test } from 'vitest';
import { makeChance } from './chance.ts';
import { countries } from './past-names.ts';
import { makePeople } from './past-people.ts';

describe('people of the past', () => {
  const people = makePeople(makeChance(3));
  const visitors = Array.from({ length: 3_000 }, () => people.customer(people.country()));
  const different = new Set(visitors);

  test('often come back, and no two of them share an address', () => {
    expect(different.size).toBeLessThan(visitors.length * 0.8);
    const addresses = new Set([...different].map(({ email }) => email.toLowerCase()));
    expect(addresses.size).toBe(different.size);
  });

  test('have addresses that only examples can have', () => {
    const foreign = [...different].filter(
      ({ email }) => !/^[A-Za-z0-9.-]+@([a-z]+\.)?example\.(com|org|net)$/.test(email),
    );
    expect(foreign).toEqual([]);
  });

  test('come from every country, with a region where the tax needs one', () => {
    const homes = new Set(visitors.map(({ country }) => country));
    expect([...homes].sort()).toEqual(countries.map(({ code }) => code).sort());
    const wrong = visitors.filter((one) => (one.country === 'US') !== (one.region !== null));
    expect(wrong).toEqual([]);
  });
});
