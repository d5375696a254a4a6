/**
 * What every kind of action must do, whatever it does: met by its tests against a real other side.
 */
import { describe, expect, test } from 'vitest';
import type { ActionAnswer, ActionRun, ActionType } from './action-type.ts';
import { BadSettings } from './action-type.ts';
import { exampleOrder } from './example-order.ts';
import { stepsStandIn } from './steps-stand-in.ts';

/** How the other side behaves. `silent` and `hangs-up` come after it has read everything. */
export type OtherSideBehaviour =
  | 'takes'
  | 'refuses'
  | 'asks-to-wait'
  | 'in-trouble'
  | 'silent'
  | 'hangs-up'
  | 'absent';

export type OtherSide<Settings> = {
  /** The type, with a way out that leads here and gives up after the time it was made for. */
  readonly type: ActionType<Settings>;
  /** As stored with the action. */
  readonly settings: unknown;
  /** How often something arrived, repetitions included. */
  arrivals(): number;
  /** How many different things the other side was made to do. */
  effects(): number;
};

export type ActionTypeCase<Settings> = {
  /** A new other side, which quotes the customer wherever it says anything. */
  meet(behaviour: OtherSideBehaviour, timeoutMs: number): Promise<OtherSide<Settings>>;
  /** Only to read settings with: its way out leads nowhere. */
  readonly type: ActionType<Settings>;
  /** One stored snapshot of every version there ever was. Only ever grows. */
  readonly storedSettings: readonly unknown[];
  readonly unreadableSettings: readonly unknown[];
  /** What a silent other side leaves: nobody knows, or a repetition that is safe in any case. */
  readonly unanswered: { outcome: 'failed' | 'unknown'; again: 'yes' };
  /** Texts of the settings that may stand nowhere in an answer. */
  readonly secrets: readonly string[];
};

/** Runs the suite: call it once in the tests of a kind. */
export function describeActionType<Settings>(name: string, subject: ActionTypeCase<Settings>) {
  async function runAt(behaviour: OtherSideBehaviour, timeoutMs = 5_000) {
    const other = await subject.meet(behaviour, timeoutMs);
    const settings = other.type.readSettings(other.settings);
    const run = (more: Partial<ActionRun> = {}): Promise<ActionAnswer> =>
      other.type.run(exampleOrder, settings, { ...firstRun, ...more });
    return { other, run };
  }

  describe(`every action: ${name}`, () => {
    test('is done once', async () => {
      const { other, run } = await runAt('takes');
      expect(await run()).toMatchObject({ outcome: 'done' });
      expect([other.arrivals(), other.effects()]).toEqual([1, 1]);
    });

    test('has one effect however often its key is sent, and another with another key', async () => {
      const { other, run } = await runAt('takes');
      await run();
      await run({ now: new Date('2026-11-20T22:36:00Z') });
      expect([other.arrivals(), other.effects()]).toEqual([2, 1]);
      await run({ key: 'act_01:2' });
      expect([other.arrivals(), other.effects()]).toEqual([3, 2]);
    });

    test.each<[OtherSideBehaviour, Partial<ActionAnswer>]>([
      ['refuses', { outcome: 'failed', again: 'no' }],
      ['asks-to-wait', { outcome: 'failed', again: 'yes' }],
      ['in-trouble', { outcome: 'failed', again: 'yes' }],
      ['absent', { outcome: 'failed', again: 'yes' }],
      ['hangs-up', subject.unanswered],
    ])('knows what it means that the other side %s', async (behaviour, expected) => {
      const { run } = await runAt(behaviour);
      const answer = await run();
      expect(answer).toMatchObject(expected);
      expect(isSentence(answer)).toBe(true);
    });

    test('ends by its own time-out when the other side is silent', async () => {
      const { other, run } = await runAt('silent', 200);
      expect(await run()).toMatchObject(subject.unanswered);
      expect(other.arrivals()).toBe(1);
    });

    test('ends at once when its run is stopped', async () => {
      const stop = new AbortController();
      const { other, run } = await runAt('silent', 60_000);
      const answer = run({ signal: stop.signal });
      await expect.poll(() => other.arrivals()).toBe(1);
      stop.abort();
      expect(await answer).toMatchObject(subject.unanswered);
    });

    test('does nothing when its run was stopped before it began', async () => {
      const { other, run } = await runAt('takes');
      const answer = await run({ signal: AbortSignal.abort() });
      expect(answer).toMatchObject({ outcome: 'failed', again: 'yes' });
      expect(other.arrivals()).toBe(0);
    });

    test.each<OtherSideBehaviour>([
      'takes',
      'refuses',
      'asks-to-wait',
      'in-trouble',
      'silent',
      'hangs-up',
      'absent',
    ])('stores nothing of the customer and no secret when the other side %s', async (behaviour) => {
      const { run } = await runAt(behaviour, behaviour === 'silent' ? 200 : 5_000);
      const answer = await run();
      const stored = JSON.stringify(answer).toLowerCase();
      const leaks = [...personal, ...subject.secrets].filter((value) =>
        stored.includes(value.toLowerCase()),
      );
      expect(leaks).toEqual([]);
      expect(stored).not.toContain(String.raw`\u0000`);
      expect(answer.exchange?.request).toBeDefined();
    });

    test('reads the settings of every version that was ever stored', () => {
      for (const stored of subject.storedSettings)
        expect(() => subject.type.readSettings(structuredClone(stored))).not.toThrow();
    });

    test('says what is wrong with settings it cannot read, without quoting secrets', () => {
      for (const stored of subject.unreadableSettings) {
        const error = thrownBy(() => subject.type.readSettings(stored));
        expect(error).toBeInstanceOf(BadSettings);
        expect(String(error)).toContain(`The settings of "${subject.type.label}" cannot be used.`);
        expect(subject.secrets.filter((secret) => String(error).includes(secret))).toEqual([]);
      }
    });
  });
}

const firstRun: ActionRun = {
  key: 'act_01:1',
  lineId: 'lin_01',
  now: new Date('2026-11-20T22:31:00Z'),
  signal: new AbortController().signal,
  steps: stepsStandIn(),
};

const { email, firstName, lastName, fields } = exampleOrder.customer;
const personal = [email, 'vaino.makinen', firstName, lastName, ...fields.map(({ value }) => value)]
  .filter((value) => value !== null)
  .flatMap((value) => [value, encodeURIComponent(value)]);

/** Begins with a capital letter, ends with a full stop, and holds no code of a library. */
function isSentence(answer: ActionAnswer): boolean {
  if (answer.outcome === 'done') return false;
  return /^[A-Z0-9].*\.$/.test(answer.message) && !/E[A-Z]{5,}|UND_ERR/.test(answer.message);
}

function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return null;
}
