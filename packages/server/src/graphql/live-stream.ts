/** A reader that leaves more than this waiting is not keeping up: it starts over with a new stream. */
const MOST_WAITING = 5_000;

/**
 * What one subscription sends. A value that waits is replaced by a newer one of the same key. Not an
 * async generator: one that waits inside for its next value would hear of a closed socket only then.
 */
export class LiveStream<Value> implements AsyncIterableIterator<Value> {
  readonly #waiting = new Map<string, Value>();
  readonly #takers: ((result: IteratorResult<Value>) => void)[] = [];
  readonly #endings: (() => void)[] = [];
  #isOver = false;

  put(key: string, value: Value): void {
    if (this.#isOver) return;
    const taker = this.#takers.shift();
    if (taker) return taker({ done: false, value });
    this.#waiting.set(key, value);
    if (this.#waiting.size > MOST_WAITING) this.end();
  }

  /** Runs at the end of the stream, however it comes; at once where it is over. */
  whenOver(clean: () => void): void {
    if (this.#isOver) clean();
    else this.#endings.push(clean);
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#waiting.clear();
    for (const take of this.#takers.splice(0)) take({ done: true, value: undefined });
    for (const clean of this.#endings.splice(0)) clean();
  }

  next(): Promise<IteratorResult<Value>> {
    const [first] = this.#waiting;
    if (first) {
      this.#waiting.delete(first[0]);
      return Promise.resolve({ done: false, value: first[1] });
    }
    if (this.#isOver) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve) => this.#takers.push(resolve));
  }

  return(): Promise<IteratorResult<Value>> {
    this.end();
    return Promise.resolve({ done: true, value: undefined });
  }

  throw(error: unknown): Promise<IteratorResult<Value>> {
    this.end();
    return Promise.reject(error);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
