import type { BulkRerunProgressFragment } from '../generated.ts';
import { progressWords } from './bulk-rerun-words.ts';
import styles from './bulk-rerun.module.css';

/** How much of it has come to its end, and how. */
export function BulkRerunBar({ bulk }: { bulk: BulkRerunProgressFragment }) {
  const parts = [
    ['good', bulk.succeeded],
    ['bad', bulk.failed],
    ['quiet', bulk.skippedCount],
  ] as const;
  return (
    <div
      className={styles.bar}
      role="progressbar"
      aria-label="Actions that have come to their end"
      aria-valuemin={0}
      aria-valuemax={bulk.total}
      aria-valuenow={bulk.total - bulk.waiting}
      aria-valuetext={progressWords(bulk)}
    >
      {parts.map(([tone, count]) => (
        <span key={tone} data-tone={tone} style={{ width: `${(100 * count) / bulk.total}%` }} />
      ))}
    </div>
  );
}
