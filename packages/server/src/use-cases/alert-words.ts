import type { AttentionStanding } from '../database/alerts.ts';
import type { AlertReason } from '../domain/alert.ts';
import { escapeHtml } from '../domain/html.ts';
import type { ShopSettings } from './manage-settings.ts';

export type AlertWords = {
  readonly headline: string;
  readonly text: string;
  readonly html: string;
  /** The webhook's body. */
  readonly body: string;
};

/** What the team is told: figures, an order's number and where to look, nothing about a person. */
export function alertWords(
  reason: AlertReason,
  standing: AttentionStanding,
  settings: Pick<ShopSettings, 'alertCount' | 'alertOlderThanMs'>,
  { now, publicUrl }: { now: Date; publicUrl: string },
): AlertWords {
  const headline = headlineOf(reason, standing, settings);
  const url = `${publicUrl}/orders?tab=attention`;
  return {
    headline,
    text: `${headline}\n\nLook at them: ${url}\n\nYou are told of this at most once an hour.\n`,
    html: `<p>${escapeHtml(headline)}</p><p><a href="${escapeHtml(url)}">Look at them</a></p><p>You are told of this at most once an hour.</p>`,
    body: JSON.stringify({
      type: 'orders.attention',
      timestamp: now.toISOString(),
      data: {
        reason,
        count: standing.count,
        countLimit: settings.alertCount,
        olderThanMs: settings.alertOlderThanMs,
        oldest: standing.oldest && {
          orderNumber: standing.oldest.orderNumber,
          since: standing.oldest.since.toISOString(),
        },
        url,
      },
    }),
  };
}

function headlineOf(
  reason: AlertReason,
  { count, oldest }: AttentionStanding,
  { alertCount, alertOlderThanMs }: Pick<ShopSettings, 'alertCount' | 'alertOlderThanMs'>,
): string {
  switch (reason) {
    case 'COUNT_PASSED':
      return `${count} ${count === 1 ? 'order needs' : 'orders need'} somebody, more than ${alertCount}.`;
    case 'WAITING_LONG':
      return `Order ${oldest?.orderNumber} has needed somebody since ${oldest?.since.toISOString()}, for more than ${duration(alertOlderThanMs ?? 0)}.`;
  }
}

const MINUTE_MS = 60_000;

/** `90 min`, `5 h`, `2 days`: in the largest unit that divides it. */
function duration(ms: number): string {
  const minutes = Math.round(ms / MINUTE_MS);
  if (minutes % 1_440 === 0 && minutes > 1_440) return `${minutes / 1_440} days`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`;
}
