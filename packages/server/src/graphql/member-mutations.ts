import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { InvitationFound } from '../database/invitation.ts';
import type { MemberFound } from '../database/members.ts';
import { Role } from '../domain/permission.ts';
import {
  inviteMember,
  resendInvitation,
  withdrawInvitation,
  type Invited,
} from '../use-cases/invite-member.ts';
import { disableMember, enableMember, updateMember } from '../use-cases/manage-members.ts';
import type { Outcome } from '../use-cases/outcome.ts';
import { revokeMemberSessions, revokeSession } from '../use-cases/revoke-sessions.ts';
import { Allowed, Fresh } from './access-rule.ts';
import type { GraphQLContext } from './context.ts';
import { UserError } from './errors.ts';
import { Invitation, Member } from './member.ts';

const errors = { description: 'Why it was refused, every reason at once. Empty where it was not.' };
const key = {
  description: 'Chosen by the caller, 1 to 255 characters: the same key never mails twice.',
};

@InputType({ description: 'Who is asked to become a member.' })
export class InviteMemberInput {
  @Field(() => String, key)
  idempotencyKey!: string;
  @Field(() => String, { description: 'Where the invitation is sent. Nobody else may have it.' })
  email!: string;
  @Field(() => String, {
    nullable: true,
    description: 'What they are called; they may choose another name when they join.',
  })
  name?: string | null;
  @Field(() => Role, { description: 'What they will be: nothing that may do more than you.' })
  role!: Role;
  @Field(() => [ID], {
    description: 'Where the role will hold: at least one. Without meaning for an admin.',
  })
  checkoutIds!: string[];
}

@InputType({ description: 'The invitation to send again.' })
export class ResendInvitationInput {
  @Field(() => ID, { description: 'The invitation, `inv_…`.' })
  id!: string;
  @Field(() => String, key)
  idempotencyKey!: string;
}

@InputType({ description: 'What to change of a member. What is left out or null stays.' })
export class UpdateMemberInput {
  @Field(() => ID, { description: 'The member, `mem_…`.' })
  memberId!: string;
  @Field(() => String, { nullable: true, description: 'What they are called.' })
  name?: string | null;
  @Field(() => Role, { nullable: true, description: 'Nothing that may do more than you.' })
  role?: Role | null;
  @Field(() => [ID], {
    nullable: true,
    description: 'All checkouts where the role holds: at least one. Without meaning for an admin.',
  })
  checkoutIds?: string[] | null;
}

@ObjectType({ simpleResolvers: true, description: 'The invitation and its link, or the errors.' })
export class InviteMemberPayload {
  @Field(() => Invitation, { nullable: true, description: 'Null where it was refused.' })
  invitation!: InvitationFound | null;
  @Field(() => String, {
    nullable: true,
    description:
      'The link that was mailed, to hand it on where mail does not arrive. Told this once: null when the same key is sent again.',
  })
  link!: string | null;
  @Field(() => [UserError], errors)
  errors!: readonly UserError[];
}

@ObjectType({ simpleResolvers: true, description: 'The invitation, or the errors.' })
export class WithdrawInvitationPayload {
  @Field(() => Invitation, { nullable: true, description: 'Null where it was refused.' })
  invitation!: InvitationFound | null;
  @Field(() => [UserError], errors)
  errors!: readonly UserError[];
}

@ObjectType({ simpleResolvers: true, description: 'The member as they are now, or the errors.' })
export class MemberPayload {
  @Field(() => Member, { nullable: true, description: 'Null where it was refused.' })
  member!: MemberFound | null;
  @Field(() => [UserError], errors)
  errors!: readonly UserError[];
}

const memberId = { description: 'The member, `mem_…`.' };

@Resolver()
export class MemberMutations {
  @Allowed('MANAGE_MEMBERS')
  @Fresh()
  @Mutation(() => InviteMemberPayload, {
    description:
      'Asks somebody to become a member, by mail. The link works once, for seven days. For those with all checkouts.',
  })
  async inviteMember(
    @Arg('input', () => InviteMemberInput, { description: 'Whom, and as what.' })
    input: InviteMemberInput,
    @Ctx() context: GraphQLContext,
  ): Promise<InviteMemberPayload> {
    const { request, services } = context;
    return invited(await inviteMember(input, request, services.publicUrl), context);
  }

