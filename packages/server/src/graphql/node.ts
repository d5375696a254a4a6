import type DataLoader from 'dataloader';
import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { findAttempt, findHistoryEntry } from '../database/order-parts.ts';
import { Allowed, onlyReached } from './access-rule.ts';
import { findManagedToken } from './api-token.ts';
import { findReachedBulkRerun } from './bulk-rerun.ts';
import { isPossibleId, Node, typeNameOf } from './common.ts';
import type { GraphQLContext } from './context.ts';
import type { Loaders } from './loaders.ts';
import { mayManageMembers } from './member.ts';
import { findOwnedExport } from './order-export.ts';

@Resolver()
export class NodeQueries {
  @Allowed('READ_ORDERS')
  @Query(() => Node, {
    nullable: true,
    description:
      'Anything by its id. Null where there is none, or none that you may see: both look the same.',
  })
  async node(
    @Arg('id', () => ID, { description: 'Any id of this API.' }) id: string,
    @Ctx() context: GraphQLContext,
  ): Promise<Node | null> {
    const find = finders[typeNameOf(id) ?? ''];
    return find && isPossibleId(id) ? find(id, context) : null;
  }
}

type Finder = (id: string, context: GraphQLContext) => Promise<Node | null>;

/** By the API's type name. */
const finders: Readonly<Record<string, Finder>> = {
  Order: async (id, context) => onlyReached(context, await context.loaders.orders.load(id)),
  Offer: async (id, context) => onlyReached(context, await context.loaders.offers.load(id)),
  Product: configured(({ products }) => products),
  AddOn: configured(({ addOns }) => addOns),
  CheckoutLink: configured(({ checkoutLinks }) => checkoutLinks),
  DiscountCode: configured(({ discountCodes }) => discountCodes),
  ActionConfiguration: configured(({ configurations }) => configurations),
  Checkout: async (id, context) => {
    const checkout = await context.loaders.checkouts.load(id);
    return onlyReached(context, checkout && { checkoutId: checkout.id }) && checkout;
  },
  OrderLine: (id, context) => ofReachedOrder(context, context.loaders.lines.load(id)),
  PaymentAttempt: (id, context) => ofReachedOrder(context, context.loaders.payments.load(id)),
  PostPurchaseAction: (id, context) => ofReachedOrder(context, context.loaders.actions.load(id)),
  ActionAttempt: (id, context) => ofReachedOrder(context, findAttempt(context.request.em, id)),
  HistoryEntry: (id, context) => ofReachedOrder(context, findHistoryEntry(context.request.em, id)),
  BulkRerun: async (id, context) =>
    context.viewer?.permissions.has('RERUN_ACTIONS') ? findReachedBulkRerun(id, context) : null,
  OrderExport: async (id, context) =>
    context.viewer?.permissions.has('EXPORT_ORDERS') ? findOwnedExport(id, context) : null,
  Member: async (id, context) =>
    mayManageMembers(context) ? context.loaders.members.load(id) : null,
  Invitation: async (id, context) =>
    mayManageMembers(context) ? context.loaders.invitations.load(id) : null,
  ApiToken: findManagedToken,
  Refund: (id, context) => ofReachedOrder(context, context.loaders.refunds.load(id)),
  RefundLeg: async (id, context) => {
    const leg = await context.loaders.refundLegs.load(id);
    const refund = leg && (await context.loaders.refunds.load(leg.refundId));
    return (await ofReachedOrder(context, Promise.resolve(refund))) && leg;
  },
};

/** What is sold and set up exists for those who manage it, within their checkouts. */
function configured<Row extends { readonly id: string; readonly checkoutId: string }>(
  loaderIn: (loaders: Loaders) => DataLoader<string, Row | null>,
): Finder {
  return async (id, context) => {
    if (!context.viewer?.permissions.has('MANAGE_CONFIGURATION')) return null;
    return onlyReached(context, await loaderIn(context.loaders).load(id));
  };
}

/** Something under an order exists for those who reach the order. Entries of no order are the audit log's. */
async function ofReachedOrder<Row extends { readonly orderId?: string | null }>(
  context: GraphQLContext,
  loading: Promise<Row | null>,
): Promise<Row | null> {
  const row = await loading;
  if (!row?.orderId) return null;
  return onlyReached(context, await context.loaders.orders.load(row.orderId)) && row;
}
