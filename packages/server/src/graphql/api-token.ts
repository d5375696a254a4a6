import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  ID,
  InputType,
  Mutation,
  ObjectType,
  Query,
  registerEnumType,
  Resolver,
  Root,
} from 'type-graphql';
import type { ApiTokenFound } from '../database/api-token.ts';
import { ApiTokenState, apiTokenState, givable } from '../domain/api-token.ts';
import { Permission } from '../domain/permission.ts';
import {
  createApiToken,
  readApiToken,
  readApiTokens,
  revokeApiToken,
} from '../use-cases/manage-api-tokens.ts';
import { Allowed, Fresh } from './access-rule.ts';
import { inOrderOf, isPossibleId, Node } from './common.ts';
import type { GraphQLContext } from './context.ts';
import { UserError } from './errors.ts';
import { DateTime } from './scalars.ts';
import { Checkout } from './shop.ts';

registerEnumType(ApiTokenState, {
  name: 'ApiTokenState',
  description: 'Whether an API token works.',
  valuesConfig: {
    LIVE: { description: 'It works.' },
    EXPIRED: { description: 'Its time is over.' },
    REVOKED: { description: 'It was withdrawn.' },
  },
});

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'What a program proves itself with. Its secret was shown once and is not kept.',
})
export class ApiToken extends Node {
  @Field(() => String, { description: 'What people call it, and the history what it did.' })
  name!: string;
  @Field(() => String, { description: 'The beginning of its secret, to tell tokens apart.' })
  prefix!: string;
  @Field(() => [Permission], { description: 'All that it may do, in the order of the enum.' })
  permissions!: readonly Permission[];
  @Field(() => [String], {
    description: 'Ranges of addresses it may be used from, in CIDR. Empty: from anywhere.',
  })
  allowedAddresses!: readonly string[];
  @Field(() => DateTime, { description: 'When it was made.' })
  createdAt!: Date;
  @Field(() => String, { description: 'Name of the member, token or command that made it.' })
  createdBy!: string;
  @Field(() => DateTime, { description: 'From this moment on it no longer works.' })
  expiresAt!: Date;
  @Field(() => DateTime, {
    nullable: true,
    description: 'When it was last used, to the minute. Null: never.',
  })
  lastUsedAt!: Date | null;
  @Field(() => DateTime, {
    nullable: true,
    description: 'When it was withdrawn. Null: it was not.',
  })
  revokedAt!: Date | null;
}

@InputType({ description: 'What a new API token is to be.' })
export class CreateApiTokenInput {
  @Field(() => String, {
    description:
      'Chosen by the caller, 1 to 255 characters: the same key never makes a second token. It does not show the secret again either.',
  })
  idempotencyKey!: string;
  @Field(() => String, {
    description: '1 to 100 characters. No other token that works has the same name.',
  })
  name!: string;
  @Field(() => [Permission], {
    description: 'At least one, and none that you do not have: see `givablePermissions`.',
  })
  permissions!: Permission[];
  @Field(() => [ID], {
    nullable: true,
    description:
      'Checkouts of yours that it is for. Null: all, also those that are made later; for those who have all themselves.',
  })
  checkoutIds?: string[] | null;
  @Field(() => DateTime, {
    description: 'In the future, at most a year ahead. A token makes none that outlives it.',
  })
  expiresAt!: Date;
  @Field(() => [String], {
    nullable: true,
    description:
      'At most 20 addresses (`203.0.113.7`) or ranges in CIDR (`203.0.113.0/24`, `2001:db8::/32`). Null or empty: from anywhere.',
  })
  allowedAddresses?: string[] | null;
}

@ObjectType({
  simpleResolvers: true,
  description: 'What came of it. Either the token or the errors.',
})
export class CreateApiTokenPayload {
  @Field(() => ApiToken, { nullable: true, description: 'The token that was made.' })
  token!: ApiToken | null;
  @Field(() => String, {
    nullable: true,
    description:
      'What programs send as `Authorization: Bearer …`. Shown this once: null where the idempotency key had made the token before. If that answer was lost, revoke the token and make another.',
  })
  secret!: string | null;
  @Field(() => [UserError], { description: 'Why it was refused. Empty where it was not.' })
  errors!: readonly UserError[];
}

