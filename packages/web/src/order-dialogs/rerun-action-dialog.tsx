import { useApolloClient } from '@apollo/client/react';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import {
  PresentActionDocument,
  useRerunActionMutation,
  type RerunActionMutation,
  type RerunnableActionFragment,
  type RerunWarning,
} from '../generated.ts';
import { QuestionDialog } from '../ui/dialog.tsx';
import { faultWords } from '../ui/states.tsx';
import { shortTime, useNow } from '../ui/time.tsx';
import { LatestTemplate } from './latest-template.tsx';
import styles from './order-dialogs.module.css';
import { asksFirst, repeatedEffect, rerunVerbs } from './rerun-words.ts';
import { Words } from '../ui/request-id.tsx';

/** One wish to run an action again: its key stays the same however often the wish has to be sent. */
type Wish = {
  readonly action: RerunnableActionFragment;
  readonly idempotencyKey: string;
  /** What the person was told, and is thereby taken to agree to. */
  readonly warning: RerunWarning;
  /** "Use latest template": the action takes over the settings its configuration has now, for good. */
  readonly useLatest: boolean;
  readonly problem: string | null;
};

type RerunError = NonNullable<RerunActionMutation['rerunAction']>['errors'][number];

/**
 * Runs an action again. What is harmless runs at once; what fires a side effect again or may run
 * twice asks first. Which of these it is the server says, also when that changes meanwhile.
 */
export function useRerunAction(customerEmail: string | null): {
  request: (action: RerunnableActionFragment) => void;
  dialog: ReactNode;
} {
  const client = useApolloClient();
  const [rerun, { loading }] = useRerunActionMutation();
  // Kept after the answer, so that the dialog can close as itself and give the focus back.
  const [wish, setWish] = useState<Wish | null>(null);
  const [isAsking, setIsAsking] = useState(false);
  const ask = (next: Wish) => {
    setWish(next);
    setIsAsking(true);
  };

  const send = async (wish: Wish) => {
    const { action, idempotencyKey, warning, useLatest } = wish;
    let errors: readonly RerunError[];
    try {
      const { data } = await rerun({
        variables: {
          input: {
            actionId: action.id,
            idempotencyKey,
            expectedRun: action.run,
            expectedAttempt: action.attempt,
            useLatest,
            acknowledge: warning,
          },
        },
      });
      errors = data?.rerunAction.errors ?? [];
    } catch (error) {
      ask({
        ...wish,
        problem: faultWords(error, 'It is safe to try again: it will run once.'),
      });
      return;
    }
    const [error] = errors;
    if (!error) {
      setIsAsking(false);
      notifications.show({ message: `Re-run of “${action.name}” has started.` });
      return;
    }
    await answer(wish, error);
  };

  const answer = async (wish: Wish, error: RerunError) => {
    if ('warning' in error) {
      // The question was about something that has changed: ask the present one, as a wish of its own.
      const action = (await presentAction(wish.action.id)) ?? wish.action;
      const useLatest = wish.useLatest && action.rerunOptions.canUseLatest;
      ask({ ...newWish(action), warning: error.warning, useLatest });
      return;
    }
    setIsAsking(false);
    void presentAction(wish.action.id);
    notifications.show({ color: 'orange', autoClose: 10_000, ...refusalWords(error, wish.action) });
  };

  /** The action as it is now, into the cache too; null if it cannot be learned at the moment. */
  const presentAction = async (actionId: string): Promise<RerunnableActionFragment | null> => {
    try {
      const { data } = await client.query({
        query: PresentActionDocument,
        variables: { actionId },
        fetchPolicy: 'network-only',
      });
      return data?.node && 'rerunOptions' in data.node ? data.node : null;
    } catch {
      return null;
    }
  };

  const request = (action: RerunnableActionFragment) => {
    if (!action.rerunOptions.allowed || loading) return;
    const wish = newWish(action);
    if (asksFirst(action.rerunOptions)) ask(wish);
    else void send(wish);
  };

  const dialog = wish && (
    <RerunActionDialog
      wish={wish}
      opened={isAsking}
      customerEmail={customerEmail}
      busy={loading}
      onUseLatest={(useLatest) =>
        // Another choice is another wish: its key must not stand for the one sent before.
        setWish({ ...wish, useLatest, idempotencyKey: crypto.randomUUID(), problem: null })
      }
      onConfirm={() => void send(wish)}
      onClose={() => setIsAsking(false)}
    />
  );
  return { request, dialog };
}

function newWish(action: RerunnableActionFragment): Wish {
  return {
    action,
    idempotencyKey: crypto.randomUUID(),
    warning: action.rerunOptions.warning,
    useLatest: false,
    problem: null,
  };
}

function refusalWords(error: RerunError, action: RerunnableActionFragment) {
  if ('startedBy' in error) {
    const at = shortTime(error.startedAt, Date.now());
    const who = error.startedBy.kind === 'SYSTEM' ? 'automatically' : `by ${error.startedBy.name}`;
    return { title: 'Already running', message: `Started ${who} at ${at}.` };
  }
  return { title: `“${action.name}” was not re-run`, message: error.message };
}

function RerunActionDialog(props: {
  wish: Wish;
  opened: boolean;
  customerEmail: string | null;
  busy: boolean;
  onUseLatest: (useLatest: boolean) => void;
  onConfirm: () => void;
  onClose: () => void;
}) {
  const { action, warning, useLatest, problem } = props.wish;
  const verb = rerunVerbs[warning];
  return (
    <QuestionDialog
      opened={props.opened}
      title={`${verb} “${action.name}”?`}
      confirmLabel={problem ? 'Try again' : useLatest ? `${verb} with latest template` : verb}
      danger={warning === 'MAY_STILL_BE_RUNNING'}
      busy={props.busy}
      onConfirm={props.onConfirm}
      onClose={props.onClose}
    >
      {warning === 'NONE' && <p>It runs again right away.</p>}
      {warning === 'REPEATS_SIDE_EFFECT' && (
        <p>
          {action.status === 'UNKNOWN'
            ? 'Nobody knows whether the last run got through. '
            : 'It has already succeeded. '}
          {repeatedEffect(action, props.customerEmail)}
        </p>
      )}
      {warning === 'MAY_STILL_BE_RUNNING' && (
        <StillRunning action={action} customerEmail={props.customerEmail} />
      )}
      {props.opened && (
        <LatestTemplate
          actionId={action.id}
          canUseLatest={action.rerunOptions.canUseLatest}
          checked={useLatest}
          onChange={props.onUseLatest}
        />
      )}
      {problem && (
        <p className={styles.problem} role="alert">
          <Words text={problem} />
        </p>
      )}
    </QuestionDialog>
  );
}

function StillRunning(props: { action: RerunnableActionFragment; customerEmail: string | null }) {
  const { action } = props;
  const nowMs = useNow();
  const isRenewing = action.leaseUntil !== null && Date.parse(action.leaseUntil) > nowMs;
  return (
    <>
      <p>
        It has been running since{' '}
        <strong>{action.startedAt ? shortTime(action.startedAt, nowMs) : 'an unknown time'}</strong>
        {isRenewing
          ? ', and its worker still renews its lease: it is most likely at work right now.'
          : '. Its worker has not renewed its lease: it is taken over by itself within seconds.'}
      </p>
      <div className={styles.warning}>
        <IconAlertTriangle size={18} stroke={2} aria-hidden />
        <p>
          If the previous run is still active, both may get through.{' '}
          {repeatedEffect(action, props.customerEmail)} Force it only when you are sure that the
          previous run is no longer active.
        </p>
      </div>
    </>
  );
}
