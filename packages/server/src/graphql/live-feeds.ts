import { tallyAttention } from '../database/attention-count.ts';
import { findBulkReruns, type BulkRerunFound } from '../database/bulk-rerun-progress.ts';
import type { ChangeListener, ChangeNews } from '../database/notifications.ts';
import { findOrderRows, type OrderListRow } from '../database/order-list-row.ts';
import { findActionsOfOrders, type ActionFound } from '../database/order-parts.ts';
import { inOrderOf } from './common.ts';
import type { Services } from './context.ts';
import { LiveFeed, markToldToAll } from './live-feed.ts';

/** One message per order and socket in this time (`design.md`, "Live"). */
const ORDERS_EVERY_MS = 100;
const ATTENTION_EVERY_MS = 200;
/** Each reading counts all actions of the bulk. */
const BULK_RERUNS_EVERY_MS = 500;
/** So that a clock that was set, or news that were lost, are noticed. */
const LONGEST_SLEEP_MS = 60_000;

export type LiveFeeds = {
  readonly orders: OrderFeed;
  readonly actions: ActionFeed;
  readonly attention: AttentionFeed;
  readonly bulkReruns: BulkRerunFeed;
};

const feedsOfProcess = new WeakMap<ChangeListener, LiveFeeds>();

/** The same feeds for all sockets of a process. */
export function liveFeeds(services: Services): LiveFeeds {
  const known = feedsOfProcess.get(services.changes);
  if (known) return known;
  const feeds = {
    orders: new OrderFeed(services),
    actions: new ActionFeed(services),
    attention: new AttentionFeed(services),
    bulkReruns: new BulkRerunFeed(services),
  };
  feedsOfProcess.set(services.changes, feeds);
  return feeds;
}

/** Orders as they are after a change; null: some changes may have been missed. */
export class OrderFeed extends LiveFeed<readonly OrderListRow[] | null> {
  readonly #services: Services;
  readonly #changed = new Set<string>();

  constructor(services: Services) {
    super(services.changes, ORDERS_EVERY_MS);
    this.#services = services;
  }

  protected override hear(news: ChangeNews | null): void {
    if (!news) return this.tell(null);
    for (const orderId of news.orders) this.#changed.add(orderId);
    if (news.orders.length > 0) this.want();
  }