@ObjectType({
  simpleResolvers: true,
  description: 'What came of it. Either the token or the errors.',
})
export class RevokeApiTokenPayload {
  @Field(() => ApiToken, { nullable: true, description: 'The token as it is now.' })
  token!: ApiToken | null;
  @Field(() => [UserError], { description: 'Why it was refused. Empty where it was not.' })
  errors!: readonly UserError[];
}

@Resolver(() => ApiToken)
export class ApiTokenFields {
  @FieldResolver(() => ApiTokenState, { description: 'Whether it works now.' })
  state(@Root() token: ApiTokenFound, @Ctx() { request }: GraphQLContext): ApiTokenState {
    return apiTokenState(token, request.tools.now());
  }

  @FieldResolver(() => [Checkout], {
    nullable: true,
    description: 'Those that it is for, by id. Null: all, also those that are made later.',
  })
  async checkouts(
    @Root() { reach }: ApiTokenFound,
    @Ctx() { loaders }: GraphQLContext,
  ): Promise<Checkout[] | null> {
    if (reach === 'ALL') return null;
    const found = await Promise.all(reach.map((id) => loaders.checkouts.load(id)));
    return inOrderOf(
      reach,
      found.filter((one) => one !== null),
    );
  }
}

@Resolver()
export class ApiTokenOperations {
  @Allowed('MANAGE_TOKENS')
  @Query(() => [ApiToken], {
    description:
      'Those that work, by name, then those that ended in the last 90 days, the latest first. Tokens with checkouts beyond yours are left out.',
  })
  apiTokens(@Ctx() { request }: GraphQLContext): Promise<ApiToken[]> {
    return readApiTokens(request);
  }

  @Allowed('MANAGE_TOKENS')
  @Query(() => [Permission], {
    description:
      'What you may give to a token: your own permissions, and WRITE_CHECKOUT, which no role has, if you are a person.',
  })
  givablePermissions(@Ctx() { request }: GraphQLContext): Permission[] {
    const { actor, permissions, reach } = request;
    const mine = givable({ isProgram: actor.kind === 'TOKEN', permissions, reach, endsAt: null });
    return Object.values(Permission).filter((one) => mine.has(one));
  }

  @Allowed('MANAGE_TOKENS')
  @Fresh()
  @Mutation(() => CreateApiTokenPayload, {
    description: 'Makes an API token, with no more rights than you have yourself.',
  })
  async createApiToken(
    @Arg('input', () => CreateApiTokenInput, { description: 'What it is to be.' })
    input: CreateApiTokenInput,
    @Ctx() { request }: GraphQLContext,
  ): Promise<CreateApiTokenPayload> {
    const outcome = await createApiToken(input, request);
    if (!outcome.ok) return { token: null, secret: null, errors: outcome.refusals };
    const { id, secret } = outcome.value;
    return { token: await readApiToken(id, request), secret, errors: [] };
  }

  @Allowed('MANAGE_TOKENS')
  @Fresh()
  @Mutation(() => RevokeApiTokenPayload, {
    description:
      'Withdraws an API token at once: its next call is refused, and its sockets and downloads end. One that has ended already stays as it is.',
  })
  async revokeApiToken(
    @Arg('id', () => ID, { description: 'The token, `tok_…`.' }) id: string,
    @Ctx() { request }: GraphQLContext,
  ): Promise<RevokeApiTokenPayload> {
    const outcome = await revokeApiToken(isPossibleId(id) ? id : '', request);
    if (!outcome.ok) return { token: null, errors: outcome.refusals };
    return { token: await readApiToken(id, request), errors: [] };
  }
}

/** For `node`: there for those who manage tokens. */
export async function findManagedToken(
  id: string,
  { viewer, request }: GraphQLContext,
): Promise<ApiToken | null> {
  return viewer?.permissions.has('MANAGE_TOKENS') ? readApiToken(id, request) : null;
}
