import {
  createSourceEventStream,
  execute,
  type ExecutionArgs,
  type ExecutionResult,
} from 'graphql';

type Answers = AsyncGenerator<ExecutionResult, void, void>;

/**
 * `subscribe` with a context of its own for each event. graphql's own version runs every event with the
 * context of the first, whose loaders would answer with yesterday's rows.
 */
export async function subscribeFresh<Context>(
  args: ExecutionArgs,
  freshContext: () => Context,
  beforeAnswer: (context: Context) => Promise<void>,
): Promise<Answers | ExecutionResult> {
  const events = await createSourceEventStream({ ...args, contextValue: freshContext() });
  if (!(Symbol.asyncIterator in events)) return events;
  const source = events[Symbol.asyncIterator]();

  const answer = async (
    event: IteratorResult<unknown>,
  ): Promise<IteratorResult<ExecutionResult, void>> => {
    if (event.done) return { done: true, value: undefined };
    const contextValue = freshContext();
    const value = await execute({ ...args, rootValue: event.value, contextValue });
    await beforeAnswer(contextValue);
    return { done: false, value };
  };
  const end = async (): Promise<IteratorReturnResult<void>> => {
    await source.return?.();
    return { done: true, value: undefined };
  };
  // Not an async generator function: its `return` would wait for the next event, which may never come.
  const answers: Answers = {
    next: async () => answer(await source.next()),
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
