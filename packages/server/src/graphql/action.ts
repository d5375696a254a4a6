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
import { findLatestSettings } from '../database/latest-settings.ts';
import type { ActionFound } from '../database/order-parts.ts';
import { ActionLevel, ActionPurpose, ActionStatus, RerunWarning } from '../domain/action.ts';
import { rerunAction, rerunOptionsOf } from '../use-cases/rerun-action.ts';
import { Allowed } from './access-rule.ts';
import { ActionAttemptConnection } from './attempt.ts';
import { Node, pageSize, present, readSequenceCursor, sequenceConnection } from './common.ts';
import type { GraphQLContext } from './context.ts';
import { Refusal, UserError } from './errors.ts';
import { Order } from './order.ts';
import { Change } from './history.ts';
import { OrderLine } from './order-parts.ts';
import { lineOf } from './refund-options.ts';
import { DateTime } from './scalars.ts';

registerEnumType(ActionStatus, {
  name: 'ActionStatus',
  description: 'Where an action or one attempt at it stands.',
  valuesConfig: {
    PENDING: {
      description: 'Waits for a worker, or for its next automatic try at `nextAttemptAt`.',
    },
    RUNNING: { description: 'A worker is at it, until `leaseUntil` unless it renews its promise.' },
    SUCCEEDED: { description: 'Done.' },
    FAILED: { description: 'Given up. A person may run it again.' },
    UNKNOWN: {
      description: 'A call went out and nothing proves what became of it. A person must decide.',
    },
    CANCELLED: { description: 'No longer wanted.' },
  },
});
registerEnumType(ActionLevel, {
  name: 'ActionLevel',
  description: 'Where an action was set up.',
  valuesConfig: {
    PRODUCT: { description: 'At a product: runs for each line of it.' },
    OFFER: { description: 'At the offer.' },
    CHECKOUT: { description: 'At the checkout: runs for every order.' },
  },
});
registerEnumType(ActionPurpose, {
  name: 'ActionPurpose',
  description: 'What an action is for.',
  valuesConfig: {
    DELIVERY: { description: 'Gives what was bought.' },
    REMOVAL: { description: 'Takes access away after a refund.' },
    REFUND: { description: 'Sends one leg of a refund.' },
  },
});

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    'Something to be done because of an order: a receipt, a grant, a webhook. Settings are a copy of their moment.',
})
export class PostPurchaseAction extends Node {
  @Field(() => String, {
    description: 'What it does: `receipt-email`, `webhook` … Text, since more may come.',
  })
  kind!: string;
  @Field(() => String, { description: "The seller's own name for it." })
  name!: string;
  @Field(() => ActionPurpose, { description: 'Delivery, removal or refund.' })
  purpose!: ActionPurpose;
  @Field(() => ActionLevel, {
    nullable: true,
    description: 'Where it was set up. Null unless a delivery.',
  })
  level?: ActionLevel | null;
  @Field(() => ActionStatus, { description: 'Where it stands.' })
  status!: ActionStatus;
  @Field(() => Int, {
    description:
      'Grows when a person runs it again. It owns the key by which the other side knows repetitions.',
  })
  run!: number;
  @Field(() => Int, {
    description:
      'Grows with every claim: first try, retry, takeover, force. An older result is kept and changes nothing.',
  })
  attempt!: number;
  @Field(() => String, { nullable: true, description: 'What the last attempt came to, in words.' })
  message?: string | null;
  @Field(() => DateTime, {
    nullable: true,
    description: 'When the latest attempt began. Null before any.',
  })
  startedAt?: Date | null;
  @Field(() => DateTime, {
    nullable: true,
    description: 'When it ended. Null while it waits or runs.',
  })
  finishedAt?: Date | null;
  @Field(() => DateTime, {
    nullable: true,
    description: 'When it runs next by itself. Null unless PENDING.',
  })
  nextAttemptAt?: Date | null;
  @Field(() => DateTime, {
    nullable: true,
    description:
      'Until when the running worker has promised to finish or renew. In the past: the worker is gone and the action is about to be taken over. Null unless RUNNING.',
  })
  leaseUntil?: Date | null;
}

@ObjectType({ simpleResolvers: true, description: 'What running an action again would mean now.' })
export class RerunOptions {
  @Field(() => Boolean, { description: 'Whether you may do it now.' })
  allowed!: boolean;
  @Field(() => Refusal, { nullable: true, description: 'Why not. Null where you may.' })
  refusal!: Refusal | null;
  @Field(() => RerunWarning, { description: 'What to agree to; send it as `acknowledge`.' })
  warning!: RerunWarning;
  @Field(() => Boolean, {
    description: 'Whether its configuration has been changed since and can be taken over.',
  })
  canUseLatest!: boolean;
}

@Resolver(() => PostPurchaseAction)
export class PostPurchaseActionFields {
  @FieldResolver(() => Order, { description: 'The order it belongs to.' })
  async order(
    @Root() { orderId }: ActionFound,
    @Ctx() { loaders }: GraphQLContext,
  ): Promise<Order> {
    return present(await loaders.orders.load(orderId), orderId);
  }

