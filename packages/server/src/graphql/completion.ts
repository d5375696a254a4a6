import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  ID,
  InputType,
  Int,
  Mutation,
  ObjectType,
  registerEnumType,
  Resolver,
  Root,
} from 'type-graphql';
import type { OrderListRow } from '../database/order-list-row.ts';
import type { ActionFound } from '../database/order-parts.ts';
import {
  ActionsToRun,
  completeOptionsOf,
  completeOrder,
  type CompleteOptions as CompleteOptionsFound,
} from '../use-cases/complete-order.ts';
import type { Refusal as RefusalValue } from '../use-cases/outcome.ts';
import { Allowed } from './access-rule.ts';
import { PostPurchaseAction } from './action.ts';
import { present } from './common.ts';
import type { GraphQLContext } from './context.ts';
import { Refusal, UserError } from './errors.ts';
import { Order } from './order.ts';

registerEnumType(ActionsToRun, {
  name: 'ActionsToRun',
  description: 'Which deliveries a completion by hand runs.',
  valuesConfig: {
    ALL: { description: 'Every one, those that have succeeded too: they fire again.' },
    NOT_SUCCEEDED: { description: 'Only those that have not succeeded.' },
  },
});

@ObjectType({
  simpleResolvers: true,
  description: 'What completing the order by hand would mean now, and what it may add.',
})
export class CompleteOptions {
  @Field(() => Boolean, { description: 'Whether you may do it now.' })
  allowed!: boolean;
  @Field(() => Refusal, { nullable: true, description: 'Why not. Null where you may.' })
  refusal!: RefusalValue | null;
  @Field(() => Boolean, {
    description: 'Whether refunded data can be restored: the order has a refund history.',
  })
  canRestoreRefunded!: boolean;
  @Field(() => Boolean, {
    description: 'Whether the latest configuration can be taken: an action has failed.',
  })
  canUseLatestConfiguration!: boolean;
  @Field(() => Int, {
    description: 'How many actions would run. Running ones are left alone and not counted.',
  })
  actionsToRun!: number;
  @Field(() => Int, {
    description: 'Of these, how many have succeeded before and would fire again.',
  })
  actionsSucceeded!: number;
  @Field(() => [PostPurchaseAction], { description: 'Left alone, since a worker is at them.' })
  running!: readonly PostPurchaseAction[];
}

type CompleteOptionsValue = CompleteOptionsFound & { readonly running: readonly ActionFound[] };

@Resolver(() => Order)
export class OrderCompletionFields {
  @Allowed('READ_ORDERS')
  @FieldResolver(() => CompleteOptions, {
    description: 'What completing it by hand would mean now.',
  })
  async completeOptions(
    @Root() { id }: OrderListRow,
    @Ctx() { loaders, request }: GraphQLContext,
  ): Promise<CompleteOptionsValue> {
    const [facts, actions] = await Promise.all([
      loaders.completionFacts.load(id),
      loaders.actionsOfOrder.load(id),
    ]);
    return {
      ...completeOptionsOf(present(facts, id), actions, request.permissions),
      running: actions.filter(
        ({ purpose, status }) => purpose === 'DELIVERY' && status === 'RUNNING',
      ),
    };
  }
}

@ObjectType({
  implements: UserError,
  simpleResolvers: true,
  description: 'The order has changed since it was looked at.',
})
export class StaleError extends UserError {}

@Resolver(() => StaleError)
export class StaleErrorFields {
  @FieldResolver(() => Order, { description: 'The order as it is now.' })
  async order(
    @Root() { orderId }: RefusalValue,
    @Ctx() { loaders }: GraphQLContext,
  ): Promise<Order> {
    return present(await loaders.orders.load(orderId ?? ''), orderId ?? '');
  }
}

@InputType({ description: 'Which order to complete by hand, and how.' })
export class CompleteOrderInput {
  @Field(() => ID, { description: 'The order, `ord_…`.' })
  orderId!: string;
  @Field(() => String, {
    description: 'Chosen by the caller, 1 to 255 characters: the same key completes once.',
  })
  idempotencyKey!: string;
  @Field(() => Int, {
    nullable: true,
    description: 'The `version` that was seen; if the order has moved on since, STALE.',
  })
  expectedVersion?: number | null;
  @Field(() => Boolean, {
    defaultValue: true,
    description:
      'Runs the deliveries again. Without it, waiting ones are called off and nothing fires.',
  })
  runActions!: boolean;
  @Field(() => ActionsToRun, {
    defaultValue: ActionsToRun.ALL,
    description: 'Which of them, with `runActions`.',
  })
  actionsToRun!: ActionsToRun;
  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Sets refunded amounts back to zero and payments to paid, in the data only: money that was returned is not taken back.',
  })
  restoreRefunded!: boolean;
  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Replaces the settings of failed actions by the current configuration, for good, before they run.',
  })
  useLatestConfiguration!: boolean;
}

@ObjectType({
  simpleResolvers: true,
  description: 'What came of it. Either the order or the errors.',
})
export class CompleteOrderPayload {
  @Field(() => Order, { nullable: true, description: 'The order, completed.' })
  order!: Order | null;
  @Field(() => [UserError], { description: 'Why it was refused. Empty where it was not.' })
  errors!: readonly UserError[];
}

@Resolver()
export class CompletionMutations {
  @Allowed('COMPLETE_ORDERS')
  @Mutation(() => CompleteOrderPayload, {
    description:
      'Marks an order as completed by hand, whatever its status and whatever its actions do afterwards. Failed actions stay visible and can be re-run one by one.',
  })
  async completeOrder(
    @Arg('input', () => CompleteOrderInput, { description: 'Which, and how.' })
    input: CompleteOrderInput,
    @Ctx() { request, loaders }: GraphQLContext,
  ): Promise<CompleteOrderPayload> {
    const outcome = await completeOrder(input, request);
    if (!outcome.ok) return { order: null, errors: outcome.refusals };
    loaders.clear();
    return { order: await loaders.orders.load(outcome.value.orderId), errors: [] };
  }
}
