import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readInstant, writeInstant } from './instant-text.ts';

// The tests' zone is Helsinki: UTC+2, in summer UTC+3.
describe('a moment as it is typed', () => {
  test.each([
    ['in winter', '2026-01-15T12:00', '2026-01-15T10:00:00.000Z'],
    ['in summer', '2026-07-15T12:00', '2026-07-15T09:00:00.000Z'],
    ['just before summer time', '2026-03-29T02:59', '2026-03-29T00:59:00.000Z'],
    ['just after', '2026-03-29T04:00', '2026-03-29T01:00:00.000Z'],
  ])('is of the reader’s zone, %s', (_, text, instant) => {
    expect(readInstant(text, null)).toEqual({ ok: true, value: instant });
    expect(writeInstant(instant)).toBe(text);
  });

  test('may be left out, and must be whole', () => {
    expect(readInstant('', '2026-01-15T10:00:00.000Z')).toEqual({ ok: true, value: null });
    expect(readInstant('soon', null)).toEqual({ ok: false, problem: 'Enter a day and a time.' });
  });

  test('keeps its seconds, and the hour that comes twice, where nobody types', () => {
    fc.assert(
      fc.property(
        fc.date({ noInvalidDate: true, min: new Date('2000'), max: new Date('2100') }),
        (at) => {
          const saved = at.toISOString();
          expect(readInstant(writeInstant(saved), saved)).toEqual({ ok: true, value: saved });
        },
      ),
    );
  });
});
