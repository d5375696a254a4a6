import type { OrderRowFragment, OrderSort } from '../generated.ts';
import { askedToWaitMs } from '../ui/asked-to-wait.ts';
import { makeLatestAnswers } from './latest-answers.ts';
import { makeOutrunPages } from './outrun-pages.ts';

/**
 * The rows of one list of orders, as pages appended at its end and as changes that arrive while it
 * is read. It decides what may move: a known row changes where it is, a new one comes in on top
 * only if the reader is there, one that no longer belongs fades before it goes. Whether an order
 * belongs is never decided here but asked of the server, for all changes of a moment together.
 */

export type OrderRow = OrderRowFragment;
/** `leaving`: no longer belongs to the list and is about to go. */
export type FeedRow = OrderRow & { readonly leaving?: boolean };

export type FeedState = {
  readonly phase: 'loading' | 'ready' | 'failed';
  readonly error: unknown;
  readonly rows: readonly FeedRow[];
  /** Changed within the last two seconds. */
  readonly marked: ReadonlySet<string>;
  /** New orders that belong here and wait until the reader asks for them. */
  readonly waiting: readonly OrderRow[];
  readonly more: 'idle' | 'loading' | 'failed' | 'end';
  /** Grows when orders came or went: the total is then to be counted again. */
  readonly revision: number;
};

export type OrderSource = {
  /** The page after a cursor; a null `endCursor` says that it is the last. */
  readonly page: (
    after: string | null,
  ) => Promise<{ rows: readonly OrderRow[]; endCursor: string | null }>;
  /** Those of the given orders (at most 100) that belong to the list. */
  readonly fitting: (orderIds: readonly string[]) => Promise<readonly OrderRow[]>;
};

export type OrderFeed = ReturnType<typeof makeOrderFeed>;

const GATHER_MS = 150;
const RETRY_MS = 2000;
const MARK_MS = 2000;
const FADE_MS = 1500;
const BATCH = 100;
/** After a gap so many rows are checked at once, the rest when they come into view. */
const RECHECK_AT_ONCE = 300;

