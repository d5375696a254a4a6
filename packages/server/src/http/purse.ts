import { LIMIT_WINDOW_MS, type Grant } from '../database/rate-limit.ts';

/** So much of the limit is fetched at once: a hundredth, so that few requests need the database. */
const SLICE = 0.01;

export type Take = (wish: { key: string; wish: number; limit: number }) => Promise<Grant>;

/**
 * The points that this process has fetched for one client and one limit, out of the database where all
 * processes share it. What is fetched and not spent is lost with the window: a client of several processes may
 * hear "too many" a few hundredths early, and never late. Where the database gives no answer it counts alone.
 */
export class Purse {
  readonly key: string;
  readonly limit: number;
  readonly #take: Take;
  #held = 0;
  /** Of what the database may still give out, the last that was heard. */
  #left: number;
  #resetsAtMs = 0;
  #fetching: Promise<void> | null = null;

  constructor(key: string, limit: number, take: Take) {
    this.key = key;
    this.limit = limit;
    this.#left = limit;
    this.#take = take;
  }

  remaining(now: Date): number {
    this.#beginWindow(now);
    return this.#held + this.#left;
  }

  resetsAt(now: Date): Date {
    this.#beginWindow(now);
    return new Date(this.#resetsAtMs);
  }

  isForgettable(now: Date): boolean {
    return this.#fetching === null && this.#isOver(now);
  }

  holds(points: number, now: Date): boolean {
    this.#beginWindow(now);
    return this.#held >= points;
  }

  /** Nothing that could still be fetched would be enough: known without asking anybody. */
  isSpent(points: number, now: Date): boolean {
    return this.remaining(now) < points;
  }

  /** Of what it holds. */
  spend(points: number): void {
    this.#held -= points;
  }

  /** Asking in vain costs a point too: who does not listen is soon refused before anybody looks at what is asked. */
  charge(now: Date): void {
    this.#beginWindow(now);
    if (this.#held > 0) this.#held -= 1;
    else this.#left = Math.max(0, this.#left - 1);
  }

  /** One at a time: whoever comes meanwhile waits for the same answer and looks again. */
  fetch(points: number, now: Date): Promise<void> {
    this.#fetching ??= this.#fetch(points, now).finally(() => (this.#fetching = null));
    return this.#fetching;
  }

  async #fetch(points: number, now: Date): Promise<void> {
    this.#beginWindow(now);
    const wish = Math.max(points - this.#held, Math.ceil(this.limit * SLICE));
    try {
      const { granted, left, resetsAt } = await this.#take({
        key: this.key,
        wish,
        limit: this.limit,
      });
      if (resetsAt.getTime() !== this.#resetsAtMs) this.#held = 0;
      this.#resetsAtMs = resetsAt.getTime();
      this.#held += granted;
      this.#left = left;
    } catch {
      const granted = Math.min(wish, this.#left);
      this.#held += granted;
      this.#left -= granted;
    }
  }

  #beginWindow(now: Date): void {
    if (!this.#isOver(now)) return;
    this.#resetsAtMs = now.getTime() + LIMIT_WINDOW_MS;
    this.#held = 0;
    this.#left = this.limit;
  }

  /** One that ends too far ahead was begun by a clock that has been set back since. */
  #isOver(now: Date): boolean {
    const leftMs = this.#resetsAtMs - now.getTime();
    return leftMs <= 0 || leftMs > 2 * LIMIT_WINDOW_MS;
  }
}
