import { Button, UnstyledButton } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import {
  useBulkRerunsQuery,
  usePastBulkRerunsQuery,
  type BulkRerunProgressFragment,
} from '../generated.ts';
import { Dialog } from '../ui/dialog.tsx';
import { EmptyState, ErrorState, LinesSkeleton } from '../ui/states.tsx';
import { Ago } from '../ui/time.tsx';
import { TipArea } from '../ui/tip.tsx';
import { BulkRerunBar } from './bulk-rerun-bar.tsx';
import { actionsWords, ordersWords, progressWords, stateWords } from './bulk-rerun-words.ts';
import styles from './bulk-rerun.module.css';

/** In the address instead of the id of one: all of them are shown. */
export const PAST_BULK_RERUNS = 'past';

/** The way to them; nothing before there has been one. */
export function PastBulkRerunsLink(props: { onShow: () => void }) {
  const { data } = useBulkRerunsQuery();
  if (!data || data.bulkReruns.nodes.length === 0) return null;
  return (
    <UnstyledButton className={styles.link ?? ''} onClick={props.onShow}>
      Past bulk re-runs
    </UnstyledButton>
  );
}

/** Every bulk re-run there has been, newest first, each with how it ended and the way to its results. */
export function PastBulkReruns(props: {
  opened: boolean;
  onShow: (bulkRerunId: string) => void;
  onClose: () => void;
}) {
  return (
    <Dialog
      opened={props.opened}
      size="lg"
      title="Bulk re-runs"
      onClose={props.onClose}
      buttons={
        <Button variant="default" onClick={props.onClose} data-autofocus>
          Close
        </Button>
      }
    >
      <TipArea>
        <Pages onShow={props.onShow} />
      </TipArea>
    </Dialog>
  );
}

function Pages(props: { onShow: (bulkRerunId: string) => void }) {
  const { data, error, loading, refetch, fetchMore } = usePastBulkRerunsQuery({
    fetchPolicy: 'cache-and-network',
  });
  const list = data?.bulkReruns;
  if (!list) {
    return error ? (
      <ErrorState
        compact
        title="The bulk re-runs could not be loaded"
        error={error}
        onRetry={() => void refetch()}
      />
    ) : (
      <LinesSkeleton label="Loading the bulk re-runs" lines={6} />
    );
  }
  if (list.nodes.length === 0) {
    return (
      <EmptyState compact icon={IconRefresh} title="No bulk re-run yet">
        <p>
          When many orders have failed for the same reason, “Re-run failed actions…” above the list
          runs them again together. What came of it is then kept here.
        </p>
      </EmptyState>
    );
  }
  const more = () =>
    fetchMore({
      variables: { after: list.pageInfo.endCursor },
      updateQuery: (before, { fetchMoreResult: next }) => ({
        bulkReruns: {
          ...next.bulkReruns,
          nodes: [...before.bulkReruns.nodes, ...next.bulkReruns.nodes],
        },
      }),
    });
  return (
    <>
      <ul className={styles.past} aria-label="Bulk re-runs">
        {list.nodes.map((bulk) => (
          <PastOne key={bulk.id} bulk={bulk} onShow={() => props.onShow(bulk.id)} />
        ))}
      </ul>
      {list.pageInfo.hasNextPage && (
        <Button
          variant="default"
          size="compact-sm"
          mt="sm"
          loading={loading}
          onClick={() => void more()}
        >
          Show more
        </Button>
      )}
    </>
  );
}

function PastOne(props: { bulk: BulkRerunProgressFragment; onShow: () => void }) {
  const { bulk } = props;
  return (
    <li>
      <div className={styles.pastHead}>
        <UnstyledButton className={styles.pastName ?? ''} onClick={props.onShow}>
          Re-run of {actionsWords(bulk.total)}
        </UnstyledButton>
        <span className="dim">
          {ordersWords(bulk.orderCount)} · {bulk.startedBy.name} · <Ago at={bulk.startedAt} />
        </span>
      </div>
      <BulkRerunBar bulk={bulk} />
      <p className={styles.pastState}>
        {stateWords(bulk)}: {progressWords(bulk)}
      </p>
    </li>
  );
}
