import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  ID,
  InputType,
  Mutation,
  ObjectType,
  registerEnumType,
  Resolver,
  Root,
} from 'type-graphql';
import type { RefundLegRow } from '../database/payment.ts';
import { RefundStatus } from '../domain/refund.ts';
import {
  nextStepsOf,
  RefundLegStep,
  settleRefundLeg,
  type SettleRefundLeg,
} from '../use-cases/settle-refund-leg.ts';
import { Allowed } from './access-rule.ts';
import { present } from './common.ts';
import type { GraphQLContext } from './context.ts';
import { UserError } from './errors.ts';
import { Order } from './order.ts';
import { Refund, RefundLeg } from './refund.ts';
import { DateTime } from './scalars.ts';

registerEnumType(RefundLegStep, {
  name: 'RefundLegStep',
  description: 'What a person may do with a share of a refund whose outcome is open.',
  valuesConfig: {
    CHECK_AGAIN: { description: 'Have the provider asked again what became of it.' },
    RECORD_AS_RETURNED: {
      description: 'Write down that the money went back, because you have seen it there.',
    },
    RELEASE: {
      description:
        'Let the amount go: only after you have seen at the provider that nothing was returned. For one that failed late: take note of it.',
    },
  },
});

@InputType({ description: 'What to do with one share of a refund.' })
export class SettleRefundLegInput implements SettleRefundLeg {
  @Field(() => ID, { description: 'The share, `leg_…`.' })
  legId!: string;
  @Field(() => String, {
    description: 'Yours, 1 to 255 characters: the same key settles it once, however often sent.',
  })
  idempotencyKey!: string;
  @Field(() => RefundLegStep, { description: 'One of its `nextSteps`.' })
  step!: RefundLegStep;
  @Field(() => RefundStatus, {
    nullable: true,
    description: 'The status you saw; STALE when it is another one by now.',
  })
  expectedStatus?: RefundStatus | null;
  @Field(() => String, {
    nullable: true,
    description: 'Why, for the history. Needed for RECORD_AS_RETURNED and RELEASE.',
  })
  reason?: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'What came of settling a share of a refund.' })
export class SettleRefundLegPayload {
  @Field(() => Order, { nullable: true, description: 'The order as it is now. Null if refused.' })
  order!: Order | null;
  @Field(() => Refund, { nullable: true, description: 'The refund as it is now. Null if refused.' })
  refund!: Refund | null;
  @Field(() => [UserError], { description: 'Why it was refused. Empty if it was done.' })
  errors!: readonly UserError[];
}

@Resolver(() => RefundLeg)
export class RefundLegSettling {
  @FieldResolver(() => Boolean, { description: 'False: written down only.' })
  movesMoney(@Root() { providerKey }: RefundLegRow): boolean {
    return providerKey !== null && providerKey !== undefined;
  }

  @FieldResolver(() => DateTime, {
    nullable: true,
    description: 'When its outcome was certain. Null until then.',
  })
  settledAt(@Root() { settledAt }: RefundLegRow): Date | null {
    return settledAt ?? null;
  }

  @FieldResolver(() => [RefundLegStep], {
    description: 'What you may do about it now. Empty when nothing is open or you may not refund.',
  })
  async nextSteps(
    @Root() leg: RefundLegRow,
    @Ctx() { loaders, request, services }: GraphQLContext,
  ): Promise<RefundLegStep[]> {
    if (!leg.paymentId || !leg.providerKey) return [];
    const refund = present(await loaders.refunds.load(leg.refundId), leg.refundId);
    // By way of the order: its payments are asked for anyway, whichever comes first.
    const payments = await loaders.paymentsOfOrder.load(refund.orderId);
    const provider = payments.find(({ id }) => id === leg.paymentId)?.provider ?? null;
    const { permissions } = request;
    return nextStepsOf(leg, refund, { permissions, provider, providers: services.providers });
  }

  @Allowed('REFUND_ORDERS')
  @Mutation(() => SettleRefundLegPayload, {
    description:
      'Settles a share of a refund whose outcome nobody knows. CHECK_AGAIN has the provider asked right afterwards; the others are written down at once.',
  })
  async settleRefundLeg(
    @Arg('input', () => SettleRefundLegInput, { description: 'Which share, and what to do.' })
    input: SettleRefundLegInput,
    @Ctx() { request, services, loaders }: GraphQLContext,
  ): Promise<SettleRefundLegPayload> {
    const outcome = await settleRefundLeg(input, request, services);
    if (!outcome.ok) return { order: null, refund: null, errors: outcome.refusals };
    loaders.clear();
    const { orderId, refundId } = outcome.value;
    const [order, refund] = await Promise.all([
      loaders.orders.load(orderId),
      loaders.refunds.load(refundId),
    ]);
    return { order, refund, errors: [] };
  }
}
