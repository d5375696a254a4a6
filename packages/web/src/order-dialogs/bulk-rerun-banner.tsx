import { CloseButton, UnstyledButton } from '@mantine/core';
import { useEffect, useState } from 'react';
import {
  useBulkRerunChangedSubscription,
  useBulkRerunsQuery,
  type BulkRerunProgressFragment,
} from '../generated.ts';
import { useConnection } from '../ui/connection.tsx';
import { BulkRerunBar } from './bulk-rerun-bar.tsx';
import { actionsWords, progressWords, stateWords } from './bulk-rerun-words.ts';
import styles from './bulk-rerun.module.css';

/** Somebody else may start one while the list is open. */
const LOOK_AGAIN_MS = 20_000;

/** What is being re-run together right now: found again after a reload; when done, it stays until closed. */
export function BulkRerunBanners(props: { onShow: (bulkRerunId: string) => void }) {
  const { returns } = useConnection();
  const { data, refetch } = useBulkRerunsQuery({
    fetchPolicy: 'cache-and-network',
    pollInterval: LOOK_AGAIN_MS,
  });
  useEffect(() => {
    // What cannot be asked now is asked again soon.
    if (returns > 0) refetch().catch(() => undefined);
  }, [returns, refetch]);

  const [seenRunning, setSeenRunning] = useState<readonly string[]>([]);
  const [closed, setClosed] = useState<readonly string[]>([]);
  const bulks = data?.bulkReruns.nodes ?? [];
  const fresh = bulks.filter(({ id, finishedAt }) => !finishedAt && !seenRunning.includes(id));
  if (fresh.length > 0) setSeenRunning([...seenRunning, ...fresh.map(({ id }) => id)]);

  return bulks
    .filter(({ id }) => seenRunning.includes(id) && !closed.includes(id))
    .map((bulk) => (
      <BulkRerunBanner
        key={bulk.id}
        bulk={bulk}
        onShow={() => props.onShow(bulk.id)}
        onClose={() => setClosed([...closed, bulk.id])}
      />
    ));
}

function BulkRerunBanner(props: {
  bulk: BulkRerunProgressFragment;
  onShow: () => void;
  onClose: () => void;
}) {
  const { bulk } = props;
  const isFinished = bulk.finishedAt !== null;
  useBulkRerunChangedSubscription({ variables: { id: bulk.id }, ignoreResults: true });
  return (
    <section
      className={styles.banner}
      aria-label={`Re-run of ${actionsWords(bulk.total)}`}
      data-finished={isFinished || undefined}
    >
      <div className={styles.bannerWords}>
        <strong>Re-run of {actionsWords(bulk.total)}</strong>{' '}
        <span className="tabular">
          {stateWords(bulk)}: {progressWords(bulk)}
        </span>
        <span role="status" className="hidden-text">
          {isFinished && `The re-run of ${actionsWords(bulk.total)} is finished.`}
        </span>
      </div>
      <UnstyledButton className={styles.link ?? ''} onClick={props.onShow}>
        Show results
      </UnstyledButton>
      {isFinished && (
        <CloseButton size="sm" aria-label="Close this notice" onClick={props.onClose} />
      )}
      <BulkRerunBar bulk={bulk} />
    </section>
  );
}
