/** Enough that none waits for the other's commit, and few enough that work gathers where there is much of it. */
const AT_ONCE = 2;
/** Keeps the common transaction, and with it the wait of whoever is in it, short. */
const MOST = 50;

/**
 * Does with one deed what is asked for in the same turn of the event loop, or while as many deeds as may be are under
 * way. Nobody waits for a timer: who is alone begins at once. What the common deed leaves out is done by each alone;
 * so is everything where it fails, so that nobody suffers for another's wish. The deed is of the trace of whoever asked
 * first. Wishes are told apart as objects.
 */
export function doneTogether<Wish extends object, Value>(means: {
  /** What became of each wish that was done. Waits for nothing that somebody may hold for long. */
  together(wishes: readonly Wish[]): Promise<ReadonlyMap<Wish, Value>>;
  alone(wish: Wish): Promise<Value>;
  /** Told what the common deed failed by: each does it alone then. */
  onFault(error: unknown): void;
}): (wish: Wish) => Promise<Value> {
  type Gathering = { wishes: Wish[]; done: Promise<ReadonlyMap<Wish, { value: Value }>> };
  let gathering: Gathering | null = null;
  let underWay = 0;
  const waiting: (() => void)[] = [];

  const carryOut = async (wishes: readonly Wish[]) => {
    await new Promise<void>((resolve) => setImmediate(resolve));
    while (underWay >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
    if (gathering?.wishes === wishes) gathering = null;
    underWay += 1;
    try {
      const done = await means.together(wishes);
      return new Map([...done].map(([wish, value]) => [wish, { value }]));
    } catch (error) {
      means.onFault(error);
      return new Map<Wish, { value: Value }>();
    } finally {
      underWay -= 1;
      waiting.shift()?.();
    }
  };
  const gather = (): Gathering => {
    const wishes: Wish[] = [];
    return { wishes, done: carryOut(wishes) };
  };
  return async (wish) => {
    const mine = (gathering ??= gather());
    mine.wishes.push(wish);
    if (mine.wishes.length === MOST) gathering = null;
    const done = (await mine.done).get(wish);
    return done ? done.value : means.alone(wish);
  };
}
