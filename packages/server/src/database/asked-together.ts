/** Longer than a statement takes as a rule. One that hangs holds up nobody for longer than this. */
const LONGEST_WAIT_MS = 25;

/**
 * Gives whoever asks the next run that has not begun: it begins in this turn of the event loop, or when the run before
 * has ended. So each hears what is true when it asks, and those who ask meanwhile share one run, of which nothing is
 * kept. A run that takes long does not hold the next one back for ever.
 */
export function nextRun<Value>(run: () => Promise<Value>): {
  readonly ask: () => Promise<Value>;
  readonly isIdle: () => boolean;
} {
  let waiting: Promise<Value> | null = null;
  let underWay: Promise<unknown> | null = null;

  const begin = () => {
    waiting = null;
    const answer = run();
    const done = answer.then(ignore, ignore).then(() => {
      if (underWay === done) underWay = null;
    });
    underWay = done;
    return answer;
  };
  return {
    ask: () => (waiting ??= (underWay ? sooner(underWay) : thisTurn()).then(begin)),
    isIdle: () => waiting === null && underWay === null,
  };
}

/** Reads with one statement, for all of their keys, what requests ask in the same moment (`nextRun`). */
export function askedTogether<Found>(
  read: (keys: readonly string[]) => Promise<ReadonlyMap<string, Found>>,
): (key: string) => Promise<Found | null> {
  let keys = new Set<string>();
  const next = nextRun(() => {
    const asked = [...keys];
    keys = new Set();
    return read(asked);
  });
  return async (key) => {
    keys.add(key);
    return (await next.ask()).get(key) ?? null;
  };
}

/**
 * Answers the same question, asked by several in the same moment, once (`nextRun`). All of them get the same value, so
 * it must not be changed.
 */
export function sameTogether<Value>(): (key: string, read: () => Promise<Value>) => Promise<Value> {
  const questions = new Map<string, ReturnType<typeof nextRun<Value>>>();
  return (key, read) => {
    let question = questions.get(key);
    if (!question) {
      const asked = nextRun(async () => {
        try {
          return await read();
        } finally {
          setImmediate(forget);
        }
      });
      const forget = () => {
        if (asked.isIdle()) questions.delete(key);
      };
      questions.set(key, asked);
      question = asked;
    }
    return question.ask();
  };
}

function ignore(): void {}

function thisTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function sooner(done: Promise<unknown>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, LONGEST_WAIT_MS);
    void done.then(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
