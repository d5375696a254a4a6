import {
  attentionStanding,
  claimAlert,
  quietReasons,
  settleAlert,
  type AttentionStanding,
} from '../database/alerts.ts';
import { readSettings, type StoredSettings } from '../database/settings.ts';
import { alertReasons, nextAlertAt, type AlertReason } from '../domain/alert.ts';
import { alertWords, type AlertWords } from './alert-words.ts';
import { ALERT_SECRET } from './manage-settings.ts';
import { inOneTransaction, type Request } from './request.ts';
import { recordInShop } from './shop-history.ts';
import type { TeamChannels, Told } from './team-channels.ts';

export type AlertSurroundings = {
  readonly channels: TeamChannels;
  /** Where the team looks: `https://orders.example.com`, without a slash at its end. */
  readonly publicUrl: string;
  /** A fault of ours, for the log. */
  readonly onFault: (error: unknown) => void;
};

/** Longer than any channel takes: a worker that says nothing for so long is gone, and another tells. */
const CLAIMED_FOR_MS = 120_000;

/**
 * Tells the team, by the mail and the webhook it has set, when more orders need somebody than its limit, or
 * one for longer than its limit; each reason at most once an hour. Safe in several workers at once: the
 * reason is taken before anything goes out, and a repetition after a crash carries the same key.
 */
export async function sendAlerts(request: Request, surroundings: AlertSurroundings): Promise<void> {
  const em = request.em.fork();
  const now = request.tools.now();
  const settings = await readSettings(em);
  if (!settings.alertEmail && !settings.alertWebhookUrl) return;
  if (settings.alertCount === null && settings.alertOlderThanMs === null) return;
  const quiet = await quietReasons(em, now);
  if (quiet.size === 2) return;
  const standing = await attentionStanding(em, now);
  const reasons = alertReasons(
    { count: standing.count, oldestSince: standing.oldest?.since ?? null },
    { count: settings.alertCount, olderThanMs: settings.alertOlderThanMs },
    now,
  );
  for (const reason of reasons.filter((one) => !quiet.has(one))) {
    await tellTeam(reason, standing, settings, request, surroundings);
  }
}

async function tellTeam(
  reason: AlertReason,
  standing: AttentionStanding,
  settings: StoredSettings,
  request: Request,
  surroundings: AlertSurroundings,
): Promise<void> {
  const now = request.tools.now();
  const until = new Date(now.getTime() + CLAIMED_FOR_MS);
  const number = await claimAlert(request.em.fork(), { reason, now, until });
  if (number === null) return;
  const words = alertWords(reason, standing, settings, { now, publicUrl: surroundings.publicUrl });
  const key = `alert-${reason.toLowerCase().replace('_', '-')}-${number}`;
  const told = await overChannels(words, settings, key, request, surroundings);
  // What may have arrived is not repeated: better an hour of silence than a mail every five minutes.
  const wasTold = told.some(({ outcome }) => outcome !== 'not-told');
  await inOneTransaction(request, async (work) => {
    await settleAlert(work.em, {
      reason,
      number,
      sentAt: wasTold ? work.now : null,
      nextAt: nextAlertAt(work.now, wasTold),
    });
    recordInShop(work, 'alerts', {
      event: wasTold ? 'alert.sent' : 'alert.failed',
      summary: [words.headline, ...told.map(({ summary }) => summary)].join(' '),
    });
  });
}

type ToldBy = { readonly outcome: Told['outcome']; readonly summary: string };

async function overChannels(
  words: AlertWords,
  { alertEmail, alertWebhookUrl, alertWebhookSecret }: StoredSettings,
  key: string,
  { tools }: Request,
  { channels, onFault }: AlertSurroundings,
): Promise<ToldBy[]> {
  const sentAt = tools.now();
  const { text, html, body, headline: subject } = words;
  const ways: Promise<ToldBy>[] = [];
  const by = (name: string, attempt: () => Promise<Told>) =>
    void ways.push(withWords(name, attempt, onFault));
  if (alertEmail) {
    by('mail', () => channels.mail({ to: alertEmail, subject, text, html, key, sentAt }));
  }
  if (alertWebhookUrl && alertWebhookSecret) {
    by('webhook', () => {
      const secret = tools.sealer.open(alertWebhookSecret, ALERT_SECRET);
      return channels.call({ url: alertWebhookUrl, secret, body, key, sentAt });
    });
  }
  return Promise.all(ways);
}

/** A fault in one way must not silence the other, nor let it speak again and again. */
async function withWords(
  name: string,
  attempt: () => Promise<Told>,
  onFault: (error: unknown) => void,
): Promise<ToldBy> {
  try {
    const told = await attempt();
    switch (told.outcome) {
      case 'told':
        return { outcome: told.outcome, summary: `Told by ${name}.` };
      case 'unknown':
        return { outcome: told.outcome, summary: `Perhaps told by ${name}: ${told.words}` };
      case 'not-told':
        return { outcome: told.outcome, summary: `Not told by ${name}: ${told.words}` };
    }
  } catch (error) {
    onFault(error);
    return {
      outcome: 'not-told',
      summary: `Not told by ${name}: something went wrong on our side.`,
    };
  }
}
