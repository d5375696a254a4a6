/**
 * What every kind of action must do, whatever it does: met by its tests against a real other side.
 */
import { describe, expect, test } from 'vitest';
import type {
  ActionAnswer,
  ActionRun,
  ActionSteps,
  ActionType,
  PurchasedOrder,
} from './action-type.ts';
import { BadSettings } from './action-type.ts';
import { exampleOrder } from './example-order.ts';
import { removalOf, stepsStandIn } from './steps-stand-in.ts';

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
  /** For kinds that give access: how much of it the customer has now. */
  holds?(): number;
};

export type ActionTypeCase<Settings> = {
  /** A new other side, which quotes the customer wherever it says anything. */
  meet(behaviour: OtherSideBehaviour, timeoutMs: number): Promise<OtherSide<Settings>>;
  /** Only to read settings with: its way out leads nowhere. */
  readonly type: ActionType<Settings>;
  /** One stored snapshot of every version there ever was. Only ever grows. */
  readonly storedSettings: readonly unknown[];
  readonly unreadableSettings: readonly unknown[];
  /**
   * Whether another key asks for the effect once more (a mail, a webhook), or what is there already is
   * enough (an access).
   */
  readonly anotherKey: 'repeats' | 'changes-nothing';
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
    // Without a memory unless one is given: as if the process had died before it could be written.
    const runOf = (more: Partial<ActionRun>) => ({ ...firstRun, steps: stepsStandIn(), ...more });
    const run = (more: Partial<ActionRun> = {}): Promise<ActionAnswer> =>
      other.type.run(exampleOrder, settings, runOf(more));
    // Nor with what the grant remembers: what is known of the customer must do.
    const remove = async (more: RemovalWish = {}): Promise<ActionAnswer> => {
      if (!other.type.remove) throw new Error('This kind takes nothing away.');
      const { order = exampleOrder, grant, kept, ...run } = more;
      return other.type.remove(order, settings, removalOf(runOf(run), { grant, kept }));
    };
    const accessKeys = () => other.type.accessKeys?.(settings, email) ?? [];
    return { other, run, remove, accessKeys };
  }

  describe(`every action: ${name}`, () => {
    test('is done once', async () => {
      const { other, run } = await runAt('takes');
      expect(await run()).toMatchObject({ outcome: 'done' });
      expect(other.effects()).toBe(1);
    });

    test('has one effect however often its key is sent, and is done each time', async () => {
      const { other, run } = await runAt('takes');
      await run();
      const again = await run({ now: new Date('2026-11-20T22:36:00Z') });
      expect(again).toMatchObject({ outcome: 'done' });
      expect(other.effects()).toBe(1);
    });

    test(`${subject.anotherKey === 'repeats' ? 'repeats its effect' : 'changes nothing more'} when a person runs it again`, async () => {
      const { other, run } = await runAt('takes');
      await run();
      expect(await run({ key: 'act_01:2' })).toMatchObject({ outcome: 'done' });
      expect(other.effects()).toBe(subject.anotherKey === 'repeats' ? 2 : 1);
    });

    test('does nothing more once all its steps are remembered, and is done', async () => {
      const { other, run } = await runAt('takes');
      const steps = stepsStandIn();
      await run({ steps });
      expect(await run({ steps })).toMatchObject({ outcome: 'done' });
      expect(other.effects()).toBe(1);
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
      expect(leaksOf(answer, subject.secrets)).toEqual([]);
      expect(JSON.stringify(answer)).not.toContain(String.raw`\u0000`);
      expect(answer.exchange?.request).toBeDefined();
    });

    if (subject.type.remove) describeRemoval(subject, runAt);

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
        expect(subject.type.checkSettings(stored).length).toBeGreaterThan(0);
      }
    });

    test('asks in its form for what it knows, and hides what is secret', () => {
      const { settingsForm, secretSettings } = subject.type;
      const names = settingsForm.map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
      const hidden = settingsForm.filter(({ input }) => input === 'secret').map(({ name }) => name);
      expect(hidden.toSorted()).toEqual([...secretSettings].toSorted());
      for (const { showWhen } of settingsForm)
        expect(showWhen === undefined || names.includes(showWhen.field)).toBe(true);
      for (const stored of subject.storedSettings)
        expect(subject.type.checkSettings(stored)).toEqual([]);
    });
  });
}

type RunAt<Settings> = (
  behaviour: OtherSideBehaviour,
  timeoutMs?: number,
) => Promise<{
  other: OtherSide<Settings>;
  readonly run: (more?: Partial<ActionRun>) => Promise<ActionAnswer>;
  readonly remove: (more?: RemovalWish) => Promise<ActionAnswer>;
  readonly accessKeys: () => readonly string[];
}>;

type RemovalWish = Partial<ActionRun> & {
  readonly order?: PurchasedOrder;
  readonly grant?: ActionSteps;
  readonly kept?: readonly string[];
};

