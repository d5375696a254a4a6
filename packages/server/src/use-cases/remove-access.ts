import {
  findEarlierRemovals,
  findKeptAccess,
  findGrantsOfCustomer,
  findGrantsOfOrder,
  type EarlierRemoval,
  type GrantFound,
  lockAccess,
} from '../database/access-grants.ts';
import { ActionTable } from '../database/action.ts';
import { beginToWait, requeueAction } from '../database/action-lease.ts';
import { undoSteps } from '../database/action-steps.ts';
import type { OrderRow } from '../database/order.ts';
import { query } from '../database/orm.ts';
import { planRerun, removalName } from '../domain/action.ts';
import { ACCESS_KINDS, accessOf, giversOf, giverWords } from './access-of-grant.ts';
import { reaches, type Request, SYSTEM, type Work } from './request.ts';

// Taking access away after a refund (`order-management.md`, "Refund": "Remove access", "Remove offer
// access"). Each removal is an action of its own; whether it really takes something is decided when it
// runs (`begin-removal.ts`).

/** The access that a line, or the offer and the checkout, gave. */
export type RemovableAccess = {
  /** Names of the actions whose access would be taken away, wholly or in part. */
  readonly names: readonly string[];
  /** What would stay and why, in sentences; null where all of it would go. */
  readonly keptBecause: string | null;
};

/** A refund that is only thought of: what would be refunded in full by it, and which access go with it. */
export type ThoughtOf = {
  readonly lineIds: readonly string[];
  readonly offer: boolean;
  /** Nothing of the order would be left to refund. */
  readonly wholeOrder: boolean;
};

const NOTHING_YET: ThoughtOf = { lineIds: [], offer: false, wholeOrder: false };

/**
 * What a refund could take away: access that was really given, or is about to be. A line or an offer that
 * gave none is missing. `offer` is about Kajabi alone (`order-management.md`, "Remove offer access"). Each
 * line is looked at as if it were refunded in full; `thoughtOf` says what else would be.
 */
export async function removableAccess(
  em: Request['em'],
  order: Pick<OrderRow, 'id'>,
  request: Pick<Request, 'tools' | 'reach'>,
  thoughtOf: ThoughtOf = NOTHING_YET,
): Promise<{ byLine: Map<string, RemovableAccess>; offer: RemovableAccess | null }> {
  const grants = await findGrantsOfOrder(em, order.id, ACCESS_KINDS);
  const given = grants.filter(({ hasGiven, isWaiting }) => hasGiven || isWaiting);
  if (given.length === 0) return { byLine: new Map(), offer: null };
  const others = await othersOf(em, grants, order.id);
  const isGone = (one: GrantFound) => one.orderId === order.id && goesWith(one, thoughtOf);
  const standing = others.filter((one) => one.isStanding && !isGone(one));
  const describe = (those: readonly GrantFound[]) => {
    const rest = standing.filter((one) => !those.some(({ id }) => id === one.id));
    return describeAccess(those, rest, request);
  };
  const ofLine = Map.groupBy(
    given.filter(({ orderLineId }) => orderLineId !== null),
    ({ orderLineId }) => orderLineId ?? '',
  );
  const ofOffer = given.filter(isOfferAccess);
  return {
    byLine: new Map([...ofLine].map(([lineId, those]) => [lineId, describe(those)])),
    offer: ofOffer.length === 0 ? null : describe(ofOffer),
  };
}

/** All grants of the customers that the order gave to, its own included. */
async function othersOf(
  em: Request['em'],
  grants: readonly GrantFound[],
  orderId: string,
): Promise<GrantFound[]> {
  const [{ email } = { email: null }] = await query<{ email: string | null }>(
    em,
    'select email from orders where id = $1 and erased_at is null',
    [orderId],
  );
  const found = new Map<string, GrantFound>();
  for (const customer of new Set(grants.map((grant) => grant.customer))) {
    for (const one of await findGrantsOfCustomer(em, { customer, email }, ACCESS_KINDS)) {
      found.set(one.id, one);
    }
  }
  return [...found.values()];
}

function goesWith(grant: GrantFound, { lineIds, offer, wholeOrder }: ThoughtOf): boolean {
  if (grant.orderLineId !== null) return lineIds.includes(grant.orderLineId);
  return wholeOrder || (offer && isOfferAccess(grant));
}

/** Access by the offer or the checkout that "Remove offer access" is about. */
function isOfferAccess({ level, kind }: Pick<GrantFound, 'level' | 'kind'>): boolean {
  return level !== 'PRODUCT' && kind === 'kajabi-grant';
}

function describeAccess(
  grants: readonly GrantFound[],
  others: readonly GrantFound[],
  { tools, reach }: Pick<Request, 'tools' | 'reach'>,
): RemovableAccess {
  const names: string[] = [];
  const kept: string[] = [];
  for (const grant of grants) {
    const { keys, canRemove } = accessOf(tools.sealer, grant);
    const givers = giversOf(tools.sealer, keys, others);
    const [giver] = givers.values();
    const goes = canRemove && givers.size < keys.length;
    if (goes) names.push(grant.name);
    if (giver) {
      const words = giverWords(giver, {
        orderId: grant.orderId,
        mayName: (checkoutId) => reaches(reach, checkoutId),
      });
      kept.push(`“${grant.name}” stays${goes ? ' in part' : ''}: ${words} still gives it.`);
    } else if (!canRemove) {
      kept.push(
        `“${grant.name}” cannot be taken away from here, since its settings do not say how. Take it away yourself where it was given.`,
      );
    }
  }
  return { names, keptBecause: kept.length === 0 ? null : kept.join(' ') };
}

