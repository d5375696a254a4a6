import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconBan,
  IconCheck,
  IconCircleDashed,
  IconCircleX,
  IconClock,
  IconCoin,
  IconHandStop,
  IconHelpCircle,
  IconMailX,
  IconNotes,
  IconPencil,
  IconPlayerPlay,
  IconPlayerSkipForward,
  IconProgress,
  IconReceiptRefund,
  type Icon,
} from '@tabler/icons-react';
import styles from './status-pill.module.css';

/** Colour, icon and word of every status, in one place. Calm for what is well, loud for what is not. */

type Tone = 'neutral' | 'info' | 'good' | 'warn' | 'bad' | 'quiet';
type Look = { readonly word: string; readonly tone: Tone; readonly icon: Icon };

export type OrderStatusName =
  | 'STARTED'
  | 'IN_PROGRESS'
  | 'PROCESSING'
  | 'PAID'
  | 'COMPLETED'
  | 'MARKED_AS_COMPLETED'
  | 'PARTIALLY_REFUNDED'
  | 'REFUNDED';

export const orderStatusLooks: Readonly<Record<OrderStatusName, Look>> = {
  STARTED: { word: 'Started', tone: 'neutral', icon: IconCircleDashed },
  IN_PROGRESS: { word: 'In Progress', tone: 'neutral', icon: IconPencil },
  PROCESSING: { word: 'Processing', tone: 'info', icon: IconProgress },
  PAID: { word: 'Paid', tone: 'info', icon: IconCoin },
  COMPLETED: { word: 'Completed', tone: 'good', icon: IconCheck },
  MARKED_AS_COMPLETED: { word: 'Completed', tone: 'good', icon: IconCheck },
  PARTIALLY_REFUNDED: { word: 'Partially Refunded', tone: 'quiet', icon: IconReceiptRefund },
  REFUNDED: { word: 'Refunded', tone: 'quiet', icon: IconArrowBackUp },
};

/** What the filter calls a status: there the two completed ones must be told apart in words. */
export function orderStatusFilterName(status: OrderStatusName): string {
  return status === 'MARKED_AS_COMPLETED' ? 'Marked as Completed' : orderStatusLooks[status].word;
}

export type PaymentStatusName =
  | 'PENDING'
  | 'SUCCEEDED'
  | 'FAILED'
  | 'CANCELLED'
  | 'PARTIALLY_REFUNDED'
  | 'REFUNDED';

export const paymentStatusLooks: Readonly<Record<PaymentStatusName, Look>> = {
  PENDING: { word: 'Pending', tone: 'info', icon: IconClock },
  SUCCEEDED: { word: 'Succeeded', tone: 'good', icon: IconCheck },
  FAILED: { word: 'Failed', tone: 'bad', icon: IconCircleX },
  CANCELLED: { word: 'Cancelled', tone: 'neutral', icon: IconBan },
  PARTIALLY_REFUNDED: { word: 'Partially refunded', tone: 'quiet', icon: IconReceiptRefund },
  REFUNDED: { word: 'Refunded', tone: 'quiet', icon: IconArrowBackUp },
};

export type ActionStatusName =
  | 'PENDING'
  | 'RUNNING'
  | 'SUCCEEDED'
  | 'FAILED'
  | 'UNKNOWN'
  | 'CANCELLED';

const actionStatusLooks: Readonly<Record<ActionStatusName, Look>> = {
  PENDING: { word: 'Waiting', tone: 'neutral', icon: IconClock },
  RUNNING: { word: 'Running', tone: 'info', icon: IconPlayerPlay },
  SUCCEEDED: { word: 'Succeeded', tone: 'good', icon: IconCheck },
  FAILED: { word: 'Failed', tone: 'bad', icon: IconCircleX },
  UNKNOWN: { word: 'Outcome unknown', tone: 'warn', icon: IconHelpCircle },
  CANCELLED: { word: 'Cancelled', tone: 'neutral', icon: IconBan },
};

export type BulkOutcomeName = 'WAITING' | 'SUCCEEDED' | 'FAILED' | 'SKIPPED';

const bulkOutcomeLooks: Readonly<Record<BulkOutcomeName, Look>> = {
  WAITING: { word: 'Waiting', tone: 'neutral', icon: IconClock },
  SUCCEEDED: { word: 'Succeeded', tone: 'good', icon: IconCheck },
  FAILED: { word: 'Failed', tone: 'bad', icon: IconCircleX },
  SKIPPED: { word: 'Skipped', tone: 'quiet', icon: IconPlayerSkipForward },
};

