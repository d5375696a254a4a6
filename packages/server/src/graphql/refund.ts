import {
  Ctx,
  Field,
  FieldResolver,
  ObjectType,
  registerEnumType,
  Resolver,
  Root,
} from 'type-graphql';
import type { LineOfRefund } from '../database/order-parts.ts';
import type { RefundLegRow, RefundRow } from '../database/payment.ts';
import { maskText } from '../domain/permission.ts';
import { RefundStatus } from '../domain/refund.ts';
import { Masked, mayReadPersonalData } from './access-rule.ts';
import { Actor, Money, money, Node, present } from './common.ts';
import type { GraphQLContext } from './context.ts';
import { Order } from './order.ts';
import { OrderLine, type OrderLineValue } from './order-parts.ts';
import { PaymentAttempt, type PaymentValue } from './payment.ts';
import { DateTime } from './scalars.ts';

registerEnumType(RefundStatus, {
  name: 'RefundStatus',
  description: 'Where a refund, or its way through one payment, stands.',
  valuesConfig: {
    RECORDED: { description: 'Written down only; no money moved through us.' },
    REQUESTED: { description: 'On record and on its way to the provider.' },
    PENDING: { description: 'The provider has it and is not done.' },
    SUCCEEDED: { description: 'The money went back.' },
    FAILED: { description: 'The provider refused it: nothing went back.' },
    UNKNOWN: { description: 'It may or may not have gone back; a person must find out.' },
  },
});

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'Money given back for an order.',
})
export class Refund extends Node {
  @Field(() => RefundStatus, { description: 'That of its worst leg.' })
  status!: RefundStatus;
  @Field(() => DateTime, { description: 'When it was asked for.' })
  requestedAt!: Date;
  @Field(() => DateTime, {
    nullable: true,
    description: 'When its outcome was certain. Null until then.',
  })
  settledAt?: Date | null;
  @Field(() => DateTime, {
    nullable: true,
    description: 'When a completion took it out of the books. Money that went back stays back.',
  })
  reversedAt?: Date | null;
  @Field(() => Boolean, {
    description: 'Whether access given by the offer or the checkout is taken away with it.',
  })
  removeOfferAccess!: boolean;
}

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'The share of a refund that goes back through one payment.',
})
export class RefundLeg extends Node {
  @Field(() => RefundStatus, { description: 'Where this share stands.' })
  status!: RefundStatus;
  @Field(() => String, {
    nullable: true,
    description: "The provider's id of it. Null until they gave one.",
  })
  providerReference?: string | null;
  @Field(() => String, { nullable: true, description: "Why it failed, in the provider's words." })
  failureMessage?: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'What a refund gives back of one line.' })
export class RefundLine {
  @Field(() => Boolean, { description: 'Whether access to the product is taken away with it.' })
  removeAccess!: boolean;
}

@Resolver(() => Refund)
export class RefundFields {
  @FieldResolver(() => Order, { description: 'The order it belongs to.' })
  async order(@Root() { orderId }: RefundRow, @Ctx() { loaders }: GraphQLContext): Promise<Order> {
    return present(await loaders.orders.load(orderId), orderId);
  }

  @FieldResolver(() => Money, { description: 'All that is given back, VAT included.' })
  amount(@Root() { amountMinor, currency }: RefundRow): Money {
    return money(amountMinor, currency);
  }

  @FieldResolver(() => [RefundLine], {
    description:
      'What is given back of which product. Empty for a second payment given back whole.',
  })
  lines(@Root() { id }: RefundRow, @Ctx() { loaders }: GraphQLContext): Promise<RefundLine[]> {
    return loaders.refundLines.load(id);
  }

  @Masked()
  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Why, in the words of whoever asked for it; only that there is a reason without READ_PERSONAL_DATA, since people write what they like.',
  })
  reason(@Root() { reason = null }: RefundRow, @Ctx() context: GraphQLContext): string | null {
    return mayReadPersonalData(context) ? reason : maskText(reason);
  }

  @FieldResolver(() => Actor, { description: 'Who asked for it.' })
  requestedBy(@Root() { actorKind, actorName }: RefundRow): Actor {
    return { kind: actorKind, name: actorName };
  }

  @FieldResolver(() => PaymentAttempt, {
    nullable: true,
    description: 'The payment that came on top and was given back whole. Null where lines were.',
  })
  async surplusPayment(
    @Root() { surplusPaymentId, orderId }: RefundRow,
    @Ctx() { loaders }: GraphQLContext,
  ): Promise<PaymentValue | null> {
    if (!surplusPaymentId) return null;
    const payments = await loaders.paymentsOfOrder.load(orderId);
    return payments.find(({ id }) => id === surplusPaymentId) ?? null;
  }

  @FieldResolver(() => [RefundLeg], { description: 'One per payment it goes back through.' })
  legs(@Root() { id }: RefundRow, @Ctx() { loaders }: GraphQLContext): Promise<RefundLeg[]> {
    return loaders.legsOfRefund.load(id);
  }
}

@Resolver(() => RefundLeg)
export class RefundLegFields {
  @FieldResolver(() => PaymentAttempt, {
    nullable: true,
    description: 'The payment. Null for an order that was never paid through us.',
  })
  async payment(
    @Root() { paymentId, refundId }: RefundLegRow,
    @Ctx() { loaders }: GraphQLContext,
  ): Promise<PaymentValue | null> {
    if (!paymentId) return null;
    // By way of the order: its payments are asked for anyway, whichever comes first.
    const { orderId } = present(await loaders.refunds.load(refundId), refundId);
    const payments = await loaders.paymentsOfOrder.load(orderId);
    return payments.find(({ id }) => id === paymentId) ?? null;
  }

  @FieldResolver(() => Money, { description: 'The share, VAT included.' })
  async amount(
    @Root() { amountMinor, refundId }: RefundLegRow,
    @Ctx() { loaders }: GraphQLContext,
  ): Promise<Money> {
    const { currency } = present(await loaders.refunds.load(refundId), refundId);
    return money(amountMinor, currency);
  }
}

@Resolver(() => RefundLine)
export class RefundLineFields {
  @FieldResolver(() => OrderLine, { description: 'The line.' })
  async orderLine(
    @Root() { orderLineId, orderId, currency }: LineOfRefund,
    @Ctx() { loaders }: GraphQLContext,
  ): Promise<OrderLineValue> {
    const { listedLines } = present(await loaders.orders.load(orderId), orderId);
    const line = listedLines.find(({ id }) => id === orderLineId) ?? null;
    return { ...present(line, orderLineId), currency };
  }

  @FieldResolver(() => Money, { description: 'Given back of it, VAT included.' })
  amount(@Root() { amountMinor, currency }: LineOfRefund): Money {
    return money(amountMinor, currency);
  }

  @FieldResolver(() => Money, { description: 'The VAT inside that amount.' })
  vat(@Root() { vatMinor, currency }: LineOfRefund): Money {
    return money(vatMinor, currency);
  }
}
