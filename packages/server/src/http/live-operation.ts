import { createSourceEventStream, type ExecutionArgs, type ExecutionResult } from 'graphql';

type Answers = AsyncGenerator<ExecutionResult, void, void>;

/**
 * graphql's `subscribe`, but how an event is answered is somebody else's: graphql's own executes each with the
 * context of the first, whose loaders would answer with yesterday's rows. `answer` gives null where it has sent the
 * answer itself. `onEnd` is called once, however it ends.
 */
export async function subscribeWith(
  args: ExecutionArgs,
  answer: (event: unknown, isOver: () => boolean) => Promise<ExecutionResult | null>,
  onEnd: () => void,
): Promise<Answers | ExecutionResult> {
  const source = await openSource(args, onEnd);
  if (!('next' in source)) return source;
  let isOver = false;

  const over = () => {
    if (!isOver) onEnd();
    isOver = true;
    return { done: true, value: undefined } as const;
  };
  const next = async (): Promise<IteratorResult<ExecutionResult, void>> => {
    for (;;) {
      const event = await source.next();
      if (event.done || isOver) return over();
      const value = await answer(event.value, () => isOver);
      if (isOver) return over();
      if (value) return { done: false, value };
    }
  };
  const end = async () => {
    const ended = over();
    await source.return?.();
    return ended;
  };
  // Not an async generator function: its `return` would wait for the next event, which may never come.
  const answers: Answers = {
    next,
    return: end,
    throw: async (error: unknown) => {
      await end();
      throw error;
    },
    [Symbol.asyncIterator]: () => answers,
    [Symbol.asyncDispose]: async () => void (await end()),
  };
  return answers;
}

async function openSource(
  args: ExecutionArgs,
  onEnd: () => void,
): Promise<AsyncIterator<unknown> | ExecutionResult> {
  let isOpen = false;
  try {
    const events = await createSourceEventStream(args);
    isOpen = Symbol.asyncIterator in events;
    return Symbol.asyncIterator in events ? events[Symbol.asyncIterator]() : events;
  } finally {
    if (!isOpen) onEnd();
  }
}
