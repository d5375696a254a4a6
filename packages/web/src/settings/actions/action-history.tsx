import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import {
  useConfigurationHistoryQuery,
  type HistoryRowFragment,
  type KindShownFragment,
} from '../../generated.ts';
import { ErrorState, LinesSkeleton } from '../../ui/states.tsx';
import { Ago } from '../../ui/time.tsx';
import { wordName } from '../../ui/values.tsx';
import { PanelSection } from '../form/form-panel.tsx';
import styles from './action-versions.module.css';

/** Who changed what of an action, newest first. `newest` changes when there is more to ask for. */
export function ActionHistory(props: {
  configurationId: string;
  kind: KindShownFragment | null;
  newest: string;
}) {
  const { data, previousData, error, loading, refetch, fetchMore } = useConfigurationHistoryQuery({
    variables: { id: props.configurationId },
    fetchPolicy: 'cache-and-network',
  });
  const seen = useRef(props.newest);
  useEffect(() => {
    if (seen.current === props.newest) return;
    seen.current = props.newest;
    // The error, if there is one, is shown by the query itself.
    refetch().catch(() => undefined);
  }, [props.newest, refetch]);

  const history = (data ?? previousData)?.actionConfiguration?.history;
  const more = () =>
    fetchMore({
      variables: { after: history?.pageInfo.endCursor },
      updateQuery: (before, { fetchMoreResult: next }) => {
        const [shown, added] = [before.actionConfiguration, next.actionConfiguration];
        if (!shown || !added) return before;
        const edges = [...shown.history.edges, ...added.history.edges];
        return { actionConfiguration: { ...added, history: { ...added.history, edges } } };
      },
    });
  return (
    <PanelSection title="History">
      {!history && error && (
        <ErrorState
          compact
          title="The history could not be loaded"
          error={error}
          onRetry={() => void refetch()}
        />
      )}
      {!history && !error && <LinesSkeleton label="Loading the history" lines={3} />}
      {history && (
        <ol className={styles.versions}>
          {history.edges.map(({ node }) => (
            <Entry key={node.id} entry={node} kind={props.kind} />
          ))}
        </ol>
      )}
      {history?.pageInfo.hasNextPage && (
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
    </PanelSection>
  );
}

function Entry({ entry, kind }: { entry: HistoryRowFragment; kind: KindShownFragment | null }) {
  return (
    <li>
      <div>{entry.summary}</div>
      {entry.changes.map(({ field, before, after }) => (
        <div key={field} className={styles.change}>
          {changedName(field, kind)}: {before || 'nothing'} → {after || 'nothing'}
        </div>
      ))}
      <div className={styles.by}>
        {entry.actor.name} · <Ago at={entry.at} focusable />
      </div>
    </li>
  );
}

/** A setting by the name it has in the form. */
function changedName(field: string, kind: KindShownFragment | null): string {
  const name = field.replace(/^settings\./, '');
  return kind?.fields.find((one) => one.name === name)?.label ?? wordName(name);
}
