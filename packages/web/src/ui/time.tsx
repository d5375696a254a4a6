import { createContext, use, useEffect, useState, type ReactNode } from 'react';
import { dateFormat } from './formats.ts';

/**
 * Instants (ISO 8601, UTC) in the reader's language and time zone: relative under a day, then the
 * date; the exact time with its zone is the tip. One clock ticks for the whole page.
 */

const Now = createContext<number | null>(null);

/** Lets every time on the page move on together. `everyMs` is how often they are looked at anew. */
export function Clock(props: { everyMs?: number; children: ReactNode }) {
  const [now, setNow] = useState(() => Date.now());
  const everyMs = props.everyMs ?? 5000;
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return <Now value={now}>{props.children}</Now>;
}

/** Milliseconds since the epoch, renewed every few seconds. */
export function useNow(): number {
  const now = use(Now);
  if (now === null) throw new Error('There is no <Clock> around this time.');
  return now;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** "just now", "12 min ago", "3 h ago", "in 5 min"; from a day on the date, with the year if it is another one. */
export function relativeTime(instant: string, nowMs: number, language?: string): string {
  const atMs = Date.parse(instant);
  const awayMs = Math.abs(nowMs - atMs);
  if (awayMs >= DAY_MS) {
    const at = new Date(atMs);
    const sameYear = at.getFullYear() === new Date(nowMs).getFullYear();
    return dateFormat(language, {
      day: 'numeric',
      month: 'short',
      ...(sameYear ? {} : { year: 'numeric' }),
    }).format(at);
  }
  const isFuture = atMs > nowMs;
  if (awayMs < MINUTE_MS) return isFuture ? 'in a moment' : 'just now';
  const amount =
    awayMs < HOUR_MS
      ? `${Math.floor(awayMs / MINUTE_MS)} min`
      : `${Math.floor(awayMs / HOUR_MS)} h`;
  return isFuture ? `in ${amount}` : `${amount} ago`;
}

/** "23 November 2026 at 14:03:21 EET": nothing left to guess. */
export function exactTime(instant: string, language?: string): string {
  return dateFormat(language, { dateStyle: 'long', timeStyle: 'long' }).format(new Date(instant));
}

/** "14:03" today, "22 Nov, 14:03" otherwise. */
export function shortTime(instant: string, nowMs: number, language?: string): string {
  const at = new Date(instant);
  const isToday = at.toDateString() === new Date(nowMs).toDateString();
  return dateFormat(language, {
    ...(isToday ? {} : { day: 'numeric', month: 'short' }),
    hour: '2-digit',
    minute: '2-digit',
  }).format(at);
}

/** "0.8 s", "12 s", "3 min 5 s". */
export function durationText(fromInstant: string, toInstant: string): string {
  const ms = Math.max(0, Date.parse(toInstant) - Date.parse(fromInstant));
  if (ms < 1000) return `${ms} ms`;
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** A past time that moves on by itself. Focusable on its own where no table cell around it takes the focus. */
export function Ago(props: { at: string; focusable?: boolean }) {
  const exact = exactTime(props.at);
  // What has just happened must not lie ahead because the page's clock ticks only every few seconds.
  const nowMs = Math.max(useNow(), Date.parse(props.at));
  return (
    <time
      dateTime={props.at}
      className="tabular"
      data-tip={exact}
      {...(props.focusable ? { tabIndex: 0 } : {})}
    >
      {relativeTime(props.at, nowMs)}
      <span className="hidden-text">, {exact}</span>
    </time>
  );
}
