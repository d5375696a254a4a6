import { GraphQLError } from 'graphql';
import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Int,
  ObjectType,
  Query,
  Resolver,
  Root,
  Subscription,
} from 'type-graphql';
import { tallyAttention } from '../database/attention-count.ts';
import { findOrderRows, type OrderListRow } from '../database/order-list-row.ts';
import { findActionsOfOrders, type ActionFound } from '../database/order-parts.ts';
import { reaches } from '../use-cases/request.ts';
import { Allowed, badUserInput, onlyReached } from './access-rule.ts';
import { PostPurchaseAction } from './action.ts';
import { inOrderOf, isPossibleId, LONGEST_PAGE, present } from './common.ts';
import type { GraphQLContext } from './context.ts';
import { markToldToAll } from './live-feed.ts';
import { liveFeeds, type ActionNews } from './live-feeds.ts';
import { LiveStream } from './live-stream.ts';
import { findReachedOrder, Order } from './order.ts';
import { Checkout } from './shop.ts';

@ObjectType({
  simpleResolvers: true,
  description: 'How many orders of one checkout need somebody.',
})
export class CheckoutAttention {
  @Field(() => Int, { description: 'Number of orders.' })
  total!: number;
}

/** What resolves as a `CheckoutAttention`. */
type CheckoutAttentionValue = CheckoutAttention & { readonly checkoutId: string };

@Resolver(() => CheckoutAttention)
export class CheckoutAttentionFields {
  @FieldResolver(() => Checkout, { description: 'The checkout.' })
  async checkout(
    @Root() { checkoutId }: CheckoutAttentionValue,
    @Ctx() { loaders }: GraphQLContext,
  ): Promise<Checkout> {
    return present(await loaders.checkouts.load(checkoutId), checkoutId);
  }
}

@ObjectType({ simpleResolvers: true, description: 'How many orders need somebody now.' })
export class AttentionCount {
  @Field(() => Int, { description: 'In all your checkouts together.' })
  total!: number;
  @Field(() => [CheckoutAttention], {
    description: 'The same by checkout; those without any are left out.',
  })
  byCheckout!: readonly CheckoutAttention[];
}

type AttentionCountValue = AttentionCount & {
  readonly byCheckout: readonly CheckoutAttentionValue[];
};

@Resolver()
export class AttentionQueries {
  @Allowed('READ_ORDERS')
  @Query(() => AttentionCount, { description: 'How many orders need somebody now.' })
  async attentionCount(@Ctx() context: GraphQLContext): Promise<AttentionCountValue> {
    const { em, tools } = context.request;
    const { byCheckout } = await tallyAttention(em, tools.now());
    return countFor(context, byCheckout);
  }
}

/** What `subscribe` is given. */
export type Called<Arguments> = { readonly args: Arguments; readonly context: GraphQLContext };
type OrderChangedArguments = {
  readonly ids?: string[] | null;
  readonly checkoutIds?: string[] | null;
};

@Resolver()
export class LiveSubscriptions {
  @Allowed('READ_ORDERS')
  @Subscription(() => AttentionCount, {
    description:
      'The present count first, then each change of it: also when an order merely comes to its time.',
    subscribe: ({ context }: Called<unknown>) => streamAttention(context),
  })
  attentionCount(@Root() count: AttentionCountValue): AttentionCountValue {
    return count;
  }

  @Allowed('READ_ORDERS')
  @Subscription(() => Order, {
    description:
      'With `ids`: those orders as they are, then each change. Without: every order you may see, as it changes. At most one message per order in 100 ms.',
    subscribe: ({ args, context }: Called<OrderChangedArguments>) => streamOrders(context, args),
  })
  orderChanged(
    @Root() order: OrderListRow,
    @Arg('ids', () => [ID], { nullable: true, description: 'These orders only, at most 250.' })
    _ids?: string[] | null,
    @Arg('checkoutIds', () => [ID], {
      nullable: true,
      description: 'Orders of these checkouts only.',
    })
    _checkoutIds?: string[] | null,
  ): Order {
    return order;
  }

  @Allowed('READ_ORDERS')
  @Subscription(() => PostPurchaseAction, {
    description:
      'The actions of an order as they are, then each change, attempts and claims included.',
    subscribe: ({ args, context }: Called<{ orderId: string }>) =>
      streamActions(context, args.orderId),
  })
  actionChanged(
    @Root() action: ActionFound,
    @Arg('orderId', () => ID, { description: 'The order, `ord_…`.' }) _orderId: string,
  ): PostPurchaseAction {
    return action;
  }
}

/** What of a count somebody may see. */
function countFor(
  { request }: GraphQLContext,
  byCheckout: ReadonlyMap<string, number>,
): AttentionCountValue {
  const seen = [...byCheckout].filter(([checkoutId]) => reaches(request.reach, checkoutId));
  return {
    total: seen.reduce((sum, [, total]) => sum + total, 0),
    byCheckout: seen.map(([checkoutId, total]) => ({ checkoutId, total })),
  };
}

