import { Ctx, Field, FieldResolver, ID, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { findOpenInvitations, type InvitationFound } from '../database/invitation.ts';
import { findAllMembers, type MemberFound, type SessionFound } from '../database/members.ts';
import { wordsForAgent } from '../domain/agent-words.ts';
import { disableRefusal, roleRefusal } from '../domain/member.ts';
import { Role } from '../domain/permission.ts';
import { decidingOf, managingRefusal, standingOf } from '../use-cases/member-checks.ts';
import { Allowed, forbidden } from './access-rule.ts';
import { Node } from './common.ts';
import type { GraphQLContext } from './context.ts';
import { DateTime } from './scalars.ts';
import { Checkout, findCheckouts } from './shop.ts';

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'A person who may sign in, with one role. For those who manage members.',
})
export class Member extends Node {
  @Field(() => String, { description: 'What they are called.' })
  name!: string;
  @Field(() => String, { description: 'By which they sign in; in small letters.' })
  email!: string;
  @Field(() => Role, { description: 'What they may do.' })
  role!: Role;
  @Field(() => DateTime, { description: 'When they joined.' })
  createdAt!: Date;
  @Field(() => DateTime, {
    nullable: true,
    description: 'Since when they may not sign in. Null: they may.',
  })
  disabledAt!: Date | null;
  @Field(() => DateTime, {
    nullable: true,
    description: 'When they last did anything here, to the minute. Null: never.',
  })
  lastSeenAt!: Date | null;
  @Field(() => Boolean, { description: 'Whether they sign in with a code beside the password.' })
  twoFactorEnabled!: boolean;
}

@ObjectType({
  simpleResolvers: true,
  description: 'A browser in which somebody is signed in.',
})
export class MemberSession {
  @Field(() => ID, { description: 'Names the session, and opens nothing.' })
  id!: string;
  @Field(() => DateTime, { description: 'When they signed in.' })
  createdAt!: Date;
  @Field(() => DateTime, { description: 'When it was last used, to the minute.' })
  lastUsedAt!: Date;
  @Field(() => String, { nullable: true, description: 'The address it was opened from.' })
  address!: string | null;
}

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    'Somebody who was asked to become a member. The link that was sent is told by no query.',
})
export class Invitation extends Node {
  @Field(() => String, {
    nullable: true,
    description: 'Where it was sent; in small letters. Null: whoever has the link says it.',
  })
  email!: string | null;
  @Field(() => String, { nullable: true, description: 'As whoever invited calls them.' })
  name!: string | null;
  @Field(() => Role, { description: 'What they will be.' })
  role!: Role;
  @Field(() => String, { description: 'Name of whoever invited.' })
  invitedBy!: string;
  @Field(() => DateTime, { description: 'When they were first invited.' })
  createdAt!: Date;
  @Field(() => DateTime, { description: 'From then on the link works no more.' })
  expiresAt!: Date;
}

@Resolver()
export class MemberQueries {
  @Allowed('MANAGE_MEMBERS')
  @Query(() => [Member], {
    description:
      'Everybody who may sign in, by name; those who were disabled last. For those with all checkouts.',
  })
  members(@Ctx() { request }: GraphQLContext): Promise<MemberFound[]> {
    const refusal = managingRefusal(request);
    if (refusal) throw forbidden(refusal);
    return findAllMembers(request.em);
  }

  @Allowed('MANAGE_MEMBERS')
  @Query(() => [Invitation], {
    description:
      'Who was invited and has neither joined nor been withdrawn, the latest first, also where the link is too old by now. For those with all checkouts.',
  })
  invitations(@Ctx() { request }: GraphQLContext): Promise<InvitationFound[]> {
    const refusal = managingRefusal(request);
    if (refusal) throw forbidden(refusal);
    return findOpenInvitations(request.em);
  }
}

@Resolver(() => Member)
export class MemberFields {
  @Allowed('MANAGE_MEMBERS')
  @FieldResolver(() => [Checkout], {
    description: 'Where the role holds, by name. All of them for an admin.',
  })
  checkouts(
    @Root() { role, checkoutIds }: MemberFound,
    @Ctx() context: GraphQLContext,
  ): Promise<Checkout[]> {
    return checkoutsOf(role, checkoutIds, context);
  }

  @Allowed('MANAGE_MEMBERS')
  @FieldResolver(() => String, {
    nullable: true,
    description: 'Why you cannot give them another role, in words. Null: you can.',
  })
  async roleRefusal(
    @Root() member: MemberFound,
    @Ctx() context: GraphQLContext,
  ): Promise<string | null> {
    const others = await otherAdmins(member, context);
    return roleRefusal(standingOf(member), decidingOf(context.request), others);
  }

  @Allowed('MANAGE_MEMBERS')
  @FieldResolver(() => String, {
    nullable: true,
    description: 'Why you cannot disable them, in words. Null: you can.',
  })
  async disableRefusal(
    @Root() member: MemberFound,
    @Ctx() context: GraphQLContext,
  ): Promise<string | null> {
    const others = await otherAdmins(member, context);
    return disableRefusal(standingOf(member), decidingOf(context.request), others);
  }

  @Allowed('MANAGE_MEMBERS')
  @FieldResolver(() => [MemberSession], {
    description: 'Where they are signed in now, the one used last first.',
  })
  sessions(@Root() { id }: MemberFound, @Ctx() context: GraphQLContext): Promise<SessionFound[]> {
    return liveSessions(id, context);
  }
}

@Resolver(() => MemberSession)
export class MemberSessionFields {
  @FieldResolver(() => String, { description: 'The browser in words: Firefox on macOS.' })
  agent(@Root() { agent }: SessionFound): string {
    return wordsForAgent(agent);
  }

  @FieldResolver(() => Boolean, { description: 'Whether it is the one that asks.' })
  isPresent(@Root() { id }: SessionFound, @Ctx() { viewer }: GraphQLContext): boolean {
    return id === viewer?.sessionId;
  }
}

@Resolver(() => Invitation)
export class InvitationFields {
  @Allowed('MANAGE_MEMBERS')
  @FieldResolver(() => [Checkout], {
    description: 'Where the role will hold, by name. All of them for an admin.',
  })
  checkouts(
    @Root() { role, checkoutIds }: InvitationFound,
    @Ctx() context: GraphQLContext,
  ): Promise<Checkout[]> {
    return checkoutsOf(role, checkoutIds, context);
  }
}

/** Whether members exist for whoever asks. */
export function mayManageMembers({ request }: GraphQLContext): boolean {
  return managingRefusal(request) === null;
}

/** Those that hold now; one that was idle for too long has ended, though its row may still be there. */
export async function liveSessions(
  memberId: string,
  { loaders, services }: GraphQLContext,
): Promise<SessionFound[]> {
  const idleSince = services.tools.now().getTime() - services.sessionIdleMs;
  const sessions = await loaders.sessionsOfMember.load(memberId);
  return sessions.filter(({ lastUsedAt }) => lastUsedAt.getTime() > idleSince);
}

async function checkoutsOf(
  role: Role,
  checkoutIds: readonly string[],
  { request, loaders }: GraphQLContext,
): Promise<Checkout[]> {
  if (role === 'ADMIN') return findCheckouts({ em: request.em, reach: 'ALL' });
  const found = await Promise.all(checkoutIds.map((id) => loaders.checkouts.load(id)));
  return found
    .filter((checkout) => checkout !== null)
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
}

async function otherAdmins(member: MemberFound, { loaders }: GraphQLContext): Promise<number> {
  const admins = await loaders.admins.load('all');
  return admins.filter((id) => id !== member.id).length;
}
