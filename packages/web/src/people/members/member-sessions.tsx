import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import {
  useMemberSessionsQuery,
  useRevokeMemberSessionsMutation,
  useRevokeSessionMutation,
  type MemberShownFragment,
} from '../../generated.ts';
import { PanelSection } from '../../settings/form/form-panel.tsx';
import { SessionsList } from '../sessions-list.tsx';
import styles from './members.module.css';
import { useDeed } from './use-deed.ts';

/** Where a member is signed in, with ways to end it. */
export function MemberSessions({ member: { id, name } }: { member: MemberShownFragment }) {
  const { data, error, refetch } = useMemberSessionsQuery({
    variables: { id },
    fetchPolicy: 'cache-and-network',
  });
  const shown = { refetchQueries: ['MemberSessions', 'MemberSignIns'], awaitRefetchQueries: true };
  const [revoke] = useRevokeSessionMutation(shown);
  const [revokeAll] = useRevokeMemberSessionsMutation(shown);
  const { run, isBusy, problem } = useDeed();
  const node = data?.node;
  const sessions = node && 'sessions' in node ? node.sessions : undefined;
  const endAll = async () => {
    const isDone = await run(
      async () =>
        (await revokeAll({ variables: { memberId: id } })).data?.revokeMemberSessions.errors,
    );
    if (isDone) notifications.show({ message: `${name} is signed out everywhere.` });
  };
  return (
    <PanelSection title="Signed in now">
      <SessionsList
        sessions={sessions}
        error={error}
        isBusy={isBusy}
        problem={problem}
        onRetry={() => void refetch()}
        onRevoke={({ id: sessionId }) =>
          void run(
            async () => (await revoke({ variables: { sessionId } })).data?.revokeSession.errors,
          )
        }
      />
      {sessions?.some(({ isPresent }) => !isPresent) && !sessions.some((one) => one.isPresent) && (
        <Button
          className={styles.under ?? ''}
          variant="default"
          size="compact-sm"
          loading={isBusy}
          onClick={() => void endAll()}
        >
          Sign out everywhere
        </Button>
      )}
    </PanelSection>
  );
}
