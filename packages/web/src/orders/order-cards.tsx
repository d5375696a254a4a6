import { Checkbox, UnstyledButton } from '@mantine/core';
import { useEffect, useEffectEvent, useRef } from 'react';
import { AttentionMark, OrderStatusPill } from '../ui/status-pill.tsx';
import { Ago } from '../ui/time.tsx';
import { LinesSkeleton } from '../ui/states.tsx';
import { Money, personName } from '../ui/values.tsx';
import styles from './order-cards.module.css';
import type { FeedRow, FeedState, OrderRow } from './order-feed.ts';

/** The list on a phone: two lines an order, the same rows as the table. */
export function OrderCards(props: {
  rows: readonly FeedRow[];
  marked: ReadonlySet<string>;
  openOrderId: string | null;
  /** While orders are chosen, a tap chooses; null: it opens. */
  chosenIds: readonly string[] | null;
  more: FeedState['more'];
  onChoose: (orderIds: readonly string[]) => void;
  onOpen: (orderId: string) => void;
  onMore: () => void;
  onAtTop: (isAtTop: boolean) => void;
}) {
  const { more } = props;
  const loaded = props.rows.length;
  const end = useRef<HTMLDivElement>(null);
  const askForMore = useEffectEvent(() => props.onMore());
  useEffect(() => {
    // With each page the end is a new one to watch: it may still be in sight.
    if (!end.current || more !== 'idle' || loaded === 0) return;
    const observer = new IntersectionObserver(
      (entries) => entries.some(({ isIntersecting }) => isIntersecting) && askForMore(),
      { rootMargin: '800px' },
    );
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [more, loaded]);

  return (
    <div
      className={styles.scroll}
      onScroll={({ currentTarget }) => props.onAtTop(currentTarget.scrollTop < 20)}
    >
      <ul className={styles.cards} aria-label="Orders">
        {props.rows.map((row) => (
          <li
            key={row.id}
            className={styles.item}
            data-marked={props.marked.has(row.id) || undefined}
            data-leaving={row.leaving || undefined}
          >
            {props.chosenIds ? (
              <ChoosableCard order={row} chosenIds={props.chosenIds} onChoose={props.onChoose} />
            ) : (
              <UnstyledButton
                className={styles.card ?? ''}
                data-open={row.id === props.openOrderId || undefined}
                onClick={() => props.onOpen(row.id)}
              >
                <Card order={row} />
              </UnstyledButton>
            )}
          </li>
        ))}
      </ul>
      <div ref={end} className={styles.end}>
        {props.more === 'loading' && <LinesSkeleton label="Loading more orders" lines={2} />}
      </div>
    </div>
  );
}

function ChoosableCard(props: {
  order: OrderRow;
  chosenIds: readonly string[];
  onChoose: (orderIds: readonly string[]) => void;
}) {
  const { order, chosenIds } = props;
  const isChosen = chosenIds.includes(order.id);
  const toggle = () =>
    props.onChoose(isChosen ? chosenIds.filter((id) => id !== order.id) : [...chosenIds, order.id]);
  return (
    <label className={styles.choosable}>
      <Checkbox
        size="sm"
        aria-label={`Choose order ${order.number}`}
        checked={isChosen}
        onChange={toggle}
      />
      <span className={styles.card}>
        <Card order={order} />
      </span>
    </label>
  );
}

function Card({ order }: { order: OrderRow }) {
  const who = order.customer.erasedAt
    ? 'Erased customer'
    : (personName(order.customer) ?? order.customer.email ?? `Visit ${order.number}`);
  const main = order.lines.find(({ kind }) => kind === 'MAIN') ?? order.lines[0];
  return (
    <>
      <span className={styles.line}>
        <span className={styles.who}>{who}</span>
        <span className={styles.total}>
          <Money value={order.total} />
        </span>
      </span>
      <span className={styles.line}>
        <OrderStatusPill status={order.status} />
        {order.attention ? (
          <span className={styles.what}>
            <AttentionMark
              reasons={order.attention.reasons}
              summary={order.attention.summary}
              withWords
            />
          </span>
        ) : (
          <span className={styles.what}>
            {main?.productName}
            {order.lines.length > 1 && ` +${order.lines.length - 1}`}
          </span>
        )}
        <span className={styles.when}>
          <Ago at={order.createdAt} />
        </span>
      </span>
    </>
  );
}
