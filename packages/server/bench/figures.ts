// The arithmetic of measuring. A machine that others use gives no steady figure, so contestants take turns in
// short rounds: what one round of all of them suffered, its ratio suffered alike.

/** Of what was measured in a round: answers per second, or any figure that grows with speed. */
export type Rounds = Readonly<Record<string, readonly number[]>>;

/** NaN where there is nothing to take it of. */
export function median(figures: readonly number[]): number {
  return percentile(figures, 0.5);
}

/** `share` from 0 to 1, between the two figures nearest to that place; in any order, NaN of none. */
export function percentile(figures: Iterable<number>, share: number): number {
  const sorted = Float64Array.from(figures).sort();
  if (sorted.length === 0) return Number.NaN;
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}

/** The median of what `name` was to `reference` in each round. */
export function ratioTo(rounds: Rounds, name: string, reference: string): number {
  const own = rounds[name] ?? [];
  const beside = rounds[reference] ?? [];
  if (own.length !== beside.length) throw new Error('Not every round was run by both');
  return median(own.map((figure, round) => figure / (beside[round] ?? Number.NaN)));
}

/**
 * Lets each contestant run once per round. Whoever begins moves on by one, so that nobody always runs
 * behind the same other one. Gives back what each made of its rounds.
 */
export async function inTurns<Result>(
  contestants: Readonly<Record<string, () => Promise<Result>>>,
  rounds: number,
): Promise<Readonly<Record<string, readonly Result[]>>> {
  const names = Object.keys(contestants);
  const results = new Map<string, Result[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    const first = round % names.length;
    for (const name of [...names.slice(first), ...names.slice(0, first)]) {
      const run = contestants[name];
      if (run) results.get(name)?.push(await run());
    }
  }
  return Object.fromEntries(results);
}
