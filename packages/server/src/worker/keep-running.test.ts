import { describe, expect, test } from 'vitest';
import { keepRunning } from './keep-running.ts';

/** Ends when it is stopped, or when the test lets it give up. */
function endless() {
  const { promise, resolve: giveUp } = Promise.withResolvers<void>();
  let stops = 0;
  return {
    promise,
    giveUp,
    stops: () => stops,
    stop: async () => {
      stops += 1;
      giveUp();
    },
  };
}

describe('a worker of the queue that has given up', () => {
  test('is followed by another, though that cannot begin at first; stopping stops the present one', async () => {
    const begun: ReturnType<typeof endless>[] = [];
    const faults: unknown[] = [];
    let outage = 0;
    const queue = await keepRunning(
      (error) => void faults.push(error),
      async () => {
        if (begun.length === 1 && outage++ < 2) throw new Error('No connection');
        begun.push(endless());
        return begun.at(-1)!;
      },
      0,
    );
    begun[0]?.giveUp();
    await expect.poll(() => begun.length).toBe(2);
    expect(faults.map(String)).toEqual([
      'Error: The worker of the queue has ended by itself',
      'Error: No connection',
      'Error: No connection',
    ]);
    await queue.stop();
    expect(begun.map((one) => one.stops())).toEqual([0, 1]);
  });

  test('is not followed by another that begins while everything stops', async () => {
    const first = endless();
    const late = endless();
    const isBeginning = Promise.withResolvers<void>();
    const beginning = Promise.withResolvers<typeof late>();
    let begins = 0;
    const queue = await keepRunning(
      () => {},
      () => {
        begins += 1;
        if (begins === 1) return Promise.resolve(first);
        isBeginning.resolve();
        return beginning.promise;
      },
      0,
    );
    first.giveUp();
    await isBeginning.promise;
    const stopped = queue.stop();
    beginning.resolve(late);
    await stopped;
    expect(late.stops()).toBe(1);
    expect(begins).toBe(2);
  });
});

test('what cannot begin at first is told to whoever begins it', async () => {
  await expect(
    keepRunning(
      () => {},
      () => Promise.reject(new Error('No connection')),
    ),
  ).rejects.toThrow('No connection');
});
