import { describe, expect, test } from 'vitest';
import { LiveStream } from './live-stream.ts';

describe('a stream', () => {
  test('hands over what waits in order, the newest value of each key', async () => {
    const stream = new LiveStream<number>();
    stream.put('a', 1);
    stream.put('b', 2);
    stream.put('a', 3);
    expect(await stream.next()).toEqual({ done: false, value: 3 });
    expect(await stream.next()).toEqual({ done: false, value: 2 });
    const waiting = stream.next();
    stream.put('c', 4);
    expect(await waiting).toEqual({ done: false, value: 4 });
  });

  test('ends at once for a reader who waits, and cleans up exactly once', async () => {
    const stream = new LiveStream<number>();
    let cleaned = 0;
    stream.whenOver(() => void (cleaned += 1));
    const waiting = stream.next();
    await stream.return();
    await stream.return();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(cleaned).toBe(1);
    stream.put('late', 1);
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });

  test('ends for a reader who does not keep up, instead of growing', async () => {
    const stream = new LiveStream<number>();
    for (let index = 0; index < 5_000; index += 1) stream.put(String(index % 4_000), index);
    expect(stream.isOver).toBe(false);
    for (let index = 0; index < 5_001; index += 1) stream.put(String(index), index);
    expect(stream.isOver).toBe(true);
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });
});
