import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { OrderSort } from '../generated.ts';
import { exampleOrder } from './example-orders.ts';
import { makeOrderFeed, type OrderRow, type OrderSource } from './order-feed.ts';

const newestFirst: OrderSort = { field: 'CREATED_AT', direction: 'DESC' };

/** A server that holds these orders, newest first, in pages of two, and counts what it is asked. */
function serverWith(orders: OrderRow[], fits: (order: OrderRow) => boolean = () => true) {
  const asked: (readonly string[])[] = [];
  const source: OrderSource = {
    page: async (after) => {
      const list = orders.filter(fits);
      const from = after === null ? 0 : list.findIndex(({ id }) => id === after) + 1;
      const rows = list.slice(from, from + 2);
      return { rows, endCursor: from + 2 < list.length ? (rows.at(-1)?.id ?? null) : null };
    },
    fitting: async (orderIds) => {
      asked.push(orderIds);
      return orders.filter((order) => orderIds.includes(order.id) && fits(order));
    },
  };
  return { source, asked, orders };
}

const isPaid = (order: OrderRow) => order.status === 'PAID';
const ids = (rows: readonly OrderRow[]) => rows.map(({ id }) => id);
const settle = (ms = 200) => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('the list of orders', () => {
  test('appends pages to its end, each order once, and knows when it has all', async () => {
    const { source, orders } = serverWith([exampleOrder(1), exampleOrder(2), exampleOrder(3)]);
    const feed = makeOrderFeed(source, newestFirst);
    await settle(0);
    expect(ids(feed.present().rows)).toEqual(['ord_1', 'ord_2']);

    orders.unshift(exampleOrder(0));
    feed.loadMore();
    await settle(0);
    expect(ids(feed.present().rows)).toEqual(['ord_1', 'ord_2', 'ord_3']);
    expect(feed.present().more).toBe('end');
  });

  test('changes a known row at once where it stands, tinted for two seconds', async () => {
    const { source, orders } = serverWith([exampleOrder(1), exampleOrder(2)]);
    const feed = makeOrderFeed(source, newestFirst);
    await settle(0);

    const completed = exampleOrder(2, { status: 'COMPLETED', version: 2 });
    orders[1] = completed;
    feed.change(completed);
    expect(feed.present().rows[1]?.status).toBe('COMPLETED');
    expect([...feed.present().marked]).toEqual(['ord_2']);

    await settle(2000);
    expect([...feed.present().marked]).toEqual([]);
    expect(ids(feed.present().rows)).toEqual(['ord_1', 'ord_2']);
  });

  test('leaves out news that was overtaken on its way', async () => {
    const { source } = serverWith([exampleOrder(1, { status: 'COMPLETED', version: 5 })]);
    const feed = makeOrderFeed(source, newestFirst);
    await settle(0);

    feed.change(exampleOrder(1, { status: 'PAID', version: 4 }));
    expect(feed.present().rows[0]?.status).toBe('COMPLETED');
  });

  test('asks once for all changes of a moment which of them belong here', async () => {
    const server = serverWith([exampleOrder(5)], isPaid);
    const feed = makeOrderFeed(server.source, newestFirst);
    await settle(0);

    const news = [exampleOrder(3), exampleOrder(2, { status: 'STARTED' }), exampleOrder(1)];
    server.orders.unshift(...news.toReversed());
    for (const order of news) feed.change(order);
    await settle();

    expect(server.asked).toEqual([['ord_3', 'ord_2', 'ord_1']]);
    expect(ids(feed.present().rows)).toEqual(['ord_1', 'ord_3', 'ord_5']);
  });

  test('keeps new orders waiting while the reader has scrolled, and puts them in when asked', async () => {
    const server = serverWith([exampleOrder(5)]);
    const feed = makeOrderFeed(server.source, newestFirst);
    await settle(0);

    feed.setAtTop(false);
    server.orders.unshift(exampleOrder(1));
    feed.change(exampleOrder(1));
    await settle();
    expect(ids(feed.present().rows)).toEqual(['ord_5']);
    expect(ids(feed.present().waiting)).toEqual(['ord_1']);

    feed.showWaiting();
    expect(ids(feed.present().rows)).toEqual(['ord_1', 'ord_5']);
    expect(feed.present().waiting).toEqual([]);
  });

  test('fades an order that no longer belongs before it goes, but keeps the open one', async () => {
    const server = serverWith([exampleOrder(1), exampleOrder(2)], isPaid);
    const feed = makeOrderFeed(server.source, newestFirst);
    await settle(0);
    feed.pin('ord_2');

    server.orders[0] = exampleOrder(1, { status: 'COMPLETED', version: 2 });
    server.orders[1] = exampleOrder(2, { status: 'COMPLETED', version: 2 });
    for (const order of server.orders) feed.change(order);
    await settle();
    expect(feed.present().rows.map(({ leaving }) => leaving)).toEqual([true, true]);

    await settle(1500);
    expect(ids(feed.present().rows)).toEqual(['ord_2']);
    feed.pin(null);
    expect(ids(feed.present().rows)).toEqual([]);
  });

  test('catches up after a gap: what came, what changed and what no longer belongs', async () => {
    const server = serverWith(
      [exampleOrder(3), exampleOrder(4)],
      (order) => order.status !== 'REFUNDED',
    );
    const feed = makeOrderFeed(server.source, newestFirst);
    await settle(0);

    server.orders.splice(
      0,
      2,
      exampleOrder(1),
      exampleOrder(3, { status: 'COMPLETED', version: 2 }),
      exampleOrder(4, { status: 'REFUNDED', version: 2 }),
    );
    feed.reconcile(['ord_3', 'ord_4']);
    await settle(2000);
    expect(feed.present().rows.map(({ id, status }) => [id, status])).toEqual([
      ['ord_1', 'PAID'],
      ['ord_3', 'COMPLETED'],
    ]);
  });

  test('asks again about a change when nobody answered', async () => {
    const server = serverWith([exampleOrder(5)]);
    let failures = 1;
    const feed = makeOrderFeed(
      {
        ...server.source,
        fitting: (orderIds) =>
          failures-- > 0 ? Promise.reject(new Error('offline')) : server.source.fitting(orderIds),
      },
      newestFirst,
    );
    await settle(0);

    server.orders.unshift(exampleOrder(1));
    feed.change(exampleOrder(1));
    await settle(2500);
    expect(ids(feed.present().rows)).toEqual(['ord_1', 'ord_5']);
  });

  test('asks again no sooner than a server with too many requests has said', async () => {
    const server = serverWith([exampleOrder(5)]);
    const extensions = { code: 'RATE_LIMITED', retryAfterSeconds: 20 };
    let asked = 0;
    const feed = makeOrderFeed(
      {
        ...server.source,
        fitting: (orderIds) => {
          asked += 1;
          return asked === 1
            ? Promise.reject(Object.assign(new Error('too many'), { errors: [{ extensions }] }))
            : server.source.fitting(orderIds);
        },
      },
      newestFirst,
    );
    await settle(0);

    server.orders.unshift(exampleOrder(1));
    feed.change(exampleOrder(1));
    await settle(19_000);
    expect([asked, ids(feed.present().rows)]).toEqual([1, ['ord_5']]);
    await settle(2_000);
    expect([asked, ids(feed.present().rows)]).toEqual([2, ['ord_1', 'ord_5']]);
  });

  test('does not ask a slow server faster than it answers', async () => {
    const server = serverWith([exampleOrder(5)]);
    let answer = () => {};
    const feed = makeOrderFeed(
      {
        ...server.source,
        fitting: async (orderIds) => {
          const orders = await server.source.fitting(orderIds);
          await new Promise<void>((resolve) => (answer = resolve));
          return orders;
        },
      },
      newestFirst,
    );
    await settle(0);

    for (const minutesOld of [4, 3, 2]) {
      server.orders.unshift(exampleOrder(minutesOld));
      feed.change(exampleOrder(minutesOld));
      await settle(1000);
    }
    expect(server.asked).toEqual([['ord_4']]);

    answer();
    await settle(1000);
    expect(server.asked).toEqual([['ord_4'], ['ord_3', 'ord_2']]);
  });

  test('goes by the later of two answers, though the earlier one comes in after it', async () => {
    const server = serverWith(
      [5, 6, 7, 8].map((minutesOld) => exampleOrder(minutesOld)),
      isPaid,
    );
    const answers: (() => void)[] = [];
    const feed = makeOrderFeed(
      {
        ...server.source,
        fitting: async (orderIds) => {
          const answer = await server.source.fitting(orderIds);
          await new Promise<void>((resolve) => answers.push(resolve));
          return answer;
        },
      },
      newestFirst,
    );
    await settle(0);
    feed.loadMore();
    await settle(0);

    // The catching up asks about the second page, then one of its orders changes.
    feed.reconcile([]);
    await settle(0);
    const declined = exampleOrder(7, { status: 'IN_PROGRESS', version: 2 });
    server.orders[2] = declined;
    feed.change(declined);
    await settle();
    expect(server.asked).toEqual([['ord_7', 'ord_8'], ['ord_7']]);
    for (const answer of answers.toReversed()) {
      answer();
      await settle(2000);
    }

    expect(ids(feed.present().rows)).toEqual(['ord_5', 'ord_6', 'ord_8']);
  });

  test('asks again about what changed while a page was on its way', async () => {
    const server = serverWith([exampleOrder(5), exampleOrder(6)], isPaid);
    let arrive = () => {};
    const feed = makeOrderFeed(
      {
        ...server.source,
        page: async (after) => {
          const page = await server.source.page(after);
          await new Promise<void>((resolve) => (arrive = resolve));
          return page;
        },
      },
      newestFirst,
    );
    await settle(0);

    server.orders.unshift(exampleOrder(1));
    feed.change(exampleOrder(1));
    const declined = exampleOrder(6, { status: 'IN_PROGRESS', version: 2 });
    server.orders[2] = declined;
    feed.change(declined);
    await settle(1000);
    arrive();
    await settle(2000);

    expect(ids(feed.present().rows)).toEqual(['ord_1', 'ord_5']);
  });

  test('asks again where the stream opens while the first page is still on its way', async () => {
    const server = serverWith([exampleOrder(5)]);
    const arrivals: (() => void)[] = [];
    const feed = makeOrderFeed(
      {
        ...server.source,
        page: async (after) => {
          const page = await server.source.page(after);
          await new Promise<void>((resolve) => arrivals.push(resolve));
          return page;
        },
      },
      newestFirst,
    );
    await settle(0);
    // It comes after the page was read, and before the stream could have told of it.
    server.orders.unshift(exampleOrder(1));
    feed.reconcile([]);
    await settle(0);
    expect([feed.present().phase, arrivals.length]).toEqual(['loading', 1]);

    arrivals[0]?.();
    await settle(0);
    expect([ids(feed.present().rows), arrivals.length]).toEqual([['ord_5'], 2]);
    arrivals[1]?.();
    await settle(0);
    expect(ids(feed.present().rows)).toEqual(['ord_1', 'ord_5']);
  });
});