export type RefundStatusName =
  | 'RECORDED'
  | 'REQUESTED'
  | 'PENDING'
  | 'SUCCEEDED'
  | 'FAILED'
  | 'UNKNOWN';

const refundStatusLooks: Readonly<Record<RefundStatusName, Look>> = {
  RECORDED: { word: 'Recorded only', tone: 'quiet', icon: IconNotes },
  REQUESTED: { word: 'Requested', tone: 'info', icon: IconClock },
  PENDING: { word: 'On its way', tone: 'info', icon: IconProgress },
  SUCCEEDED: { word: 'Returned', tone: 'good', icon: IconCheck },
  FAILED: { word: 'Failed', tone: 'bad', icon: IconCircleX },
  UNKNOWN: { word: 'Outcome unknown', tone: 'warn', icon: IconHelpCircle },
};

export type AttentionReasonName =
  | 'ACTION_FAILED'
  | 'ACTION_OVERDUE'
  | 'ACTION_UNKNOWN'
  | 'REMOVAL_FAILED'
  | 'REFUND_UNKNOWN'
  | 'REFUND_FAILED'
  | 'REFUND_DIFFERS'
  | 'PAID_TWICE'
  | 'PAID_AMOUNT_DIFFERS';

export const attentionReasonWords: Readonly<Record<AttentionReasonName, string>> = {
  ACTION_FAILED: 'Action failed',
  ACTION_OVERDUE: 'Action overdue',
  ACTION_UNKNOWN: 'Outcome unknown',
  REMOVAL_FAILED: 'Access not removed',
  REFUND_UNKNOWN: 'Refund unclear',
  REFUND_FAILED: 'Refund failed',
  REFUND_DIFFERS: 'Refunds differ',
  PAID_TWICE: 'Paid twice',
  PAID_AMOUNT_DIFFERS: 'Amount differs',
};

function Pill(props: { look: Look; small?: boolean }) {
  const { word, tone, icon: Icon } = props.look;
  return (
    <span className={styles.pill} data-tone={tone} data-small={props.small || undefined}>
      <Icon size={props.small ? 12 : 13} stroke={2.2} aria-hidden />
      {word}
    </span>
  );
}

export function OrderStatusPill(props: { status: OrderStatusName }) {
  const pill = <Pill look={orderStatusLooks[props.status]} />;
  if (props.status !== 'MARKED_AS_COMPLETED') return pill;
  return (
    <span className={styles.group}>
      {pill}
      <span className={styles.byHand} data-tip="A person marked this order as completed">
        <IconHandStop size={12} aria-hidden />
        by hand
      </span>
    </span>
  );
}

export function PaymentStatusPill(props: { status: PaymentStatusName }) {
  return <Pill look={paymentStatusLooks[props.status]} small />;
}

export function ActionStatusPill(props: { status: ActionStatusName }) {
  return <Pill look={actionStatusLooks[props.status]} small />;
}

export function BulkOutcomePill(props: { outcome: BulkOutcomeName }) {
  return <Pill look={bulkOutcomeLooks[props.outcome]} small />;
}

export function RefundStatusPill(props: { status: RefundStatusName }) {
  return <Pill look={refundStatusLooks[props.status]} small />;
}

const memberStateLooks = {
  DISABLED: { word: 'Disabled', tone: 'neutral', icon: IconBan },
  INVITED: { word: 'Invited', tone: 'info', icon: IconClock },
  EXPIRED: { word: 'Invitation expired', tone: 'warn', icon: IconMailX },
} as const satisfies Record<string, Look>;

/** What a list of members says of those who cannot sign in. `more` goes on from its word. */
export function MemberStatePill(props: { state: keyof typeof memberStateLooks; more?: string }) {
  const look = memberStateLooks[props.state];
  return <Pill look={props.more ? { ...look, word: `${look.word}, ${props.more}` } : look} small />;
}

/** The mark of an order that needs somebody; the sentence why is its tip and its spoken text. */
export function AttentionMark(props: {
  reasons: readonly AttentionReasonName[];
  summary: string;
  withWords?: boolean;
}) {
  const words = props.reasons.map((reason) => attentionReasonWords[reason]).join(', ');
  return (
    <span className={styles.attention} data-tip={props.summary}>
      <IconAlertTriangle size={14} stroke={2.2} aria-hidden />
      <span className={props.withWords ? styles.attentionWords : 'hidden-text'}>
        <span className="hidden-text">Requires attention: </span>
        {words}
      </span>
    </span>
  );
}
