import { Button, UnstyledButton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconMoodEmpty } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import {
  useBulkRerunActionsQuery,
  useBulkRerunChangedSubscription,
  useBulkRerunQuery,
  useCancelBulkRerunMutation,
  type BulkRerunProgressFragment,
  type BulkRerunRowFragment,
} from '../generated.ts';
import { Dialog } from '../ui/dialog.tsx';
import { EmptyState, ErrorState, faultWords, LinesSkeleton } from '../ui/states.tsx';
import { ActionStatusPill, BulkOutcomePill } from '../ui/status-pill.tsx';
import { Ago } from '../ui/time.tsx';
import { TipArea } from '../ui/tip.tsx';
import { BulkRerunBar } from './bulk-rerun-bar.tsx';
import { actionsWords, ordersWords, progressWords, stateWords } from './bulk-rerun-words.ts';
import styles from './bulk-rerun.module.css';
import { TOAST_WITH_ID_MS, Words } from '../ui/request-id.tsx';

/** How far a bulk re-run is and what became of each action, live, with a way to stop it. */
export function BulkRerunResults(props: {
  bulkRerunId: string;
  opened: boolean;
  onOpenOrder: (orderId: string) => void;
  onShowAll: () => void;
  onClose: () => void;
}) {
  const { bulkRerunId, opened } = props;
  const { data, loading, error, refetch } = useBulkRerunQuery({
    variables: { id: bulkRerunId },
    fetchPolicy: 'cache-and-network',
  });
  useBulkRerunChangedSubscription({
    variables: { id: bulkRerunId },
    ignoreResults: true,
    skip: !opened,
  });
  const bulk = data?.bulkRerun;
  return (
    <Dialog
      opened={opened}
      size="lg"
      title={bulk ? `Re-run of ${actionsWords(bulk.total)}` : 'Bulk re-run'}
      onClose={props.onClose}
      buttons={
        <>
          <UnstyledButton className={styles.toAll ?? ''} onClick={props.onShowAll}>
            All bulk re-runs
          </UnstyledButton>
          {bulk && <CancelButton bulk={bulk} />}
          <Button variant="default" onClick={props.onClose} data-autofocus>
            Close
          </Button>
        </>
      }
    >
      {bulk && <Results bulk={bulk} onOpenOrder={props.onOpenOrder} />}
      {!bulk && error && (
        <ErrorState
          compact
          title="The bulk re-run could not be loaded"
          error={error}
          onRetry={() => void refetch()}
        />
      )}
      {!bulk && !error && loading && <LinesSkeleton label="Loading the bulk re-run" lines={4} />}
      {!bulk && !error && !loading && (
        <EmptyState compact icon={IconMoodEmpty} title="There is no such bulk re-run">
          It may hold orders of a checkout that is not yours, or the address is incomplete.
        </EmptyState>
      )}
    </Dialog>
  );
}

function Results(props: {
  bulk: BulkRerunProgressFragment;
  onOpenOrder: (orderId: string) => void;
}) {
  const { bulk } = props;
  return (
    <TipArea>
      <p className="dim">
        {ordersWords(bulk.orderCount)} · started by {bulk.startedBy.name}{' '}
        <Ago at={bulk.startedAt} focusable />
      </p>
      <BulkRerunBar bulk={bulk} />
      <p className={styles.state}>
        <strong>{stateWords(bulk)}:</strong> {progressWords(bulk)}
      </p>
      <ResultPage bulkRerunId={bulk.id} after={null} onOpenOrder={props.onOpenOrder} />
    </TipArea>
  );
}

/** How often a page is looked at again while one of its actions still waits. */
const LOOK_AGAIN_MS = 1000;

/** Up to 50 results, and the next page behind a button. */
function ResultPage(props: {
  bulkRerunId: string;
  after: string | null;
  onOpenOrder: (orderId: string) => void;
}) {
  const { bulkRerunId, after } = props;
  const [wantsMore, setWantsMore] = useState(false);
  const { data, error, refetch, startPolling, stopPolling } = useBulkRerunActionsQuery({
    variables: { id: bulkRerunId, after },
    fetchPolicy: 'cache-and-network',
    skipPollAttempt: () => document.hidden,
  });
  const page = data?.bulkRerun?.actions;
  const isOpen = page?.nodes.some(({ outcome }) => outcome === 'WAITING') ?? false;
  useEffect(() => {
    if (!isOpen) return;
    startPolling(LOOK_AGAIN_MS);
    return stopPolling;
  }, [isOpen, startPolling, stopPolling]);

  if (!page && error) {
    return (
      <ErrorState
        compact
        title="The results could not be loaded"
        error={error}
        onRetry={() => void refetch()}
      />
    );
  }
  if (!page) return <LinesSkeleton label="Loading the results" lines={6} />;
  const { hasNextPage, endCursor } = page.pageInfo;
  return (
    <>
      <ul className={styles.results} aria-label="Results">
        {page.nodes.map((row) => (
          <Result key={row.action.id} row={row} onOpenOrder={props.onOpenOrder} />
        ))}
      </ul>
      {hasNextPage && !wantsMore && (
        <Button variant="default" size="compact-sm" mt="sm" onClick={() => setWantsMore(true)}>
          Show more
        </Button>
      )}
      {hasNextPage && wantsMore && <ResultPage {...props} after={endCursor} />}
    </>
  );
}

function Result(props: { row: BulkRerunRowFragment; onOpenOrder: (orderId: string) => void }) {
  const { action, outcome, refusal, run } = props.row;
  const isRunning = outcome === 'WAITING' && action.status === 'RUNNING';
  const words = refusal?.message ?? (outcome !== 'WAITING' && action.run === run && action.message);
  return (
    <li>
      <span className={styles.outcome}>
        {isRunning ? <ActionStatusPill status="RUNNING" /> : <BulkOutcomePill outcome={outcome} />}
      </span>
      <div className={styles.resultWhat}>
        {action.name}
        {words && (
          <p className={outcome === 'FAILED' ? styles.problem : styles.resultWords}>{words}</p>
        )}
      </div>
      <UnstyledButton
        className={styles.link ?? ''}
        onClick={() => props.onOpenOrder(action.order.id)}
      >
        <span className="hidden-text">Open order </span>
        {action.order.number}
      </UnstyledButton>
    </li>
  );
}

function CancelButton({ bulk }: { bulk: BulkRerunProgressFragment }) {
  const [cancel, { loading }] = useCancelBulkRerunMutation();
  if (bulk.finishedAt || bulk.cancelledAt) return null;
  const send = async () => {
    try {
      const { data } = await cancel({ variables: { id: bulk.id } });
      const error = data?.cancelBulkRerun.errors[0];
      if (error) {
        notifications.show({ color: 'orange', title: 'Not cancelled', message: error.message });
      }
    } catch (error) {
      notifications.show({
        color: 'red',
        title: 'Not cancelled yet',
        message: <Words text={faultWords(error, 'It is safe to try again.')} />,
        autoClose: TOAST_WITH_ID_MS,
      });
    }
  };
  return (
    <Button variant="default" loading={loading} onClick={() => void send()}>
      Cancel what has not started
    </Button>
  );
}
