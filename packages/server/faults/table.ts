import type { Balance } from './ledger.ts';
import type { Seen } from './people.ts';

/** What one fault did, or why it could not be tried here. */
export type Outcome =
  | { readonly name: string; readonly what: string; readonly gap: string }
  | {
      readonly name: string;
      readonly what: string;
      readonly seen: Seen;
      /** From the moment it was mended until page, streams and a new order were well again, in ms; null: never. */
      readonly wellMs: number | null;
      readonly balance: Balance;
    };

/** The page is asked for so often that gaps below this are nobody's trouble. */
const NOTICED_MS = 700;

/** Nothing accepted was lost, nothing happened twice, and all was well again. */
export function isFine(outcome: Outcome): boolean {
  if ('gap' in outcome) return true;
  const { balance, wellMs } = outcome;
  return (
    balance.lost.length === 0 &&
    balance.twice.length === 0 &&
    (balance.settledMs !== null || balance.held > 0) &&
    balance.accepted.payments > 0 &&
    wellMs !== null
  );
}

/** The outcomes as a table of Markdown. */
export function tableOf(outcomes: readonly Outcome[]): string {
  const head = [
    'What happens',
    'What people see meanwhile',
    'Well again after',
    'All settled after',
    'Accepted',
    'Lost',
    'Twice',
  ];
  const rows = outcomes.map((one) =>
    'gap' in one
      ? [one.what, `not tried: ${one.gap}`, '–', '–', '–', '–', '–']
      : [
          one.what,
          wordsOf(one.seen, one.balance),
          seconds(one.wellMs),
          settledWords(one.balance),
          `${one.balance.accepted.payments} payments, ${one.balance.accepted.refunds} refunds`,
          String(one.balance.lost.length),
          String(one.balance.twice.length),
        ],
  );
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function settledWords({ settledMs, held, lost }: Balance): string {
  if (settledMs !== null || lost.length > 0 || held === 0) return seconds(settledMs);
  return `${held} refunds without proof: held, shown, asked after later`;
}

function wordsOf(seen: Seen, { repeatedMails }: Balance): string {
  const parts = [
    seen.longestGapMs > NOTICED_MS || seen.badAnswers.size > 0
      ? `the page without an answer for ${seconds(seen.longestGapMs)}${listOf(seen.badAnswers)}`
      : null,
    seen.failedVisits.size > 0
      ? `${sumOf(seen.failedVisits)} visits met a failure before paying`
      : null,
    seen.brokenStreams > 0
      ? `${seen.brokenStreams} streams broke off, came back and caught up`
      : null,
    seen.mostAttention > 0 ? `up to ${seen.mostAttention} orders require attention` : null,
    repeatedMails > 0 ? `${repeatedMails} mails came twice under one Message-ID` : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? 'nothing' : parts.join('; ');
}

function listOf(counts: ReadonlyMap<string, number>): string {
  if (counts.size === 0) return '';
  return ` (${[...counts].map(([what, n]) => `${n} × ${what}`).join(', ')})`;
}

function sumOf(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, n) => sum + n, 0);
}

function seconds(ms: number | null): string {
  return ms === null ? 'never' : `${(ms / 1_000).toFixed(1)} s`;
}
