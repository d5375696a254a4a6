import { Arg, Ctx, Field, ID, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import { cancelBulkRerun, rerunFailedActions } from '../use-cases/bulk-rerun.ts';
import { Allowed, mayReadPersonalData } from './access-rule.ts';
import { BulkRerun } from './bulk-rerun.ts';
import type { GraphQLContext } from './context.ts';
import { UserError } from './errors.ts';
import { checkFilter, OrderFilter } from './order-list-input.ts';
import { DateTime } from './scalars.ts';

@InputType({
  description:
    'Which failed actions to run again. Fields are joined by "and". Refunds are never among them.',
})
export class RerunFailedActionsInput {
  @Field(() => OrderFilter, {
    description: 'Of which orders, as in the list; `orderIds` for chosen ones.',
  })
  filter!: OrderFilter;
  @Field(() => [String], {
    nullable: true,
    description: 'Kinds, as in `PostPurchaseAction.kind`. Left out: all.',
  })
  kinds?: string[] | null;
  @Field(() => String, {
    nullable: true,
    description: 'Part of `PostPurchaseAction.message`, in any case.',
  })
  messageContains?: string | null;
  @Field(() => DateTime, { nullable: true, description: 'Given up at this moment or later.' })
  failedFrom?: Date | null;
  @Field(() => DateTime, { nullable: true, description: 'Given up before this moment.' })
  failedBefore?: Date | null;
  @Field(() => String, {
    description:
      'Chosen by the caller, 1 to 255 characters: the same key never starts two. A dry run does not use it up.',
  })
  idempotencyKey!: string;
  @Field(() => Boolean, {
    defaultValue: true,
    description: 'Only counts what matches. Send false, after the person agreed, to run it.',
  })
  dryRun!: boolean;
}

@ObjectType({
  simpleResolvers: true,
  description: 'What matches, and what was started. Either the things or the errors.',
})
export class RerunFailedActionsPayload {
  @Field(() => Int, { description: 'How many failed actions match; 0 beside errors.' })
  matched!: number;
  @Field(() => Int, { description: 'Of how many orders they are.' })
  orders!: number;
  @Field(() => BulkRerun, { nullable: true, description: 'What was started. Null for a dry run.' })
  bulkRerun!: BulkRerun | null;
  @Field(() => [UserError], { description: 'Why it was refused. Empty where it was not.' })
  errors!: readonly UserError[];
}

@ObjectType({
  simpleResolvers: true,
  description: 'What came of it. Either the thing or the errors.',
})
export class CancelBulkRerunPayload {
  @Field(() => BulkRerun, { nullable: true, description: 'The bulk re-run, going no further.' })
  bulkRerun!: BulkRerun | null;
  @Field(() => [UserError], { description: 'Why it was refused. Empty where it was not.' })
  errors!: readonly UserError[];
}

@Resolver()
export class BulkRerunMutations {
  @Allowed('RERUN_ACTIONS')
  @Mutation(() => RerunFailedActionsPayload, {
    description:
      'Runs every failed action again that matches, or only counts them. Which they are is fixed at this moment; watch `bulkRerunChanged` for what comes of them.',
  })
  async rerunFailedActions(
    @Arg('input', () => RerunFailedActionsInput, { description: 'Which, and whether in earnest.' })
    input: RerunFailedActionsInput,
    @Ctx() context: GraphQLContext,
  ): Promise<RerunFailedActionsPayload> {
    const { request, loaders } = context;
    checkFilter(
      input.filter,
      { field: 'CREATED_AT', direction: 'DESC' },
      {
        reach: request.reach,
        now: request.tools.now(),
        mayReadPersonalData: mayReadPersonalData(context),
      },
    );
    const outcome = await rerunFailedActions(input, request);
    if (!outcome.ok) return { matched: 0, orders: 0, bulkRerun: null, errors: outcome.refusals };
    loaders.clear();
    const { matched, orders, bulkRerunId } = outcome.value;
    const bulkRerun = bulkRerunId ? await loaders.bulkReruns.load(bulkRerunId) : null;
    return { matched, orders, bulkRerun, errors: [] };
  }

  @Allowed('RERUN_ACTIONS')
  @Mutation(() => CancelBulkRerunPayload, {
    description:
      'Stops what a bulk re-run has not queued yet. What is queued or runs goes on. Asking twice changes nothing.',
  })
  async cancelBulkRerun(
    @Arg('id', () => ID, { description: 'The bulk re-run, `blk_…`.' }) id: string,
    @Ctx() { request, loaders }: GraphQLContext,
  ): Promise<CancelBulkRerunPayload> {
    const outcome = await cancelBulkRerun(id, request);
    if (!outcome.ok) return { bulkRerun: null, errors: outcome.refusals };
    loaders.clear();
    return { bulkRerun: await loaders.bulkReruns.load(id), errors: [] };
  }
}
