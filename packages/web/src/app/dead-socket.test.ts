import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { endDeadSocket } from './dead-socket.ts';

/** Counts how often it was ended, and lets the test say what happens on the line. */
function watchedLine() {
  const listeners: [string, (...news: never[]) => void][] = [];
  let ended = 0;
  const stop = endDeadSocket(
    {
      on: (event, listener) => {
        const entry: [string, (...news: never[]) => void] = [event, listener];
        listeners.push(entry);
        return () => void listeners.splice(listeners.indexOf(entry), 1);
      },
      terminate: () => {
        ended += 1;
      },
    },
    5_000,
  );
  return {
    stop,
    ended: () => ended,
    happens: (event: 'ping' | 'pong' | 'closed', isReceived = false) => {
      for (const [name, listener] of listeners) {
        if (name === event) (listener as (isReceived: boolean) => void)(isReceived);
      }
    },
  };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('a socket', () => {
  test('whose ping is not answered in time is ended', () => {
    const line = watchedLine();
    line.happens('ping');
    vi.advanceTimersByTime(4_999);
    expect(line.ended()).toBe(0);
    vi.advanceTimersByTime(1);
    expect(line.ended()).toBe(1);
  });

  test('whose ping is answered goes on, and pings of the server ask for nothing', () => {
    const line = watchedLine();
    line.happens('ping');
    line.happens('pong', true);
    line.happens('ping', true);
    vi.advanceTimersByTime(60_000);
    expect(line.ended()).toBe(0);
  });

  test('that was closed meanwhile is not ended once more', () => {
    const line = watchedLine();
    line.happens('ping');
    line.happens('closed');
    vi.advanceTimersByTime(60_000);
    expect(line.ended()).toBe(0);
  });

  test('is ended at once when the browser goes offline, until it is no longer watched', () => {
    const line = watchedLine();
    dispatchEvent(new Event('offline'));
    expect(line.ended()).toBe(1);
    line.stop();
    dispatchEvent(new Event('offline'));
    expect(line.ended()).toBe(1);
  });
});
