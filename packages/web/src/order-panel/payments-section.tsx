import type { PanelOrderFragment } from '../generated.ts';
import { PaymentStatusPill } from '../ui/status-pill.tsx';
import { Ago } from '../ui/time.tsx';
import { formatMoney, Money, sumMoney, wordName } from '../ui/values.tsx';
import styles from './order-panel.module.css';
import { Section } from './section.tsx';

/** Every payment attempt, also those that failed, and what the provider said. */
export function PaymentsSection({ order }: { order: PanelOrderFragment }) {
  return (
    <Section title="Payments">
      {order.payments.length === 0 && (
        <p className={styles.quiet}>Nobody has tried to pay this order.</p>
      )}
      <ul className={styles.rows}>
        {order.payments.map((payment) => (
          <li key={payment.id}>
            <div className={styles.rowHead}>
              <PaymentStatusPill status={payment.status} />
              <span className={styles.rowName}>
                {wordName(payment.provider)} · {wordName(payment.method)}
              </span>
              <Money value={payment.amount} />
            </div>
            {payment.failureMessage && <p className={styles.problem}>{payment.failureMessage}</p>}
            <WentBack refunds={order.refunds} paymentId={payment.id} />
            <div className={styles.rowMeta}>
              <Ago at={payment.createdAt} focusable />
              {payment.providerReference && (
                <>
                  {' '}
                  · reference <code>{payment.providerReference}</code>
                </>
              )}
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}

const wentBackWords = {
  SUCCEEDED: 'went back',
  RECORDED: 'recorded as refunded',
  REQUESTED: 'on its way back',
  PENDING: 'on its way back',
  UNKNOWN: 'of a refund whose outcome is unknown',
} as const;

/** What of a payment went back and what is on its way. A completion that restored it returns no money to us. */
function WentBack(props: { refunds: PanelOrderFragment['refunds']; paymentId: string }) {
  const legs = props.refunds.flatMap(({ legs, reversedAt }) =>
    legs.filter(
      ({ payment, status }) =>
        payment?.id === props.paymentId && !(status === 'RECORDED' && reversedAt !== null),
    ),
  );
  const sums = [...new Set(Object.values(wentBackWords))].flatMap((words) => {
    const of = legs.filter(({ status }) => status !== 'FAILED' && wentBackWords[status] === words);
    const sum = sumMoney(of.map(({ amount }) => amount));
    return sum ? [`${formatMoney(sum)} ${words}`] : [];
  });
  if (sums.length === 0) return null;
  return <p className={styles.wentBack}>{sums.join(' · ')}</p>;
}