function describeRemoval<Settings>(subject: ActionTypeCase<Settings>, runAt: RunAt<Settings>) {
  test('takes away what it gave, once, however often it is asked to', async () => {
    const { other, run, remove } = await runAt('takes');
    await run();
    expect(other.holds?.()).toBeGreaterThan(0);
    expect(await remove()).toMatchObject({ outcome: 'done' });
    expect(other.holds?.()).toBe(0);
    const effects = other.effects();
    expect(await remove()).toMatchObject({ outcome: 'done' });
    expect([other.holds?.(), other.effects()]).toEqual([0, effects]);
  });

  test('has nothing to take away where nothing was given', async () => {
    const { other, remove } = await runAt('takes');
    expect(await remove()).toMatchObject({ outcome: 'done' });
    expect([other.holds?.(), other.effects()]).toEqual([0, 0]);
  });

  test('takes away from whom it gave to, though the email was corrected since', async () => {
    const { other, run, remove } = await runAt('takes');
    const grant = stepsStandIn();
    await run({ steps: grant });
    const customer = { ...exampleOrder.customer, email: 'corrected@example.com' };
    const order = { ...exampleOrder, customer };
    expect(await remove({ order, grant })).toMatchObject({ outcome: 'done' });
    expect(other.holds?.()).toBe(0);
  });

  test('takes nothing away, and calls nobody, where all of it is kept', async () => {
    const { other, run, remove, accessKeys } = await runAt('takes');
    await run();
    const before = { held: other.holds?.(), arrivals: other.arrivals() };
    expect(await remove({ kept: accessKeys() })).toMatchObject({ outcome: 'done' });
    expect({ held: other.holds?.(), arrivals: other.arrivals() }).toEqual(before);
  });

  test('knows of settings whether they can take away', () => {
    const { type, storedSettings } = subject;
    const settings = type.readSettings(structuredClone(storedSettings[0]));
    expect(type.canRemove?.(settings)).toBe(true);
  });

  test('gives again what was taken away', async () => {
    const { other, run, remove } = await runAt('takes');
    await run();
    await remove();
    expect(await run({ key: 'act_01:2' })).toMatchObject({ outcome: 'done' });
    expect(other.holds?.()).toBeGreaterThan(0);
  });

  test.each<[OtherSideBehaviour, Partial<ActionAnswer>]>([
    ['refuses', { outcome: 'failed', again: 'no' }],
    ['asks-to-wait', { outcome: 'failed', again: 'yes' }],
    ['in-trouble', { outcome: 'failed', again: 'yes' }],
    ['absent', { outcome: 'failed', again: 'yes' }],
    ['hangs-up', { outcome: 'failed', again: 'yes' }],
    ['silent', { outcome: 'failed', again: 'yes' }],
  ])('knows of a removal what it means that the other side %s', async (behaviour, expected) => {
    const { remove } = await runAt(behaviour, behaviour === 'silent' ? 200 : 5_000);
    const answer = await remove();
    expect(answer).toMatchObject(expected);
    expect(isSentence(answer)).toBe(true);
    expect(leaksOf(answer, subject.secrets)).toEqual([]);
  });

  test('names an access alike in whatever case the email is written', () => {
    const settings = subject.type.readSettings(structuredClone(subject.storedSettings[0]));
    const keysOf = (who: string) => subject.type.accessKeys?.(settings, who) ?? [];
    const keys = keysOf('vaino.makinen@example.com');
    expect(keys.length).toBeGreaterThan(0);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.every((key) => key.startsWith(`${subject.type.kind}:`))).toBe(true);
    expect(keysOf(' Vaino.Makinen@EXAMPLE.com ')).toEqual(keys);
    expect(keysOf('other@example.com').filter((key) => keys.includes(key))).toEqual([]);
    expect(subject.secrets.filter((secret) => keys.join(' ').includes(secret))).toEqual([]);
  });
}

const firstRun: Omit<ActionRun, 'steps'> = {
  key: 'act_01:1',
  lineId: 'lin_01',
  now: new Date('2026-11-20T22:31:00Z'),
  signal: new AbortController().signal,
};

const { email, firstName, lastName, fields } = exampleOrder.customer;
const personal = [email, 'vaino.makinen', firstName, lastName, ...fields.map(({ value }) => value)]
  .filter((value) => value !== null)
  .flatMap((value) => [value, encodeURIComponent(value)]);

function leaksOf(answer: ActionAnswer, secrets: readonly string[]): string[] {
  const stored = JSON.stringify(answer).toLowerCase();
  return [...personal, ...secrets].filter((value) => stored.includes(value.toLowerCase()));
}

/**
 * Begins with a capital letter, ends with a full stop, and holds no code of a library. It outlives the
 * last try, so it does not promise another.
 */
function isSentence(answer: ActionAnswer): boolean {
  if (answer.outcome === 'done') return false;
  const isText = /^[A-Z0-9].*\.$/.test(answer.message);
  return isText && !/E[A-Z]{5,}|UND_ERR|tried again/.test(answer.message);
}

function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return null;
}
