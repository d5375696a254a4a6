import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { previewRefund, refundOrder } from '../use-cases/refund-order.ts';
import { Allowed } from './access-rule.ts';
import type { GraphQLContext } from './context.ts';
import {
  RefundOrderInput,
  RefundOrderPayload,
  RefundPlanInput,
  RefundPreviewPayload,
  type RefundPreviewValue,
} from './refund-plan.ts';

@Resolver()
export class RefundOperations {
  @Allowed('REFUND_ORDERS')
  @Query(() => RefundPreviewPayload, {
    description:
      'What a refund would be, by the very rules of `refundOrder`. Ask again whenever the form changes.',
  })
  async refundPreview(
    @Arg('orderId', () => ID, { description: 'The order, `ord_…`.' }) orderId: string,
    @Arg('plan', () => RefundPlanInput, { description: 'What would go back, and how.' })
    plan: RefundPlanInput,
    @Ctx() { request, services }: GraphQLContext,
  ): Promise<RefundPreviewPayload> {
    const outcome = await previewRefund({ orderId, plan }, request, services);
    if (!outcome.ok) return { preview: null, errors: outcome.refusals };
    const preview: RefundPreviewValue = { ...outcome.value, orderId };
    return { preview, errors: [] };
  }

  @Allowed('REFUND_ORDERS')
  @Mutation(() => RefundOrderPayload, {
    description:
      'Refunds an order in full or in part. What moves money is sent right afterwards: its outcome is told by the legs of the refund.',
  })
  async refundOrder(
    @Arg('input', () => RefundOrderInput, { description: 'Which order, and how much of it.' })
    input: RefundOrderInput,
    @Ctx() { request, services, loaders }: GraphQLContext,
  ): Promise<RefundOrderPayload> {
    const outcome = await refundOrder(input, request, services);
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
