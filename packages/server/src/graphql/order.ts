import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Int,
  ObjectType,
  Query,
  registerEnumType,
  Resolver,
  Root,
} from 'type-graphql';
import type { OrderListRow } from '../database/order-list-row.ts';
import { OrderStatus } from '../domain/order-status.ts';
import { vatByRate } from '../domain/vat.ts';
import { PostPurchaseAction } from './action.ts';
import { AtOnce } from './at-once.ts';
import { Allowed, Masked, onlyReached } from './access-rule.ts';
import {
  isPossibleId,
  Money,
  money,
  Node,
  pageSize,
  present,
  readSequenceCursor,
  sequenceConnection,
  typeNameOf,
} from './common.ts';
import type { GraphQLContext } from './context.ts';
import { Customer, customerOf, type CustomerValue } from './customer.ts';
import { HistoryConnection } from './history.ts';
import {
  AppliedDiscount,
  Attention,
  Completion,
  OrderLine,
  OrderSource,
  VatShare,
  type OrderLineValue,
} from './order-parts.ts';
import { PaymentAttempt, type PaymentValue } from './payment.ts';
import { Refund } from './refund.ts';
import { DateTime } from './scalars.ts';
import { Checkout, Offer } from './shop.ts';

registerEnumType(OrderStatus, {
  name: 'OrderStatus',
  description: 'Where an order stands. Computed from what is known about it, never set.',
  valuesConfig: {
    STARTED: { description: 'The checkout was opened; no more is known.' },
    IN_PROGRESS: { description: 'The billing form was sent; no payment is under way.' },
    PROCESSING: { description: 'A payment is with its provider.' },
    PAID: { description: 'The payment came; the actions are not all done.' },
    COMPLETED: { description: 'The payment came and every action succeeded.' },
    MARKED_AS_COMPLETED: { description: 'A person closed the order by hand.' },
    PARTIALLY_REFUNDED: { description: 'A part of the money went back.' },
    REFUNDED: { description: 'All of the money went back.' },
  },
});

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    'One visit to a checkout and all that came of it. It exists from the moment the page was opened.',
})
export class Order extends Node {
  @Field(() => String, { description: 'What people say on the phone; unique within a checkout.' })
  number!: string;
  @Field(() => Int, {
    description:
      'Grows with what a person decided or saw decided: status, money, new runs. Not with retries.',
  })
  version!: number;
  @Field(() => OrderStatus, { description: 'Where it stands.' })
  status!: OrderStatus;
  @Field(() => DateTime, { description: 'When the checkout page was opened.' })
  createdAt!: Date;
  @Field(() => DateTime, {
    nullable: true,
    description: 'When the payments covered the total. Null until then.',
  })
  paidAt!: Date | null;
}

/** Resolvers of what the list row holds are plain functions: a page has thousands of these calls. */
@Resolver(() => Order)
export class OrderFields {
  @AtOnce()
  @FieldResolver(() => Completion, {
    nullable: true,
    description: 'Null until the order is completed.',
  })
  completion(@Root() order: OrderListRow): Completion | null {
    const { completedAt, completedByKind, completedByName, completedByHand } = order;
    if (!completedAt || !completedByKind) return null;
    const by = { kind: completedByKind, name: completedByName ?? '' };
    return { at: completedAt, by, byHand: completedByHand };
  }

  @FieldResolver(() => Checkout, { description: 'The checkout it was opened in.' })
  async checkout(
    @Root() { checkoutId }: OrderListRow,
    @Ctx() { loaders }: GraphQLContext,
  ): Promise<Checkout> {
    return present(await loaders.checkouts.load(checkoutId), checkoutId);
  }

  @FieldResolver(() => Offer, { nullable: true, description: 'What was offered.' })
  offer(
    @Root() { offerId }: OrderListRow,
    @Ctx() { loaders }: GraphQLContext,
  ): Promise<Offer | null> {
    return loaders.offers.load(offerId);
  }

  @AtOnce()
  @FieldResolver(() => OrderSource, { description: 'Which link led to it.' })
  source(@Root() { linkName, sourceName, tags }: OrderListRow): OrderSource {
    return { link: linkName, name: sourceName, tags };
  }

  @Masked()
  @AtOnce()
  @FieldResolver(() => Customer, {
    description: 'Who buys. Shortened for those who may not read personal data.',
  })
  customer(@Root() order: OrderListRow, @Ctx() context: GraphQLContext): CustomerValue {
    return customerOf(order, context);
  }

  @AtOnce()
  @FieldResolver(() => [OrderLine], {
    description: 'The products, in the order they were sold in.',
  })
  lines(@Root() { listedLines, currency }: OrderListRow): OrderLineValue[] {
    return listedLines.map((line) => ({ ...line, currency }));
  }

