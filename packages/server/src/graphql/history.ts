import { Ctx, Field, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql';
import type { HistoryEntryFound } from '../database/order-parts.ts';
import { maskText } from '../domain/permission.ts';
import { Masked, mayReadPersonalData } from './access-rule.ts';
import { Actor, Node, PageInfo } from './common.ts';
import type { GraphQLContext } from './context.ts';
import { DateTime } from './scalars.ts';

@ObjectType({
  simpleResolvers: true,
  description: 'One value that an entry of the history changed.',
})
export class Change {
  @Field(() => String, { description: 'What changed, by its machine name: `status`.' })
  field!: string;
  @Field(() => String, {
    nullable: true,
    description: 'The value before. Null where there was none, and always for personal data.',
  })
  before?: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'The value after. Null where there is none, and always for personal data.',
  })
  after?: string | null;
}

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    'One thing that happened to an order, or to what is set up. Never changed, never removed, free of personal data but for `reason`, which an erasure takes away.',
})
export class HistoryEntry extends Node {
  @Field(() => DateTime, { description: 'When it happened.' })
  at!: Date;
  @Field(() => String, {
    description: 'Stable name for programs: `order.paid`, `action.rerun_requested`.',
  })
  event!: string;
  @Field(() => String, { description: 'What happened, in a sentence for people.' })
  summary!: string;
  @Field(() => [Change], { description: 'What it changed, from what to what.' })
  changes!: Change[];
}

@ObjectType({ simpleResolvers: true, description: 'An entry and its place in the list.' })
export class HistoryEdge {
  @Field(() => HistoryEntry, { description: 'The entry.' })
  node!: HistoryEntry;
  @Field(() => String, { description: 'Its place, for `after`.' })
  cursor!: string;
}

@ObjectType({ simpleResolvers: true, description: 'A page of a history, newest first.' })
export class HistoryConnection {
  @Field(() => [HistoryEdge], { description: 'The entries with their cursors.' })
  edges!: readonly HistoryEdge[];
  @Field(() => [HistoryEntry], { description: 'The entries alone.' })
  nodes!: readonly HistoryEntry[];
  @Field(() => PageInfo, { description: 'Where the page lies.' })
  pageInfo!: PageInfo;
}

@Resolver(() => HistoryEntry)
export class HistoryEntryFields {
  @FieldResolver(() => Actor, { description: 'Who did it.' })
  actor(@Root() { actorKind, actorName }: HistoryEntryFound): Actor {
    return { kind: actorKind, name: actorName };
  }

  @Masked()
  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Why, in the words of whoever did it; only that there is a reason without READ_PERSONAL_DATA, since people write what they like.',
  })
  reason(
    @Root() { reason = null }: HistoryEntryFound,
    @Ctx() context: GraphQLContext,
  ): string | null {
    return mayReadPersonalData(context) ? reason : maskText(reason);
  }
}
