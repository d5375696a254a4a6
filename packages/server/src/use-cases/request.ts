import type { EntityManager } from '@mikro-orm/postgresql';
import { writeChangeEnd } from '../database/change-end.ts';
import type { HistoryChange, NewHistoryEntry } from '../database/history.ts';
import { isOutdatedPlan } from '../database/kept-plans.ts';
import type { ChangeNews } from '../database/notifications.ts';
import type { Sealer } from '../database/sealing.ts';
import type { RetrySchedule } from '../domain/action.ts';
import type { ActorKind, Permission } from '../domain/permission.ts';
import { asOutcome, type Outcome } from './outcome.ts';
import { settleOrders } from './settle-order.ts';

/** Who does something: a person, a token, a provider, or the product itself. */
export type Actor = { readonly kind: ActorKind; readonly id: string | null; readonly name: string };

/** Where a request came from: what the audit log says beside who. */
export type RequestOrigin = {
  /** The client's, as the trusted proxies tell it. */
  readonly address: string | null;
  /** What it calls itself, cut short. */
  readonly agent: string | null;
};

/** The checkouts somebody may see and change. */
export type Reach = 'ALL' | readonly string[];

export type IdPrefix =
  | 'act'
  | 'att'
  | 'ado'
  | 'blk'
  | 'cfg'
  | 'chk'
  | 'cus'
  | 'dsc'
  | 'exp'
  | 'his'
  | 'inv'
  | 'lin'
  | 'lnk'
  | 'mem'
  | 'off'
  | 'ord'
  | 'pay'
  | 'pky'
  | 'prd'
  | 'ref'
  | 'leg'
  | 'tok';

/** Durations in ms. */
export type Settings = {
  /** How long after the payment an unfinished delivery begins to need somebody, unless the shop has set it. */
  readonly graceMs: number;
  readonly leaseMs: number;
  readonly retrySchedule: RetrySchedule;
  /** When a payment that stays pending is looked up at its provider, counted from its start. */
  readonly lookUpDelaysMs: readonly number[];
};

/** The points between which a refund is either done or not: what came before each is committed, or went out. */
export type RefundPoint =
  | 'refund.reserved'
  | 'refund.claimed'
  | 'refund.sent_marked'
  | 'refund.asked'
  | 'refund.answered'
  | 'refund.settled';

/** What a queued job remembers of the request it came of: for the log and for traces, never for a decision. */
export type JobCause = {
  readonly requestId?: string;
  /** As in W3C Trace Context. */
  readonly traceparent?: string;
};

/** What the surroundings lend: clock, chance and ids come from here and nowhere else. */
export type Tools = {
  now(): Date;
  newId(prefix: IdPrefix): string;
  /** From 0 to 1. */
  chance(): number;
  /** Tells every process what has changed. Called after the commit. */
  publish(news: ChangeNews): void;
  readonly settings: Settings;
  /** Keeps secrets unreadable at rest. */
  readonly sealer: Sealer;
  /** Why a web address that somebody typed is never called, in words; null: nothing speaks against it yet. */
  judgeAddress(url: string): string | null;
  /** What the present work came of, for the jobs it queues; left out: nobody follows it. */
  cause?(): JobCause | null;
  /** Told at each point of a refund at which a process may die; the surroundings of tests let it die there. */
  reached?(point: RefundPoint): void;
};

/** One thing asked of the product by somebody. `em` is the request's own. */
export type Request = {
  readonly em: EntityManager;
  readonly actor: Actor;
  readonly permissions: ReadonlySet<Permission>;
  readonly reach: Reach;
  readonly tools: Tools;
  /** Left out: from inside. */
  readonly from?: RequestOrigin | null;
};

export const SYSTEM: Actor = { kind: 'SYSTEM', id: null, name: 'Automatic' };

/** A request made by the product itself: worker, sweeps, commands. */
export function systemRequest(em: EntityManager, tools: Tools, actor: Actor = SYSTEM): Request {
  return { em, actor, permissions: new Set(), reach: 'ALL', tools };
}

/** Whether an order of this checkout exists for whoever asks. */
export function reaches(reach: Reach, checkoutId: string): boolean {
  return reach === 'ALL' || reach.includes(checkoutId);
}

export type HistoryWish = {
  readonly event: string;
  readonly summary: string;
  readonly reason?: string | null;
  readonly changes?: readonly HistoryChange[];
  /** Who did it, where that is not who asked. */
  readonly actor?: Actor;
};

