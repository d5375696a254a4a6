import {
  customerOf,
  findGrantsOfCustomer,
  findRemoval,
  findRunningRemovals,
  lockAccess,
  noteKept,
  noteGivenTo,
  type RemovalFound,
} from '../database/access-grants.ts';
import {
  claimAction,
  claimDeliveries,
  type ClaimedAction,
  orderOfWaitingRemoval,
  putOff,
} from '../database/action-claim.ts';
import { finishAttempt } from '../database/action-lease.ts';
import { undoSteps } from '../database/action-steps.ts';
import { query } from '../database/orm.ts';
import { ACCESS_KINDS, accessOf, giversOf, giverWords } from './access-of-grant.ts';
import { lockOrder } from './load-order.ts';
import { inOneTransaction, type Request, type Work } from './request.ts';

// How an attempt begins. Where access is given or taken away, the claim is also the decision: under one
// lock per access nobody gives what another is taking, and a removal takes only what no paid order gives.

/** What a removal is to do, as it was decided when it was claimed. */
export type RemovalPlan = {
  readonly grantId: string;
  readonly customer: string;
  /** Keys of access that others still give. */
  readonly kept: ReadonlySet<string>;
  /** What stays and why, in a sentence; null where all of it goes. */
  readonly keptBecause: string | null;
};

/** An attempt that holds its action. `removal` is null for every other purpose. */
export type BegunAttempt = {
  readonly claimed: ClaimedAction;
  readonly removal: RemovalPlan | null;
};

/** How soon one that had to wait for another looks again. */
const LOOK_AGAIN_MS = 1_000;

/** Undoes the claim: the attempt may not begin yet. */
class NotYet extends Error {}

/**
 * Claims an action and begins its attempt. Null where it is not due or somebody else's, where it has to
 * wait for another (it is woken again), and where a removal ended at once, since all it would take is kept.
 */
export async function beginAttempt(
  actionId: string,
  request: Request,
  worker: string,
): Promise<BegunAttempt | null> {
  try {
    return await inOneTransaction(request, async (work) => {
      const wish = {
        actionId,
        attemptId: request.tools.newId('att'),
        worker,
        leaseMs: request.tools.settings.leaseMs,
      };
      const claimed = await claimAction(work.em, wish);
      if (!claimed) return beginRemoval(work, wish);
      await enterGrant(work, claimed);
      work.showAction(claimed.orderId, claimed.id);
      return { claimed, removal: null };
    });
  } catch (error) {
    if (!(error instanceof NotYet)) throw error;
    await lookAgainLater(request, actionId, error.message);
    return null;
  }
}

/**
 * `beginAttempt` for several at once, where nothing is decided with the claim: those that have begun. The others are to
 * begin alone, as are a wish without company, which costs less so, and one whose action another wish is for.
 */
export async function beginDeliveries<Wish extends { readonly actionId: string }>(
  wishes: readonly Wish[],
  request: Request,
  worker: string,
): Promise<ReadonlyMap<Wish, BegunAttempt>> {
  const byAction = new Map(wishes.map((wish) => [wish.actionId, wish]));
  if (byAction.size < 2) return new Map();
  return inOneTransaction(request, async (work) => {
    const claimed = await claimDeliveries(
      work.em,
      [...byAction.keys()].map((actionId) => ({ actionId, attemptId: request.tools.newId('att') })),
      { worker, leaseMs: request.tools.settings.leaseMs, notKinds: ACCESS_KINDS },
    );
    const begun = new Map<Wish, BegunAttempt>();
    for (const one of claimed) {
      work.showAction(one.orderId, one.id);
      const wish = byAction.get(one.id);
      if (wish) begun.set(wish, { claimed: one, removal: null });
    }
    return begun;
  });
}

async function lookAgainLater(request: Request, actionId: string, message: string): Promise<void> {
  await inOneTransaction(request, async (work) => {
    const put = await putOff(work.em, { actionId, delayMs: LOOK_AGAIN_MS, message });
    if (!put) return;
    work.showAction(put.orderId, actionId);
    work.wake(actionId, LOOK_AGAIN_MS);
  });
}

