import type { EntityManager } from '@mikro-orm/postgresql';
import { query } from '../database/orm.ts';
import type { Tools } from '../use-cases/request.ts';
import { makeChance } from './chance.ts';
import { visitInstants } from './past-calendar.ts';
import { readCatalogue } from './past-catalogue.ts';
import { type OrderDraft, type PastHabits, type PastMeans, settleAttention } from './past-draft.ts';
import { makePastIds } from './past-ids.ts';
import { beginPast, endPast, type PastPlan } from './past-mark.ts';
import { makePeople } from './past-people.ts';
import { type PastWorld, tellStory, type Visit } from './past-story.ts';
import { type Trouble, troubles } from './past-troubles.ts';
import { writeDrafts } from './past-write.ts';

export type DemoPastOptions = {
  /** How many visits, the never-paid ones included. */
  readonly orders: number;
  readonly months: number;
  /** The same seed, shop and end give the same orders. */
  readonly seed: number;
  /** Where the past ends. */
  readonly now: Date;
  onProgress?(done: number, total: number): void;
};

const usualShop: PastHabits = { bump: 0.24, upsell: 0.13, refusal: 0.11 };
/** Each is a transaction: every order in it holds a lock for its history until the end. */
const ORDERS_AT_ONCE = 250;
/** While the database writes some, the next are made. */
const WRITERS = 2;

/**
 * A history of the shop up to `now`, made by the rules of the domain: what came of each visit, with its
 * payments, actions, refunds, books and history. Nothing in it waits for a worker. Killed in the middle,
 * it goes on where it was when it is called again; a finished one is left alone.
 */
export async function makeDemoPast(
  em: EntityManager,
  tools: Tools,
  options: DemoPastOptions,
): Promise<{ orders: number; paid: number }> {
  const begun = await beginPast(em, tools, options);
  if (begun.made) return begun.made;
  const { plan } = begun;
  const means = await meansOf(em, tools, plan, usualShop);
  const made = { orders: plan.orders, paid: 0 };
  const writing = new Set<Promise<void>>();
  let written = 0;
  const write = async (drafts: readonly OrderDraft[]) => {
    await writeDrafts(em, drafts, begun.isResumed);
    written += drafts.length;
    options.onProgress?.(written, plan.orders);
  };
  try {
    for (const drafts of tellAll(means, plan, ORDERS_AT_ONCE)) {
      made.paid += drafts.filter(({ order }) => order.paidAt !== null).length;
      if (writing.size >= WRITERS) await Promise.race(writing);
      const one: Promise<void> = write(drafts).finally(() => writing.delete(one));
      writing.add(one);
    }
    await Promise.all(writing);
  } finally {
    // Whoever is told of a failure must not find somebody still writing.
    await Promise.allSettled(writing);
  }
  await query(em.fork(), 'analyze');
  await endPast(em.fork(), tools, made);
  return made;
}

/** What the stories of a plan are told with, from their beginning. */
export async function meansOf(
  em: EntityManager,
  tools: Pick<Tools, 'settings'>,
  plan: PastPlan,
  habits: PastHabits,
): Promise<PastMeans> {
  return {
    chance: makeChance(plan.seed),
    ids: makePastIds(makeChance(plan.seed ^ 0x1d5)),
    catalogue: await readCatalogue(em.fork()),
    settings: tools.settings,
    nowMs: plan.nowMs,
    habits,
  };
}

type Told = Visit & { readonly tell: Trouble['tell'] };

/** All orders of a plan in order of time, so many in each batch. */
export function* tellAll(
  means: PastMeans,
  plan: PastPlan,
  atOnce: number,
): Generator<OrderDraft[]> {
  const world: PastWorld = { people: makePeople(means.chance), uses: new Map() };
  const visits = planVisits(means, plan);
  for (let index = 0; index < visits.length; index += atOnce) {
    yield visits.slice(index, index + atOnce).map(({ tell, ...visit }) => {
      const draft = tell(means, world, visit);
      settleAttention(draft, means);
      return draft;
    });
  }
}

/** All visits in order of time, numbered; the troubles are among them. */
function planVisits(means: PastMeans, plan: PastPlan): Told[] {
  const special = troubles.slice(0, plan.orders).map((trouble) => ({
    // Not at the full hour, all of them.
    atMs: means.nowMs - Math.round(trouble.agoMs(means)) - means.chance.between(0, 50_000),
    tell: trouble.tell,
  }));
  const from = new Date(plan.nowMs);
  from.setUTCMonth(from.getUTCMonth() - plan.months);
  const usual = visitInstants(means.chance, {
    visits: plan.orders - special.length,
    fromMs: from.getTime(),
    toMs: means.nowMs,
  }).map((atMs) => ({ atMs, tell: tellStory }));
  return [...usual, ...special]
    .sort((a, b) => a.atMs - b.atMs)
    .map((visit, index) => ({ ...visit, number: plan.firstNumber + index }));
}
