import { TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useEraseCustomerMutation, type CustomerDataShownFragment } from '../generated.ts';
import { QuestionDialog } from '../ui/dialog.tsx';
import { faultWords } from '../ui/states.tsx';
import { counted } from './counted.ts';
import styles from './personal-data.module.css';
import { Words } from '../ui/request-id.tsx';

type Asking = {
  email: string;
  held: CustomerDataShownFragment;
  onErased: () => void;
  onClose: () => void;
};

/** The question before a customer is erased: what goes, what stays, and that nothing brings it back. */
export function EraseCustomerDialog(props: Asking & { opened: boolean }) {
  const { email, held, opened, onClose } = props;
  const { typed, type, isBusy, problem, erase } = useErasure(props);
  const isSure = typed.trim().toLowerCase() === email.toLowerCase();
  return (
    <QuestionDialog
      opened={opened}
      title="Erase this customer?"
      confirmLabel={`Erase from ${counted(held.orders, 'order')}`}
      danger
      busy={isBusy}
      disabled={!isSure}
      onConfirm={() => void erase()}
      onClose={onClose}
    >
      <p>
        Email, names and all answers of the billing form go, with everything that was sent and
        answered, and the reasons that your team has typed.{' '}
        <strong>Nothing brings them back.</strong>
      </p>
      <p>
        Amounts, payments, refunds, VAT, statuses, country and history stay, so that accounts and
        reports are the same as before.
      </p>
      <p>
        Afterwards nothing more can be delivered for these orders.
        {held.failedActions > 0 &&
          ` ${counted(held.failedActions, 'action that has failed stays', 'actions that have failed stay')} undone.`}
        {held.accessGiven > 0 && (
          <>
            {' '}
            <strong>
              {counted(held.accessGiven, 'access', 'accesses')} at other platforms stay
              {held.accessGiven === 1 ? 's' : ''} open
            </strong>
            , and cannot be taken away from here any more: remove{' '}
            {held.accessGiven === 1 ? 'it' : 'them'} first, if the customer is to lose{' '}
            {held.accessGiven === 1 ? 'it' : 'them'}.
          </>
        )}
      </p>
      <TextInput
        label="Type the address to confirm"
        description={<span className={styles.mono}>{email}</span>}
        type="email"
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={({ currentTarget }) => type(currentTarget.value)}
      />
      {problem && (
        <p className={styles.problem} role="alert">
          <Words text={problem} />
        </p>
      )}
    </QuestionDialog>
  );
}

function useErasure({ email, onErased, onClose }: Asking) {
  const [send, { loading }] = useEraseCustomerMutation();
  const [typed, type] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  // One wish, one key: a lost answer is asked for again and erases once.
  const [idempotencyKey, renewKey] = useState(() => crypto.randomUUID());
  const erase = async () => {
    setProblem(null);
    try {
      const { data } = await send({
        variables: { input: { email, idempotencyKey } },
        update: (cache) => {
          // Lists and panels hold the person too.
          cache.evict({ fieldName: 'orders' });
          cache.evict({ fieldName: 'order' });
          cache.gc();
        },
      });
      const answer = data?.eraseCustomer;
      const erased = answer?.erasedOrders ?? null;
      if (erased === null) {
        return setProblem(answer?.errors[0]?.message ?? 'The server gave no answer.');
      }
      const rest = answer?.remainingOrders ?? 0;
      notifications.show({ message: erasedWords(erased, rest) });
      renewKey(crypto.randomUUID());
      type('');
      onClose();
      onErased();
    } catch (fault) {
      setProblem(faultWords(fault, 'It is safe to try again: it is done once.'));
    }
  };
  return { typed, type, isBusy: loading, problem, erase };
}

function erasedWords(erased: number, rest: number): string {
  const done = `The customer was erased from ${counted(erased, 'order')}.`;
  return rest === 0 ? done : `${done} ${counted(rest, 'order')} are left: erase again.`;
}
