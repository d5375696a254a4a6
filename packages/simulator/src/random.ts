import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Chance that repeats itself for the same seed. */
export type Random = {
  /** From 0 up to, not including, 1. */
  fraction(): number;
  /** True in `share` (0..1) of the calls. */
  chance(share: number): boolean;
  /** A whole number between the two, both included. */
  between(from: number, to: number): number;
  pick<T>(choices: readonly T[]): T;
  /** One of the choices, each as often as its weight says. */
  weighted<T>(choices: readonly (readonly [weight: number, choice: T])[]): T;
};

export function makeRandom(seed: number): Random {
  const generator = xoroshiro128plus(seed);
  const fraction = () => uniformFloat64(generator);
  return {
    fraction,
    chance: (share) => fraction() < share,
    between: (from, to) => uniformInt(generator, from, to),
    pick: (choices) => only(choices[uniformInt(generator, 0, choices.length - 1)]),
    weighted: (choices) => {
      let rest = fraction() * choices.reduce((sum, [weight]) => sum + weight, 0);
      const hit = choices.find(([weight]) => (rest -= weight) < 0);
      return only(hit ?? choices.at(-1))[1];
    },
  };
}

function only<T>(choice: T | undefined): T {
  if (choice === undefined) throw new Error('there is nothing to choose from');
  return choice;
}
