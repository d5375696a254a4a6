import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Everything that is left to chance, from one seed: the same calls give the same answers. */
export type Chance = {
  /** From 0 up to, not including, 1. */
  share(): number;
  /** A whole number; both ends included. */
  between(from: number, to: number): number;
  /** True in `probability` of all cases (0.25: every fourth). */
  happens(probability: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
  /** One of the items, each as often as its weight says. */
  weighted<Item>(items: readonly Item[], weightOf: (item: Item) => number): Item;
  /** Text of so many letters of the alphabet. */
  text(length: number, alphabet: string): string;
};

export const HEX = '0123456789abcdef';
export const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

export function makeChance(seed: number): Chance {
  const generator = xoroshiro128plus(seed);
  const share = () => uniformFloat64(generator);
  const between = (from: number, to: number) => uniformInt(generator, from, to);
  return {
    share,
    between,
    happens: (probability) => share() < probability,
    pick: (items) => itemAt(items, between(0, items.length - 1)),
    weighted(items, weightOf) {
      let left = share() * items.reduce((sum, item) => sum + weightOf(item), 0);
      const index = items.findIndex((item) => (left -= weightOf(item)) < 0);
      return itemAt(items, index === -1 ? items.length - 1 : index);
    },
    text: (length, alphabet) =>
      Array.from({ length }, () => alphabet[between(0, alphabet.length - 1)]).join(''),
  };
}

function itemAt<Item>(items: readonly Item[], index: number): Item {
  const item = items[index];
  if (item === undefined) throw new RangeError('There is nothing to choose from');
  return item;
}
