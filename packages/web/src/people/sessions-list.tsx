import { Button } from '@mantine/core';
import type { SessionShownFragment } from '../generated.ts';
import { ErrorState, LinesSkeleton } from '../ui/states.tsx';
import { TipArea } from '../ui/tip.tsx';
import { Ago } from '../ui/time.tsx';
import { Tag } from '../ui/values.tsx';
import styles from './members/members.module.css';
import { Words } from '../ui/request-id.tsx';

/** Browsers in which somebody is signed in, each with a way to end it. Undefined until they are known. */
export function SessionsList(props: {
  sessions: readonly SessionShownFragment[] | undefined;
  error: unknown;
  isBusy: boolean;
  problem: string | null;
  onRetry: () => void;
  onRevoke: (session: SessionShownFragment) => void;
}) {
  const { sessions, problem } = props;
  if (!sessions) {
    return props.error ? (
      <ErrorState
        compact
        title="The sessions could not be loaded"
        error={props.error}
        onRetry={props.onRetry}
      />
    ) : (
      <LinesSkeleton label="Loading the sessions" lines={3} />
    );
  }
  if (sessions.length === 0) return <p className={styles.words}>Signed in nowhere.</p>;
  return (
    <TipArea>
      <ul className={styles.sessions} aria-label="Sessions">
        {sessions.map((session) => (
          <li key={session.id}>
            <div>
              <div className={styles.agent}>
                {session.agent} {session.isPresent && <Tag>This browser</Tag>}
              </div>
              <div className={styles.words}>
                {session.address ?? 'Unknown address'} · used{' '}
                <Ago at={session.lastUsedAt} focusable /> · signed in{' '}
                <Ago at={session.createdAt} focusable />
              </div>
            </div>
            {!session.isPresent && (
              <Button
                variant="default"
                size="compact-sm"
                disabled={props.isBusy}
                aria-label={`Sign out: ${session.agent}`}
                onClick={() => props.onRevoke(session)}
              >
                Sign out
              </Button>
            )}
          </li>
        ))}
      </ul>
      {problem && (
        <p className={styles.problem} role="alert">
          <Words text={problem} />
        </p>
      )}
    </TipArea>
  );
}
