import type { ActionRow } from '../database/action.ts';
import type { Chance } from './chance.ts';
import { attraction } from './past-calendar.ts';
import {
  deathOfWorker,
  hookAnswers,
  mailAnswers,
  type PastAnswer,
  paymentRefusal,
} from './past-answers.ts';
import type { PastLink } from './past-catalogue.ts';
import { deliver } from './past-deliveries.ts';
import { CHECKOUT_PAGE, type OrderDraft, type PastMeans, staff } from './past-draft.ts';
import { closeByHand, rerunByHand } from './past-hands.ts';
import type { People } from './past-people.ts';
import {
  beginPayment,
  BY_HAND_MS,
  capturePayment,
  chooseWay,
  confirmPayment,
  endPayment,
  type Way,
} from './past-payments.ts';
import { everythingLeft, refund } from './past-refunds.ts';
import { choose, type CodeUses, openVisit, submitBilling, countCode } from './past-visit.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Visits that end before a payment. */
const NEVER_PAID = 0.55;
/** Whoever opened the page this shortly before the past ends has not got to paying. */
const STILL_CHOOSING_MS = 45 * MINUTE_MS;

/** The people, codes and links that a past's orders share. */
export type PastWorld = { readonly people: People; readonly uses: CodeUses };

export type Visit = { readonly number: number; readonly atMs: number };

/** One visit as chance would have it: most leave, most of the others simply buy. */
export function tellStory(means: PastMeans, world: PastWorld, visit: Visit): OrderDraft {
  const { chance } = means;
  const isRecent = means.nowMs - visit.atMs < STILL_CHOOSING_MS;
  if (isRecent || chance.happens(NEVER_PAID)) return leave(means, world, visit);

  const bought = fillForm(means, world, visit, chooseLink(means, visit.atMs));
  const { draft } = bought;
  countCode(draft, world.uses);
  const paidMs = pay(draft, means, bought.atMs);
  const deliveredMs = deliverSomehow(draft, means, paidMs);
  const isByHand = draft.payments.some(({ provider }) => ['epassi', 'manual'].includes(provider));
  if (draft.order.totalMinor > 0 && chance.happens(isByHand ? 0.12 : 0.05)) {
    refundSome(draft, means, deliveredMs);
  }
  return draft;
}

/** A visit up to the sent billing form; `atMs` is when it was sent. */
export function fillForm(
  means: PastMeans,
  world: PastWorld,
  visit: Visit,
  link: PastLink,
): { draft: OrderDraft; atMs: number } {
  const { chance } = means;
  const country = world.people.country();
  const draft = openVisit(means, visit.atMs, { number: visit.number, link, country });
  const person = world.people.customer(country);
  const choosesMs = visit.atMs + chance.between(15_000, 4 * MINUTE_MS);
  choose(draft, means, choosesMs, { email: person.email, uses: world.uses });
  const atMs = choosesMs + chance.between(20_000, 5 * MINUTE_MS);
  submitBilling(draft, means, atMs, person);
  return { draft, atMs };
}

/** A link as its campaign and its place make it likely. */
export function chooseLink({ chance, catalogue }: PastMeans, atMs: number): PastLink {
  return chance.weighted(
    catalogue.links,
    ({ source, tags }) => (popularity[source ?? ''] ?? 1) * attraction(tags, atMs),
  );
}

const popularity: Readonly<Record<string, number>> = {
  newsletter: 5,
  instagram: 3.5,
  'google-ads': 3,
  webinar: 2.5,
  youtube: 2,
  facebook: 2,
  podcast: 1.5,
  partner: 1,
};

function leave(means: PastMeans, world: PastWorld, visit: Visit): OrderDraft {
  const { chance } = means;
  const link = chooseLink(means, visit.atMs);
  const isTooFresh = means.nowMs - visit.atMs < STILL_CHOOSING_MS;
  if (isTooFresh || chance.happens(0.62)) {
    const country = world.people.country();
    return openVisit(means, visit.atMs, { number: visit.number, link, country });
  }
  const { draft, atMs } = fillForm(means, world, visit, link);
  if (draft.order.totalMinor > 0 && chance.happens(0.3)) {
    const way = chooseWay(chance, draft.order, true);
    failPayment(draft, means, atMs + chance.between(8_000, MINUTE_MS), way);
  }
  return draft;
}

/** Pays, some at the second or third try; answers when the order was paid. */
function pay(draft: OrderDraft, means: PastMeans, formMs: number): number {
  const { chance, habits, nowMs } = means;
  let atMs = formMs + chance.between(8_000, 75_000);
  if (draft.order.totalMinor === 0) {
    confirmPayment(draft, means, atMs, atMs, CHECKOUT_PAGE);
    return atMs;
  }
  const isHurried = nowMs - atMs < 8 * DAY_MS;
  let way = chooseWay(chance, draft.order, isHurried);
  for (let refusals = 0; refusals < 2 && way.takesMs !== BY_HAND_MS; refusals += 1) {
    if (!chance.happens(habits.refusal)) break;
    const failed = way;
    atMs = failPayment(draft, means, atMs, way) + chance.between(15_000, 4 * MINUTE_MS);
    way = chooseWay(chance, draft.order, true, chance.happens(0.4) ? failed : null);
  }
  const payment = beginPayment(draft, means, atMs, way);
  const capturedMs = atMs + chance.between(...way.takesMs);
  const by = way.takesMs === BY_HAND_MS ? chance.pick(staff) : undefined;
  capturePayment(draft, means, capturedMs, payment, by);
  return capturedMs;
}

