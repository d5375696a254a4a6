import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import {
  useOwnSessionsQuery,
  useRevokeOwnOtherSessionsMutation,
  useRevokeOwnSessionMutation,
} from '../generated.ts';
import { PanelSection } from '../settings/form/form-panel.tsx';
import styles from './members/members.module.css';
import { useDeed } from './members/use-deed.ts';
import { SessionsList } from './sessions-list.tsx';

/** Where whoever looks is signed in, and a way to end it everywhere else. */
export function SessionsSection() {
  const { data, error, refetch } = useOwnSessionsQuery({ fetchPolicy: 'cache-and-network' });
  const refetchQueries = ['OwnSessions'];
  const [revoke] = useRevokeOwnSessionMutation({ refetchQueries, awaitRefetchQueries: true });
  const [revokeOthers] = useRevokeOwnOtherSessionsMutation({
    refetchQueries,
    awaitRefetchQueries: true,
  });
  const { run, isBusy, problem } = useDeed();
  const sessions = data?.viewer?.sessions;
  const endOthers = async () => {
    const isDone = await run(
      async () => (await revokeOthers()).data?.revokeOwnOtherSessions.errors,
    );
    if (isDone) notifications.show({ message: 'You are signed out everywhere else.' });
  };
  return (
    <PanelSection title="Where you are signed in">
      <SessionsList
        sessions={sessions}
        error={error}
        isBusy={isBusy}
        problem={problem}
        onRetry={() => void refetch()}
        onRevoke={({ id: sessionId }) =>
          void run(
            async () => (await revoke({ variables: { sessionId } })).data?.revokeOwnSession.errors,
          )
        }
      />
      {sessions && sessions.some(({ isPresent }) => !isPresent) && (
        <Button
          className={styles.under ?? ''}
          variant="default"
          size="compact-sm"
          loading={isBusy}
          onClick={() => void endOthers()}
        >
          Sign out everywhere else
        </Button>
      )}
    </PanelSection>
  );
}
