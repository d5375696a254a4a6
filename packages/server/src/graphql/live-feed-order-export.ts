import { findOrderExports, type OrderExportFound } from '../database/order-export.ts';
import type { ChangeListener, ChangeNews } from '../database/notifications.ts';
import type { Services } from './context.ts';
import { LiveFeed } from './live-feed.ts';

const EVERY_MS = 350;
/** How long a download may be silent before it is looked at unasked: its server may be gone. */
const LONGEST_SILENCE_MS = 10_000;

const feedsOfProcess = new WeakMap<ChangeListener, OrderExportFeed>();

/** The same feed for all sockets of a process. */
export function orderExportFeed(services: Services): OrderExportFeed {
  const known = feedsOfProcess.get(services.changes);
  if (known) return known;
  const feed = new OrderExportFeed(services);
  feedsOfProcess.set(services.changes, feed);
  return feed;
}

/** Exports that somebody looks at, whenever one came further, ran out or went silent; null: news were missed. */
export class OrderExportFeed extends LiveFeed<readonly OrderExportFound[] | null> {
  readonly #services: Services;
  readonly #watched = new Map<string, number>();
  #alarm: NodeJS.Timeout | undefined;

  constructor(services: Services) {
    super(services.changes, EVERY_MS);
    this.#services = services;
  }

  /** Told all that are watched: the caller picks its own. */
  watchExport(id: string, tell: (found: readonly OrderExportFound[] | null) => void): () => void {
    this.#watched.set(id, (this.#watched.get(id) ?? 0) + 1);
    const leave = this.watch(tell);
    // Also sets the alarm.
    this.want();
    return () => {
      const left = (this.#watched.get(id) ?? 1) - 1;
      if (left > 0) this.#watched.set(id, left);
      else this.#watched.delete(id);
      leave();
    };
  }

  protected override hear(news: ChangeNews | null): void {
    if (!news) return this.tell(null);
    if (news.orderExports.some((id) => this.#watched.has(id))) this.want();
  }

  protected override async read(): Promise<void> {
    const found = await findOrderExports(this.#services.orm.em.fork(), [...this.#watched.keys()]);
    if (!this.isWatched) return;
    this.#setAlarm(found);
    this.tell(found);
  }

  #setAlarm(found: readonly OrderExportFound[]): void {
    clearTimeout(this.#alarm);
    const now = this.#services.tools.now().getTime();
    const waits = found.flatMap(({ state, expiresAt }) => {
      if (state === 'RUNNING') return LONGEST_SILENCE_MS;
      const leftMs = expiresAt.getTime() - now;
      return leftMs > 0 ? leftMs + 1 : [];
    });
    if (waits.length > 0) this.#alarm = setTimeout(() => this.want(), Math.min(...waits));
  }

  protected override forget(): void {
    clearTimeout(this.#alarm);
    this.#watched.clear();
  }
}
