import { Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useRef, useState } from 'react';
import { useSettleRefundLegMutation, type RefundLegRowFragment } from '../generated.ts';
import { QuestionDialog } from '../ui/dialog.tsx';
import { faultWords } from '../ui/states.tsx';
import styles from './refund.module.css';
import { stepWords } from './refund-words.ts';
import { Words } from '../ui/request-id.tsx';

export type RefundLegStep = RefundLegRowFragment['nextSteps'][number];

/** Asks before a person settles what became of a leg, and why, where that is written down. */
export function SettleLegDialog(props: {
  leg: RefundLegRowFragment;
  step: RefundLegStep;
  opened: boolean;
  onClose: () => void;
}) {
  const { leg, step } = props;
  const [settle, { loading }] = useSettleRefundLegMutation();
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<{ message: string; isReason: boolean } | null>(null);
  const wish = useRef({ text: '', key: '' });
  const words = stepWords(step, leg);
  const needsReason = step !== 'CHECK_AGAIN';

  const send = async () => {
    if (needsReason && reason.trim() === '') {
      setProblem({ message: 'Say how you know, for whoever reads it later.', isReason: true });
      return;
    }
    const text = JSON.stringify([leg.id, leg.status, step, reason]);
    if (wish.current.text !== text) wish.current = { text, key: crypto.randomUUID() };
    setProblem(null);
    try {
      const { data } = await settle({
        variables: {
          input: {
            legId: leg.id,
            idempotencyKey: wish.current.key,
            step,
            expectedStatus: leg.status,
            reason: reason.trim() || null,
          },
        },
      });
      const error = data?.settleRefundLeg.errors[0];
      if (error) {
        setProblem({ message: error.message, isReason: error.path?.[0] === 'reason' });
        return;
      }
      notifications.show({ message: words.done });
      props.onClose();
    } catch (fault) {
      setProblem({
        message: faultWords(fault, 'It is safe to try again: it is done once.'),
        isReason: false,
      });
    }
  };

  return (
    <QuestionDialog
      opened={props.opened}
      title={words.title}
      confirmLabel={words.confirm}
      danger={needsReason}
      busy={loading}
      onConfirm={() => void send()}
      onClose={props.onClose}
    >
      <p>{words.consequence}</p>
      {needsReason && (
        <Textarea
          label="How do you know?"
          autosize
          minRows={2}
          maxRows={5}
          maxLength={2000}
          value={reason}
          error={problem?.isReason ? problem.message : null}
          onChange={({ currentTarget }) => setReason(currentTarget.value)}
        />
      )}
      {problem && !problem.isReason && (
        <p className={styles.problem} role="alert">
          <Words text={problem.message} />
        </p>
      )}
    </QuestionDialog>
  );
}
