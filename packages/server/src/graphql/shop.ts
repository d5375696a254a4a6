import { Ctx, Field, ObjectType, Query, Resolver } from 'type-graphql';
import { CheckoutTable } from '../database/catalogue.ts';
import type { Reach } from '../use-cases/request.ts';
import { Allowed } from './access-rule.ts';
import { Node } from './common.ts';
import type { GraphQLContext } from './context.ts';

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'A sales environment of the seller, with offers, links and orders of its own.',
})
export class Checkout extends Node {
  @Field(() => String, { description: "The seller's own name for it." })
  name!: string;
}

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'A bundle of products sold together: what a checkout link leads to.',
})
export class Offer extends Node {
  @Field(() => String, { description: "The seller's own name for it." })
  name!: string;
}

@Resolver()
export class ShopQueries {
  @Allowed('READ_ORDERS')
  @Query(() => [Checkout], { description: 'The checkouts whose orders you may see, by name.' })
  checkouts(@Ctx() { request }: GraphQLContext): Promise<Checkout[]> {
    return findCheckouts(request);
  }
}

/** Those within somebody's reach, by name. */
export function findCheckouts({
  em,
  reach,
}: {
  readonly em: GraphQLContext['request']['em'];
  readonly reach: Reach;
}): Promise<Checkout[]> {
  const where = reach === 'ALL' ? {} : { id: { $in: [...reach] } };
  return em.find(CheckoutTable, where, {
    disableIdentityMap: true,
    orderBy: { name: 'asc', id: 'asc' },
  });
}
