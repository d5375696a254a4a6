import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { watchStreams } from './open-streams.ts';

type Listener = (...news: never[]) => void;

/** A line whose other end answers when the test says so. */
function watchedLine() {
  const listeners: [string, Listener][] = [];
  const sent: { type: string; payload: { streams: number } }[] = [];
  const happens = (event: string, ...news: unknown[]) => {
    for (const [name, listener] of listeners) {
      if (name === event) (listener as (...news: unknown[]) => void)(...news);
    }
  };
  const streams = watchStreams({
    on: (event, listener) => {
      const entry: [string, Listener] = [event, listener];
      listeners.push(entry);
      return () => void listeners.splice(listeners.indexOf(entry), 1);
    },
  });
  return {
    streams,
    sent,
    connect: () => {
      happens('connected', { send: (text: string) => sent.push(JSON.parse(text) as never) });
      vi.runAllTimers();
    },
    close: () => happens('closed'),
    answer: (index: number) => happens('pong', true, sent[index]?.payload),
    answerToAnother: () => happens('pong', true, undefined),
  };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('a screen that waits for its streams', () => {
  test('is told once more when streams are asked for again on the same line', () => {
    const line = watchedLine();
    let told = 0;
    line.streams.onOpen(() => (told += 1));
    line.connect();
    line.answer(0);
    line.streams.askAgain();
    vi.runAllTimers();
    expect(told).toBe(1);
    line.answer(1);
    expect(told).toBe(2);
  });

  test('is told once the server has heard what was asked for before, not earlier', () => {
    const line = watchedLine();
    let told = 0;
    line.streams.onOpen(() => (told += 1));
    expect(line.sent).toEqual([]);
    line.connect();
    expect(line.sent).toEqual([{ type: 'ping', payload: { streams: 1 } }]);
    line.answerToAnother();
    expect(told).toBe(0);
    line.answer(0);
    line.answer(0);
    expect(told).toBe(1);
  });

  test('asks at once where the line stands already', () => {
    const line = watchedLine();
    line.connect();
    let told = 0;
    line.streams.onOpen(() => (told += 1));
    expect(line.sent).toEqual([]);
    vi.runAllTimers();
    line.answer(0);
    expect(told).toBe(1);
  });

  test('is told again after each return of the line, and not by answers of the lost one', () => {
    const line = watchedLine();
    let told = 0;
    line.streams.onOpen(() => (told += 1));
    line.connect();
    line.close();
    line.answer(0);
    expect(told).toBe(0);
    line.connect();
    line.answer(1);
    expect(told).toBe(1);
  });

  test('is left alone once it has gone', () => {
    const line = watchedLine();
    let told = 0;
    const leave = line.streams.onOpen(() => (told += 1));
    line.connect();
    leave();
    line.answer(0);
    line.close();
    line.connect();
    expect([told, line.sent.length]).toEqual([0, 1]);
  });
});
