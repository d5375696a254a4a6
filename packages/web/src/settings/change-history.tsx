import { Button } from '@mantine/core';
import type { ChangePageFragment, HistoryRowFragment } from '../generated.ts';
import { ErrorState, LinesSkeleton } from '../ui/states.tsx';
import { Ago } from '../ui/time.tsx';
import styles from './change-history.module.css';

type Changed = HistoryRowFragment['changes'][number];

/** Who changed what, newest first. `words` says one change as a sentence without a full stop. */
export function ChangeHistory(props: {
  /** Undefined until it is known. */
  page: ChangePageFragment | undefined;
  error: unknown;
  loading: boolean;
  words: (change: Changed) => string;
  onRetry: () => void;
  onMore: () => void;
}) {
  const { page, error } = props;
  if (!page) {
    return error ? (
      <ErrorState
        compact
        title="The history could not be loaded"
        error={error}
        onRetry={props.onRetry}
      />
    ) : (
      <LinesSkeleton label="Loading the history" lines={3} />
    );
  }
  return (
    <>
      {page.edges.length === 0 && <p className={styles.none}>No change is on record.</p>}
      <ol className={styles.entries} aria-label="Changes">
        {page.edges.map(({ node }) => (
          <li key={node.id}>
            <div>{node.summary}</div>
            {node.changes.map((change) => (
              <div key={change.field} className={styles.change}>
                {props.words(change)}
              </div>
            ))}
            <div className={styles.by}>
              {node.actor.name} · <Ago at={node.at} focusable />
            </div>
          </li>
        ))}
      </ol>
      {page.pageInfo.hasNextPage && (
        <Button
          variant="default"
          size="compact-sm"
          mt="sm"
          loading={props.loading}
          onClick={props.onMore}
        >
          Show more
        </Button>
      )}
    </>
  );
}

/** The page behind another one, put at its end. */
export function joinPages(shown: ChangePageFragment, next: ChangePageFragment): ChangePageFragment {
  return { ...next, edges: [...shown.edges, ...next.edges] };
}
