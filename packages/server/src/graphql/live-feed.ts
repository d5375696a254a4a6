import type { ChangeListener, ChangeNews } from '../database/notifications.ts';

/** How long a read that failed is left alone, in ms. */
const AFTER_FAILURE_MS = 1_000;

const toldToAll = new WeakSet<object>();

/**
 * Marks what was read once for all sockets: each that is told it is told the very same object, as it was then. Who may
 * see the same can be sent the same answer to it.
 */
export function markToldToAll<Row extends object>(rows: readonly Row[]): readonly Row[] {
  for (const row of rows) toldToAll.add(row);
  return rows;
}

export function isToldToAll(event: unknown): event is object {
  return typeof event === 'object' && event !== null && toldToAll.has(event);
}

/**
 * Turns what has changed into what to show, once for all sockets of the process: it listens while
 * somebody watches, and reads at most once in `everyMs`, at once after a rest.
 */
export abstract class LiveFeed<Message> {
  readonly #changes: ChangeListener;
  readonly #everyMs: number;
  readonly #watchers = new Set<(message: Message) => void>();
  #stopListening: (() => void) | undefined;
  #rest: NodeJS.Timeout | undefined;
  #isReading = false;
  #isWanted = false;

  constructor(changes: ChangeListener, everyMs: number) {
    this.#changes = changes;
    this.#everyMs = everyMs;
  }

  /** Returns the way out. The last to leave stops the feed. */
  watch(tell: (message: Message) => void): () => void {
    this.#watchers.add(tell);
    this.#stopListening ??= this.#changes.subscribe((news) => this.hear(news));
    return () => {
      if (!this.#watchers.delete(tell) || this.#watchers.size > 0) return;
      this.#stopListening?.();
      this.#stopListening = undefined;
      clearTimeout(this.#rest);
      this.#rest = undefined;
      this.#isWanted = false;
      this.forget();
    };
  }

  protected get isWatched(): boolean {
    return this.#watchers.size > 0;
  }

  /** News of changes; null when some may have been missed. */
  protected abstract hear(news: ChangeNews | null): void;

  /** Reads what was asked for since the last time and tells it. A failure is tried again. */
  protected abstract read(): Promise<void>;

  /** Nobody watches any more. */
  protected abstract forget(): void;

  protected tell(message: Message): void {
    for (const watcher of this.#watchers) watcher(message);
  }

  /** Something is to be read. */
  protected want(): void {
    this.#isWanted = true;
    this.#readUnlessResting();
  }

  #readUnlessResting(): void {
    if (!this.#isWanted || this.#isReading || this.#rest || !this.isWatched) return;
    this.#isWanted = false;
    this.#isReading = true;
    this.#restFor(this.#everyMs);
    this.read()
      .catch(() => {
        this.#isWanted = true;
        this.#restFor(AFTER_FAILURE_MS);
      })
      .finally(() => {
        this.#isReading = false;
        this.#readUnlessResting();
      });
  }

  #restFor(ms: number): void {
    clearTimeout(this.#rest);
    if (!this.isWatched) return;
    this.#rest = setTimeout(() => {
      this.#rest = undefined;
      this.#readUnlessResting();
    }, ms);
  }
}
