import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Mutation,
  ObjectType,
  Resolver,
  Root,
} from 'type-graphql';
import type { Viewer as ViewerValue } from '../access/viewer.ts';
import type { SessionFound } from '../database/members.ts';
import { revokeOwnOtherSessions, revokeOwnSession } from '../use-cases/revoke-sessions.ts';
import { SignedIn } from './access-rule.ts';
import type { GraphQLContext } from './context.ts';
import { UserError } from './errors.ts';
import { liveSessions, MemberSession } from './member.ts';
import { Viewer } from './viewer.ts';

@ObjectType({ simpleResolvers: true, description: 'What came of it.' })
export class RevokeOwnSessionsPayload {
  @Field(() => [MemberSession], {
    nullable: true,
    description: 'Where you are signed in now. Null where it was refused.',
  })
  sessions!: readonly SessionFound[] | null;
  @Field(() => [UserError], { description: 'Why it was refused. Empty where it was not.' })
  errors!: readonly UserError[];
}

@Resolver(() => Viewer)
export class ViewerSessions {
  @FieldResolver(() => ID, {
    nullable: true,
    description: 'You as a member, `mem_…`. Null for a program.',
  })
  memberId(@Root() { actor }: ViewerValue): string | null {
    return actor.kind === 'PERSON' ? actor.id : null;
  }

  @FieldResolver(() => [MemberSession], {
    description: 'Where you are signed in now, the one used last first. None for a program.',
  })
  async sessions(
    @Root() { actor }: ViewerValue,
    @Ctx() context: GraphQLContext,
  ): Promise<SessionFound[]> {
    return actor.kind === 'PERSON' && actor.id ? liveSessions(actor.id, context) : [];
  }
}

@Resolver()
export class OwnSessions {
  @SignedIn()
  @Mutation(() => RevokeOwnSessionsPayload, {
    description: 'Signs you out in one of your browsers, at once.',
  })
  async revokeOwnSession(
    @Arg('sessionId', () => ID, { description: 'Which of your sessions.' }) sessionId: string,
    @Ctx() context: GraphQLContext,
  ): Promise<RevokeOwnSessionsPayload> {
    const outcome = await revokeOwnSession(sessionId, context.request);
    return payload(outcome, context);
  }

  @SignedIn()
  @Mutation(() => RevokeOwnSessionsPayload, {
    description: 'Signs you out everywhere but here, at once.',
  })
  async revokeOwnOtherSessions(@Ctx() context: GraphQLContext): Promise<RevokeOwnSessionsPayload> {
    const { request, viewer } = context;
    const outcome = await revokeOwnOtherSessions(request, viewer?.sessionId ?? null);
    return payload(outcome, context);
  }
}

async function payload(
  outcome: Awaited<ReturnType<typeof revokeOwnSession>>,
  context: GraphQLContext,
): Promise<RevokeOwnSessionsPayload> {
  if (!outcome.ok) return { sessions: null, errors: outcome.refusals };
  context.loaders.clear();
  return { sessions: await liveSessions(outcome.value.memberId, context), errors: [] };
}
