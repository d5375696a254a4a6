import { IconCash, IconPencil } from '@tabler/icons-react';
import { orderStatusFilterName } from '../ui/status-pill.tsx';
import { formatMoney, formatRate } from '../ui/values.tsx';
import type { RefundPreview } from './refund-plan.ts';
import styles from './refund.module.css';

/** What would happen, in the server's words: the total, its VAT, and one line per payment. */
export function RefundSummary(props: { preview: RefundPreview; isFresh: boolean }) {
  const { preview } = props;
  return (
    <section
      className={styles.summary}
      data-stale={!props.isFresh || undefined}
      aria-label="What will happen"
      aria-busy={!props.isFresh}
    >
      <dl className={styles.sums}>
        <div>
          <dt>Total refund</dt>
          <dd className={styles.total}>{formatMoney(preview.total)}</dd>
        </div>
        {preview.vat.map(({ rateBp, vat }) => (
          <div key={rateBp}>
            <dt>of it VAT {formatRate(rateBp)}</dt>
            <dd>{formatMoney(vat)}</dd>
          </div>
        ))}
      </dl>
      <ul className={styles.ways}>
        {preview.legs.map((leg, index) => (
          <li key={leg.payment?.id ?? index} data-moves={leg.movesMoney || undefined}>
            {leg.movesMoney ? (
              <IconCash size={17} stroke={1.8} aria-hidden />
            ) : (
              <IconPencil size={17} stroke={1.8} aria-hidden />
            )}
            <span>{leg.note}</span>
          </li>
        ))}
      </ul>
      <p className={styles.after}>
        The order will be {orderStatusFilterName(preview.statusAfter)}.
        {preview.actionsToRun.length > 0 && (
          <> Then runs: {new Intl.ListFormat('en').format(preview.actionsToRun)}.</>
        )}
      </p>
    </section>
  );
}
