import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import {
  useOwnSessionsQuery,
  useRevokeOwnOtherSessionsMutation,
  useRevokeOwnSessionMutation,
} from '../generated.ts';
import { useDeed } from '../people/members/use-deed.ts';
import { SessionsList } from '../people/sessions-list.tsx';
import { AccountSection } from './account-section.tsx';
import styles from './account.module.css';

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
    <AccountSection
      title="Where you are signed in"
      hint="A browser you do not know? Sign it out, then change your password."
    >
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
        <div className={styles.buttons}>
          <Button variant="default" loading={isBusy} onClick={() => void endOthers()}>
            Sign out everywhere else
          </Button>
        </div>
      )}
    </AccountSection>
  );
}
