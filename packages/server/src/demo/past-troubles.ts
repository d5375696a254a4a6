import type { ActionRow } from '../database/action.ts';
import { hookAnswers, mailAnswers, type PastAnswer } from './past-answers.ts';
import type { PastLink } from './past-catalogue.ts';
import { deliver } from './past-deliveries.ts';
import { type OrderDraft, type PastMeans, staff } from './past-draft.ts';
import { rerunByHand } from './past-hands.ts';
import { countries } from './past-names.ts';
import { beginPayment, capturePayment, chooseWay } from './past-payments.ts';
import { everythingLeft, failLate, refund } from './past-refunds.ts';
import { type PastWorld, success, type Visit } from './past-story.ts';
import { openVisit, submitBilling } from './past-visit.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** An order that is told on purpose, and how long before the end of the past it was opened (ms). */
export type Trouble = {
  readonly agoMs: (means: PastMeans) => number;
  readonly tell: (means: PastMeans, world: PastWorld, visit: Visit) => OrderDraft;
};

/**
 * The orders that need somebody when the demo begins, each for a reason of its own, and two whose
 * customers have just promised a bank transfer.
 */
export const troubles: readonly Trouble[] = [
  ago(2 * HOUR_MS, (...story) =>
    failing(story, 'sleep-google', { 'Receipt email': mailAnswers.refused }),
  ),
  ago(62 * HOUR_MS, (...story) =>
    failing(story, 'watercolour-newsletter', { 'Tell the membership site': hookAnswers.gone }),
  ),
  ago(26 * HOUR_MS, signatureRefusedTwice),
  {
    agoMs: ({ settings }) =>
      settings.retrySchedule.reduce((sum, delayMs) => sum + 1.2 * delayMs + 2_000, 2 * HOUR_MS),
    tell: (...story) =>
      failing(story, 'yoga-youtube', { 'Open the yoga library': hookAnswers.broken }),
  },
  ago(5 * HOUR_MS, (...story) =>
    failing(story, 'drawing-webinar', { 'Receipt email': mailAnswers.unconfirmed }),
  ),
  ago(HOUR_MS, (...story) =>
    failing(story, 'calm-webinar', {
      'Invite to the calm community': hookAnswers.unaccepted,
      'Receipt email': mailAnswers.refused,
    }),
  ),
  ago(8 * HOUR_MS, paidTwice),
  ago(12 * DAY_MS, refundSentBack),
  ago(6 * DAY_MS, refundWithoutAnswer),
  ago(5 * MINUTE_MS, promisedTransfer),
  ago(4 * MINUTE_MS, promisedTransfer),
];

type Story = [PastMeans, PastWorld, Visit];
type Failures = Readonly<Record<string, (chance: PastMeans['chance']) => PastAnswer>>;

function ago(agoMs: number, tell: Trouble['tell']): Trouble {
  return { agoMs: () => agoMs, tell };
}

/** The named actions fail for good; the others succeed. */
function failing([means, world, visit]: Story, slug: string, failures: Failures): OrderDraft {
  const { draft, atMs } = begin(means, world, visit, slug);
  payBy(draft, means, atMs, chooseWay(means.chance, draft.order, true));
  deliver(draft, means, (action) => [
    failures[action.name]?.(means.chance) ?? success(means.chance, action),
  ]);
  return draft;
}

/** Somebody has tried again already, and it was refused as before. */
function signatureRefusedTwice(...story: Story): OrderDraft {
  const [means] = story;
  const draft = failing(story, 'package-evergreen', { Accounting: hookAnswers.forbidden });
  const action = draft.actions.find(({ status }) => status === 'FAILED');
  if (!action) return draft;
  const answers = [hookAnswers.forbidden(means.chance)];
  const actor = means.chance.pick(staff);
  rerunByHand(draft, means, means.nowMs - 4 * HOUR_MS, { action, actor, answers });
  return draft;
}

/** The customer gave up the first payment too early: it came all the same, after the second. */
function paidTwice(means: PastMeans, world: PastWorld, visit: Visit): OrderDraft {
  const { draft, atMs } = begin(means, world, visit, 'portraits-partner');
  const first = beginPayment(draft, means, atMs + 10_000, { provider: 'stripe', method: 'klarna' });
  const second = beginPayment(draft, means, atMs + 3 * MINUTE_MS, {
    provider: 'stripe',
    method: 'card',
  });
  capturePayment(draft, means, atMs + 4 * MINUTE_MS, second);
  deliver(draft, means, usual(means));
  capturePayment(draft, means, atMs + 31 * MINUTE_MS, first);
  return draft;
}

function refundSentBack(means: PastMeans, world: PastWorld, visit: Visit): OrderDraft {
  const { draft, atMs } = begin(means, world, visit, 'calm-newsletter');
  payBy(draft, means, atMs, { provider: 'stripe', method: 'card' });
  deliver(draft, means, usual(means));
  const row = refund(draft, means, atMs + 3 * DAY_MS, {
    wishes: everythingLeft(draft),
    reason: 'Could not take part after all.',
    actor: means.chance.pick(staff),
    end: 'SUCCEEDED',
  });
  failLate(draft, means, means.nowMs - 20 * HOUR_MS, row);
  return draft;
}

function refundWithoutAnswer(means: PastMeans, world: PastWorld, visit: Visit): OrderDraft {
  const { draft, atMs } = begin(means, world, visit, 'bundle-evergreen');
  payBy(draft, means, atMs, { provider: 'stripe', method: 'card' });
  deliver(draft, means, usual(means));
  refund(draft, means, means.nowMs - 3 * HOUR_MS, {
    wishes: everythingLeft(draft),
    reason: 'Bought twice by mistake.',
    actor: means.chance.pick(staff),
    end: 'UNKNOWN',
  });
  return draft;
}

/** No provider is asked about it: the order waits for somebody to see the money come. */
function promisedTransfer(means: PastMeans, world: PastWorld, visit: Visit): OrderDraft {
  const { draft, atMs } = begin(means, world, visit, 'coaching');
  beginPayment(draft, means, atMs + 20_000, { provider: 'manual', method: 'bank-transfer' });
  return draft;
}

/** A visit without add-ons or a code, up to the sent form. */
function begin(
  means: PastMeans,
  world: PastWorld,
  visit: Visit,
  slug: string,
): { draft: OrderDraft; atMs: number } {
  // From Finland, where every way to pay is offered.
  const [country = world.people.country()] = countries;
  const link = linkOf(means, slug);
  const draft = openVisit(means, visit.atMs, { number: visit.number, link, country });
  const atMs = visit.atMs + means.chance.between(40_000, 100_000);
  submitBilling(draft, means, atMs, world.people.customer(country));
  return { draft, atMs };
}

function linkOf({ catalogue, chance }: PastMeans, slug: string): PastLink {
  return catalogue.links.find((link) => link.slug === slug) ?? chance.pick(catalogue.links);
}

function payBy(
  draft: OrderDraft,
  means: PastMeans,
  formMs: number,
  way: { readonly provider: string; readonly method: string },
): void {
  const atMs = formMs + means.chance.between(8_000, 40_000);
  const payment = beginPayment(draft, means, atMs, way);
  capturePayment(draft, means, atMs + means.chance.between(9_000, 60_000), payment);
}

function usual({ chance }: PastMeans): (action: ActionRow) => PastAnswer[] {
  return (action) => [success(chance, action)];
}