function failPayment(draft: OrderDraft, means: PastMeans, atMs: number, way: Way): number {
  const payment = beginPayment(draft, means, atMs, way);
  const endMs = atMs + means.chance.between(10_000, 100_000);
  endPayment(draft, means, endMs, payment, paymentRefusal(means.chance, way));
  return endMs;
}

/** Runs the actions; a few fail and are mended by somebody. Answers when all was over. */
function deliverSomehow(draft: OrderDraft, means: PastMeans, paidMs: number): number {
  const { chance, nowMs } = means;
  const isOld = nowMs - paidMs > 3 * DAY_MS;
  const isFailing = isOld && draft.actions.length > 0 && chance.happens(0.022);
  const failing = isFailing ? chance.pick(draft.actions) : null;
  const mayRetry = nowMs - paidMs > retriesTakeMs(means);
  const endMs = deliver(draft, means, (action) => {
    if (action === failing) return [lastingFailure(chance, action)];
    return mayRetry ? usualAnswers(means, action) : [success(chance, action)];
  });
  if (!failing) return endMs;

  const mendedMs = endMs + chance.between(20 * MINUTE_MS, 30 * HOUR_MS);
  const actor = chance.pick(staff);
  if (chance.happens(0.5)) closeByHand(draft, means, mendedMs, actor);
  else {
    const answers = [success(chance, failing)];
    rerunByHand(draft, means, mendedMs, { action: failing, actor, answers });
  }
  return mendedMs + MINUTE_MS;
}

/** Two retries of the schedule, with their jitter and the calls themselves. */
function retriesTakeMs({ settings }: PastMeans): number {
  const [first = 0, second = 0] = settings.retrySchedule;
  return 1.3 * (first + second) + settings.leaseMs + 2 * MINUTE_MS;
}

function usualAnswers({ chance, settings }: PastMeans, action: ActionRow): PastAnswer[] {
  const luck = chance.share();
  const done = success(chance, action);
  if (luck > 0.043 || settings.retrySchedule.length < 2) return [done];
  if (luck > 0.012) return [passingTrouble(chance, action), done];
  if (luck > 0.003) return [passingTrouble(chance, action), passingTrouble(chance, action), done];
  return [deathOfWorker(settings.leaseMs), done];
}

export function success(chance: Chance, { kind }: ActionRow): PastAnswer {
  return kind === 'webhook' ? hookAnswers.accepted(chance) : mailAnswers.taken(chance);
}

function passingTrouble(chance: Chance, { kind }: ActionRow): PastAnswer {
  const { troubled, silent, busy } = hookAnswers;
  const { postponed, unreachable } = mailAnswers;
  return chance.pick(
    kind === 'webhook' ? [troubled, troubled, silent, busy] : [postponed, unreachable],
  )(chance);
}

function lastingFailure(chance: Chance, { kind }: ActionRow): PastAnswer {
  const { forbidden, unaccepted } = hookAnswers;
  return chance.pick(kind === 'webhook' ? [forbidden, unaccepted] : [mailAnswers.refused])(chance);
}

const reasons = [
  'Changed their mind within fourteen days.',
  'Bought twice by mistake.',
  'Could not take part after all.',
  'Wanted the other course.',
  null,
];

/** Everything, or a part of a line and perhaps the rest of it later. */
function refundSome(draft: OrderDraft, means: PastMeans, afterMs: number): void {
  const { chance, nowMs } = means;
  const atMs = afterMs + chance.between(2 * HOUR_MS, 18 * DAY_MS);
  if (atMs > nowMs - HOUR_MS) return;
  const common = {
    reason: chance.pick(reasons),
    actor: chance.pick(staff),
    end: 'SUCCEEDED',
  } as const;
  if (chance.happens(0.6)) {
    refund(draft, means, atMs, { ...common, wishes: everythingLeft(draft) });
    return;
  }
  const line = chance.pick(draft.lines.filter(({ priceMinor }) => priceMinor > 0));
  const share = chance.pick([1, 0.5, 0.3]);
  const amountMinor = Math.max(1, Math.round(line.priceMinor * share));
  refund(draft, means, atMs, { ...common, wishes: [{ lineId: line.id, amountMinor }] });
  const againMs = atMs + chance.between(HOUR_MS, 10 * DAY_MS);
  const isMoreLeft = draft.order.refundedMinor < draft.order.totalMinor;
  if (isMoreLeft && againMs < nowMs - HOUR_MS && chance.happens(0.25)) {
    refund(draft, means, againMs, { ...common, wishes: everythingLeft(draft) });
  }
}