/** A stream outlives neither the proof it was opened with nor, message by message, the reach. */
export function isStillValid({ viewer, services }: GraphQLContext): boolean {
  return viewer !== null && viewer.expiresAt > services.tools.now();
}

const countsOfAll = new WeakMap<ReadonlyMap<string, number>, Map<string, CountTold>>();
type CountTold = { readonly count: AttentionCountValue; readonly fingerprint: string };

/** The very same for all of the same checkouts, so that one answer serves them all. */
function countForAll(context: GraphQLContext, byCheckout: ReadonlyMap<string, number>): CountTold {
  const counts = countsOfAll.get(byCheckout) ?? new Map<string, CountTold>();
  countsOfAll.set(byCheckout, counts);
  const reach = JSON.stringify(context.request.reach);
  const known = counts.get(reach);
  if (known) return known;
  const count = countFor(context, byCheckout);
  markToldToAll([count]);
  const told = { count, fingerprint: JSON.stringify(count) };
  counts.set(reach, told);
  return told;
}

function streamAttention(context: GraphQLContext): LiveStream<AttentionCountValue> {
  const stream = new LiveStream<AttentionCountValue>();
  let last: string | undefined;
  const leave = liveFeeds(context.services).attention.watch((byCheckout) => {
    if (!isStillValid(context)) return stream.end();
    const { count, fingerprint } = countForAll(context, byCheckout);
    if (fingerprint !== last) stream.put('count', count);
    last = fingerprint;
  });
  stream.whenOver(leave);
  return stream;
}

function streamOrders(
  context: GraphQLContext,
  { ids, checkoutIds }: OrderChangedArguments,
): LiveStream<OrderListRow> {
  if ((ids?.length ?? 0) > LONGEST_PAGE)
    throw badUserInput(`\`ids\` takes at most ${LONGEST_PAGE}.`);
  const stream = new LiveStream<OrderListRow>();
  const named = ids ? ids.filter(isPossibleId) : null;
  const send = (rows: readonly OrderListRow[]) => {
    if (!isStillValid(context)) return stream.end();
    for (const row of rows) {
      const isWanted =
        (!named || named.includes(row.id)) &&
        (!checkoutIds || checkoutIds.includes(row.checkoutId));
      if (isWanted && onlyReached(context, row)) stream.put(row.id, row);
    }
  };
  const freshest = presentFirst(stream, send, async () =>
    named?.length ? inOrderOf(named, await findOrderRows(context.request.em, named)) : [],
  );
  stream.whenOver(
    liveFeeds(context.services).orders.watch((rows) =>
      rows ? freshest.send(rows) : freshest.resend(),
    ),
  );
  freshest.resend();
  return stream;
}

async function streamActions(
  context: GraphQLContext,
  orderId: string,
): Promise<LiveStream<ActionFound>> {
  const order = await findReachedOrder(orderId, context);
  if (!order) {
    throw new GraphQLError('There is no such order.', { extensions: { code: 'NOT_FOUND' } });
  }
  const stream = new LiveStream<ActionFound>();
  const last = new Map<string, string>();
  const send = (actions: readonly ActionFound[], named?: ReadonlySet<string>) => {
    if (!isStillValid(context)) return stream.end();
    if (!onlyReached(context, order)) return;
    for (const action of actions) {
      const fingerprint = JSON.stringify(action);
      if (fingerprint !== last.get(action.id) || named?.has(action.id))
        stream.put(action.id, action);
      last.set(action.id, fingerprint);
    }
  };
  const freshest = presentFirst(stream, send, () =>
    findActionsOfOrders(context.request.em, [orderId]),
  );
  const hear = (news: ActionNews | null) =>
    news ? freshest.send(news.actions, news.named) : freshest.resend();
  stream.whenOver(liveFeeds(context.services).actions.watchOrder(orderId, hear));
  freshest.resend();
  return stream;
}

/**
 * Sends what is there, without overtaking: a change that was told while the present was being read is
 * newer than what was read.
 */
export function presentFirst<Row extends { readonly id: string }>(
  stream: LiveStream<Row>,
  send: (rows: readonly Row[], named?: ReadonlySet<string>) => void,
  readPresent: () => Promise<readonly Row[]>,
): { send: typeof send; resend: () => void } {
  const newer = new Set<Set<string>>();
  return {
    send: (rows, named) => {
      for (const ids of newer) for (const { id } of rows) ids.add(id);
      send(rows, named);
    },
    resend: () => {
      const toldMeanwhile = new Set<string>();
      newer.add(toldMeanwhile);
      readPresent()
        .then((rows) => send(rows.filter(({ id }) => !toldMeanwhile.has(id))))
        // The client opens the stream anew, and so gets its present values after all.
        .catch(() => stream.end())
        .finally(() => newer.delete(toldMeanwhile));
    },
  };
}
