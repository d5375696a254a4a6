/**
 * Reads with one statement what requests ask in the same turn of the event loop. It begins after each of them has asked,
 * and nothing of it is kept: so each hears what is true when it asks, at a fraction of the statements.
 */
export function askedTogether<Found>(
  read: (keys: readonly string[]) => Promise<ReadonlyMap<string, Found>>,
): (key: string) => Promise<Found | null> {
  let waiting: { keys: Set<string>; answer: Promise<ReadonlyMap<string, Found>> } | null = null;

  const gather = () => {
    const keys = new Set<string>();
    const answer = new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      waiting = null;
      return read([...keys]);
    });
    return { keys, answer };
  };
  return async (key) => {
    waiting ??= gather();
    waiting.keys.add(key);
    return (await waiting.answer).get(key) ?? null;
  };
}