/** A grant waits for a removal that is at the same access, and writes down whom it gives it to. */
async function enterGrant(work: Work, claimed: ClaimedAction): Promise<void> {
  if (claimed.purpose !== 'DELIVERY' || !ACCESS_KINDS.includes(claimed.kind)) return;
  const { em } = work;
  const [order] = await query<{ email: string | null }>(
    em,
    'select email from orders where id = $1 and erased_at is null',
    [claimed.orderId],
  );
  const customer = order?.email ? customerOf(order.email) : claimed.orderId;
  const { sealer } = work.request.tools;
  const { keys } = accessOf(sealer, { ...claimed, customer });
  await lockAccess(em, keys);
  const removals = await findRunningRemovals(em, { customer, kind: claimed.kind });
  const isTaken = removals.some(({ settings }) =>
    accessOf(sealer, { kind: claimed.kind, settings, customer }).keys.some((key) =>
      keys.includes(key),
    ),
  );
  if (isTaken) throw new NotYet('Waits until a removal of the same access has come to its end.');
  await noteGivenTo(em, claimed.id, customer);
}

type Claim = Parameters<typeof claimAction>[1];

/** The order is locked before its removal, so that nobody asks for another one meanwhile. */
async function beginRemoval(work: Work, wish: Claim): Promise<BegunAttempt | null> {
  const orderId = await orderOfWaitingRemoval(work.em, wish.actionId);
  if (orderId === null) return null;
  await lockOrder(work, orderId, 'orderId');
  const claimed = await claimAction(work.em, wish, 'removal');
  if (!claimed) return null;
  work.showAction(orderId, claimed.id);
  const found = await findRemoval(work.em, claimed.id);
  if (!found) throw new Error('A removal takes back the grant of an action that is there');
  const decision = await decide(work, found);
  await noteKept(work.em, found.id, decision.keeps || decision.plan.kept.size > 0);
  if (decision.keeps) {
    await endAtOnce(work, claimed, decision.because);
    return null;
  }
  // From now on it may be gone: a re-run of the grant is to give all of it again.
  await undoSteps(work.em, found.grantId);
  return { claimed, removal: decision.plan };
}

type Decision =
  | { readonly keeps: true; readonly because: string }
  | { readonly keeps: false; readonly plan: RemovalPlan };

/** Whether a removal takes access away, and which (`rules.md`, "Access"). Throws where it has to wait. */
async function decide(work: Work, removal: RemovalFound): Promise<Decision> {
  const { em, request } = work;
  const { sealer } = request.tools;
  const { keys } = accessOf(sealer, removal);
  await lockAccess(em, keys);
  const own = await findRemoval(em, removal.id);
  const reason = own && reasonToKeep(own);
  if (reason) return { keeps: true, because: reason };
  if (own?.grantStatus === 'RUNNING') throw new NotYet(`Waits until ${own.grantName} has ended.`);

  const others = (await findGrantsOfCustomer(em, removal, [removal.kind])).filter(
    ({ id }) => id !== removal.grantId,
  );
  const givers = giversOf(
    sealer,
    keys,
    others.filter(({ isStanding }) => isStanding),
  );
  const toTake = keys.filter((key) => !givers.has(key));
  const [giver] = givers.values();
  const because = giver
    ? `${toTake.length === 0 ? 'Kept' : 'Kept in part'}: ${giverWords(giver, {
        orderId: removal.orderId,
        mayName: (checkoutId) => checkoutId === removal.checkoutId,
      })} still gives it.`
    : null;
  if (because && toTake.length === 0) return { keeps: true, because };
  const atIt = others.filter(({ status }) => status === 'RUNNING');
  if (giversOf(sealer, toTake, atIt).size > 0)
    throw new NotYet('Waits until another action that gives the same access has ended.');
  const { grantId, customer } = removal;
  return {
    keeps: false,
    plan: { grantId, customer, kept: new Set(givers.keys()), keptBecause: because },
  };
}

/** What came between the refund and the removal; null where nothing did. */
function reasonToKeep(removal: RemovalFound): string | null {
  if (!removal.isStillAsked) return 'Kept: the refund that asked for this does not stand any more.';
  if (removal.grantRequestedAt > removal.requestedAt && removal.grantStatus !== 'CANCELLED')
    return `Kept: ${removal.grantName} was run again after the refund.`;
  return null;
}

async function endAtOnce(work: Work, claimed: ClaimedAction, message: string): Promise<void> {
  await finishAttempt(work.em, {
    actionId: claimed.id,
    attempt: claimed.attempt,
    attemptStatus: 'SUCCEEDED',
    actionStatus: 'SUCCEEDED',
    delayMs: 0,
    message,
    technical: null,
    request: null,
    response: null,
  });
  work.touch(claimed.orderId, { decided: false });
  work.record(claimed.orderId, {
    event: 'access.kept',
    summary: `${claimed.name} (run ${claimed.run}) took nothing away. ${message}`,
  });
}
