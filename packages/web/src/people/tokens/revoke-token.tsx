import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconBan } from '@tabler/icons-react';
import { useState } from 'react';
import { useRevokeApiTokenMutation, type ApiTokenShownFragment } from '../../generated.ts';
import { QuestionDialog } from '../../ui/dialog.tsx';
import { faultWords } from '../../ui/states.tsx';
import { Ago } from '../../ui/time.tsx';
import styles from './tokens.module.css';
import { Words } from '../../ui/request-id.tsx';

/** Withdraws a token, after saying what stops with it. */
export function RevokeToken({ token }: { token: ApiTokenShownFragment }) {
  const [isAsking, setIsAsking] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [revoke, { loading }] = useRevokeApiTokenMutation({ refetchQueries: ['ApiTokens'] });
  const send = async () => {
    setProblem(null);
    try {
      const { data } = await revoke({ variables: { id: token.id } });
      const refused = data?.revokeApiToken.errors[0];
      if (refused) {
        setProblem(refused.message);
        return;
      }
    } catch (error) {
      setProblem(faultWords(error, 'It is safe to try again.'));
      return;
    }
    setIsAsking(false);
    notifications.show({ message: `“${token.name}” is revoked.` });
  };
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconBan size={15} stroke={1.8} aria-hidden />}
        onClick={() => {
          setProblem(null);
          setIsAsking(true);
        }}
      >
        Revoke…
      </Button>
      <QuestionDialog
        opened={isAsking}
        title={`Revoke “${token.name}”?`}
        confirmLabel="Revoke"
        danger
        busy={loading}
        onConfirm={() => void send()}
        onClose={() => setIsAsking(false)}
      >
        <p>
          Scripts with this token stop at once, also those that listen. This cannot be undone: to go
          on they need a new token.
        </p>
        <p>
          {token.lastUsedAt === null ? (
            'It has never been used.'
          ) : (
            <>
              It was last used <Ago at={token.lastUsedAt} />.
            </>
          )}
        </p>
        {problem && (
          <p className={styles.problem} role="alert">
            <Words text={problem} />
          </p>
        )}
      </QuestionDialog>
    </>
  );
}
