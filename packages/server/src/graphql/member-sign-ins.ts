import {
  Args,
  ArgsType,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Int,
  ObjectType,
  Resolver,
  Root,
} from 'type-graphql';
import type { MemberFound, SignInFound } from '../database/members.ts';
import { wordsForAgent } from '../domain/agent-words.ts';
import { Allowed } from './access-rule.ts';
import {
  PageInfo,
  pageSize,
  readSequenceCursor,
  sequenceConnection,
  type Connection,
} from './common.ts';
import type { GraphQLContext } from './context.ts';
import { Member } from './member.ts';
import { DateTime } from './scalars.ts';

// When members came in, tried to, or left: a part of the audit log, read from each one's own chain.

@ObjectType({
  simpleResolvers: true,
  description: 'One time that a member came in, tried to, or left.',
})
export class MemberSignIn {
  @Field(() => ID, { description: 'Id of the entry in the audit log, `his_…`.' })
  id!: string;
  @Field(() => DateTime, { description: 'When it happened.' })
  at!: Date;
  @Field(() => String, {
    description: 'Stable name for programs: `member.signed_in`, `member.sign_in_failed`.',
  })
  event!: string;
  @Field(() => String, { description: 'What happened, in a sentence for people.' })
  summary!: string;
  @Field(() => String, { nullable: true, description: 'The address it came from.' })
  address!: string | null;
  @Field(() => String, { description: 'The browser in words: Firefox on macOS.' })
  agent!: string;
}

@ObjectType({ simpleResolvers: true, description: 'A sign-in and its place in the list.' })
export class MemberSignInEdge {
  @Field(() => MemberSignIn, { description: 'The sign-in.' })
  node!: MemberSignIn;
  @Field(() => String, { description: 'Its place, for `after`.' })
  cursor!: string;
}

@ObjectType({ simpleResolvers: true, description: 'A page of sign-ins, newest first.' })
export class MemberSignInConnection {
  @Field(() => [MemberSignInEdge], { description: 'The sign-ins with their cursors.' })
  edges!: readonly MemberSignInEdge[];
  @Field(() => [MemberSignIn], { description: 'The sign-ins alone.' })
  nodes!: readonly MemberSignIn[];
  @Field(() => PageInfo, { description: 'Where the page lies.' })
  pageInfo!: PageInfo;
}

@ArgsType()
class SignInPage {
  @Field(() => Int, { defaultValue: 20, description: 'How many, from 1 to 250.' })
  first!: number;
  @Field(() => String, { nullable: true, description: 'Cursor behind which to go on.' })
  after?: string | null;
}

@Resolver(() => Member)
export class MemberSignIns {
  @Allowed('MANAGE_MEMBERS')
  @FieldResolver(() => MemberSignInConnection, {
    description: 'When they came in, failed to, or left, newest first.',
  })
  async signIns(
    @Root() { id }: MemberFound,
    @Ctx() { loaders }: GraphQLContext,
    @Args(() => SignInPage) { first, after }: SignInPage,
  ): Promise<Connection<MemberSignIn>> {
    const page = { first: pageSize(first, 'first'), after: readSequenceCursor(after) };
    const entries = await loaders.signIns.load({ id, ...page });
    return sequenceConnection(entries.map(shownSignIn), page, ({ seq }) => seq);
  }
}

function shownSignIn({ fromAddress, fromAgent, ...entry }: SignInFound) {
  return { ...entry, address: fromAddress ?? null, agent: wordsForAgent(fromAgent ?? null) };
}