  @AtOnce()
  @FieldResolver(() => [AppliedDiscount], { description: 'The discount code, if one was used.' })
  discounts(@Root() { discountCode, discountMinor, currency }: OrderListRow): AppliedDiscount[] {
    if (discountCode === null) return [];
    return [{ code: discountCode, amount: money(discountMinor, currency) }];
  }

  @AtOnce()
  @FieldResolver(() => Money, { description: 'To be paid, after discounts, VAT included.' })
  total(@Root() { totalMinor, currency }: OrderListRow): Money {
    return money(totalMinor, currency);
  }

  @AtOnce()
  @FieldResolver(() => Money, {
    description:
      'Gone back, or recorded as gone back. What is still on its way is in `refundPending`.',
  })
  refunded(@Root() { refundedMinor, currency }: OrderListRow): Money {
    return money(refundedMinor, currency);
  }

  @AtOnce()
  @FieldResolver(() => Money, { description: 'Asked to go back and not settled yet.' })
  refundPending(@Root() { refundPendingMinor, currency }: OrderListRow): Money {
    return money(refundPendingMinor, currency);
  }

  @AtOnce()
  @FieldResolver(() => [VatShare], {
    description:
      'The total by VAT rate, lowest rate first. Prices include VAT: this explains the total and adds nothing.',
  })
  vat(@Root() { listedLines, currency }: OrderListRow): VatShare[] {
    return vatByRate(listedLines).map(({ rateBp, grossMinor, vatMinor }) => ({
      rateBp,
      gross: money(grossMinor, currency),
      vat: money(vatMinor, currency),
    }));
  }

  @AtOnce()
  @FieldResolver(() => PaymentAttempt, {
    nullable: true,
    description:
      'The payment a list shows: the first that brought money, else the latest try. Null before any.',
  })
  payment(@Root() { shownPayment }: OrderListRow): PaymentValue | null {
    return shownPayment;
  }

  @FieldResolver(() => [PaymentAttempt], { description: 'Every try to pay, oldest first.' })
  payments(
    @Root() { id }: OrderListRow,
    @Ctx() { loaders }: GraphQLContext,
  ): Promise<PaymentValue[]> {
    return loaders.paymentsOfOrder.load(id);
  }

  @Allowed('READ_ORDERS')
  @FieldResolver(() => [Refund], { description: 'Every refund, oldest first.' })
  refunds(@Root() { id }: OrderListRow, @Ctx() { loaders }: GraphQLContext): Promise<Refund[]> {
    return loaders.refundsOfOrder.load(id);
  }

  @Allowed('READ_ORDERS')
  @FieldResolver(() => [PostPurchaseAction], {
    description: 'What is done because of it, oldest first.',
  })
  actions(
    @Root() { id }: OrderListRow,
    @Ctx() { loaders }: GraphQLContext,
  ): Promise<PostPurchaseAction[]> {
    return loaders.actionsOfOrder.load(id);
  }

  @AtOnce()
  @FieldResolver(() => Attention, {
    nullable: true,
    description: 'Null where the order needs nobody now.',
  })
  attention(
    @Root() { attentionAt, attentionReasons, attentionSummary }: OrderListRow,
    @Ctx() { request }: GraphQLContext,
  ): Attention | null {
    const now = request.tools.now();
    if (!attentionAt || attentionAt > now) return null;
    const reasons = attentionReasons.filter(({ from }) => new Date(from) <= now);
    return {
      since: attentionAt,
      reasons: reasons.map(({ reason }) => reason),
      summary: attentionSummary ?? '',
    };
  }

  @Allowed('READ_ORDERS')
  @FieldResolver(() => HistoryConnection, { description: 'What happened to it, newest first.' })
  async history(
    @Root() { id }: OrderListRow,
    @Ctx() { loaders }: GraphQLContext,
    @Arg('first', () => Int, { defaultValue: 50, description: 'How many entries, from 1 to 250.' })
    first: number,
    @Arg('after', () => String, { nullable: true, description: 'Cursor behind which to go on.' })
    after?: string | null,
  ): Promise<HistoryConnection> {
    const page = { first: pageSize(first, 'first'), after: readSequenceCursor(after) };
    const entries = await loaders.history.load({ id, ...page });
    return sequenceConnection(entries, page, ({ seq }) => seq);
  }
}

@Resolver()
export class OrderQueries {
  @Allowed('READ_ORDERS')
  @Query(() => Order, {
    nullable: true,
    description:
      'One order. Null where there is none, or none that you may see: both look the same.',
  })
  async order(
    @Arg('id', () => ID, { description: 'Its id, `ord_…`.' }) id: string,
    @Ctx() context: GraphQLContext,
  ): Promise<Order | null> {
    return typeNameOf(id) === 'Order' ? findReachedOrder(id, context) : null;
  }
}

/** The order, if it is there and the viewer may see it. */
export async function findReachedOrder(
  id: string,
  context: GraphQLContext,
): Promise<OrderListRow | null> {
  return isPossibleId(id) ? onlyReached(context, await context.loaders.orders.load(id)) : null;
}
