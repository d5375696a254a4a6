import {
  Ctx,
  Field,
  FieldResolver,
  ID,
  InputType,
  Int,
  ObjectType,
  Resolver,
  Root,
} from 'type-graphql';
import { OrderStatus } from '../domain/order-status.ts';
import type { PlannedLeg, PlannedLine, PlannedRefund } from '../use-cases/plan-refund.ts';
import { vatOfPlan } from '../use-cases/plan-refund.ts';
import { Money, money } from './common.ts';
import type { GraphQLContext } from './context.ts';
import { UserError } from './errors.ts';
import { OrderLine, VatShare, type OrderLineValue } from './order-parts.ts';
import { Order } from './order.ts';
import { PaymentAttempt, type PaymentValue } from './payment.ts';
import { lineOf, paymentOf } from './refund-options.ts';
import { Refund } from './refund.ts';
import { SafeInt } from './scalars.ts';

@InputType({ description: 'How much of one line goes back.' })
export class RefundLineInput {
  @Field(() => ID, { description: 'The line, `lin_…`, of this order.' })
  orderLineId!: string;
  @Field(() => SafeInt, {
    description: "From 0 to what is left of it, in the currency's smallest unit. 0 leaves it out.",
  })
  amountMinor!: number;
  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Takes the access away too. Only where the line is then refunded in full.',
  })
  removeAccess!: boolean;
}

@InputType({ description: 'What goes back, and how. Lines, or one second payment.' })
export class RefundPlanInput {
  @Field(() => [RefundLineInput], {
    defaultValue: [],
    description: 'Per line. At least one above zero, unless a second payment is given back.',
  })
  lines!: RefundLineInput[];
  @Field(() => ID, {
    nullable: true,
    description: 'A payment that came on top, given back whole and without lines.',
  })
  surplusPaymentId?: string | null;
  @Field(() => Boolean, {
    defaultValue: true,
    description:
      'Returns the money through the provider where its method can. Without it the refund is recorded only.',
  })
  returnMoney!: boolean;
  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Takes away what Kajabi actions of the offer and the checkout have given.',
  })
  removeOfferAccess!: boolean;
}

@InputType({ description: 'Which order to refund, and how much of it.' })
export class RefundOrderInput {
  @Field(() => ID, { description: 'The order, `ord_…`.' })
  orderId!: string;
  @Field(() => String, {
    description: 'Chosen by the caller, 1 to 255 characters: the same key refunds once.',
  })
  idempotencyKey!: string;
  @Field(() => Int, {
    nullable: true,
    description: 'The `version` that was seen; if the order has moved on since, STALE.',
  })
  expectedVersion?: number | null;
  @Field(() => RefundPlanInput, { description: 'What goes back, and how.' })
  plan!: RefundPlanInput;
  @Field(() => String, {
    nullable: true,
    description: 'Why, for the history. At most 2 000 characters.',
  })
  reason?: string | null;
}

@ObjectType({
  simpleResolvers: true,
  description: 'What a refund would be. Nothing is kept of it.',
})
export class RefundPreview {
  @Field(() => OrderStatus, {
    description: 'Where the order would stand once everything of it is settled.',
  })
  statusAfter!: OrderStatus;
  @Field(() => [String], { description: 'Names of the access that would be taken away.' })
  actionsToRun!: readonly string[];
}

type OfOrder = { readonly orderId: string; readonly currency: string };
export type RefundPreviewValue = PlannedRefund & OfOrder;
type LineValue = PlannedLine & OfOrder;
type LegValue = PlannedLeg & OfOrder;

@ObjectType({ simpleResolvers: true, description: 'What would go back of one line.' })
export class RefundLinePreview {
  @Field(() => Boolean, {
    description: 'The line would then be refunded in full, and gave access that can be taken away.',
  })
  canRemoveAccess!: boolean;
  @Field(() => String, {
    nullable: true,
    description: 'Why its access would be kept although asked for. Null: it would be removed.',
  })
  keptBecause!: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'What would happen to one share of the money.' })
