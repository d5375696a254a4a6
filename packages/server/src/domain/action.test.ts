import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ActionStatus,
  afterAttempt,
  DEFAULT_RETRY_SCHEDULE,
  isOpen,
  planRerun,
  rerunWarningOf,
  retryDelayMs,
  runKey,
  type ActionOutcome,
  type AfterAttempt,
} from './action.ts';

const HOUR = 3_600_000;
const middle = 0.5;
const failed: ActionOutcome = { outcome: 'failed', message: 'Mailbox full', again: 'yes' };
const unknown: ActionOutcome = { outcome: 'unknown', message: 'No answer', again: 'yes' };

describe('runKey', () => {
  test('is the same for every attempt of a run and another for the next run', () => {
    expect(runKey('act_01', 1)).toBe('act_01-1');
    expect(runKey('act_01', 2)).toBe('act_01-2');
  });
});

describe('a re-run asked for by a person', () => {
  test.each([
    ['SUCCEEDED', 'REPEATS_SIDE_EFFECT', { run: 4, trigger: 'RERUN', keepsKey: false }, false],
    ['FAILED', 'NONE', { run: 4, trigger: 'RERUN', keepsKey: false }, true],
    ['CANCELLED', 'NONE', { run: 4, trigger: 'RERUN', keepsKey: false }, false],
    ['PENDING', 'NONE', { run: 3, trigger: 'RERUN', keepsKey: true }, true],
    ['UNKNOWN', 'REPEATS_SIDE_EFFECT', { run: 3, trigger: 'RERUN', keepsKey: true }, true],
    ['RUNNING', 'MAY_STILL_BE_RUNNING', { run: 3, trigger: 'FORCE', keepsKey: true }, true],
  ] as const)('of run 3 that is %s warns of %s', (status, warning, plan, open) => {
    expect(rerunWarningOf(status)).toBe(warning);
    expect(planRerun({ status, run: 3 })).toEqual(plan);
    expect(isOpen(status)).toBe(open);
  });

  test('keeps the key exactly where it keeps the run', () => {
    for (const status of Object.values(ActionStatus)) {
      const plan = planRerun({ status, run: 7 });
      expect(runKey('act', plan.run) === runKey('act', 7)).toBe(plan.keepsKey);
    }
  });
});

describe('retryDelayMs', () => {
  test('follows the schedule and gives up behind its end', () => {
    const delays = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((failures) =>
      retryDelayMs(failures, DEFAULT_RETRY_SCHEDULE, middle, null),
    );
    expect(delays).toEqual([
      5000,
      300_000,
      1_800_000,
      2 * HOUR,
      5 * HOUR,
      10 * HOUR,
      14 * HOUR,
      20 * HOUR,
      24 * HOUR,
      null,
    ]);
  });

  test.each([
    ['the least chance shortens by a fifth', 0, null, 8000],
    ['the greatest prolongs by a fifth', 1, null, 12_000],
    ['a longer Retry-After is waited for', middle, 60_000, 60_000],
    ['a shorter one changes nothing', middle, 1000, 10_000],
    ['one of a year is cut to a day', middle, 365 * 24 * HOUR, 24 * HOUR],
    ['one in the past changes nothing', middle, -5000, 10_000],
  ])('%s', (_, chance, retryAfterMs, delayMs) => {
    expect(retryDelayMs(1, [10_000], chance, retryAfterMs)).toBe(delayMs);
  });

  test('a Retry-After does not revive a run that is given up', () => {
    expect(retryDelayMs(2, [10_000], middle, 60_000)).toBeNull();
  });

  test('asks for at least one failure', () => {
    expect(() => retryDelayMs(0, [10_000], middle, null)).toThrow(RangeError);
  });

  test('is always within a fifth of the schedule, in whole milliseconds', () => {
    const delays = fc.array(fc.integer({ min: 1, max: 48 * HOUR }), { minLength: 1 });
    const chance = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(delays, fc.nat(), chance, (schedule, pick, chance) => {
        const index = pick % schedule.length;
        const delayMs = retryDelayMs(index + 1, schedule, chance, null) ?? Number.NaN;
        const planned = schedule[index] ?? Number.NaN;
        expect(Number.isSafeInteger(delayMs)).toBe(true);
        expect(Math.abs(delayMs - planned)).toBeLessThanOrEqual(planned * 0.2 + 0.5);
      }),
    );
  });
});

describe('afterAttempt', () => {
  const schedule = [10_000, 20_000];

  test.each<[string, ActionOutcome, number, AfterAttempt]>([
    ['a success ends it', { outcome: 'done' }, 0, { status: 'SUCCEEDED' }],
    ['a passing failure waits', failed, 1, { status: 'PENDING', delayMs: 10_000 }],
    ['the next one waits longer', failed, 2, { status: 'PENDING', delayMs: 20_000 }],
    ['the last one gives up', failed, 3, { status: 'FAILED' }],
    ['a lasting failure gives up at once', { ...failed, again: 'no' }, 1, { status: 'FAILED' }],
    [
      'a Retry-After is honoured',
      { ...failed, retryAfterMs: 90_000 },
      1,
      { status: 'PENDING', delayMs: 90_000 },
    ],
    ['a harmless unknown is tried once more', unknown, 1, { status: 'PENDING', delayMs: 10_000 }],
    ['a second unknown needs a person', unknown, 2, { status: 'UNKNOWN' }],
    ['a harmful unknown needs one at once', { ...unknown, again: 'no' }, 1, { status: 'UNKNOWN' }],
  ])('%s', (_, outcome, failures, after) => {
    expect(afterAttempt(outcome, failures, schedule, middle)).toEqual(after);
  });

  test('the first unknown after plain failures is still tried once more', () => {
    expect(afterAttempt(unknown, 2, schedule, middle, 1)).toEqual({
      status: 'PENDING',
      delayMs: 20_000,
    });
    expect(afterAttempt(unknown, 3, schedule, middle, 1)).toEqual({ status: 'UNKNOWN' });
  });

  test('an unknown is never turned into a failure', () => {
    const again = fc.constantFrom<('yes' | 'no')[]>('yes', 'no');
    fc.assert(
      fc.property(again, fc.integer({ min: 1, max: 20 }), (again, failures) => {
        const outcome: ActionOutcome = { outcome: 'unknown', message: 'No answer', again };
        const { status } = afterAttempt(outcome, failures, DEFAULT_RETRY_SCHEDULE, middle);
        expect(['UNKNOWN', 'PENDING']).toContain(status);
      }),
    );
  });

  test('a receiver that fails for ever is tried ten times within 76 hours, jitter left out', () => {
    const ends = Array.from({ length: 10 }, (_, index) =>
      afterAttempt(failed, index + 1, DEFAULT_RETRY_SCHEDULE, middle),
    );
    const waitedMs = ends.reduce((sum, end) => sum + ('delayMs' in end ? end.delayMs : 0), 0);
    expect(ends.map(({ status }) => status)).toEqual([...Array(9).fill('PENDING'), 'FAILED']);
    expect(waitedMs).toBe(75 * HOUR + 35 * 60_000 + 5000);
  });
});