/** Which access a refund takes away: that of these lines, and that of the offer and the checkout. */
export type RemovalWish = { readonly lineIds: readonly string[]; readonly offer: boolean };

/**
 * Called in the transaction that settles a refund, with its order locked. Grants that wait are called off;
 * for each that gave something, or is at it, there is a removal from now on, with a copy of the grant's
 * settings. A grant has one removal at most: a later refund runs it anew. Asked twice for one refund, as each
 * of its legs settles, only what had to be kept is looked at again.
 */
export async function createRemovals(
  work: Work,
  order: OrderRow,
  wish: RemovalWish,
): Promise<void> {
  await work.em.flush();
  const grants = (await findGrantsOfOrder(work.em, order.id, ACCESS_KINDS)).filter((grant) =>
    goesWith(grant, { ...wish, wholeOrder: false }),
  );
  if (grants.length === 0) return;
  await callOffWaiting(work, order, grants);
  const earlier = await findEarlierRemovals(
    work.em,
    grants.map(({ id }) => id),
  );
  // Claimed since it was read, a grant that had given nothing may be at it now.
  const now = await findGrantsOfOrder(work.em, order.id, ACCESS_KINDS);
  const isLeanedOn = await leaningOn(work, grants);
  for (const before of grants) {
    const grant = now.find(({ id }) => id === before.id);
    if (!grant || !(before.hasGiven || grant.hasGiven || isLeanedOn(grant))) continue;
    const removal = earlier.find(({ grantId }) => grantId === grant.id);
    if (!removal) await createRemoval(work, grant);
    else if (removal.hasKept || !removal.isOfThisRefund) await runRemovalAnew(work, grant, removal);
  }
  work.touch(order.id);
}

/**
 * Whether another removal left its access because of a grant: then it goes with this one, though the grant
 * itself never gave anything. Locked until the commit, so that no removal begins to lean on it unseen.
 */
async function leaningOn(
  work: Work,
  grants: readonly GrantFound[],
): Promise<(grant: GrantFound) => boolean> {
  const keys = grants.flatMap((grant) => accessOf(work.request.tools.sealer, grant).keys);
  await lockAccess(work.em, [...new Set(keys)]);
  const kept = await findKeptAccess(work.em, [...new Set(grants.map(({ customer }) => customer))]);
  return ({ kind, customer }) => kept.has(`${kind} ${customer}`);
}

async function callOffWaiting(
  work: Work,
  order: OrderRow,
  grants: readonly GrantFound[],
): Promise<void> {
  const calledOff = await query<{ id: string; name: string }>(
    work.em,
    `update action set status = 'CANCELLED', next_attempt_at = null, changed_at = clock_timestamp()
     where id = any($1) and status = 'PENDING' returning id, name`,
    [grants.map(({ id }) => id)],
  );
  for (const { id, name } of calledOff) {
    work.showAction(order.id, id);
    work.record(order.id, {
      event: 'action.cancelled',
      summary: `${name} was called off, since its access goes with the refund.`,
    });
  }
}

async function createRemoval(work: Work, grant: GrantFound): Promise<void> {
  const id = work.request.tools.newId('act');
  work.em.create(ActionTable, {
    id,
    orderId: grant.orderId,
    orderLineId: grant.orderLineId,
    removesActionId: grant.id,
    givenTo: grant.customer,
    configurationId: grant.configurationId,
    configurationVersion: grant.configurationVersion,
    purpose: 'REMOVAL',
    level: null,
    kind: grant.kind,
    name: removalName(grant.name),
    settings: grant.settings,
    status: 'PENDING',
    runRequestedAt: work.now,
    nextAttemptAt: work.now,
    changedAt: work.now,
    createdAt: work.now,
  });
  await work.em.flush();
  await beginToWait(work.em, [id]);
  startRemoval(work, grant, id);
}

async function runRemovalAnew(
  work: Work,
  grant: GrantFound,
  removal: EarlierRemoval,
): Promise<void> {
  // It is at it, and the grant that waited is called off: what it takes stays taken.
  if (removal.status === 'RUNNING') return;
  await undoSteps(work.em, removal.id);
  await query(
    work.em,
    `update action set settings = $2::jsonb, name = $3, given_to = $4, configuration_version = $5 where id = $1`,
    [
      removal.id,
      JSON.stringify(grant.settings),
      removalName(grant.name),
      grant.customer,
      grant.configurationVersion,
    ],
  );
  await requeueAction(work.em, {
    actionId: removal.id,
    fromRun: removal.run,
    fromStatus: removal.status,
    run: planRerun(removal).run,
    trigger: 'AUTOMATIC',
    actor: SYSTEM,
    requestedAt: work.now,
  });
  startRemoval(work, grant, removal.id);
}

function startRemoval(work: Work, grant: GrantFound, removalId: string): void {
  work.wake(removalId);
  work.showAction(grant.orderId, removalId);
  work.record(grant.orderId, {
    event: 'access.removal_requested',
    summary: `The access that ${grant.name} gave is to be taken away.`,
  });
}
