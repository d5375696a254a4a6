import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { handToldChanges, viewerOf } from '../../test/kit/graphql.ts';
import type { Viewer } from '../access/viewer.ts';
import { watchOpenProofs } from './open-proofs.ts';

const SOON = 3_000;
const EVERY = 30_000;

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

/** A process with proofs of two members; `answers` are told to whoever asks who somebody is. */
function makeProofs(chance = () => 0.5) {
  const changes = handToldChanges();
  const answers = new Map<string, Viewer | null | Error>();
  const asked: string[] = [];
  const ended: string[] = [];
  const proofs = watchOpenProofs({
    changes,
    now: () => new Date(0),
    chance,
    everyMs: EVERY,
  });
  const member = (id: string): Viewer => ({
    ...viewerOf(),
    actor: { kind: 'PERSON', id, name: id },
  });
  const open = (id: string) => {
    answers.set(id, member(id));
    return proofs.prove(
      async () => {
        asked.push(id);
        const answer = answers.get(id) ?? null;
        await setImmediate();
        if (answer instanceof Error) throw answer;
        return answer;
      },
      () => void ended.push(id),
    );
  };
  /** Lets time pass, and what came due come to its end. */
  const pass = async (ms: number) => {
    await vi.advanceTimersByTimeAsync(ms);
    for (let turn = 0; turn < 5; turn += 1) await setImmediate();
    await vi.advanceTimersByTimeAsync(0);
    for (let turn = 0; turn < 5; turn += 1) await setImmediate();
  };
  return { changes, proofs, answers, asked, ended, member, open, pass };
}

describe('a proof behind something open', () => {
  test('is asked again with the very news about it, and of nobody else', async () => {
    const { changes, answers, asked, ended, open, pass } = makeProofs();
    await open('mem_a');
    await open('mem_b');
    asked.length = 0;
    answers.set('mem_a', null);

    changes.tell({ access: ['mem_a'] });
    await pass(0);

    expect(asked).toEqual(['mem_a']);
    expect(ended).toEqual(['mem_a']);
  });

  test('that still holds goes on, and ends later when it no longer does', async () => {
    const { changes, answers, ended, open, pass } = makeProofs();
    await open('mem_a');
    changes.tell({ access: ['mem_a'] });
    await pass(0);
    expect(ended).toEqual([]);

    answers.set('mem_a', null);
    await pass(EVERY - 1);
    expect(ended).toEqual([]);
    await pass(1);
    expect(ended).toEqual(['mem_a']);
  });

  test('ends once when it allows something else', async () => {
    const { changes, answers, ended, member, open, pass } = makeProofs();
    await open('mem_a');
    answers.set('mem_a', { ...member('mem_a'), reach: ['chk_one'] });
    changes.tell({ access: ['mem_a', 'mem_a'] });
    changes.tell({ access: ['mem_a'] });
    await pass(0);
    await pass(2 * EVERY);
    expect(ended).toEqual(['mem_a']);
  });

  test('is asked within seconds, each at a moment of its own, when news may have been missed', async () => {
    const moments = [0.9, 0.1];
    const { changes, answers, ended, open, pass } = makeProofs(() => moments.shift() ?? 0);
    await open('mem_a');
    await open('mem_b');
    answers.clear();

    changes.tell(null);
    await pass(0.1 * SOON - 1);
    expect(ended).toEqual([]);
    await pass(1);
    expect(ended).toEqual(['mem_b']);
    await pass(0.8 * SOON);
    expect(ended).toEqual(['mem_b', 'mem_a']);
  });

  test('withdrawn while it is being read is asked about again', async () => {
    const { changes, answers, ended, open, pass } = makeProofs();
    const opening = open('mem_a');
    answers.set('mem_a', null);
    changes.tell({ access: ['mem_a'] });
    expect(await opening).not.toBeNull();
    await pass(0);
    expect(ended).toEqual(['mem_a']);
  });

  test('withdrawn while it is being read again is asked about once more', async () => {
    const { changes, answers, ended, open, pass } = makeProofs();
    await open('mem_a');
    changes.tell({ access: ['mem_a'] });
    await vi.advanceTimersByTimeAsync(0);
    answers.set('mem_a', null);
    changes.tell({ access: ['mem_a'] });
    await pass(0);
    expect(ended).toEqual(['mem_a']);
  });

  test('stays while the database is away for a moment, and is asked about again soon', async () => {
    const { changes, answers, ended, asked, open, pass } = makeProofs();
    await open('mem_a');
    answers.set('mem_a', new Error('connection refused'));
    changes.tell({ access: ['mem_a'] });
    await pass(0);
    expect(ended).toEqual([]);
    expect(asked).toHaveLength(2);

    answers.set('mem_a', null);
    await pass(2_000);
    expect(ended).toEqual(['mem_a']);
  });

  test('of nobody opens nothing, and one that was left is not asked about', async () => {
    const { changes, proofs, asked, open, pass } = makeProofs();
    expect(
      await proofs.prove(
        () => Promise.resolve(null),
        () => {},
      ),
    ).toBeNull();
    (await open('mem_a'))?.stop();
    asked.length = 0;
    changes.tell({ access: ['mem_a'] });
    changes.tell(null);
    await pass(2 * EVERY);
    expect(asked).toEqual([]);
    proofs.stop();
    expect(changes.listening).toBe(0);
  });
});
