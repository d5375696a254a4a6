import { Tabs } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useRef } from 'react';
import { useAttentionCountQuery, useViewerQuery } from '../generated.ts';
import { OrderPanel } from '../order-panel/order-panel.tsx';
import { useIsNarrow } from '../ui/dialog.tsx';
import { useKeys } from '../ui/keys.ts';
import { NoPermission } from '../ui/states.tsx';
import { ListToolbar } from './list-toolbar.tsx';
import { OrderCards } from './order-cards.tsx';
import { OrderFilters } from './order-filters.tsx';
import { toFilter, toSort, type OrderSearch } from './order-search.ts';
import { OrdersGrid, type OrdersGridHandle } from './orders-grid.tsx';
import { ListStates, WaitingPill } from './orders-states.tsx';
import styles from './orders-page.module.css';
import { useOrderFeed } from './use-order-feed.ts';

/** Tabs, filters, the list and the open order. What one sees is what the address says. */
export function OrdersPage() {
  const { data } = useViewerQuery();
  const search = useSearch({ from: '/orders' });
  const navigate = useNavigate({ from: '/orders' });
  const attention = useAttentionCountQuery();
  const tab = search.tab ?? 'all';

  if (data?.viewer && !data.viewer.permissions.includes('READ_ORDERS')) {
    return (
      <NoPermission title="You may not see orders">
        Your role does not include them. An admin can give you one that does.
      </NoPermission>
    );
  }
  const total = attention.data?.attentionCount.total ?? 0;
  return (
    <Tabs
      value={tab}
      onChange={(value) =>
        void navigate({ search: value === 'attention' ? { tab: 'attention' } : {} })
      }
      classNames={{ root: styles.page ?? '', list: styles.tabs ?? '', tab: styles.tab ?? '' }}
      keepMounted={false}
    >
      <h1 className="hidden-text">Order Management</h1>
      <Tabs.List aria-label="Lists of orders">
        <Tabs.Tab value="all">All orders</Tabs.Tab>
        <Tabs.Tab value="attention">
          Requires attention
          <span className={styles.count} data-any={total > 0 || undefined}>
            {total}
          </span>
        </Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value={tab} className={styles.panel} tabIndex={-1}>
        <OrderList key={tab} search={search} tab={tab} />
      </Tabs.Panel>
    </Tabs>
  );
}

function OrderList(props: { search: OrderSearch; tab: 'all' | 'attention' }) {
  const { search, tab } = props;
  const navigate = useNavigate({ from: '/orders' });
  const openOrderId = search.order ?? null;
  const list = useOrderFeed(toFilter(search), toSort(search), openOrderId);
  const { feed, state } = list;
  const isNarrow = useIsNarrow();
  const grid = useRef<OrdersGridHandle>(null);
  const searchBox = useRef<HTMLInputElement>(null);
  const [rowHeight, setRowHeight] = useLocalStorage<40 | 32>({
    key: 'orders.row-height',
    defaultValue: 40,
    getInitialValueInEffect: false,
  });

  const change = (next: OrderSearch, replace = false) => void navigate({ search: next, replace });
  const open = (orderId: string) => {
    // The first opening is a step one can go back from; moving along the list is not.
    if (orderId !== openOrderId) change({ ...search, order: orderId }, openOrderId !== null);
  };
  const close = () => {
    const { order, ...rest } = search;
    change(rest);
    if (order) grid.current?.focusRow(order);
  };
  const step = (by: 1 | -1) => {
    const from = openOrderId ?? grid.current?.focusedOrderId() ?? null;
    const at = state.rows.findIndex(({ id }) => id === from);
    const next = state.rows[from === null ? 0 : Math.max(0, at + by)];
    if (!next) return;
    grid.current?.focusRow(next.id);
    if (openOrderId !== null) open(next.id);
    if (at > state.rows.length - 10) feed.loadMore();
  };
  useKeys({
    '/': () => searchBox.current?.focus(),
    j: () => step(1),
    k: () => step(-1),
    // Inside the table AG Grid moves the focus itself, and the panel follows the focus.
    ArrowDown: (event) => (inGrid(event) ? false : step(1)),
    ArrowUp: (event) => (inGrid(event) ? false : step(-1)),
    Escape: () => (openOrderId === null ? false : close()),
  });

  const shared = { rows: state.rows, marked: state.marked, openOrderId, onOpen: open };
  return (
    <div className={styles.list}>
      <OrderFilters search={search} searchBoxRef={searchBox} onChange={change} />
      <ListToolbar
        search={search}
        total={list.total}
        rowHeight={isNarrow ? null : rowHeight}
        onRowHeight={setRowHeight}
        onResetColumns={() => grid.current?.resetColumns()}
        onChange={change}
      />
      <div className={styles.rows} data-refreshing={list.isRefreshing || undefined}>
        <ListStates
          search={search}
          state={state}
          rowHeight={rowHeight}
          onRetry={feed.retry}
          onChange={change}
        >
          {isNarrow ? (
            <OrderCards
              {...shared}
              more={state.more}
              onMore={feed.loadMore}
              onAtTop={feed.setAtTop}
            />
          ) : (
            <OrdersGrid
              {...shared}
              handle={grid}
              sort={toSort(search)}
              layoutName={tab}
              rowHeight={rowHeight}
              onSort={(field, direction) => change(withSort(search, field, direction))}
              onNearEnd={() => state.more === 'idle' && feed.loadMore()}
              onVisible={list.onVisible}
              onAtTop={feed.setAtTop}
            />
          )}
        </ListStates>
        <WaitingPill
          count={state.waiting.length}
          onShow={() => {
            feed.showWaiting();
            grid.current?.toTop();
          }}
        />
      </div>
      {openOrderId !== null && (
        <OrderPanel
          orderId={openOrderId}
          isPage={isNarrow}
          onClose={close}
          onStep={step}
          key="panel"
        />
      )}
    </div>
  );
}

function inGrid({ target }: KeyboardEvent): boolean {
  return target instanceof Element && target.closest('.ag-root') !== null;
}

const sortNames = {
  CREATED_AT: 'created',
  TOTAL: 'total',
  STATUS: 'status',
  CUSTOMER_EMAIL: 'customer',
} as const;

function withSort(
  search: OrderSearch,
  field: keyof typeof sortNames,
  direction: 'ASC' | 'DESC',
): OrderSearch {
  const { sort: _before, ...rest } = search;
  const sort = direction === 'DESC' ? (`-${sortNames[field]}` as const) : sortNames[field];
  return sort === '-created' ? rest : { ...rest, sort };
}
