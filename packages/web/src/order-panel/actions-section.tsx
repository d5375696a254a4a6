import { IconChevronRight, IconRefresh, IconRefreshAlert } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { useActionChangedSubscription, type ActionRowFragment } from '../generated.ts';
import { rerunLabel } from '../order-dialogs/rerun-words.ts';
import { AllowedButton } from '../ui/allowed-button.tsx';
import { ActionStatusPill } from '../ui/status-pill.tsx';
import { Ago, durationText, exactTime, relativeTime, shortTime, useNow } from '../ui/time.tsx';
import { wordName } from '../ui/values.tsx';
import styles from './actions-section.module.css';
import { Attempts } from './attempts.tsx';
import panel from './order-panel.module.css';
import { Section } from './section.tsx';

/** What ran after the payment, how it went, every attempt of it, and a way to run each again. */
export function ActionsSection(props: {
  orderId: string;
  actions: readonly ActionRowFragment[];
  onRerun: (action: ActionRowFragment) => void;
}) {
  // Needs no handler: the cache puts what comes into the rows below.
  useActionChangedSubscription({ variables: { orderId: props.orderId }, ignoreResults: true });
  return (
    <Section title="Post-Purchase Actions">
      {props.actions.length === 0 && (
        <p className={panel.quiet}>
          No action belongs to this order: none has been set up for its products, or it was never
          paid.
        </p>
      )}
      {groupsOf(props.actions).map(({ name, actions }) => (
        <div key={name} className={styles.group}>
          {name && <h4>{name}</h4>}
          <ul className={styles.actions}>
            {actions.map((action) => (
              <ActionItem key={action.id} action={action} onRerun={props.onRerun} />
            ))}
          </ul>
        </div>
      ))}
    </Section>
  );
}

const purposeNames = {
  DELIVERY: 'What was bought',
  REMOVAL: 'Access taken away',
  REFUND: 'Money returned',
} satisfies Record<ActionRowFragment['purpose'], string>;

/** By what they are for; without names where there are deliveries alone, as of most orders. */
function groupsOf(actions: readonly ActionRowFragment[]) {
  const purposes = ['DELIVERY', 'REMOVAL', 'REFUND'] as const;
  const groups = purposes
    .map((purpose) => ({
      name: purposeNames[purpose],
      actions: actions.filter((action) => action.purpose === purpose),
    }))
    .filter((group) => group.actions.length > 0);
  return actions.every(({ purpose }) => purpose === 'DELIVERY')
    ? groups.map((group) => ({ ...group, name: null }))
    : groups;
}

function ActionItem(props: {
  action: ActionRowFragment;
  onRerun: (action: ActionRowFragment) => void;
}) {
  const { action } = props;
  const [opened, setOpened] = useState(false);
  const attemptsId = useId();
  const isBroken = action.status === 'FAILED' || action.status === 'UNKNOWN';
  return (
    <li className={styles.action} data-broken={isBroken || undefined}>
      <div className={styles.head}>
        <div className={styles.what}>
          <div className={styles.title}>
            <ActionStatusPill status={action.status} />
            <span className={panel.rowName}>{action.name}</span>
          </div>
          {action.message && (
            <p className={isBroken ? panel.problem : styles.message}>{action.message}</p>
          )}
          <div className={panel.rowMeta}>
            {kindWords(action)}
            <ActionTimes action={action} />
          </div>
        </div>
        {action.purpose !== 'REFUND' && <RerunButton action={action} onRerun={props.onRerun} />}
      </div>
      {action.attempt > 0 && (
        <button
          type="button"
          className={styles.toggle}
          aria-expanded={opened}
          aria-controls={attemptsId}
          onClick={() => setOpened(!opened)}
        >
          <IconChevronRight size={14} stroke={2} aria-hidden />
          {action.attempt === 1 ? '1 attempt' : `${action.attempt} attempts`}
          {action.run > 1 && ` in ${action.run} runs`}
          <span className="hidden-text"> of {action.name}</span>
        </button>
      )}
      <div id={attemptsId} hidden={!opened}>
        {opened && <Attempts actionId={action.id} newest={`${action.attempt} ${action.status}`} />}
      </div>
    </li>
  );
}

function RerunButton(props: {
  action: ActionRowFragment;
  onRerun: (action: ActionRowFragment) => void;
}) {
  const { action } = props;
  const { allowed, refusal, warning } = action.rerunOptions;
  const Icon = warning === 'MAY_STILL_BE_RUNNING' ? IconRefreshAlert : IconRefresh;
  const label = rerunLabel(action.rerunOptions);
  return (
    <AllowedButton
      size="compact-sm"
      className={styles.rerun ?? ''}
      leftSection={<Icon size={14} aria-hidden />}
      name={label.withName(action.name)}
      allowed={allowed}
      refusal={refusal}
      onClick={() => props.onRerun(action)}
    >
      {label.short}
    </AllowedButton>
  );
}

const levelWords = {
  PRODUCT: 'for a product',
  OFFER: 'for the offer',
  CHECKOUT: 'for the checkout',
} satisfies Record<NonNullable<ActionRowFragment['level']>, string>;

function kindWords({ kind, level, line, purpose, name }: ActionRowFragment): string {
  const type = wordName(kind);
  const place = line ? `for ${line.productName}` : level && levelWords[level];
  const words = [type === name ? null : type, place];
  if (purpose === 'REMOVAL') words.push('takes access away');
  if (purpose === 'REFUND') words.push('returns money');
  return words.filter(Boolean).join(' · ');
}

/** Since when it runs and whether its worker lives; or when it finished; or when it is tried again. */
function ActionTimes({ action }: { action: ActionRowFragment }) {
  const nowMs = useNow();
  if (action.status === 'RUNNING' && action.startedAt) {
    const isRenewing = action.leaseUntil !== null && Date.parse(action.leaseUntil) > nowMs;
    return (
      <span
        className={styles.time}
        data-late={!isRenewing || undefined}
        data-tip={exactTime(action.startedAt)}
      >
        Running since {shortTime(action.startedAt, nowMs)};{' '}
        {isRenewing
          ? 'its worker renews its lease'
          : 'its worker has not renewed its lease, so it is about to be taken over'}
      </span>
    );
  }
  if (action.status === 'PENDING') {
    if (!action.nextAttemptAt)
      return <span className={styles.time}>Waiting for its first run</span>;
    return (
      <span className={styles.time} data-tip={exactTime(action.nextAttemptAt)}>
        Next automatic try {relativeTime(action.nextAttemptAt, nowMs)}
      </span>
    );
  }
  if (!action.finishedAt) return null;
  return (
    <span className={styles.time}>
      <Ago at={action.finishedAt} focusable />
      {action.startedAt && ` · took ${durationText(action.startedAt, action.finishedAt)}`}
    </span>
  );
}
