import { nextRun } from '../database/asked-together.ts';

/**
 * Does with one deed what is asked for in the same moment (`nextRun`): who is alone begins at once, and nobody waits for
 * long. What the common deed leaves out is done by each alone; so is everything where it fails, so that nobody suffers
 * for another's wish. The deed is part of the trace of whoever asked first. Wishes are told apart as objects.
 */
export function doneTogether<Wish extends object, Value>(means: {
  /** What became of each wish that was done. */
  together(wishes: readonly Wish[]): Promise<ReadonlyMap<Wish, Value>>;
  alone(wish: Wish): Promise<Value>;
  /** Told what the common deed failed by: each does it alone then. */
  onFault(error: unknown): void;
}): (wish: Wish) => Promise<Value> {
  let wishes: Wish[] = [];
  const next = nextRun(async () => {
    const asked = wishes;
    wishes = [];
    try {
      const done = await means.together(asked);
      return new Map([...done].map(([wish, value]) => [wish, { value }]));
    } catch (error) {
      means.onFault(error);
      return new Map<Wish, { value: Value }>();
    }
  });
  return async (wish) => {
    wishes.push(wish);
    const done = (await next.ask()).get(wish);
    return done ? done.value : means.alone(wish);
  };
}
