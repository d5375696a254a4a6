/** Longer than a statement takes as a rule. One that hangs holds up nobody for longer than this. */
const LONGEST_WAIT_MS = 25;

/**
 * Reads with one statement what requests ask in the same turn of the event loop, or while the statement before is under
 * way. It begins after each of them has asked, and nothing of it is kept: so each hears what is true when it asks, at a
 * fraction of the statements.
 */
export function askedTogether<Found>(
  read: (keys: readonly string[]) => Promise<ReadonlyMap<string, Found>>,
): (key: string) => Promise<Found | null> {
  let waiting: { keys: Set<string>; answer: Promise<ReadonlyMap<string, Found>> } | null = null;
  let underWay: Promise<unknown> | null = null;

  const begin = (keys: ReadonlySet<string>) => {
    waiting = null;
    const answer = read([...keys]);
    const done = answer.then(ignore, ignore).then(() => {
      if (underWay === done) underWay = null;
    });
    underWay = done;
    return answer;
  };
  const gather = () => {
    const keys = new Set<string>();
    const turn = underWay
      ? sooner(underWay, LONGEST_WAIT_MS)
      : new Promise<void>((resolve) => setImmediate(resolve));
    return { keys, answer: turn.then(() => begin(keys)) };
  };
  return async (key) => {
    waiting ??= gather();
    waiting.keys.add(key);
    return (await waiting.answer).get(key) ?? null;
  };
}

function ignore(): void {}

function sooner(done: Promise<unknown>, atMostMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, atMostMs);
    void done.then(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
