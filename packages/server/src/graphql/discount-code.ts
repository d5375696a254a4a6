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
import type { DiscountCodeFound } from '../database/catalogue-parts.ts';
import { DiscountKind } from '../domain/pricing.ts';
import { checkoutOf, Product } from './catalogue.ts';
import { inOrderOf, Money, money, Node, present } from './common.ts';
import type { GraphQLContext } from './context.ts';
import { DateTime } from './scalars.ts';
import { Checkout } from './shop.ts';

registerEnumType(DiscountKind, {
  name: 'DiscountKind',
  description: 'How a discount code takes something off.',
  valuesConfig: {
    PERCENT: { description: 'A share of the price: `percentBp`.' },
    FIXED: { description: 'An amount, set for each currency: `amounts`.' },
  },
});

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'A code customers type to pay less, with its limits. Orders keep what it took off.',
})
export class DiscountCode extends Node {
  @Field(() => String, {
    description: 'As the seller wrote it; customers may type it in any case.',
  })
  code!: string;
  @Field(() => String, { nullable: true, description: "The seller's own note. Null: none." })
  description?: string | null;
  @Field(() => DiscountKind, { description: 'A share or an amount.' })
  kind!: DiscountKind;
  @Field(() => Int, {
    nullable: true,
    description: 'The share in basis points: 10 % is 1000. Null unless PERCENT.',
  })
  percentBp?: number | null;
  @Field(() => DateTime, { nullable: true, description: 'From when it works. Null: at once.' })
  validFrom?: Date | null;
  @Field(() => DateTime, {
    nullable: true,
    description: 'The first moment at which it no longer works. Null: never.',
  })
  expiresAt?: Date | null;
  @Field(() => Int, {
    nullable: true,
    description: 'How often it can be used. Null: without limit.',
  })
  usageLimit?: number | null;
  @Field(() => Int, {
    nullable: true,
    description: 'How often with one email address. Null: without limit.',
  })
  perCustomerLimit?: number | null;
  @Field(() => Boolean, {
    description: 'Whether it leaves products alone that have a discounted price.',
  })
  excludeDiscounted!: boolean;
  @Field(() => Boolean, { description: 'Whether it can be used at all.' })
  active!: boolean;
}

@Resolver(() => DiscountCode)
export class DiscountCodeFields {
  @FieldResolver(() => Checkout, { description: 'Where it works.' })
  checkout(@Root() row: DiscountCodeFound, @Ctx() context: GraphQLContext): Promise<Checkout> {
    return checkoutOf(row, context);
  }

  @FieldResolver(() => [Money], {
    description: 'What it takes off, by currency. It does not work in others. Empty unless FIXED.',
  })
  amounts(@Root() { amounts }: DiscountCodeFound): Money[] {
    return amounts.map(({ currency, amountMinor }) => money(amountMinor, currency));
  }

  @FieldResolver(() => [Product], { description: 'The only products it is for. Empty: for all.' })
  async products(
    @Root() { productIds }: DiscountCodeFound,
    @Ctx() { loaders }: GraphQLContext,
  ): Promise<Product[]> {
    const products = await Promise.all(
      productIds.map(async (id) => present(await loaders.products.load(id), id)),
    );
    return inOrderOf(productIds, products);
  }

  @FieldResolver(() => Int, {
    description: 'How often it was used: by orders that were paid, and those being paid now.',
  })
  uses(@Root() { id }: DiscountCodeFound, @Ctx() { loaders }: GraphQLContext): Promise<number> {
    return loaders.codeUses.load(id);
  }
}
