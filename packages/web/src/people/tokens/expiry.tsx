import { IconAlertTriangle } from '@tabler/icons-react';
import type { ApiTokenShownFragment } from '../../generated.ts';
import { Ago, exactTime, useNow } from '../../ui/time.tsx';
import { Tag } from '../../ui/values.tsx';
import styles from './tokens.module.css';

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;
/** Early enough to make a new one and hand it over. */
const WARN_DAYS = 14;

type Ending = Pick<ApiTokenShownFragment, 'expiresAt' | 'revokedAt' | 'state'>;

/** "in 30 days", with a warning when it is near; of a token that ended, when and how. */
export function Expiry({ token }: { token: Ending }) {
  const nowMs = useNow();
  if (token.revokedAt !== null) {
    return (
      <span className={styles.ended}>
        <Tag>Revoked</Tag> <Ago at={token.revokedAt} focusable />
      </span>
    );
  }
  const leftMs = Date.parse(token.expiresAt) - nowMs;
  if (token.state === 'EXPIRED' || leftMs <= 0) {
    return (
      <span className={styles.ended}>
        <Tag>Expired</Tag> <Ago at={token.expiresAt} focusable />
      </span>
    );
  }
  const exact = exactTime(token.expiresAt);
  const isNear = leftMs < WARN_DAYS * DAY_MS;
  return (
    <time
      dateTime={token.expiresAt}
      data-tip={exact}
      tabIndex={0}
      className={isNear ? styles.near : 'tabular'}
    >
      {isNear && <IconAlertTriangle size={14} stroke={1.9} aria-hidden />}
      {leftWords(leftMs)}
      <span className="hidden-text">
        {isNear ? ', which is soon' : ''}, {exact}
      </span>
    </time>
  );
}

/** "in 30 days", "in 5 h", "in less than an hour". */
export function leftWords(leftMs: number): string {
  // A month from now is 30 days for the reader, also a second later.
  const days = Math.round(leftMs / DAY_MS);
  if (leftMs >= 2 * DAY_MS - HOUR_MS) return `in ${days} days`;
  const hours = Math.floor(leftMs / HOUR_MS);
  return hours < 1 ? 'in less than an hour' : `in ${hours} h`;
}
