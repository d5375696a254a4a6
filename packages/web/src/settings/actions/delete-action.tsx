import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import {
  useDeleteActionConfigurationMutation,
  type ConfigurationWholeFragment,
} from '../../generated.ts';
import { QuestionDialog } from '../../ui/dialog.tsx';
import { faultWords } from '../../ui/states.tsx';
import styles from './action-test.module.css';
import { Words } from '../../ui/request-id.tsx';

/** Takes an action out of the configuration, after saying what stays. */
export function DeleteAction(props: {
  configuration: ConfigurationWholeFragment;
  onDeleted: () => void;
}) {
  const { id, name, openActions } = props.configuration;
  const [isAsking, setIsAsking] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [remove, { loading }] = useDeleteActionConfigurationMutation({
    refetchQueries: ['ActionConfigurations'],
  });
  const send = async () => {
    setProblem(null);
    try {
      const { data } = await remove({ variables: { id } });
      const refused = data?.deleteActionConfiguration.errors[0];
      if (refused) {
        setProblem(refused.message);
        return;
      }
    } catch (error) {
      setProblem(faultWords(error, 'It is safe to try again.'));
      return;
    }
    setIsAsking(false);
    notifications.show({ message: `“${name}” is deleted: new orders do not get it.` });
    props.onDeleted();
  };
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconTrash size={15} stroke={1.8} aria-hidden />}
        onClick={() => {
          setProblem(null);
          setIsAsking(true);
        }}
      >
        Delete…
      </Button>
      <QuestionDialog
        opened={isAsking}
        title={`Delete “${name}”?`}
        confirmLabel="Delete"
        danger
        busy={loading}
        onConfirm={() => void send()}
        onClose={() => setIsAsking(false)}
      >
        <p>Orders paid from now on will not get it. This cannot be undone.</p>
        <p>{whatStays(openActions)}</p>
        {problem && (
          <p className={styles.problem} role="alert">
            <Words text={problem} />
          </p>
        )}
      </QuestionDialog>
    </>
  );
}

function whatStays(openActions: number): string {
  const stays =
    'Orders that have it keep their own copy and can still run it again, and the history stays.';
  if (openActions === 0) return stays;
  const open =
    openActions === 1
      ? '1 action made from it is not done yet: it still runs.'
      : `${openActions} actions made from it are not done yet: they still run.`;
  return `${stays} ${open}`;
}
