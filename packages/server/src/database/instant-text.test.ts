import fc from 'fast-check';
import pg from 'pg';
import { expect, test } from 'vitest';
import { readInstant } from './instant-text.ts';

const byTheDriver = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ) as (
  text: string,
) => unknown;

test('an instant is read as the driver reads it', () => {
  const day = fc.date({
    min: new Date('0001-01-01T00:00:00Z'),
    max: new Date('9999-12-31T23:59:59Z'),
    noInvalidDate: true,
  });
  const fraction = fc.stringMatching(/^\d{0,6}$/u);
  fc.assert(
    fc.property(day, fraction, (moment, digits) => {
      const second = moment.toISOString().slice(0, 19).replace('T', ' ');
      const text = `${second}${digits && `.${digits}`}+00`;
      expect(readInstant(text)).toEqual(byTheDriver(text));
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  '2026-11-23 10:15:00+02',
  '2026-11-23 10:15:00.5+05:30',
  '0044-03-15 12:00:00+00 BC',
  '20260-01-01 00:00:00+00',
  'infinity',
  '-infinity',
])('so is %s', (text) => {
  expect(readInstant(text)).toEqual(byTheDriver(text));
});
