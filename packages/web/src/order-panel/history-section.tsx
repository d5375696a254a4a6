import { Button } from '@mantine/core';
import { IconBuildingBank, IconKey, IconSettings, IconUser, type Icon } from '@tabler/icons-react';
import { useOrderHistoryQuery, type HistoryRowFragment } from '../generated.ts';
import { ASKED_ANEW, useRefetchWhenChanged } from '../ui/refetch-when-changed.ts';
import { ErrorState, LinesSkeleton } from '../ui/states.tsx';
import { Ago } from '../ui/time.tsx';
import { wordName } from '../ui/values.tsx';
import styles from './history-section.module.css';
import panel from './order-panel.module.css';
import { Section } from './section.tsx';

/** Everything that happened to the order: who, what, when, and from what to what. */
export function HistorySection(props: { orderId: string; version: number }) {
  const { data, previousData, error, loading, refetch, fetchMore } = useOrderHistoryQuery({
    variables: { orderId: props.orderId },
    fetchPolicy: 'cache-and-network',
    context: ASKED_ANEW,
  });
  useRefetchWhenChanged(props.version, refetch);

  const history = (data ?? previousData)?.order?.history;
  return (
    <Section title="History">
      {!history && error && (
        <ErrorState
          compact
          title="The history could not be loaded"
          error={error}
          onRetry={() => void refetch()}
        />
      )}
      {!history && !error && <LinesSkeleton label="Loading the history" lines={4} />}
      {history && (
        <ol className={styles.entries}>
          {history.edges.map(({ node }) => (
            <Entry key={node.id} entry={node} />
          ))}
        </ol>
      )}
      {history?.pageInfo.hasNextPage && (
        <Button
          variant="default"
          size="compact-sm"
          mt="sm"
          loading={loading}
          onClick={() => void fetchMore({ variables: { after: history.pageInfo.endCursor } })}
        >
          Show more
        </Button>
      )}
    </Section>
  );
}

const actorIcons = {
  PERSON: IconUser,
  TOKEN: IconKey,
  PROVIDER: IconBuildingBank,
  SYSTEM: IconSettings,
} satisfies Record<HistoryRowFragment['actor']['kind'], Icon>;

function Entry({ entry }: { entry: HistoryRowFragment }) {
  const ActorIcon = actorIcons[entry.actor.kind];
  return (
    <li className={styles.entry}>
      <ActorIcon size={15} stroke={1.7} aria-hidden className={styles.icon} />
      <div>
        <div>{entry.summary}</div>
        {entry.reason && <div className={styles.reason}>“{entry.reason}”</div>}
        {entry.changes.map(({ field, before, after }) => (
          <div key={field} className={panel.rowMeta}>
            {wordName(field)}: {valueWords(before)} → {valueWords(after)}
          </div>
        ))}
        <div className={panel.rowMeta}>
          {entry.actor.name} · <Ago at={entry.at} focusable />
        </div>
      </div>
    </li>
  );
}

/** "IN_PROGRESS" as "In progress"; what is no word of ours stays as it is. */
function valueWords(value: string | null): string {
  if (value === null || value === '') return 'nothing';
  if (value === 'MARKED_AS_COMPLETED') return 'Completed (by hand)';
  return /^[A-Z][A-Z_]+$/.test(value) ? wordName(value.toLowerCase()) : value;
}
