import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { durationUnits, durationWords, readDuration, writeDuration } from './duration-text.ts';

describe('a length of time as it is typed', () => {
  test.each([
    ['five minutes', 300_000, '5', 'minutes'],
    ['an hour and a half', 5_400_000, '90', 'minutes'],
    ['two days', 172_800_000, '2', 'days'],
    ['a part of a second', 1_500, '1.500', 'seconds'],
  ] as const)('has the largest unit that divides it: %s', (_, ms, amount, unit) => {
    expect(writeDuration(ms, 'minutes', 'en')).toEqual({ amount, unit });
  });

  test('is nothing where nothing is typed, which is not zero', () => {
    expect(writeDuration(null, 'hours')).toEqual({ amount: '', unit: 'hours' });
    expect(readDuration({ amount: ' ', unit: 'hours' })).toEqual({ ok: true, value: null });
    expect(readDuration({ amount: '0', unit: 'hours' })).toEqual({ ok: true, value: 0 });
  });

  test.each([
    ['half an hour', '0.5', 1_800_000],
    ['half an hour with a comma', '0,5', 1_800_000],
  ])('may be a part of its unit: %s', (_, amount, ms) => {
    expect(readDuration({ amount, unit: 'hours' }, 'fi')).toEqual({ ok: true, value: ms });
  });

  test.each([
    ['words', 'soon', 'Write a number, like 5.'],
    ['less than nothing', '-5', 'A time cannot be below zero.'],
    ['too fine a part', '0.0001', 'At most three decimals.'],
    ['more than can be counted', '99999999999999', 'This is longer than can be counted.'],
  ])('refuses %s', (_, amount, problem) => {
    expect(readDuration({ amount, unit: 'days' }, 'en')).toEqual({ ok: false, problem });
  });

  test('comes back as it was, whatever it is', () => {
    const lengths = fc.record({
      ms: fc.nat({ max: 365 * 86_400_000 }),
      unit: fc.constantFrom(...durationUnits),
    });
    fc.assert(
      fc.property(lengths, ({ ms, unit }) => {
        expect(readDuration(writeDuration(ms, unit, 'fi'), 'fi')).toEqual({ ok: true, value: ms });
      }),
    );
  });

  test('is said in words', () => {
    expect([300_000, 3_600_000, 20_000].map((ms) => durationWords(ms))).toEqual([
      '5 minutes',
      '1 hour',
      '20 seconds',
    ]);
  });
});
