import { Button } from '@mantine/core';
import { useActionAttemptsQuery, type AttemptRowFragment } from '../generated.ts';
import { ASKED_ANEW, useRefetchWhenChanged } from '../ui/refetch-when-changed.ts';
import { ErrorState, LinesSkeleton } from '../ui/states.tsx';
import { ActionStatusPill } from '../ui/status-pill.tsx';
import { Ago, durationText } from '../ui/time.tsx';
import styles from './actions-section.module.css';
import panel from './order-panel.module.css';

/** Every attempt of an action, newest first. `newest` changes when there is something new to ask for. */
export function Attempts(props: { actionId: string; newest: string }) {
  const { data, previousData, error, refetch, fetchMore } = useActionAttemptsQuery({
    variables: { actionId: props.actionId },
    fetchPolicy: 'cache-and-network',
    context: ASKED_ANEW,
  });
  useRefetchWhenChanged(props.newest, refetch);

  const node = (data ?? previousData)?.node;
  const attempts = node && 'attempts' in node ? node.attempts : null;
  if (error && !attempts) {
    return (
      <ErrorState
        compact
        title="The attempts could not be loaded"
        error={error}
        onRetry={() => void refetch()}
      />
    );
  }
  if (!attempts) return <LinesSkeleton label="Loading the attempts" lines={2} />;
  const rows = attempts.edges.map((edge) => edge.node).sort((a, b) => b.attempt - a.attempt);
  return (
    <>
      <ul className={styles.attempts}>
        {rows.map((attempt) => (
          <Attempt key={attempt.id} attempt={attempt} />
        ))}
      </ul>
      {attempts.pageInfo.hasNextPage && (
        <Button
          variant="subtle"
          size="compact-xs"
          onClick={() => void fetchMore({ variables: { after: attempts.pageInfo.endCursor } })}
        >
          Show more attempts
        </Button>
      )}
    </>
  );
}

const triggerWords = {
  AUTOMATIC: 'started by itself',
  RETRY: 'tried again by itself',
  TAKEOVER: 'taken over from a worker that went silent',
  RERUN: 're-run',
  FORCE: 'forced re-run',
} satisfies Record<AttemptRowFragment['trigger'], string>;

function Attempt({ attempt }: { attempt: AttemptRowFragment }) {
  const who = attempt.startedBy.kind === 'SYSTEM' ? '' : ` by ${attempt.startedBy.name}`;
  const isBroken = attempt.status === 'FAILED' || attempt.status === 'UNKNOWN';
  return (
    <li>
      <div className={panel.rowHead}>
        <span className={panel.rowName}>Attempt {attempt.attempt}</span>
        <ActionStatusPill status={attempt.status} />
      </div>
      {attempt.message && (
        <p className={isBroken ? panel.problem : styles.message}>{attempt.message}</p>
      )}
      <div className={panel.rowMeta}>
        Run {attempt.run}, {triggerWords[attempt.trigger]}
        {who} · <Ago at={attempt.startedAt} focusable />
        {attempt.finishedAt && ` · took ${durationText(attempt.startedAt, attempt.finishedAt)}`}
      </div>
      <Wire attempt={attempt} />
    </li>
  );
}

/** What went over the wire, for those who want to read it. */
function Wire({ attempt }: { attempt: AttemptRowFragment }) {
  const parts = [
    ['Sent', attempt.request],
    ['Answered', attempt.response],
  ] as const;
  if (parts.every(([, json]) => json === null || json === undefined)) return null;
  return (
    <details className={styles.wire}>
      <summary>Technical details</summary>
      {parts.map(([name, json]) =>
        json === null || json === undefined ? null : (
          <div key={name}>
            <h4>{name}</h4>
            <pre tabIndex={0} aria-label={`${name}, as JSON`}>
              {JSON.stringify(json, null, 2)}
            </pre>
          </div>
        ),
      )}
    </details>
  );
}
