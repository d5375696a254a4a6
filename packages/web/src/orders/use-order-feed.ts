import type { ApolloClient } from '@apollo/client';
import { useApolloClient } from '@apollo/client/react';
import { useEffect, useEffectEvent, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import {
  OrdersPageDocument,
  useAttentionCountQuery,
  useOrderRowChangedSubscription,
  useOrdersTotalQuery,
  type OrderFilter,
  type OrderSort,
} from '../generated.ts';
import { useConnection } from '../ui/connection.tsx';
import { makeOrderFeed, type OrderFeed, type OrderSource } from './order-feed.ts';

/** Somewhat more than a screen holds, so that it comes soon; what follows comes in longer pages. */
const FIRST_PAGE = 50;
const PAGE = 100;
const COUNT_AGAIN_MS = 800;
const RECONCILE_MS = 200;

/** The live list for a filter and an order of rows. While another question is answered the rows of the last stay. */
export function useOrderFeed(filter: OrderFilter, sort: OrderSort, openOrderId: string | null) {
  const client = useApolloClient();
  const question = JSON.stringify({ filter, sort });
  const feed = useMemo(() => {
    const asked = JSON.parse(question) as { filter: OrderFilter; sort: OrderSort };
    return makeOrderFeed(sourceOf(client, asked.filter, asked.sort), asked.sort);
  }, [client, question]);
  useEffect(() => () => feed.stop(), [feed]);
  useEffect(() => feed.pin(openOrderId), [feed, openOrderId]);

  const visibleIds = useRef<readonly string[]>([]);
  useOrderRowChangedSubscription({
    ignoreResults: true,
    onData: ({ data }) => data.data && feed.change(data.data.orderChanged),
  });
  useReconciling(feed, () => visibleIds.current);

  const subscribe = useMemo(() => oncePerFrame(feed.subscribe), [feed]);
  const present = useSyncExternalStore(subscribe, feed.present);
  const [settled, setSettled] = useState(present);
  if (present.phase !== 'loading' && present !== settled) setSettled(present);
  const isRefreshing = present.phase === 'loading' && settled.phase === 'ready';
  const total = useTotal(filter, present.revision);

  return {
    feed,
    state: isRefreshing ? settled : present,
    isRefreshing,
    total,
    onVisible: (ids: readonly string[]) => {
      visibleIds.current = ids;
      feed.view(ids);
    },
  };
}

/** When many orders change at once their messages come one by one: the page is drawn once for all of a frame. */
function oncePerFrame(subscribe: OrderFeed['subscribe']): OrderFeed['subscribe'] {
  return (listener) => {
    let frame: number | null = null;
    const stop = subscribe(() => {
      frame ??= requestAnimationFrame(() => {
        frame = null;
        listener();
      });
    });
    return () => {
      stop();
      if (frame !== null) cancelAnimationFrame(frame);
    };
  };
}

function sourceOf(client: ApolloClient, filter: OrderFilter, sort: OrderSort): OrderSource {
  // The rows live in the feed and in the cache's entities; the lists themselves are not worth keeping.
  const ask = async (asked: OrderFilter, first: number, after: string | null) => {
    const { data } = await client.query({
      query: OrdersPageDocument,
      variables: { filter: asked, sort, first, after },
      fetchPolicy: 'no-cache',
    });
    if (!data) throw new Error('The list of orders came without data.');
    const { nodes: rows, pageInfo } = data.orders;
    return { rows, endCursor: pageInfo.hasNextPage ? pageInfo.endCursor : null };
  };
  return {
    page: (after) => ask(filter, after === null ? FIRST_PAGE : PAGE, after),
    fitting: async (orderIds) =>
      (await ask({ ...filter, orderIds: [...orderIds] }, orderIds.length, null)).rows,
  };
}

/**
 * What the stream does not tell: what came before it was open, at first and after each loss of the
 * connection. And an order crosses the grace time without an event of its own: then only the count
 * moves.
 */
function useReconciling(feed: OrderFeed, visibleIds: () => readonly string[]): void {
  const { onStreamsOpen } = useConnection();
  const { data } = useAttentionCountQuery();
  const total = data?.attentionCount.total;
  const seen = useRef({ feed, total });
  const reconcile = useEffectEvent(() => feed.reconcile(visibleIds()));

  useEffect(() => onStreamsOpen(() => reconcile()), [onStreamsOpen]);

  useEffect(() => {
    const before = seen.current;
    seen.current = { feed, total };
    const isNews = before.feed === feed && before.total !== undefined && before.total !== total;
    if (!isNews) return;
    const timer = setTimeout(reconcile, RECONCILE_MS);
    return () => clearTimeout(timer);
  }, [feed, total]);
}

function useTotal(filter: OrderFilter, revision: number) {
  const { data, previousData, error, refetch } = useOrdersTotalQuery({
    variables: { filter },
    fetchPolicy: 'network-only',
    nextFetchPolicy: 'cache-first',
  });
  const counted = useRef(0);
  useEffect(() => {
    // The first revision is the list's own loading, for which the query has just been sent and may have failed.
    if (revision < (error ? 1 : 2) || counted.current === revision) return;
    const timer = setTimeout(() => {
      counted.current = revision;
      // A count that could not be taken is taken again with the next change.
      refetch().catch(() => undefined);
    }, COUNT_AGAIN_MS);
    return () => clearTimeout(timer);
  }, [revision, error, refetch]);
  return (data ?? previousData)?.orders.totalCount ?? null;
}