export function makeOrderFeed(source: OrderSource, sort: OrderSort) {
  let state: FeedState = {
    phase: 'loading',
    error: null,
    rows: [],
    marked: new Set(),
    waiting: [],
    more: 'idle',
    revision: 0,
  };
  let cursor: string | null = null;
  let atTop = true;
  let pinnedId: string | null = null;
  let stopped = false;
  const listeners = new Set<() => void>();
  const timers = new Set<ReturnType<typeof setTimeout>>();
  const changed = new Set<string>();
  const ask = makeLatestAnswers();
  const pages = makeOutrunPages(source.page, (orderIds) => {
    for (const id of orderIds) changed.add(id);
    gather(GATHER_MS);
  });
  let gathering = false;
  let stale = new Set<string>();
  let loading: Promise<void> = Promise.resolve();

  const become = (next: Partial<FeedState>) => {
    if (stopped) return;
    state = { ...state, ...next };
    for (const listener of listeners) listener();
  };
  const later = (deed: () => void, delayMs: number) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      deed();
    }, delayMs);
    timers.add(timer);
  };
  const known = (orderId: string) => state.rows.find(({ id }) => id === orderId);

  function load(): Promise<void> {
    loading = loadFirstPage();
    return loading;
  }

  async function loadFirstPage(): Promise<void> {
    try {
      const { rows, endCursor } = await pages.fetch(null);
      cursor = endCursor;
      stale = new Set();
      become({
        phase: 'ready',
        error: null,
        rows,
        waiting: [],
        more: endCursor === null ? 'end' : 'idle',
        revision: state.revision + 1,
      });
    } catch (error) {
      become({ phase: 'failed', error });
    }
  }

  async function loadMore(): Promise<void> {
    if (state.phase !== 'ready' || state.more === 'loading' || state.more === 'end') return;
    become({ more: 'loading' });
    try {
      const { rows, endCursor } = await pages.fetch(cursor);
      cursor = endCursor;
      const present = new Set(state.rows.map(({ id }) => id));
      become({
        rows: [...state.rows, ...rows.filter(({ id }) => !present.has(id))],
        more: endCursor === null ? 'end' : 'idle',
      });
    } catch {
      become({ more: 'failed' });
    }
  }

  function mark(ids: readonly string[]): void {
    if (ids.length === 0) return;
    become({ marked: new Set([...state.marked, ...ids]) });
    later(() => {
      const left = new Set(state.marked);
      for (const id of ids) left.delete(id);
      become({ marked: left });
    }, MARK_MS);
  }

  /** Puts newer facts into rows where they are. Older ones, overtaken on their way, are left out. */
  function renew(orders: readonly OrderRow[]): void {
    const byId = new Map(orders.map((order) => [order.id, order]));
    become({
      rows: state.rows.map((row) => {
        const next = byId.get(row.id);
        return next && next.version >= row.version ? next : row;
      }),
    });
  }

  function change(order: OrderRow): void {
    if (known(order.id)) {
      renew([order]);
      mark([order.id]);
    }
    changed.add(order.id);
    pages.changed(order.id);
    gather(GATHER_MS);
  }

  function gather(delayMs: number): void {
    if (gathering) return;
    gathering = true;
    later(() => void checkGathered(), delayMs);
  }

  async function checkGathered(): Promise<void> {
    const ids = [...changed].slice(0, BATCH);
    for (const id of ids) changed.delete(id);
    // What changes meanwhile waits: a slow server is not asked faster than it answers.
    const failure = await check(ids);
    gathering = false;
    if (failure) for (const id of ids) changed.add(id);
    if (changed.size > 0) gather(failure ? failure.waitMs : GATHER_MS);
  }

  /** Asks which of the orders belong here and makes it so. If nobody answered, it says when to ask again. */
  async function check(ids: readonly string[]): Promise<{ waitMs: number } | null> {
    if (ids.length === 0) return null;
    try {
      const { answer, current } = await ask(ids, () => source.fitting(ids));
      const fitting = answer.filter(({ id }) => current.has(id));
      settle([...current], fitting);
      return null;
    } catch (error) {
      return { waitMs: askedToWaitMs(error) ?? RETRY_MS };
    }
  }

  function settle(asked: readonly string[], fitting: readonly OrderRow[]): void {
    const fits = new Set(fitting.map(({ id }) => id));
    const gone = new Set(asked.filter((id) => !fits.has(id)));
    for (const id of asked) stale.delete(id);
    renew(fitting);
    if (gone.size > 0) {
      become({
        rows: state.rows.map((row) => (gone.has(row.id) ? { ...row, leaving: true } : row)),
        waiting: state.waiting.filter(({ id }) => !gone.has(id)),
      });
      if (state.rows.some(({ leaving }) => leaving)) later(dropLeaving, FADE_MS);
    }
    arrive(fitting.filter(({ id }) => !known(id)));
  }

  function dropLeaving(): void {
    const rows = state.rows.filter((row) => !row.leaving || row.id === pinnedId);
    if (rows.length < state.rows.length) become({ rows, revision: state.revision + 1 });
  }

  function arrive(orders: readonly OrderRow[]): void {
    if (orders.length === 0) return;
    if (atTop && sort.field === 'CREATED_AT') {
      insert(orders);
      return;
    }
    const ids = new Set(orders.map(({ id }) => id));
    become({
      waiting: [...orders, ...state.waiting.filter(({ id }) => !ids.has(id))],
      revision: state.revision + 1,
    });
  }

  /** Each at its place by time. What belongs behind the last loaded row comes with its page. */
  function insert(orders: readonly OrderRow[]): void {
    const rows = [...state.rows];
    const inserted: string[] = [];
    for (const order of orders) {
      if (rows.some(({ id }) => id === order.id)) continue;
      const place = rows.findIndex((row) => comesBefore(order, row, sort));
      if (place === -1 && state.more !== 'end') continue;
      rows.splice(place === -1 ? rows.length : place, 0, order);
      inserted.push(order.id);
    }
    const ids = new Set(orders.map(({ id }) => id));
    become({
      rows,
      waiting: state.waiting.filter(({ id }) => !ids.has(id)),
      revision: state.revision + 1,
    });
    mark(inserted);
  }

  function showWaiting(): void {
    if (state.waiting.length === 0) return;
    if (sort.field === 'CREATED_AT') insert(state.waiting);
    else void load();
  }

  /** After a gap in the stream: what came, what changed, what no longer belongs. */
  async function reconcile(visibleIds: readonly string[]): Promise<void> {
    // The page under way may have been read before the gap ended.
    if (state.phase === 'loading') await loading;
    if (state.phase !== 'ready') return load();
    stale = new Set(state.rows.map(({ id }) => id));
    try {
      const { rows } = await pages.fetch(null);
      for (const { id } of rows) stale.delete(id);
      renew(rows);
      arrive(rows.filter(({ id }) => !known(id)));
    } catch {
      return;
    }
    const first = visibleIds.filter((id) => stale.has(id));
    await recheck([...new Set([...first, ...stale])].slice(0, RECHECK_AT_ONCE));
  }

  async function recheck(ids: readonly string[]): Promise<void> {
    for (let from = 0; from < ids.length; from += BATCH) {
      if (await check(ids.slice(from, from + BATCH))) return;
    }
  }

  void load();

  return {
    present: () => state,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    loadMore: () => void loadMore(),
    retry: () => {
      become({ phase: 'loading', error: null });
      void load();
    },
    change,
    showWaiting,
    reconcile: (visibleIds: readonly string[]) => void reconcile(visibleIds),
    /** Rows that came into view: those not looked at since a gap are now. */
    view: (ids: readonly string[]) => void recheck(ids.filter((id) => stale.has(id))),
    setAtTop: (isAtTop: boolean) => {
      atTop = isAtTop;
      if (isAtTop && sort.field === 'CREATED_AT') showWaiting();
    },
    /** The order somebody has open stays in the list even if it no longer belongs there. */
    pin: (orderId: string | null) => {
      pinnedId = orderId;
      dropLeaving();
    },
    stop: () => {
      stopped = true;
      for (const timer of timers) clearTimeout(timer);
      listeners.clear();
    },
  };
}

function comesBefore(a: OrderRow, b: OrderRow, sort: OrderSort): boolean {
  return sort.direction === 'DESC' ? a.createdAt > b.createdAt : a.createdAt < b.createdAt;
}
