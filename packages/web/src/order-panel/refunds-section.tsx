import type { PanelOrderFragment, RefundRowFragment } from '../generated.ts';
import { RefundLegs } from '../order-dialogs/refund-legs.tsx';
import { RefundStatusPill } from '../ui/status-pill.tsx';
import { Ago } from '../ui/time.tsx';
import { formatMoney, Money } from '../ui/values.tsx';
import styles from './order-panel.module.css';
import { Section } from './section.tsx';

/** What was given back, for which products, by which way, how far it got, and what to do next. */
export function RefundsSection(props: { order: PanelOrderFragment; onRefund: () => void }) {
  const { order } = props;
  return (
    <Section title="Refunds">
      {order.refundPending.minor > 0 && (
        <p className={styles.note}>
          {formatMoney(order.refundPending)} is held for refunds that are not certain yet.
        </p>
      )}
      <ul className={styles.rows}>
        {order.refunds.map((refund) => (
          <Refund
            key={refund.id}
            refund={refund}
            onRefundAgain={order.refundOptions.allowed ? props.onRefund : null}
          />
        ))}
      </ul>
    </Section>
  );
}

function Refund(props: { refund: RefundRowFragment; onRefundAgain: (() => void) | null }) {
  const { refund } = props;
  return (
    <li>
      <div className={styles.rowHead}>
        {/* That of its only leg stands with the leg. */}
        {refund.legs.length > 1 && <RefundStatusPill status={refund.status} />}
        <span className={styles.rowName}>
          {refund.lines.map(({ orderLine }) => orderLine.productName).join(', ') ||
            'The payment that came on top'}
        </span>
        <Money value={refund.amount} />
      </div>
      <RefundLegs refund={refund} onRefundAgain={props.onRefundAgain} />
      <div className={styles.rowMeta}>
        {refund.reason && <>“{refund.reason}” · </>}
        {refund.requestedBy.name} · <Ago at={refund.requestedAt} focusable />
        {takenAway(refund)}
        {refund.reversedAt && (
          <>
            {' '}
            · taken out of the books <Ago at={refund.reversedAt} focusable />
          </>
        )}
      </div>
    </li>
  );
}

function takenAway({ lines, removeOfferAccess }: RefundRowFragment): string {
  const names = lines.filter((line) => line.removeAccess).map((line) => line.orderLine.productName);
  const all = [...names, ...(removeOfferAccess ? ['the offer'] : [])];
  return all.length > 0 ? ` · removes access to ${new Intl.ListFormat('en').format(all)}` : '';
}
