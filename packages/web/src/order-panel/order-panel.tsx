import { ActionIcon, CopyButton } from '@mantine/core';
import {
  IconChevronDown,
  IconChevronLeft,
  IconChevronUp,
  IconLink,
  IconMoodEmpty,
  IconX,
} from '@tabler/icons-react';
import { useEffect, useId, useRef } from 'react';
import {
  useOrderPanelQuery,
  usePanelOrderChangedSubscription,
  type PanelOrderFragment,
} from '../generated.ts';
import { useCompleteOrder } from '../order-dialogs/use-complete-order.tsx';
import { useRefund } from '../order-dialogs/use-refund.tsx';
import { useRerunAction } from '../order-dialogs/rerun-action-dialog.tsx';
import { useConnection } from '../ui/connection.tsx';
import { useKeys } from '../ui/keys.ts';
import { useOfferDeeds } from '../ui/offered-deeds.ts';
import { EmptyState, ErrorState, LinesSkeleton } from '../ui/states.tsx';
import { TipArea } from '../ui/tip.tsx';
import { ActionsSection } from './actions-section.tsx';
import { CustomerSection } from './customer-section.tsx';
import { GeneralSection } from './general-section.tsx';
import { HistorySection } from './history-section.tsx';
import styles from './order-panel.module.css';
import { PanelHead } from './panel-head.tsx';
import { PaymentsSection } from './payments-section.tsx';
import { RefundsSection } from './refunds-section.tsx';

/** Everything about one order, kept true while it is open. `isPage`: it is all there is on the screen. */
export function OrderPanel(props: {
  orderId: string;
  isPage: boolean;
  onClose: () => void;
  onStep: (by: 1 | -1) => void;
}) {
  const { orderId } = props;
  const { data, previousData, error, loading, refetch } = useOrderPanelQuery({
    variables: { orderId },
    fetchPolicy: 'cache-and-network',
  });
  // The answers carry ids: Apollo's cache puts them into everything below.
  usePanelOrderChangedSubscription({ variables: { orderId }, ignoreResults: true });
  useRefetchOnReturn(refetch);

  const headingId = useId();
  const panel = useRef<HTMLElement>(null);
  useFocusInside(panel);
  // While the next order is on its way the one before stays readable.
  const order = data?.order ?? (loading ? previousData?.order : null) ?? null;

  return (
    <aside
      ref={panel}
      className={styles.panel}
      data-page={props.isPage || undefined}
      aria-labelledby={headingId}
      tabIndex={-1}
    >
      <PanelBar {...props} headingId={headingId} number={order?.number ?? null} />
      <TipArea className={styles.scroll}>
        {order ? (
          <PanelBody key={order.id} order={order} isStale={order.id !== orderId} />
        ) : (
          <div className={styles.missing}>
            {error ? (
              <ErrorState
                title="The order could not be loaded"
                error={error}
                onRetry={() => void refetch()}
              />
            ) : loading ? (
              <PanelSkeleton />
            ) : (
              <EmptyState icon={IconMoodEmpty} title="There is no such order">
                It may belong to a checkout that is not yours, or the address is incomplete.
              </EmptyState>
            )}
          </div>
        )}
      </TipArea>
    </aside>
  );
}

function PanelBody(props: { order: PanelOrderFragment; isStale: boolean }) {
  const { order } = props;
  const rerun = useRerunAction(order.customer.email);
  const broken = order.actions.find(
    ({ status, rerunOptions }) =>
      (status === 'FAILED' || status === 'UNKNOWN') && rerunOptions.allowed,
  );
  const completion = useCompleteOrder(order);
  const refund = useRefund(order);
  useKeys({
    r: () => (broken && !props.isStale ? rerun.request(broken) : false),
    c: () => (props.isStale ? false : completion.request()),
    f: () => (props.isStale ? false : refund.request()),
  });
  const { number, completeOptions, refundOptions } = order;
  const deeds = [
    completeOptions.allowed && {
      id: 'complete',
      name: `Complete order ${number}…`,
      key: 'C',
      run: completion.request,
    },
    refundOptions.allowed && {
      id: 'refund',
      name: `Refund order ${number}…`,
      key: 'F',
      run: refund.request,
    },
  ];
  useOfferDeeds(props.isStale ? [] : deeds.filter((deed) => deed !== false));

  return (
    <div className={styles.body} data-stale={props.isStale || undefined} inert={props.isStale}>
      <PanelHead
        order={order}
        broken={broken ?? null}
        onRerun={rerun.request}
        onComplete={completion.request}
        onRefund={refund.request}
      />
      <GeneralSection order={order} />
      <CustomerSection order={order} />
      <PaymentsSection order={order} />
      <ActionsSection orderId={order.id} actions={order.actions} onRerun={rerun.request} />
      {order.refunds.length > 0 && <RefundsSection order={order} onRefund={refund.request} />}
      <HistorySection orderId={order.id} version={order.version} />
      {rerun.dialog}
      {completion.dialog}
      {refund.dialog}
    </div>
  );
}

function PanelBar(props: {
  number: string | null;
  headingId: string;
  isPage: boolean;
  onClose: () => void;
  onStep: (by: 1 | -1) => void;
}) {
  return (
    <TipArea className={styles.bar}>
      {props.isPage && (
        <BarButton name="Back to the list" icon={IconChevronLeft} onClick={props.onClose} />
      )}
      <h2 id={props.headingId} className={styles.number}>
        Order {props.number ?? ''}
      </h2>
      <CopyButton value={location.href}>
        {({ copied, copy }) => (
          <BarButton
            name={copied ? 'Link copied' : 'Copy the link to this order'}
            icon={IconLink}
            onClick={copy}
          />
        )}
      </CopyButton>
      <BarButton name="Previous order" icon={IconChevronUp} onClick={() => props.onStep(-1)} />
      <BarButton name="Next order" icon={IconChevronDown} onClick={() => props.onStep(1)} />
      {!props.isPage && <BarButton name="Close the order" icon={IconX} onClick={props.onClose} />}
    </TipArea>
  );
}

function BarButton(props: { name: string; icon: typeof IconX; onClick: () => void }) {
  const Icon = props.icon;
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      aria-label={props.name}
      data-tip={props.name}
      onClick={props.onClick}
    >
      <Icon size={18} stroke={1.7} />
    </ActionIcon>
  );
}

function PanelSkeleton() {
  return (
    <div className={styles.skeleton}>
      <LinesSkeleton label="Loading the order" lines={5} />
      <LinesSkeleton label="" lines={4} />
      <LinesSkeleton label="" lines={4} />
    </div>
  );
}

/** What happened while the connection was lost is asked for again. */
function useRefetchOnReturn(refetch: () => Promise<unknown>): void {
  const { returns } = useConnection();
  const seen = useRef(returns);
  useEffect(() => {
    if (seen.current === returns) return;
    seen.current = returns;
    // The error, if there is one, is shown by the query itself.
    refetch().catch(() => undefined);
  }, [returns, refetch]);
}

/** Takes the focus when nobody else has it: a person who moves along the table keeps it there. */
function useFocusInside(panel: { readonly current: HTMLElement | null }): void {
  useEffect(() => {
    const { activeElement } = document;
    if (!activeElement || activeElement === document.body) {
      panel.current?.focus({ preventScroll: true });
    }
  }, [panel]);
}
