import type { BulkRerunProgressFragment, Permission } from '../generated.ts';
import { exampleOrder } from '../orders/example-orders.ts';
import type { OrderRow } from '../orders/order-feed.ts';
import { readOrderSearch } from '../orders/order-search.ts';
import { OrdersPage } from '../orders/orders-page.tsx';
import { openAt } from './test-router.tsx';
import type { Answers } from './test-server.tsx';

/** For tests: two orders that need somebody. */
export const brokenOrders: readonly OrderRow[] = [1, 2].map((minutesOld) =>
  exampleOrder(minutesOld, {
    attention: {
      __typename: 'Attention',
      since: '2026-11-23T11:00:00.000Z',
      reasons: ['ACTION_FAILED'],
      summary: 'Kajabi grant failed.',
    } as NonNullable<OrderRow['attention']>,
  }),
);

/** For tests: a bulk re-run of 43 actions that has just begun. */
export function exampleBulk(changes: Partial<BulkRerunProgressFragment> = {}) {
  return {
    __typename: 'BulkRerun',
    id: 'blk_1',
    startedAt: '2026-11-23T12:00:00.000Z',
    startedBy: { __typename: 'Actor', kind: 'PERSON', name: 'Sami' },
    total: 43,
    orderCount: 40,
    succeeded: 0,
    failed: 0,
    waiting: 43,
    skippedCount: 0,
    cancelledAt: null,
    finishedAt: null,
    ...changes,
  };
}

const page = { path: '/orders', readSearch: readOrderSearch, component: OrdersPage };

/** The orders page at an address, as somebody with these permissions, on a phone. */
export function openOrders(
  address: string,
  options: { permissions?: readonly Permission[]; answers?: Answers } = {},
) {
  const { address: href, ...server } = openAt(address, [page], {
    ...orderAnswers(options.permissions ?? everyPermission),
    ...options.answers,
  });
  return { ...server, address: () => href().slice(page.path.length) };
}

const everyPermission: readonly Permission[] = [
  'READ_ORDERS',
  'READ_PERSONAL_DATA',
  'RERUN_ACTIONS',
];

function orderAnswers(permissions: readonly Permission[]): Answers {
  const viewer = {
    __typename: 'Viewer',
    name: 'Aino',
    kind: 'PERSON',
    role: 'ADMIN',
    permissions,
    memberId: 'mem_1',
    mustSetUpTwoFactor: false,
    checkouts: [],
  };
  return {
    Viewer: () => ({ viewer }),
    AttentionCount: () => ({
      attentionCount: { __typename: 'AttentionCount', total: 2, byCheckout: [] },
    }),
    OrdersPage: () => pageOfOrders(brokenOrders),
    OrdersTotal: () => ({
      orders: {
        __typename: 'OrderConnection',
        totalCount: { __typename: 'TotalCount', value: 2, isExact: true },
      },
    }),
    OrderFacets: () => ({
      orderFacets: { __typename: 'OrderFacets', sources: [], tags: [], discountCodes: [] },
    }),
    BulkReruns: () => ({ bulkReruns: pageOfBulks([]) }),
  };
}

/** The answer to a list that holds these orders and no more. */
export function pageOfOrders(orders: readonly OrderRow[]) {
  return {
    orders: {
      __typename: 'OrderConnection',
      nodes: orders,
      pageInfo: { __typename: 'PageInfo', endCursor: null, hasNextPage: false },
    },
  };
}

/** The answer to a list of bulk re-runs. */
export function pageOfBulks(nodes: readonly object[], endCursor: string | null = null) {
  return {
    __typename: 'BulkRerunConnection',
    nodes,
    pageInfo: { __typename: 'PageInfo', endCursor, hasNextPage: endCursor !== null },
  };
}
