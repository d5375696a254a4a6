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
import {
  BulkRerunOutcome,
  findNewestBulkReruns,
  type BulkRerunActionFound,
  type BulkRerunFound,
} from '../database/bulk-rerun-progress.ts';
import { reachesBulkRerun } from '../use-cases/bulk-rerun.ts';
import { Allowed, badUserInput } from './access-rule.ts';
import { PostPurchaseAction } from './action.ts';
import { SKIPPED_SHOWN } from './bulk-rerun-loaders.ts';
import {
  Actor,
  isPossibleId,
  Node,
  PageInfo,
  pageSize,
  present,
  readSequenceCursor,
  sequenceConnection,
  typeNameOf,
} from './common.ts';
import type { GraphQLContext } from './context.ts';
import { Refusal } from './errors.ts';
import { DateTime } from './scalars.ts';

registerEnumType(BulkRerunOutcome, {
  name: 'BulkRerunOutcome',
  description: 'What became of one action of a bulk re-run.',
  valuesConfig: {
    WAITING: { description: 'Not queued yet, or queued and not at its end.' },
    SUCCEEDED: { description: 'Its run has succeeded.' },
    FAILED: {
      description: 'Its run was given up, ended without proof of its outcome, or was called off.',
    },
    SKIPPED: { description: 'It was not run; the refusal says why.' },
  },
});

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    'Failed actions that are run again together. Which they are was fixed when it was started; it goes on by itself, also after a restart.',
})
export class BulkRerun extends Node {
  @Field(() => DateTime, { description: 'When it was started.' })
  startedAt!: Date;
  @Field(() => Int, {
    description: 'Number of actions: those succeeded, failed, waiting and skipped together.',
  })
  total!: number;
  @Field(() => Int, { description: 'Of how many orders they are.' })
  orderCount!: number;
  @Field(() => Int, { description: 'How many have succeeded.' })
  succeeded!: number;
  @Field(() => Int, { description: 'How many have failed again.' })
  failed!: number;
  @Field(() => Int, {
    description: 'How many have not come to their end, automatic retries included.',
  })
  waiting!: number;
  @Field(() => Int, { description: 'How many were not run.' })
  skippedCount!: number;
  @Field(() => DateTime, { nullable: true, description: 'When somebody cancelled what was left.' })
  cancelledAt?: Date | null;
  @Field(() => DateTime, {
    nullable: true,
    description: 'When the last action had come to its end. Null while any waits.',
  })
  finishedAt?: Date | null;
}

@ObjectType({ simpleResolvers: true, description: 'An action that a bulk re-run did not run.' })
export class SkippedAction {
  @Field(() => Refusal, { description: 'Why not.' })
  refusal!: Refusal;
}

@ObjectType({ simpleResolvers: true, description: 'One action of a bulk re-run.' })
export class BulkRerunAction {
  @Field(() => Int, {
    nullable: true,
    description: 'The run that was queued for it. Null: none, or none yet.',
  })
  run?: number | null;
  @Field(() => BulkRerunOutcome, { description: 'What became of that run.' })
  outcome!: BulkRerunOutcome;
  @Field(() => Refusal, {
    nullable: true,
    description: 'Why it was skipped. Null where it was not.',
  })
  refusal?: Refusal | null;
}

/** What resolves as a `SkippedAction` and as a `BulkRerunAction`. */
type MemberValue = BulkRerunAction & { readonly actionId: string };

@Resolver(() => SkippedAction)
export class SkippedActionFields {
  @FieldResolver(() => PostPurchaseAction, { description: 'The action.' })
  action(@Root() member: MemberValue, @Ctx() context: GraphQLContext): Promise<PostPurchaseAction> {
    return actionOf(member, context);
  }
}

@Resolver(() => BulkRerunAction)
export class BulkRerunActionFields {
  @FieldResolver(() => PostPurchaseAction, { description: 'The action as it is now.' })
  action(@Root() member: MemberValue, @Ctx() context: GraphQLContext): Promise<PostPurchaseAction> {
    return actionOf(member, context);
  }
}

async function actionOf(
  { actionId }: MemberValue,
  { loaders }: GraphQLContext,
): Promise<PostPurchaseAction> {
  return present(await loaders.actions.load(actionId), actionId);
}

@ObjectType({
  simpleResolvers: true,
  description: 'An action of a bulk re-run and its place in it.',
})
export class BulkRerunActionEdge {
  @Field(() => BulkRerunAction, { description: 'The action and what became of it.' })
  node!: BulkRerunAction;
  @Field(() => String, { description: 'Its place, for `after`.' })
  cursor!: string;
}

@ObjectType({
  simpleResolvers: true,
  description: 'A page of the actions of a bulk re-run, in the order in which they are queued.',
})
export class BulkRerunActionConnection {
  @Field(() => [BulkRerunActionEdge], { description: 'The actions with their cursors.' })
  edges!: readonly BulkRerunActionEdge[];
  @Field(() => [BulkRerunAction], { description: 'The actions alone.' })
  nodes!: readonly BulkRerunAction[];
  @Field(() => PageInfo, { description: 'Where the page lies.' })
  pageInfo!: PageInfo;
}