  @Allowed('MANAGE_MEMBERS')
  @Fresh()
  @Mutation(() => InviteMemberPayload, {
    description: 'Mails a new link, which works for seven days from now. The one before ends.',
  })
  async resendInvitation(
    @Arg('input', () => ResendInvitationInput, { description: 'Which one.' })
    input: ResendInvitationInput,
    @Ctx() context: GraphQLContext,
  ): Promise<InviteMemberPayload> {
    const { request, services } = context;
    return invited(await resendInvitation(input, request, services.publicUrl), context);
  }

  @Allowed('MANAGE_MEMBERS')
  @Fresh()
  @Mutation(() => WithdrawInvitationPayload, {
    description: 'Takes an invitation back: its link works no more.',
  })
  async withdrawInvitation(
    @Arg('id', () => ID, { description: 'The invitation, `inv_…`.' }) id: string,
    @Ctx() { request }: GraphQLContext,
  ): Promise<WithdrawInvitationPayload> {
    const outcome = await withdrawInvitation(id, request);
    return outcome.ok
      ? { invitation: outcome.value, errors: [] }
      : { invitation: null, errors: outcome.refusals };
  }

  @Allowed('MANAGE_MEMBERS')
  @Fresh()
  @Mutation(() => MemberPayload, {
    description:
      'Changes name, role or checkouts of a member. It holds at once, on open screens too. One’s own role, and that of the last admin, stay.',
  })
  async updateMember(
    @Arg('input', () => UpdateMemberInput, { description: 'What to change.' })
    input: UpdateMemberInput,
    @Ctx() context: GraphQLContext,
  ): Promise<MemberPayload> {
    return shown(await updateMember(input, context.request), ({ id }) => id, context);
  }

  @Allowed('MANAGE_MEMBERS')
  @Fresh()
  @Mutation(() => MemberPayload, {
    description:
      'Signs a member out everywhere and lets them in no more. Refused for oneself and for the last admin.',
  })
  async disableMember(
    @Arg('id', () => ID, memberId) id: string,
    @Ctx() context: GraphQLContext,
  ): Promise<MemberPayload> {
    return shown(await disableMember(id, context.request), (value) => value.id, context);
  }

  @Allowed('MANAGE_MEMBERS')
  @Fresh()
  @Mutation(() => MemberPayload, {
    description: 'Lets a disabled member sign in again, with the role and password they had.',
  })
  async enableMember(
    @Arg('id', () => ID, memberId) id: string,
    @Ctx() context: GraphQLContext,
  ): Promise<MemberPayload> {
    return shown(await enableMember(id, context.request), (value) => value.id, context);
  }

  @Allowed('MANAGE_MEMBERS')
  @Fresh()
  @Mutation(() => MemberPayload, { description: 'Signs a member out everywhere, at once.' })
  async revokeMemberSessions(
    @Arg('memberId', () => ID, memberId) id: string,
    @Ctx() context: GraphQLContext,
  ): Promise<MemberPayload> {
    const outcome = await revokeMemberSessions(id, context.request);
    return shown(outcome, (value) => value.memberId, context);
  }

  @Allowed('MANAGE_MEMBERS')
  @Fresh()
  @Mutation(() => MemberPayload, { description: 'Signs a member out in one browser, at once.' })
  async revokeSession(
    @Arg('sessionId', () => ID, { description: 'From `sessions` of a member.' }) sessionId: string,
    @Ctx() context: GraphQLContext,
  ): Promise<MemberPayload> {
    const outcome = await revokeSession(sessionId, context.request);
    return shown(outcome, (value) => value.memberId, context);
  }
}

async function invited(
  outcome: Outcome<Invited>,
  { loaders }: GraphQLContext,
): Promise<InviteMemberPayload> {
  if (!outcome.ok) return { invitation: null, link: null, errors: outcome.refusals };
  loaders.clear();
  const { id, link } = outcome.value;
  return { invitation: await loaders.invitations.load(id), link, errors: [] };
}

async function shown<Value>(
  outcome: Outcome<Value>,
  idIn: (value: Value) => string,
  { loaders }: GraphQLContext,
): Promise<MemberPayload> {
  if (!outcome.ok) return { member: null, errors: outcome.refusals };
  loaders.clear();
  return { member: await loaders.members.load(idIn(outcome.value)), errors: [] };
}