  protected override async read(): Promise<void> {
    const ids = [...this.#changed];
    this.#changed.clear();
    try {
      const rows = await findOrderRows(this.#services.orm.em.fork(), ids);
      this.tell(markToldToAll(inOrderOf(ids, rows)));
    } catch (error) {
      for (const id of ids) this.#changed.add(id);
      throw error;
    }
  }

  protected override forget(): void {
    this.#changed.clear();
  }
}

/** All actions of orders of which something changed; `named` are ids of those that surely did. */
export type ActionNews = {
  readonly orderId: string;
  readonly actions: readonly ActionFound[];
  readonly named: ReadonlySet<string>;
};

/** Null: some changes may have been missed. */
export class ActionFeed extends LiveFeed<ActionNews | null> {
  readonly #services: Services;
  readonly #watched = new Map<string, number>();
  #changed = new Map<string, Set<string>>();

  constructor(services: Services) {
    super(services.changes, ORDERS_EVERY_MS);
    this.#services = services;
  }

  /** Only orders that somebody looks at are read. */
  watchOrder(orderId: string, tell: (news: ActionNews | null) => void): () => void {
    this.#watched.set(orderId, (this.#watched.get(orderId) ?? 0) + 1);
    const leave = this.watch((news) => {
      if (!news || news.orderId === orderId) tell(news);
    });
    return () => {
      const left = (this.#watched.get(orderId) ?? 1) - 1;
      if (left > 0) this.#watched.set(orderId, left);
      else this.#watched.delete(orderId);
      leave();
    };
  }

  protected override hear(news: ChangeNews | null): void {
    if (!news) return this.tell(null);
    for (const orderId of news.orders) this.#note(orderId, null);
    for (const { orderId, actionId } of news.actions) this.#note(orderId, actionId);
    if (this.#changed.size > 0) this.want();
  }

  #note(orderId: string, actionId: string | null): void {
    if (!this.#watched.has(orderId)) return;
    const named = this.#changed.get(orderId) ?? new Set();
    if (actionId !== null) named.add(actionId);
    this.#changed.set(orderId, named);
  }

  protected override async read(): Promise<void> {
    const changed = this.#changed;
    this.#changed = new Map();
    try {
      const rows = await findActionsOfOrders(this.#services.orm.em.fork(), [...changed.keys()]);
      const actionsOf = Map.groupBy(markToldToAll(rows), ({ orderId }) => orderId);
      for (const [orderId, named] of changed) {
        this.tell({ orderId, named, actions: actionsOf.get(orderId) ?? [] });
      }
    } catch (error) {
      for (const [orderId, named] of changed) {
        this.#note(orderId, null);
        for (const actionId of named) this.#note(orderId, actionId);
      }
      throw error;
    }
  }

  protected override forget(): void {
    this.#changed.clear();
  }
}

/** How many orders need somebody, by checkout id: after changes, and when one crosses its moment by itself. */
export class AttentionFeed extends LiveFeed<ReadonlyMap<string, number>> {
  readonly #services: Services;
  #known: ReadonlyMap<string, number> | undefined;
  #alarm: NodeJS.Timeout | undefined;

  constructor(services: Services) {
    super(services.changes, ATTENTION_EVERY_MS);
    this.#services = services;
  }

  /** Told the present count first: at once where it is known. */
  override watch(tell: (count: ReadonlyMap<string, number>) => void): () => void {
    const leave = super.watch(tell);
    if (this.#known) tell(this.#known);
    else this.want();
    return leave;
  }

  protected override hear(news: ChangeNews | null): void {
    if (!news || news.orders.length > 0) this.want();
  }

  protected override async read(): Promise<void> {
    const now = this.#services.tools.now();
    const { byCheckout, nextAt } = await tallyAttention(this.#services.orm.em.fork(), now);
    if (!this.isWatched) return;
    this.#known = byCheckout;
    this.#sleepUntil(nextAt, now);
    this.tell(byCheckout);
  }

  #sleepUntil(nextAt: Date | null, now: Date): void {
    const leftMs = nextAt ? nextAt.getTime() - now.getTime() : LONGEST_SLEEP_MS;
    clearTimeout(this.#alarm);
    this.#alarm = setTimeout(() => this.want(), Math.min(Math.max(leftMs, 1), LONGEST_SLEEP_MS));
  }

  protected override forget(): void {
    clearTimeout(this.#alarm);
    this.#known = undefined;
  }
}

/** Bulk re-runs that somebody looks at, whenever an action may have brought them further; null: news were missed. */
export class BulkRerunFeed extends LiveFeed<readonly BulkRerunFound[] | null> {
  readonly #services: Services;
  readonly #watched = new Map<string, number>();

  constructor(services: Services) {
    super(services.changes, BULK_RERUNS_EVERY_MS);
    this.#services = services;
  }

  /** Told all that are watched: the caller picks its own. */
  watchBulkRerun(id: string, tell: (found: readonly BulkRerunFound[] | null) => void): () => void {
    this.#watched.set(id, (this.#watched.get(id) ?? 0) + 1);
    const leave = this.watch(tell);
    return () => {
      const left = (this.#watched.get(id) ?? 1) - 1;
      if (left > 0) this.#watched.set(id, left);
      else this.#watched.delete(id);
      leave();
    };
  }

  protected override hear(news: ChangeNews | null): void {
    if (!news) return this.tell(null);
    this.want();
  }

  protected override async read(): Promise<void> {
    const ids = [...this.#watched.keys()];
    this.tell(markToldToAll(await findBulkReruns(this.#services.orm.em.fork(), ids)));
  }

  protected override forget(): void {
    this.#watched.clear();
  }
}
