import { Tabs } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useAttentionCountQuery, useViewerQuery } from '../generated.ts';
import { BulkRerunBanners } from '../order-dialogs/bulk-rerun-banner.tsx';
import { BulkRerunResults } from '../order-dialogs/bulk-rerun-results.tsx';
import {
  PAST_BULK_RERUNS,
  PastBulkReruns,
  PastBulkRerunsLink,
} from '../order-dialogs/past-bulk-reruns.tsx';
import { ExportButton } from '../order-export/export-button.tsx';
import { OrderPanel } from '../order-panel/order-panel.tsx';
import { useIsNarrow } from '../ui/dialog.tsx';
import { useKeys } from '../ui/keys.ts';
import { NoPermission } from '../ui/states.tsx';
import { BulkTools } from './bulk-tools.tsx';
import { ListToolbar } from './list-toolbar.tsx';
import { ListTotals } from './list-totals.tsx';
import { OrderCards } from './order-cards.tsx';
import { OrderFilters } from './order-filters.tsx';
import { toFilter, toSort, withoutPersonal, type OrderSearch } from './order-search.ts';
import type { OrdersGridHandle } from './grid-handle.ts';
import { OrdersGrid } from './orders-grid.tsx';
import { ListStates, WaitingPill } from './orders-states.tsx';
import styles from './orders-page.module.css';
import { useChosenOrders } from './use-chosen-orders.ts';
import { useOrderFeed } from './use-order-feed.ts';

/** Tabs, filters, the list and the open order. What one sees is what the address says. */
export function OrdersPage() {
  const { data } = useViewerQuery();
  const asked = useSearch({ from: '/orders' });
  const navigate = useNavigate({ from: '/orders' });
  const attention = useAttentionCountQuery();
  const tab = asked.tab ?? 'all';

  const permissions = data?.viewer?.permissions ?? [];
  if (data?.viewer && !permissions.includes('READ_ORDERS')) {
    return (
      <NoPermission title="You may not see orders">
        Your role does not include them. An admin can give you one that does.
      </NoPermission>
    );
  }
  const mayReadPersonalData = permissions.includes('READ_PERSONAL_DATA');
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
        {data && (
          <OrderList
            key={tab}
            search={mayReadPersonalData ? asked : withoutPersonal(asked)}
            tab={tab}
            mayReadPersonalData={mayReadPersonalData}
            canRerunMany={tab === 'attention' && permissions.includes('RERUN_ACTIONS')}
            canExport={permissions.includes('EXPORT_ORDERS')}
          />
        )}
      </Tabs.Panel>
    </Tabs>
  );
}

function OrderList(props: {
  search: OrderSearch;
  tab: 'all' | 'attention';
  mayReadPersonalData: boolean;
  canRerunMany: boolean;
  canExport: boolean;
}) {
  const { search, tab, mayReadPersonalData, canRerunMany } = props;
  const navigate = useNavigate({ from: '/orders' });
  const openOrderId = search.order ?? null;
  const list = useOrderFeed(toFilter(search), toSort(search), openOrderId);
  const { feed, state } = list;
  const chosen = useChosenOrders(state.rows);
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
    // Of a row that has the focus AG Grid says so; this is for one that is about to get it.
    Enter: ({ target }) => {
      const orderId = target === document.body ? grid.current?.focusedOrderId() : null;
      return orderId ? open(orderId) : false;
    },
    Escape: () => (openOrderId === null ? false : close()),
  });

  const { bulk: _bulk, ...withoutBulk } = search;
  const shared = {
    rows: state.rows,
    marked: state.marked,
    openOrderId,
    onOpen: open,
    onChoose: chosen.choose,
  };
  return (
    <div className={styles.list}>
      <OrderFilters
        search={search}
        mayReadPersonalData={mayReadPersonalData}
        searchBoxRef={searchBox}
        onChange={change}
      />
      <ListToolbar
        search={search}
        total={list.total}
        rowHeight={isNarrow ? null : rowHeight}
        onRowHeight={setRowHeight}
        onResetColumns={() => grid.current?.resetColumns()}
        onChange={change}
      >
        {search.report && <ListTotals filter={toFilter(search)} />}
        {canRerunMany && (
          <PastBulkRerunsLink onShow={() => change({ ...search, bulk: PAST_BULK_RERUNS })} />
        )}
        {canRerunMany && state.rows.length > 0 && (
          <BulkTools
            filter={toFilter(search)}
            chosenIds={chosen.ids}
            isChoosing={isNarrow ? chosen.isChoosing : null}
            onChoosing={chosen.setIsChoosing}
            onClear={chosen.clear}
            onStarted={(bulk) => {
              chosen.clear();
              chosen.setIsChoosing(false);
              change({ ...search, bulk });
            }}
          />
        )}
        {props.canExport && (
          <ExportButton
            filter={toFilter(search)}
            sort={toSort(search)}
            tab={tab}
            total={list.total}
            isMasked={!mayReadPersonalData}
          />
        )}
      </ListToolbar>
      {canRerunMany && <BulkRerunBanners onShow={(bulk) => change({ ...search, bulk })} />}
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
              chosenIds={canRerunMany && chosen.isChoosing ? chosen.ids : null}
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
              chosenIds={canRerunMany ? chosen.ids : null}
              canSortByCustomer={mayReadPersonalData}
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
      {canRerunMany && (
        <BulkResults
          bulkRerunId={search.bulk ?? null}
          onShow={(bulk) => change({ ...search, bulk })}
          onOpenOrder={(order) => change({ ...withoutBulk, order })}
          onClose={() => change(withoutBulk)}
        />
      )}
    </div>
  );
}

/** Keeps the results while they close, so that the focus goes back to where it was. */
function BulkResults(props: {
  bulkRerunId: string | null;
  onShow: (bulkRerunId: string) => void;
  onOpenOrder: (orderId: string) => void;
  onClose: () => void;
}) {
  const [shown, setShown] = useState(props.bulkRerunId);
  if (props.bulkRerunId !== null && props.bulkRerunId !== shown) setShown(props.bulkRerunId);
  if (shown === null) return null;
  const opened = props.bulkRerunId !== null;
  if (shown === PAST_BULK_RERUNS) {
    return <PastBulkReruns opened={opened} onShow={props.onShow} onClose={props.onClose} />;
  }
  return (
    <BulkRerunResults
      bulkRerunId={shown}
      opened={opened}
      onOpenOrder={props.onOpenOrder}
      onShowAll={() => props.onShow(PAST_BULK_RERUNS)}
      onClose={props.onClose}
    />
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