export class RefundLegPreview {
  @Field(() => Boolean, { description: 'False: written down only; `note` says what to do.' })
  movesMoney!: boolean;
  @Field(() => String, { description: '`49.00 € will be returned through Stripe.`' })
  note!: string;
}

@Resolver(() => RefundPreview)
export class RefundPreviewFields {
  @FieldResolver(() => Money, { description: 'All that would go back, VAT included.' })
  total(@Root() { totalMinor, currency }: RefundPreviewValue): Money {
    return money(totalMinor, currency);
  }

  @FieldResolver(() => [RefundLinePreview], { description: 'The lines of which something goes.' })
  lines(@Root() { lines, orderId, currency }: RefundPreviewValue): LineValue[] {
    return lines.map((line) => ({ ...line, orderId, currency }));
  }

  @FieldResolver(() => [VatShare], { description: 'By VAT rate, lowest rate first.' })
  vat(@Root() preview: RefundPreviewValue): VatShare[] {
    return vatOfPlan(preview).map(({ rateBp, grossMinor, vatMinor }) => ({
      rateBp,
      gross: money(grossMinor, preview.currency),
      vat: money(vatMinor, preview.currency),
    }));
  }

  @FieldResolver(() => [RefundLegPreview], { description: 'Which way the money would go.' })
  legs(@Root() { legs, orderId, currency }: RefundPreviewValue): LegValue[] {
    return legs.map((leg) => ({ ...leg, orderId, currency }));
  }
}

@Resolver(() => RefundLinePreview)
export class RefundLinePreviewFields {
  @FieldResolver(() => OrderLine, { description: 'The line.' })
  orderLine(
    @Root() { lineId, orderId }: LineValue,
    @Ctx() context: GraphQLContext,
  ): Promise<OrderLineValue> {
    return lineOf(context, orderId, lineId);
  }

  @FieldResolver(() => Money, { description: 'What goes back of it, VAT included.' })
  amount(@Root() { amountMinor, currency }: LineValue): Money {
    return money(amountMinor, currency);
  }

  @FieldResolver(() => Money, { description: 'The VAT inside that amount.' })
  vat(@Root() { vatMinor, currency }: LineValue): Money {
    return money(vatMinor, currency);
  }
}

@Resolver(() => RefundLegPreview)
export class RefundLegPreviewFields {
  @FieldResolver(() => PaymentAttempt, {
    nullable: true,
    description: 'The payment. Null for money that did not come through us.',
  })
  async payment(
    @Root() { paymentId, orderId }: LegValue,
    @Ctx() context: GraphQLContext,
  ): Promise<PaymentValue | null> {
    return paymentId === null ? null : paymentOf(context, orderId, paymentId);
  }

  @FieldResolver(() => Money, { description: 'The share, VAT included.' })
  amount(@Root() { amountMinor, currency }: LegValue): Money {
    return money(amountMinor, currency);
  }
}

@ObjectType({ simpleResolvers: true, description: 'Either the preview or what speaks against it.' })
export class RefundPreviewPayload {
  @Field(() => RefundPreview, { nullable: true, description: 'What the refund would be.' })
  preview!: RefundPreview | null;
  @Field(() => [UserError], { description: 'Why it would be refused. Paths as in the refund.' })
  errors!: readonly UserError[];
}

@ObjectType({
  simpleResolvers: true,
  description: 'What came of it. Either order and refund, or the errors.',
})
export class RefundOrderPayload {
  @Field(() => Order, { nullable: true, description: 'The order as it is now.' })
  order!: Order | null;
  @Field(() => Refund, { nullable: true, description: 'The refund, asked for or recorded.' })
  refund!: Refund | null;
  @Field(() => [UserError], { description: 'Why it was refused. Empty where it was not.' })
  errors!: readonly UserError[];
}
