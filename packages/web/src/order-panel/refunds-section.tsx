import type { PanelOrderFragment, RefundRowFragment } from '../generated.ts';
import { RefundStatusPill } from '../ui/status-pill.tsx';
import { Ago } from '../ui/time.tsx';
import { Money, wordName } from '../ui/values.tsx';
import styles from './order-panel.module.css';
import { Section } from './section.tsx';

/** What was given back, for which products, by which way, and how far it got. */
export function RefundsSection({ order }: { order: PanelOrderFragment }) {
  return (
    <Section title="Refunds">
      <ul className={styles.rows}>
        {order.refunds.map((refund) => (
          <Refund key={refund.id} refund={refund} />
        ))}
      </ul>
    </Section>
  );
}

function Refund({ refund }: { refund: RefundRowFragment }) {
  return (
    <li>
      <div className={styles.rowHead}>
        <RefundStatusPill status={refund.status} />
        <span className={styles.rowName}>
          {refund.lines.map(({ orderLine }) => orderLine.productName).join(', ') || 'Whole payment'}
        </span>
        <Money value={refund.amount} />
      </div>
      {refund.legs.map((leg) => (
        <div key={leg.id} className={styles.rowMeta}>
          <Money value={leg.amount} />{' '}
          {leg.status === 'RECORDED'
            ? 'recorded only, no money moved'
            : `through ${leg.payment ? wordName(leg.payment.provider) : 'no provider'}`}
          {leg.providerReference && (
            <>
              {' '}
              · reference <code>{leg.providerReference}</code>
            </>
          )}
          {leg.failureMessage && <p className={styles.problem}>{leg.failureMessage}</p>}
        </div>
      ))}
      <div className={styles.rowMeta}>
        {refund.reason && <>“{refund.reason}” · </>}
        {refund.requestedBy.name} · <Ago at={refund.requestedAt} focusable />
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
