import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeChance } from './chance.ts';
import { attraction, visitInstants } from './past-calendar.ts';

const fromMs = Date.UTC(2025, 10, 23, 10);
const toMs = Date.UTC(2026, 10, 23, 10);
const year = visitInstants(makeChance(11), { visits: 20_000, fromMs, toMs });

const hourIn = (zone: string) => {
  const format = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    hour: '2-digit',
    hourCycle: 'h23',
  });
  return (atMs: number) => Number(format.format(atMs));
};

const between = (from: string, to: string) =>
  year.filter((atMs) => atMs >= Date.parse(from) && atMs < Date.parse(to)).length;

describe('visits of the past', () => {
  test('lie between the two ends, in order of time, as many as asked for', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.nat(50),
        fc.integer({ min: 1, max: 1e10 }),
        (seed, visits, span) => {
          const instants = visitInstants(makeChance(seed), { visits, fromMs, toMs: fromMs + span });
          expect(instants).toHaveLength(visits);
          expect(instants).toEqual([...instants].sort((a, b) => a - b));
          expect(instants.every((atMs) => atMs >= fromMs && atMs < fromMs + span)).toBe(true);
        },
      ),
    );
  });

  test('come mostly in the Finnish evening, winter and summer alike', () => {
    const hourOf = hourIn('Europe/Helsinki');
    for (const month of [0, 6]) {
      const hours = year.filter((atMs) => new Date(atMs).getUTCMonth() === month).map(hourOf);
      const during = (hour: number) => hours.filter((one) => one === hour).length;
      const busiest = Math.max(...Array.from({ length: 24 }, (_, hour) => during(hour)));
      expect([19, 20, 21].map(during)).toContain(busiest);
      expect(during(3) * 8).toBeLessThan(during(20));
    }
  });

  test('grow over the year and rush in before Christmas', () => {
    expect(between('2026-10-01', '2026-10-31')).toBeGreaterThan(
      between('2026-02-01', '2026-03-03') * 1.2,
    );
    expect(between('2025-11-24', '2025-12-01')).toBeGreaterThan(
      between('2025-12-01', '2025-12-08') * 2,
    );
  });

  test('open a campaign’s link often in its days and hardly outside them', () => {
    const friday = Date.UTC(2025, 10, 28, 12);
    expect(attraction(['bundle', 'black-friday'], friday)).toBe(7);
    expect(attraction(['bundle', 'black-friday'], Date.UTC(2026, 4, 1))).toBe(0.2);
    expect(attraction(['evergreen'], friday)).toBe(1);
  });
});
