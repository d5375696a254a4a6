import { describe, expect, test } from 'vitest';
import { doneTogether } from './done-together.ts';

type Wish = { readonly name: string };
const wish = (name: string): Wish => ({ name });
const names = (wishes: readonly Wish[]) => wishes.map(({ name }) => name).join('');
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Common deeds that end when they are let go, and do all but what is named in `leaves`. */
function recorder(leaves = '') {
  const deeds: { names: string; end(): void; fail(error: Error): void }[] = [];
  const alone: string[] = [];
  const faults: unknown[] = [];
  const ask = doneTogether<Wish, string>({
    together: async (wishes) => {
      const { promise, resolve: end, reject: fail } = Promise.withResolvers<void>();
      deeds.push({ names: names(wishes), end, fail });
      await promise;
      const done = wishes.filter(({ name }) => !leaves.includes(name));
      return new Map(done.map((one) => [one, `${one.name} together`]));
    },
    alone: async ({ name }) => {
      alone.push(name);
      if (name === 'x') throw new Error('x cannot be done');
      return `${name} alone`;
    },
    onFault: (error) => void faults.push(error),
  });
  return { ask, deeds, alone, faults, told: () => deeds.map((deed) => deed.names) };
}

describe('what is asked for together', () => {
  test('in the same moment is one deed, and begins at once', async () => {
    const { ask, deeds, told } = recorder();
    const asked = [ask(wish('a')), ask(wish('b')), ask(wish('b'))];
    await turn();
    expect(told()).toEqual(['abb']);
    deeds[0]?.end();
    expect(await Promise.all(asked)).toEqual(['a together', 'b together', 'b together']);
  });

  test('while another is under way gathers for the next', async () => {
    const { ask, deeds, told } = recorder();
    const first = ask(wish('a'));
    await turn();
    const others = [ask(wish('b')), ask(wish('c')), ask(wish('d'))];
    deeds[0]?.end();
    await expect.poll(told).toEqual(['a', 'bcd']);
    deeds[1]?.end();
    expect(await Promise.all([first, ...others])).toEqual(
      ['a', 'b', 'c', 'd'].map((name) => `${name} together`),
    );
  });

  test('and left out is done alone, which nobody else waits for', async () => {
    const { ask, deeds, alone } = recorder('b');
    const asked = [ask(wish('a')), ask(wish('b'))];
    await turn();
    deeds[0]?.end();
    expect(await Promise.all(asked)).toEqual(['a together', 'b alone']);
    expect(alone).toEqual(['b']);
  });

  test('and failed is done by each alone: only what cannot be done fails, and what comes later is common again', async () => {
    const { ask, deeds, faults, told } = recorder();
    const asked = [ask(wish('a')), ask(wish('x')), ask(wish('b'))];
    await turn();
    deeds[0]?.fail(new Error('x spoils it'));
    const ends = await Promise.allSettled(asked);
    expect(ends.map((end) => (end.status === 'fulfilled' ? end.value : 'failed'))).toEqual([
      'a alone',
      'failed',
      'b alone',
    ]);
    expect(faults.map(String)).toEqual(['Error: x spoils it']);
    const later = ask(wish('c'));
    await turn();
    deeds[1]?.end();
    expect([await later, told()]).toEqual(['c together', ['axb', 'c']]);
  });
});
