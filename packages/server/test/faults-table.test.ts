import { describe, expect, test } from 'vitest';
import type { Balance } from '../faults/ledger.ts';
import { isFine, type Outcome, tableOf } from '../faults/table.ts';

const seen = {
  longestGapMs: 300,
  badAnswers: new Map<string, number>(),
  failedVisits: new Map<string, number>(),
  brokenStreams: 0,
  mostAttention: 0,
};
const settled: Balance = {
  accepted: { payments: 12, refunds: 2 },
  lost: [],
  twice: [],
  held: 0,
  settledMs: 1_500,
  repeatedMails: 0,
};
const fault = { name: 'api-killed', what: 'one API is killed' };
const fine: Outcome = { ...fault, seen, wellMs: 800, balance: settled };

describe('the table of faults', () => {
  test('says in a line what was seen, when all was well, and what was lost', () => {
    const noticed: Outcome = {
      ...fault,
      wellMs: 2_340,
      seen: {
        ...seen,
        longestGapMs: 3_210,
        badAnswers: new Map([['503 UNAVAILABLE', 4]]),
        failedVisits: new Map([
          ['a', 1],
          ['b', 2],
        ]),
      },
      balance: { ...settled, lost: ['order ord_1 is paid and is PROCESSING'] },
    };
    expect(tableOf([fine, noticed]).split('\n').slice(2)).toEqual([
      '| one API is killed | nothing | 0.8 s | 1.5 s | 12 payments, 2 refunds | 0 | 0 |',
      '| one API is killed | the page without an answer for 3.2 s (4 × 503 UNAVAILABLE); 3 visits met a failure before paying | 2.3 s | 1.5 s | 12 payments, 2 refunds | 1 | 0 |',
    ]);
  });

  test('tells refunds that are held for want of proof from lost ones', () => {
    const held: Outcome = { ...fine, balance: { ...settled, settledMs: null, held: 2 } };
    expect(isFine(held)).toBe(true);
    expect(tableOf([held])).toContain('2 refunds without proof: held, shown, asked after later');
  });

  test('names what a machine could not try, and does not call it passed', () => {
    const table = tableOf([{ ...fault, gap: 'libfaketime is not installed' }]);
    expect(table).toContain('not tried: libfaketime is not installed');
  });

  test.each([
    ['something accepted is lost', { ...fine, balance: { ...settled, lost: ['x'] } }],
    ['something happened twice', { ...fine, balance: { ...settled, twice: ['x'] } }],
    ['not all was settled', { ...fine, balance: { ...settled, settledMs: null } }],
    ['it is never well again', { ...fine, wellMs: null }],
    [
      'nothing was accepted at all',
      { ...fine, balance: { ...settled, accepted: { payments: 0, refunds: 0 } } },
    ],
  ])('is a failure where %s', (_, outcome) => {
    expect(isFine(fine)).toBe(true);
    expect(isFine(outcome)).toBe(false);
  });
});
