import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconBan, IconCircleCheck } from '@tabler/icons-react';
import { useState } from 'react';
import {
  useDisableMemberMutation,
  useEnableMemberMutation,
  type MemberShownFragment,
} from '../../generated.ts';
import { AllowedButton } from '../../ui/allowed-button.tsx';
import { QuestionDialog } from '../../ui/dialog.tsx';
import styles from './members.module.css';
import { useDeed } from './use-deed.ts';
import { Words } from '../../ui/request-id.tsx';

/** Switches somebody off after saying what that means, or on again. */
export function DisableMember({ member }: { member: MemberShownFragment }) {
  const { id, name, disabledAt, disableRefusal } = member;
  const [isAsking, setIsAsking] = useState(false);
  const refetchQueries = ['Members', 'MemberSessions'];
  const [disable] = useDisableMemberMutation({ refetchQueries });
  const [enable] = useEnableMemberMutation({ refetchQueries });
  const { run, isBusy, problem, forget } = useDeed();

  if (disabledAt) {
    const letIn = async () => {
      const isDone = await run(
        async () => (await enable({ variables: { id } })).data?.enableMember.errors,
      );
      if (isDone) notifications.show({ message: `${name} may sign in again.` });
    };
    return (
      <>
        <Button
          variant="default"
          loading={isBusy}
          leftSection={<IconCircleCheck size={15} stroke={1.8} aria-hidden />}
          onClick={() => void letIn()}
        >
          Enable
        </Button>
        {problem && (
          <p className={styles.problem} role="alert">
            <Words text={problem} />
          </p>
        )}
      </>
    );
  }
  const shutOut = async () => {
    const isDone = await run(
      async () => (await disable({ variables: { id } })).data?.disableMember.errors,
    );
    if (!isDone) return;
    setIsAsking(false);
    notifications.show({ message: `${name} is disabled and signed out everywhere.` });
  };
  return (
    <>
      <AllowedButton
        allowed={disableRefusal === null}
        refusal={disableRefusal === null ? null : { message: disableRefusal }}
        leftSection={<IconBan size={15} stroke={1.8} aria-hidden />}
        onClick={() => {
          forget();
          setIsAsking(true);
        }}
      >
        Disable…
      </AllowedButton>
      <QuestionDialog
        opened={isAsking}
        title={`Disable ${name}?`}
        confirmLabel={`Disable ${name}`}
        danger
        busy={isBusy}
        onConfirm={() => void shutOut()}
        onClose={() => setIsAsking(false)}
      >
        <p>
          {name} is signed out everywhere at once and cannot sign in any more. What they have
          started goes on, and everything they did stays on record under their name.
        </p>
        <p>You can enable them again at any time.</p>
        {problem && (
          <p className={styles.problem} role="alert">
            <Words text={problem} />
          </p>
        )}
      </QuestionDialog>
    </>
  );
}
