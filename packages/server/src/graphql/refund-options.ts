import {
  Ctx,
  Field,
  FieldResolver,
  ObjectType,
  registerEnumType,
  Resolver,
  Root,
} from 'type-graphql';
import type { OrderListRow } from '../database/order-list-row.ts';
import type { RefundAllowance } from '../domain/refund-limit.ts';
import { RefundCapability } from '../domain/refund-spread.ts';
import type { Refusal as RefusalValue } from '../use-cases/outcome.ts';
import {
  refundOptionsOf,
  type RefundOptions as RefundOptionsFound,
} from '../use-cases/refund-options.ts';
import {
  refundSourcesOf,
  type RefundablePayment as RefundablePaymentFound,
} from '../use-cases/refund-sources.ts';
import { Allowed } from './access-rule.ts';
import { Money, money, present } from './common.ts';
import type { GraphQLContext } from './context.ts';
import { Refusal } from './errors.ts';
import { Order } from './order.ts';
import { OrderLine, type OrderLineValue } from './order-parts.ts';
import { PaymentAttempt, type PaymentValue } from './payment.ts';

registerEnumType(RefundCapability, {
  name: 'RefundCapability',
  description: 'What of a payment its provider can return by itself today.',
  valuesConfig: {
    FULL_AND_PARTIAL: { description: 'All of it or a part.' },
    FULL_ONLY: { description: 'Only all of it; a part is recorded and no money moves.' },
    NONE: { description: 'Nothing: return the money by hand, then record it here.' },
  },
});

/** What the fields below need of the order beside their own. */
type OfOrder = { readonly orderId: string; readonly currency: string };

@ObjectType({
  simpleResolvers: true,
  description: 'What can be refunded of an order now, and what would become of it.',
})
export class RefundOptions {
  @Field(() => Boolean, { description: 'Whether you may refund it now.' })
  allowed!: boolean;
  @Field(() => Refusal, { nullable: true, description: 'Why not. Null where you may.' })
  refusal!: RefusalValue | null;
  @Field(() => RefundCapability, {
    description: 'Of the order as a whole: the best of its captured payments.',
  })
  capability!: RefundCapability;
  @Field(() => String, {
    nullable: true,
    description: 'Why its payment method cannot return money by itself, or until when it can.',
  })
  capabilityNote!: string | null;
}

type RefundOptionsValue = RefundOptionsFound & OfOrder;

@ObjectType({ simpleResolvers: true, description: 'A line, and what can still be refunded of it.' })
export class RefundableLine {
  @Field(() => Money, { description: 'The most that can still be refunded of it.' })
  maximum!: Money;
  @Field(() => Money, { description: 'On its way back, and not counted in the maximum.' })
  pending!: Money;
}

type RefundableLineValue = RefundableLine & OfOrder & { readonly lineId: string };

@ObjectType({
  simpleResolvers: true,
  description: 'A captured payment, and what can go back through it.',
})
export class RefundablePayment {
  @Field(() => RefundCapability, { description: 'What its provider can do for it today.' })
  capability!: RefundCapability;
  @Field(() => String, {
    nullable: true,
    description: 'Why it can do less than everything, or until when it can.',
  })
  note!: string | null;
}

type RefundablePaymentValue = RefundablePaymentFound & OfOrder;

@Resolver(() => Order)
export class OrderRefundFields {
  @Allowed('READ_ORDERS')
  @FieldResolver(() => RefundOptions, { description: 'What refunding it would mean now.' })
  async refundOptions(
    @Root() { id }: OrderListRow,
    @Ctx() { loaders, request, services }: GraphQLContext,
  ): Promise<RefundOptionsValue> {
    const facts = present(await loaders.refundFacts.load(id), id);
    const now = request.tools.now();
    const sources = refundSourcesOf(facts, services.providers, now);
    const options = refundOptionsOf({ facts, sources, permissions: request.permissions, now });
    return { ...options, orderId: id, currency: facts.currency };
  }
}

@Resolver(() => RefundOptions)
export class RefundOptionsFields {
  @FieldResolver(() => Money, { description: 'All that can still be refunded.' })
  maximum(@Root() { maximumMinor, currency }: RefundOptionsValue): Money {
    return money(maximumMinor, currency);
  }

  @FieldResolver(() => [RefundableLine], {
    description: "Every line, in the order's order; those with nothing left too (maximum 0).",
  })
  lines(@Root() { lines, orderId, currency }: RefundOptionsValue): RefundableLineValue[] {
    return lines.map(({ lineId, maximumMinor, pendingMinor }) => ({
      lineId,
      maximum: money(maximumMinor, currency),
      pending: money(pendingMinor, currency),
      orderId,
      currency,
    }));
  }