  @FieldResolver(() => PostPurchaseAction, {
    nullable: true,
    description: 'The delivery whose access a removal takes away. Null unless a removal.',
  })
  async removes(
    @Root() { removesActionId }: ActionFound,
    @Ctx() { loaders }: GraphQLContext,
  ): Promise<PostPurchaseAction | null> {
    return removesActionId ? loaders.actions.load(removesActionId) : null;
  }

  @FieldResolver(() => OrderLine, {
    nullable: true,
    description: 'The line it was made for. Null unless it was set up at a product.',
  })
  async line(
    @Root() { orderId, orderLineId }: ActionFound,
    @Ctx() context: GraphQLContext,
  ): Promise<OrderLine | null> {
    return orderLineId ? lineOf(context, orderId, orderLineId) : null;
  }

  @FieldResolver(() => ActionAttemptConnection, { description: 'Every attempt, newest first.' })
  async attempts(
    @Root() { id }: ActionFound,
    @Ctx() { loaders }: GraphQLContext,
    @Arg('first', () => Int, { defaultValue: 20, description: 'How many attempts, from 1 to 250.' })
    first: number,
    @Arg('after', () => String, { nullable: true, description: 'Cursor behind which to go on.' })
    after?: string | null,
  ): Promise<ActionAttemptConnection> {
    const page = { first: pageSize(first, 'first'), after: readSequenceCursor(after) };
    const entries = await loaders.attempts.load({ id, ...page });
    return sequenceConnection(entries, page, ({ attempt }) => attempt);
  }

  @FieldResolver(() => RerunOptions, { description: 'What running it again would mean now.' })
  rerunOptions(@Root() action: ActionFound, @Ctx() { request }: GraphQLContext): RerunOptionsValue {
    const options = rerunOptionsOf(action, request.permissions, action.latestVersion);
    return { ...options, actionId: action.id };
  }
}

/** What resolves as `RerunOptions`. */
type RerunOptionsValue = RerunOptions & { readonly actionId: string };

@Resolver(() => RerunOptions)
export class RerunOptionsFields {
  @FieldResolver(() => [Change], {
    description:
      'What `useLatest` would change, field by field; of a secret only that it is another one. Meant for one action at a time.',
  })
  async latestChanges(
    @Root() { actionId }: RerunOptionsValue,
    @Ctx() { request }: GraphQLContext,
  ): Promise<readonly Change[]> {
    return (await findLatestSettings(request.em, actionId)).changes;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Why there is nothing newer to use: its configuration was deleted or disabled. Else null.',
  })
  async latestRefusal(
    @Root() { actionId }: RerunOptionsValue,
    @Ctx() { request }: GraphQLContext,
  ): Promise<string | null> {
    return (await findLatestSettings(request.em, actionId)).refusal;
  }
}

@InputType({ description: 'Which action to run again, and how.' })
export class RerunActionInput {
  @Field(() => ID, { description: 'The action, `act_…`.' })
  actionId!: string;
  @Field(() => String, {
    description: 'Chosen by the caller, 1 to 255 characters: the same key never starts two runs.',
  })
  idempotencyKey!: string;
  @Field(() => Int, {
    nullable: true,
    description: 'The run that was seen; if there has been another since, ALREADY_RUNNING.',
  })
  expectedRun?: number | null;
  @Field(() => Int, {
    nullable: true,
    description:
      'The attempt that was seen; if another is under way since, ALREADY_RUNNING. A forced re-run keeps its run, so only this tells two people apart who force the same attempt.',
  })
  expectedAttempt?: number | null;
  @Field(() => Boolean, {
    defaultValue: false,
    description:
      "Replaces the action's settings by the current ones of its configuration, for good.",
  })
  useLatest!: boolean;
  @Field(() => RerunWarning, {
    defaultValue: RerunWarning.NONE,
    description: 'The warning that was agreed to. It must be the one that holds now.',
  })
  acknowledge!: RerunWarning;
}

@ObjectType({
  simpleResolvers: true,
  description: 'What came of it. Either the things or the errors.',
})
export class RerunActionPayload {
  @Field(() => PostPurchaseAction, { nullable: true, description: 'The action, on its way again.' })
  action!: PostPurchaseAction | null;
  @Field(() => Order, { nullable: true, description: 'Its order.' })
  order!: Order | null;
  @Field(() => [UserError], { description: 'Why it was refused. Empty where it was not.' })
  errors!: readonly UserError[];
}

@Resolver()
export class ActionMutations {
  @Allowed('RERUN_ACTIONS')
  @Mutation(() => RerunActionPayload, {
    description:
      'Runs one action again, whatever the state of it or its order. Answers once that is on record; watch `actionChanged` for what comes of it.',
  })
  async rerunAction(
    @Arg('input', () => RerunActionInput, { description: 'Which, and how.' })
    input: RerunActionInput,
    @Ctx() { request, loaders }: GraphQLContext,
  ): Promise<RerunActionPayload> {
    const outcome = await rerunAction(input, request);
    if (!outcome.ok) return { action: null, order: null, errors: outcome.refusals };
    loaders.clear();
    return {
      action: await loaders.actions.load(outcome.value.actionId),
      order: await loaders.orders.load(outcome.value.orderId),
      errors: [],
    };
  }
}
