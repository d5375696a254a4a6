import { Ctx, Field, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { Open } from './access-rule.ts';
import type { Allowance, GraphQLContext } from './context.ts';
import { DateTime } from './scalars.ts';

@ObjectType({
  simpleResolvers: true,
  description:
    'How much may still be asked in this minute, in points: of the limit that is nearest, be it of your member or token, or of your network address. Every answer over HTTP says the same in `extensions.cost`.',
})
export class RateLimit implements Allowance {
  @Field(() => Int, { description: 'What this operation costs.' })
  cost!: number;
  @Field(() => Int, { description: 'Points in a minute.' })
  limit!: number;
  @Field(() => Int, {
    description: 'What is left of them, this operation paid. Other processes may have spent more.',
  })
  remaining!: number;
  @Field(() => DateTime, { description: 'When all of them are there again.' })
  resetAt!: Date;
}

@Resolver()
export class RateLimitQueries {
  @Open('whoever is limited may ask how far')
  @Query(() => RateLimit, {
    description:
      'How much you may still ask. Alone it costs one point. What another operation would cost is told, without executing it, where it is sent with the header `x-cost-only: 1`.',
  })
  rateLimit(@Ctx() { allowance }: GraphQLContext): Allowance {
    return allowance;
  }
}