  @FieldResolver(() => [RefundablePayment], {
    description: 'The captured payments that money would go back through, oldest capture first.',
  })
  payments(@Root() { payments, orderId, currency }: RefundOptionsValue): RefundablePaymentValue[] {
    return payments.map((payment) => ({ ...payment, orderId, currency }));
  }

  @FieldResolver(() => [RefundablePayment], {
    description: 'Payments that came on top and can be given back whole, without lines.',
  })
  surplusPayments(
    @Root() { surplusPayments, orderId, currency }: RefundOptionsValue,
  ): RefundablePaymentValue[] {
    return surplusPayments.map((payment) => ({ ...payment, orderId, currency }));
  }

  @FieldResolver(() => Boolean, {
    description: 'Whether Kajabi actions of the offer or the checkout have given access.',
  })
  async canRemoveOfferAccess(
    @Root() { orderId }: RefundOptionsValue,
    @Ctx() { loaders }: GraphQLContext,
  ): Promise<boolean> {
    return (await loaders.removableAccess.load(orderId)).offer !== null;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      "Why the offer's access would be kept although asked for. Null: it would be removed.",
  })
  async offerAccessKeptBecause(
    @Root() { orderId }: RefundOptionsValue,
    @Ctx() { loaders }: GraphQLContext,
  ): Promise<string | null> {
    return (await loaders.removableAccess.load(orderId)).offer?.keptBecause ?? null;
  }

  @FieldResolver(() => Money, {
    nullable: true,
    description: 'What you may refund at once. Null: no limit.',
  })
  async limitPerRefund(
    @Root() { currency }: RefundOptionsValue,
    @Ctx() context: GraphQLContext,
  ): Promise<Money | null> {
    return limit(context, currency, ({ perRefundMinor }) => perRefundMinor);
  }

  @FieldResolver(() => Money, {
    nullable: true,
    description: 'What you may still refund today, by the day in UTC. Null: no limit.',
  })
  async limitLeftToday(
    @Root() { currency }: RefundOptionsValue,
    @Ctx() context: GraphQLContext,
  ): Promise<Money | null> {
    return limit(context, currency, ({ leftTodayMinor }) => leftTodayMinor);
  }
}

async function limit(
  { loaders }: GraphQLContext,
  currency: string,
  which: (allowance: RefundAllowance) => number | null,
): Promise<Money | null> {
  const minor = which(await loaders.refundAllowance.load(currency));
  return minor === null ? null : money(minor, currency);
}

@Resolver(() => RefundableLine)
export class RefundableLineFields {
  @FieldResolver(() => OrderLine, { description: 'The line.' })
  orderLine(
    @Root() { lineId, orderId }: RefundableLineValue,
    @Ctx() context: GraphQLContext,
  ): Promise<OrderLineValue> {
    return lineOf(context, orderId, lineId);
  }

  @FieldResolver(() => Boolean, {
    description:
      'Whether the product gave access that can be taken away: offered when it is then refunded in full.',
  })
  async hasAccess(
    @Root() { lineId, orderId }: RefundableLineValue,
    @Ctx() { loaders }: GraphQLContext,
  ): Promise<boolean> {
    return (await loaders.removableAccess.load(orderId)).byLine.has(lineId);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'Why its access would be kept although asked for. Null: it would be removed.',
  })
  async keptBecause(
    @Root() { lineId, orderId }: RefundableLineValue,
    @Ctx() { loaders }: GraphQLContext,
  ): Promise<string | null> {
    return (await loaders.removableAccess.load(orderId)).byLine.get(lineId)?.keptBecause ?? null;
  }
}

@Resolver(() => RefundablePayment)
export class RefundablePaymentFields {
  @FieldResolver(() => PaymentAttempt, { description: 'The payment.' })
  async payment(
    @Root() { id, orderId }: RefundablePaymentValue,
    @Ctx() context: GraphQLContext,
  ): Promise<PaymentValue> {
    return present(await paymentOf(context, orderId, id), id);
  }

  @FieldResolver(() => Money, { description: 'What of it could still go back by its provider.' })
  left(@Root() { returnableMinor, currency }: RefundablePaymentValue): Money {
    return money(returnableMinor, currency);
  }
}

/** A line of an order, by way of the order's list row. */
export async function lineOf(
  { loaders }: GraphQLContext,
  orderId: string,
  lineId: string,
): Promise<OrderLineValue> {
  const { listedLines, currency } = present(await loaders.orders.load(orderId), orderId);
  const line = listedLines.find(({ id }) => id === lineId) ?? null;
  return { ...present(line, lineId), currency };
}

/** A payment of an order; all of the order's are read at once. */
export async function paymentOf(
  { loaders }: GraphQLContext,
  orderId: string,
  paymentId: string,
): Promise<PaymentValue | null> {
  const payments = await loaders.paymentsOfOrder.load(orderId);
  return payments.find(({ id }) => id === paymentId) ?? null;
}
