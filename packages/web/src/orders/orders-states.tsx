import { Button, Skeleton, UnstyledButton } from '@mantine/core';
import {
  IconArrowUp,
  IconCircleCheck,
  IconFilterOff,
  IconReceiptOff,
  IconX,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { EmptyState, ErrorState } from '../ui/states.tsx';
import { filterChips } from './filter-chips.ts';
import type { FeedState } from './order-feed.ts';
import { countFilters, withoutFilters, type OrderSearch } from './order-search.ts';
import styles from './orders-states.module.css';

/** The list, or what stands in its place: rows on their way, a reason why there are none, or what failed. */
export function ListStates(props: {
  search: OrderSearch;
  state: FeedState;
  rowHeight: number;
  onRetry: () => void;
  onChange: (next: OrderSearch) => void;
  children: ReactNode;
}) {
  const { search, state } = props;
  if (state.phase === 'failed') {
    return (
      <ErrorState
        title="The orders could not be loaded"
        error={state.error}
        onRetry={props.onRetry}
      />
    );
  }
  if (state.phase === 'loading') return <RowsSkeleton rowHeight={props.rowHeight} />;
  if (state.rows.length === 0 && state.waiting.length === 0) {
    return <NoOrders search={search} onChange={props.onChange} />;
  }
  return (
    <>
      {props.children}
      {state.more === 'failed' && <MoreFailed onRetry={props.onRetry} />}
    </>
  );
}

function NoOrders(props: { search: OrderSearch; onChange: (next: OrderSearch) => void }) {
  const { search } = props;
  const set = countFilters(search);
  if (set > 0) {
    return (
      <EmptyState icon={IconFilterOff} title="No orders match">
        <p>{set === 1 ? '1 filter is set:' : `${set} filters are set:`}</p>
        <div className={styles.chips}>
          {filterChips(search).map(({ name, words, cleared }) => (
            <UnstyledButton
              key={name}
              className={styles.chip ?? ''}
              onClick={() => props.onChange(cleared)}
            >
              {words} <IconX size={13} aria-hidden />
              <span className="hidden-text">Remove this filter</span>
            </UnstyledButton>
          ))}
        </div>
        <Button variant="default" size="xs" onClick={() => props.onChange(withoutFilters(search))}>
          Clear all filters
        </Button>
      </EmptyState>
    );
  }
  if (search.tab === 'attention') {
    return (
      <EmptyState icon={IconCircleCheck} title="Nothing requires attention">
        <p>
          Every paid order got everything it should. This list is watched all the time; you see it
          here and in the sidebar when that changes.
        </p>
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={IconReceiptOff} title="No orders yet">
      <p>
        An order appears here as soon as somebody pays through one of your checkouts. Visits without
        payment are kept too, but hidden.
      </p>
    </EmptyState>
  );
}

/** How full each column usually is, in percent. */
const SKELETON_WIDTHS = [62, 58, 84, 62, 80, 86, 72, 76];

function RowsSkeleton(props: { rowHeight: number }) {
  return (
    <div className={styles.skeleton} role="status" aria-label="Loading the orders">
      {Array.from({ length: 24 }, (_, row) => (
        <div key={row} className={styles.skeletonRow} style={{ height: props.rowHeight }}>
          {SKELETON_WIDTHS.map((width, cell) => (
            <Skeleton
              key={cell}
              height={12}
              width={`${width - ((row * 13 + cell * 7) % 23)}%`}
              radius="sm"
            />
          ))}
        </div>
      ))}
    </div>
  );
}

function MoreFailed(props: { onRetry: () => void }) {
  return (
    <div className={styles.moreFailed} role="alert">
      The next orders could not be loaded.
      <Button variant="default" size="compact-xs" onClick={props.onRetry}>
        Try again
      </Button>
    </div>
  );
}

/** New orders wait behind it until the reader wants the list to move. */
export function WaitingPill(props: { count: number; onShow: () => void }) {
  return (
    <div role="status" className={styles.waiting}>
      {props.count > 0 && (
        <UnstyledButton className={styles.waitingPill ?? ''} onClick={props.onShow}>
          <IconArrowUp size={14} stroke={2.2} aria-hidden />
          {props.count === 1 ? '1 new order' : `${props.count} new orders`}
        </UnstyledButton>
      )}
    </div>
  );
}