/** A transaction under way: what it changed is settled, recorded and queued with it. */
export type Work = {
  readonly em: EntityManager;
  readonly request: Request;
  readonly now: Date;
  /** Orders whose lock this transaction holds: it need not ask for it again. */
  readonly locked: Set<string>;
  /** The order, or something under it, changed: recompute what follows. `decided`: its version grows. */
  touch(orderId: string, how?: { decided: boolean }): void;
  record(orderId: string, entry: HistoryWish): void;
  /** Wakes a worker for this action, at once or after a delay in ms. */
  wake(actionId: string, delayMs?: number): void;
  /** An action changed that does not change its order. */
  showAction(orderId: string, actionId: string): void;
  /** A bulk re-run came further. */
  showBulkRerun(bulkRerunId: string): void;
  /** An export of orders came further. */
  showOrderExport(exportId: string): void;
  /** What a member or a token may do, or a session, has changed: open sockets ask again at once. */
  showAccess(id: string): void;
};

const DEADLOCK = '40P01';
const MOST_TRIES = 4;

/**
 * Runs a change in one transaction: the rows, the order's computed facts, its list row, its history and
 * the queued jobs commit together or not at all. The news goes out after the commit. Of two changes that
 * wait for each other the database ends one, without a trace: that one is run again from its beginning. So is one whose
 * kept statement a migration has made outdated meanwhile.
 */
export async function inOneTransaction<Value>(
  request: Request,
  change: (work: Work) => Promise<Value>,
): Promise<Value> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await tryInOneTransaction(request, change);
    } catch (error) {
      if (tries === MOST_TRIES || !(isDeadlock(error) || isOutdatedPlan(error))) throw error;
    }
  }
}

function isDeadlock(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === DEADLOCK;
}

async function tryInOneTransaction<Value>(
  request: Request,
  change: (work: Work) => Promise<Value>,
): Promise<Value> {
  const news: ChangeNews = {
    orders: [],
    actions: [],
    bulkReruns: [],
    orderExports: [],
    access: [],
  };
  const value = await request.em.fork().transactional(async (em) => {
    const touched = new Map<string, boolean>();
    const history: { orderId: string; entry: HistoryWish }[] = [];
    const jobs: { actionId: string; delayMs: number }[] = [];
    const now = request.tools.now();
    const work: Work = {
      em,
      request,
      now,
      locked: new Set(),
      touch: (orderId, how) =>
        void touched.set(orderId, (touched.get(orderId) ?? false) || (how?.decided ?? true)),
      record: (orderId, entry) => void history.push({ orderId, entry }),
      wake: (actionId, delayMs = 0) => void jobs.push({ actionId, delayMs }),
      showAction: (orderId, actionId) => void news.actions.push({ orderId, actionId }),
      showBulkRerun: (bulkRerunId) => void news.bulkReruns.push(bulkRerunId),
      showOrderExport: (exportId) => void news.orderExports.push(exportId),
      showAccess: (id) => void news.access.push(id),
    };
    const result = await change(work);
    await em.flush();
    // First, since it tells of what it finds.
    const settled = await settleOrders(work, touched);
    const entries = history.map(({ orderId, entry }) =>
      entryOf(work, { chain: orderId, orderId }, entry),
    );
    const cause = request.tools.cause?.() ?? null;
    await writeChangeEnd(em, { settled, entries, jobs, cause });
    news.orders.push(...touched.keys());
    return result;
  });
  if (Object.values(news).some(({ length }) => length > 0)) request.tools.publish(news);
  return value;
}

/** `inOneTransaction` for what may be refused: a refusal undoes everything and comes back as a value. */
export function decide<Value>(
  request: Request,
  change: (work: Work) => Promise<Value>,
): Promise<Outcome<Value>> {
  return asOutcome(() => inOneTransaction(request, change));
}

/** One entry of the history, which is the audit log too. `chain` names what it is about. */
export function entryOf(
  work: Work,
  place: { readonly chain: string; readonly orderId: string | null },
  entry: HistoryWish,
): NewHistoryEntry {
  const { request } = work;
  const actor = entry.actor ?? request.actor;
  return {
    id: request.tools.newId('his'),
    ...place,
    at: work.now,
    actorKind: actor.kind,
    actorId: actor.id,
    actorName: actor.name,
    event: entry.event,
    summary: entry.summary,
    reason: entry.reason ?? null,
    changes: [...(entry.changes ?? [])],
    fromAddress: request.from?.address ?? null,
    fromAgent: request.from?.agent ?? null,
  };
}
