import { Args, ArgsType, Ctx, Field, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { Allowed } from './access-rule.ts';
import { CheckoutLink, Product } from './catalogue.ts';
import { pageSize, readSequenceCursor, sequenceConnection } from './common.ts';
import type { GraphQLContext } from './context.ts';
import { DiscountCode } from './discount-code.ts';
import { HistoryConnection } from './history.ts';
import { Settings } from './settings.ts';
import { Checkout, Offer } from './shop.ts';

// Who changed what of all that is sold and set, from the chains that belong to no order. What leads here
// has been checked against the viewer's checkouts; the right to change it is also the right to read this.

@ArgsType()
class HistoryPage {
  @Field(() => Int, { defaultValue: 50, description: 'How many entries, from 1 to 250.' })
  first!: number;
  @Field(() => String, { nullable: true, description: 'Cursor behind which to go on.' })
  after?: string | null;
}

const newestFirst = { description: 'Who changed what of it, newest first.' };

@Resolver(() => Product)
export class ProductHistory {
  @Allowed('MANAGE_CONFIGURATION')
  @FieldResolver(() => HistoryConnection, newestFirst)
  history(
    @Root() { id }: Product,
    @Ctx() context: GraphQLContext,
    @Args(() => HistoryPage) page: HistoryPage,
  ) {
    return chainOf(id, page, context);
  }
}

@Resolver(() => Offer)
export class OfferHistory {
  @Allowed('MANAGE_CONFIGURATION')
  @FieldResolver(() => HistoryConnection, newestFirst)
  history(
    @Root() { id }: Offer,
    @Ctx() context: GraphQLContext,
    @Args(() => HistoryPage) page: HistoryPage,
  ) {
    return chainOf(id, page, context);
  }
}

@Resolver(() => Checkout)
export class CheckoutHistory {
  @Allowed('MANAGE_CONFIGURATION')
  @FieldResolver(() => HistoryConnection, newestFirst)
  history(
    @Root() { id }: Checkout,
    @Ctx() context: GraphQLContext,
    @Args(() => HistoryPage) page: HistoryPage,
  ) {
    return chainOf(id, page, context);
  }
}

@Resolver(() => CheckoutLink)
export class CheckoutLinkHistory {
  @Allowed('MANAGE_CONFIGURATION')
  @FieldResolver(() => HistoryConnection, newestFirst)
  history(
    @Root() { id }: CheckoutLink,
    @Ctx() context: GraphQLContext,
    @Args(() => HistoryPage) page: HistoryPage,
  ) {
    return chainOf(id, page, context);
  }
}

@Resolver(() => DiscountCode)
export class DiscountCodeHistory {
  @Allowed('MANAGE_CONFIGURATION')
  @FieldResolver(() => HistoryConnection, newestFirst)
  history(
    @Root() { id }: DiscountCode,
    @Ctx() context: GraphQLContext,
    @Args(() => HistoryPage) page: HistoryPage,
  ) {
    return chainOf(id, page, context);
  }
}

@Resolver(() => Settings)
export class SettingsHistory {
  @Allowed('MANAGE_SETTINGS')
  @FieldResolver(() => HistoryConnection, {
    description:
      'Who changed what of them, newest first. Of addresses and secrets only that they were.',
  })
  history(@Ctx() context: GraphQLContext, @Args(() => HistoryPage) page: HistoryPage) {
    return chainOf('settings', page, context);
  }
}

async function chainOf(
  chain: string,
  { first, after }: HistoryPage,
  { loaders }: GraphQLContext,
): Promise<HistoryConnection> {
  const page = { first: pageSize(first, 'first'), after: readSequenceCursor(after) };
  const entries = await loaders.chains.load({ id: chain, ...page });
  return sequenceConnection(entries, page, ({ seq }) => seq);
}