@Resolver(() => BulkRerun)
export class BulkRerunFields {
  @FieldResolver(() => Actor, { description: 'Who started it.' })
  startedBy(@Root() { actorKind, actorName }: BulkRerunFound): Actor {
    return { kind: actorKind, name: actorName };
  }

  @FieldResolver(() => [SkippedAction], {
    description: `The actions that were not run, at most ${SKIPPED_SHOWN} of them.`,
  })
  async skipped(
    @Root() { id }: BulkRerunFound,
    @Ctx() { loaders }: GraphQLContext,
  ): Promise<SkippedAction[]> {
    const found = await loaders.skippedOfBulkRerun.load(id);
    return found.flatMap((row) => {
      const { refusal, ...member } = memberOf(row);
      return refusal ? [{ ...member, refusal }] : [];
    });
  }

  @FieldResolver(() => BulkRerunActionConnection, {
    description: 'Every action in it and what became of it.',
  })
  async actions(
    @Root() { id }: BulkRerunFound,
    @Ctx() { loaders }: GraphQLContext,
    @Arg('first', () => Int, { defaultValue: 50, description: 'How many actions, from 1 to 250.' })
    first: number,
    @Arg('after', () => String, { nullable: true, description: 'Cursor behind which to go on.' })
    after?: string | null,
  ): Promise<BulkRerunActionConnection> {
    const page = { first: pageSize(first, 'first'), after: readSequenceCursor(after) };
    const found = await loaders.bulkRerunActions.load({ id, ...page });
    const { nodes, edges, pageInfo } = sequenceConnection(found, page, ({ position }) => position);
    return {
      nodes: nodes.map(memberOf),
      edges: edges.map(({ node, cursor }) => ({ node: memberOf(node), cursor })),
      pageInfo,
    };
  }
}

function memberOf({ actionId, run, outcome, refusal }: BulkRerunActionFound): MemberValue {
  return { actionId, run, outcome, refusal: refusal as Refusal | null };
}

@ObjectType({ simpleResolvers: true, description: 'A bulk re-run and its place in the list.' })
export class BulkRerunEdge {
  @Field(() => BulkRerun, { description: 'The bulk re-run.' })
  node!: BulkRerun;
  @Field(() => String, { description: 'Its place, for `after`.' })
  cursor!: string;
}

@ObjectType({ simpleResolvers: true, description: 'A page of bulk re-runs, newest first.' })
export class BulkRerunConnection {
  @Field(() => [BulkRerunEdge], { description: 'The bulk re-runs with their cursors.' })
  edges!: readonly BulkRerunEdge[];
  @Field(() => [BulkRerun], { description: 'The bulk re-runs alone.' })
  nodes!: readonly BulkRerun[];
  @Field(() => PageInfo, { description: 'Where the page lies.' })
  pageInfo!: PageInfo;
}

@Resolver()
export class BulkRerunQueries {
  @Allowed('RERUN_ACTIONS')
  @Query(() => BulkRerunConnection, {
    description: 'The bulk re-runs whose orders all lie in your checkouts, newest first.',
  })
  async bulkReruns(
    @Ctx() { request }: GraphQLContext,
    @Arg('first', () => Int, { defaultValue: 10, description: 'How many, from 1 to 250.' })
    first: number,
    @Arg('after', () => String, { nullable: true, description: 'Cursor behind which to go on.' })
    after?: string | null,
  ): Promise<BulkRerunConnection> {
    const page = { first: pageSize(first, 'first'), after: readBulkRerunCursor(after) };
    const found = await findNewestBulkReruns(request.em, request.reach, page);
    const nodes = found.slice(0, page.first);
    const edges = nodes.map((node) => ({ node, cursor: bulkRerunCursor(node.id) }));
    return {
      nodes,
      edges,
      pageInfo: {
        startCursor: edges[0]?.cursor ?? null,
        endCursor: edges.at(-1)?.cursor ?? null,
        hasNextPage: found.length > page.first,
        hasPreviousPage: page.after !== null,
      },
    };
  }

  @Allowed('RERUN_ACTIONS')
  @Query(() => BulkRerun, {
    nullable: true,
    description:
      'One bulk re-run. Null where there is none, or where one of its orders lies in another checkout.',
  })
  bulkRerun(
    @Arg('id', () => ID, { description: 'The bulk re-run, `blk_…`.' }) id: string,
    @Ctx() context: GraphQLContext,
  ): Promise<BulkRerun | null> {
    return findReachedBulkRerun(id, context);
  }
}

/** Null for what does not exist and for what lies, in part, out of reach. */
export async function findReachedBulkRerun(
  id: string,
  { loaders, viewer }: GraphQLContext,
): Promise<BulkRerunFound | null> {
  const found = isPossibleId(id) ? await loaders.bulkReruns.load(id) : null;
  return found && viewer && reachesBulkRerun(viewer.reach, found) ? found : null;
}

function bulkRerunCursor(id: string): string {
  return Buffer.from(id).toString('base64url');
}

function readBulkRerunCursor(cursor: string | null | undefined): string | null {
  if (cursor === null || cursor === undefined) return null;
  const id = Buffer.from(cursor, 'base64url').toString();
  if (typeNameOf(id) === 'BulkRerun' && isPossibleId(id)) return id;
  throw badUserInput('`after` is no cursor of this list. Begin again without it.');
}
