import type { PanelOrderFragment } from '../generated.ts';
import { PaymentStatusPill } from '../ui/status-pill.tsx';
import { Ago } from '../ui/time.tsx';
import { Money, wordName } from '../ui/values.tsx';
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
