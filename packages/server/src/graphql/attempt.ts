import {
  Ctx,
  Field,
  FieldResolver,
  Int,
  ObjectType,
  registerEnumType,
  Resolver,
  Root,
} from 'type-graphql';
import type { AttemptFound } from '../database/order-parts.ts';
import { ActionStatus, AttemptTrigger } from '../domain/action.ts';
import { Masked, mayReadPersonalData } from './access-rule.ts';
import { Actor, Node, PageInfo } from './common.ts';
import type { GraphQLContext } from './context.ts';
import { DateTime, Json } from './scalars.ts';

registerEnumType(AttemptTrigger, {
  name: 'AttemptTrigger',
  description: 'Why an attempt began.',
  valuesConfig: {
    AUTOMATIC: { description: 'The first of a run that nobody asked for.' },
    RETRY: { description: 'By itself, after a failure that may pass.' },
    TAKEOVER: { description: 'By itself, after its worker had died.' },
    RERUN: { description: 'A person or program asked for it.' },
    FORCE: { description: 'A person or program asked for it although one was running.' },
  },
});

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'One execution of an action.',
})
export class ActionAttempt extends Node {
  @Field(() => Int, { description: 'The run it belongs to.' })
  run!: number;
  @Field(() => Int, { description: 'Its number within the action, counted over all runs.' })
  attempt!: number;
  @Field(() => AttemptTrigger, { description: 'Why it began.' })
  trigger!: AttemptTrigger;
  @Field(() => ActionStatus, { description: 'How it ended; RUNNING until then.' })
  status!: ActionStatus;
  @Field(() => DateTime, { description: 'When it began.' })
  startedAt!: Date;
  @Field(() => DateTime, { nullable: true, description: 'When it ended. Null while it runs.' })
  finishedAt?: Date | null;
  @Field(() => String, { nullable: true, description: 'What it came to, in words.' })
  message?: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'An attempt and its place in the list.' })
export class ActionAttemptEdge {
  @Field(() => ActionAttempt, { description: 'The attempt.' })
  node!: ActionAttempt;
  @Field(() => String, { description: 'Its place, for `after`.' })
  cursor!: string;
}

@ObjectType({ simpleResolvers: true, description: "A page of an action's attempts, newest first." })
export class ActionAttemptConnection {
  @Field(() => [ActionAttemptEdge], { description: 'The attempts with their cursors.' })
  edges!: readonly ActionAttemptEdge[];
  @Field(() => [ActionAttempt], { description: 'The attempts alone.' })
  nodes!: readonly ActionAttempt[];
  @Field(() => PageInfo, { description: 'Where the page lies.' })
  pageInfo!: PageInfo;
}

@Resolver(() => ActionAttempt)
export class ActionAttemptFields {
  @FieldResolver(() => Actor, {
    description: 'Who asked for it; the product itself where nobody did.',
  })
  startedBy(@Root() { actorKind, actorName }: AttemptFound): Actor {
    return { kind: actorKind, name: actorName };
  }

  @Masked()
  @FieldResolver(() => Json, {
    nullable: true,
    description:
      'What was sent, without secrets. Null without READ_PERSONAL_DATA, or when it is no longer kept.',
  })
  request(@Root() attempt: AttemptFound, @Ctx() context: GraphQLContext): unknown {
    return shown(attempt, attempt.request, context);
  }

  @Masked()
  @FieldResolver(() => Json, {
    nullable: true,
    description:
      'What was answered. Null without READ_PERSONAL_DATA, or when it is no longer kept.',
  })
  response(@Root() attempt: AttemptFound, @Ctx() context: GraphQLContext): unknown {
    return shown(attempt, attempt.response, context);
  }
}

/** What was sent or answered is mostly about a customer: it counts as their data. */
function shown({ orderId }: AttemptFound, value: unknown, context: GraphQLContext): unknown {
  if (!mayReadPersonalData(context)) return null;
  if (value !== null) context.shownCustomers.add(orderId);
  return value;
}
