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
import type { CheckoutLinkRow } from '../database/catalogue.ts';
import type {
  AddOnFound,
  OfferFound,
  PriceFound,
  ProductFound,
} from '../database/catalogue-parts.ts';
import { OrderLineKind } from '../domain/order-line.ts';
import { ProductType } from '../domain/product-type.ts';
import { Money, money, Node, present } from './common.ts';
import type { GraphQLContext } from './context.ts';
import { CurrencyCode, DateTime } from './scalars.ts';
import { Checkout, Offer } from './shop.ts';

registerEnumType(ProductType, {
  name: 'ProductType',
  description: 'What kind of thing a product is.',
  valuesConfig: {
    ONLINE_COURSE: { description: 'A course on the web.' },
    DIGITAL_CONTENT: { description: 'Digital content other than a course or a book.' },
    E_BOOK: { description: 'A digital book.' },
    MEMBERSHIP: { description: 'A membership of some duration.' },
    EVENT_TICKET: { description: 'A ticket to an event.' },
    SERVICE: { description: 'A service done by people.' },
  },
});

const archivedAt = {
  nullable: true,
  description:
    'Since when it is no longer sold. Null while it is. Orders keep what they hold of it.',
} as const;

@ObjectType({
  simpleResolvers: true,
  description: 'What something costs in one currency, VAT included.',
})
export class Price {
  @Field(() => CurrencyCode, { description: 'The currency.' })
  currency!: string;
  @Field(() => Money, { description: 'The price; struck through where there is a discounted one.' })
  price!: Money;
  @Field(() => Money, { nullable: true, description: 'What is asked for instead. Null: nothing.' })
  discounted!: Money | null;
}

/** Prices for the API. */
export function pricesOf(prices: readonly PriceFound[]): Price[] {
  return prices.map(({ currency, priceMinor, discountedMinor }) => ({
    currency,
    price: money(priceMinor, currency),
    discounted: discountedMinor === null ? null : money(discountedMinor, currency),
  }));
}

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'What can be bought, only ever inside an offer.',
})
export class Product extends Node {
  @Field(() => String, {
    description: 'Name as customers read it. Orders keep the one of their moment.',
  })
  name!: string;
  @Field(() => ProductType, { description: 'What kind of thing it is.' })
  type!: ProductType;
  @Field(() => Int, { description: 'VAT rate in basis points: 25.5 % is 2550. Prices include it.' })
  vatRateBp!: number;
  @Field(() => DateTime, archivedAt)
  archivedAt?: Date | null;
}

@Resolver(() => Product)
export class ProductFields {
  @FieldResolver(() => Checkout, { description: 'Where it is sold.' })
  checkout(@Root() row: ProductFound, @Ctx() context: GraphQLContext): Promise<Checkout> {
    return checkoutOf(row, context);
  }

  @FieldResolver(() => [Price], {
    description: 'Its own prices, by currency. Without one, an offer must bring it.',
  })
  prices(@Root() { prices }: ProductFound): Price[] {
    return pricesOf(prices);
  }
}

@ObjectType({ simpleResolvers: true, description: 'A product as a part of an offer.' })
export class OfferProduct {
  @Field(() => [Price], {
    description: "What it costs in this offer. Empty: the product's own prices.",
  })
  prices!: readonly Price[];
}

/** What resolves as an `OfferProduct`. */
type OfferProductValue = OfferProduct & { readonly productId: string };

@Resolver(() => OfferProduct)
export class OfferProductFields {
  @FieldResolver(() => Product, { description: 'The product.' })
  product(
    @Root() { productId }: OfferProductValue,
    @Ctx() context: GraphQLContext,
  ): Promise<Product> {
    return productOf(productId, context);
  }
}

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'A product that an offer sells beside its main ones: an order bump or a pre-upsell.',
})
export class AddOn extends Node {
  @Field(() => OrderLineKind, { description: 'ORDER_BUMP or PRE_UPSELL.' })
  kind!: OrderLineKind;
  @Field(() => String, { description: 'What the customer reads beside the box to tick.' })
  name!: string;
  @Field(() => String, { nullable: true, description: 'More of the same. Null: nothing.' })
  description?: string | null;
  @Field(() => DateTime, archivedAt)
  archivedAt?: Date | null;
}

@Resolver(() => AddOn)
export class AddOnFields {
  @FieldResolver(() => Product, { description: 'What it sells.' })
  product(@Root() { productId }: AddOnFound, @Ctx() context: GraphQLContext): Promise<Product> {
    return productOf(productId, context);
  }

  @FieldResolver(() => Product, {
    nullable: true,
    description: 'The product of the offer whose place it takes. Null: it comes on top.',
  })
  async replaces(
    @Root() { replacesProductId }: AddOnFound,
    @Ctx() { loaders }: GraphQLContext,
  ): Promise<Product | null> {
    return replacesProductId ? loaders.products.load(replacesProductId) : null;
  }

  @FieldResolver(() => [Price], { description: 'Its price, by currency. Not offered in others.' })
  prices(@Root() { prices }: AddOnFound): Price[] {
    return pricesOf(prices);
  }
}

/** What an offer holds; an order's offer knows only its name until it is asked. */
@Resolver(() => Offer)
export class OfferFields {
  @FieldResolver(() => Checkout, { description: 'Where it is sold.' })
  checkout(@Root() { id }: Offer, @Ctx() context: GraphQLContext): Promise<Checkout> {
    return wholeOffer(id, context).then((offer) => checkoutOf(offer, context));
  }

  @FieldResolver(() => [OfferProduct], { description: 'Its main products, in their order.' })
  async products(
    @Root() { id }: Offer,
    @Ctx() context: GraphQLContext,
  ): Promise<OfferProductValue[]> {
    const { products } = await wholeOffer(id, context);
    return products.map(({ productId, prices }) => ({ productId, prices: pricesOf(prices) }));
  }

  @FieldResolver(() => [AddOn], { description: 'What it sells beside them, put away ones last.' })
  addOns(@Root() { id }: Offer, @Ctx() { loaders }: GraphQLContext): Promise<AddOn[]> {
    return loaders.addOnsOfOffer.load(id);
  }

  @FieldResolver(() => DateTime, archivedAt)
  async archivedAt(@Root() { id }: Offer, @Ctx() context: GraphQLContext): Promise<Date | null> {
    return (await wholeOffer(id, context)).archivedAt ?? null;
  }
}

@Resolver(() => Checkout)
export class CheckoutFields {
  @FieldResolver(() => String, {
    description: "Where a customer returns after paying on a provider's page. Empty: nowhere yet.",
  })
  returnUrl(@Root() { id }: Checkout, @Ctx() { loaders }: GraphQLContext): Promise<string> {
    return loaders.returnUrls.load(id);
  }
}

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'An address customers open. Its name, source and tags are copied onto each order.',
})
export class CheckoutLink extends Node {
  @Field(() => String, { description: 'Last part of the address, unique in the whole shop.' })
  slug!: string;
  @Field(() => String, { description: "The seller's own name for it." })
  name!: string;
  @Field(() => String, {
    nullable: true,
    description: 'Where its customers come from. Null: not said.',
  })
  source?: string | null;
  @Field(() => [String], { description: 'Words to find its orders by.' })
  tags!: string[];
  @Field(() => DateTime, archivedAt)
  archivedAt?: Date | null;
}

@Resolver(() => CheckoutLink)
export class CheckoutLinkFields {
  @FieldResolver(() => Checkout, { description: 'Where it leads.' })
  checkout(@Root() row: CheckoutLinkRow, @Ctx() context: GraphQLContext): Promise<Checkout> {
    return checkoutOf(row, context);
  }

  @FieldResolver(() => Offer, { description: 'What it sells.' })
  async offer(
    @Root() { offerId }: CheckoutLinkRow,
    @Ctx() { loaders }: GraphQLContext,
  ): Promise<Offer> {
    return present(await loaders.offers.load(offerId), offerId);
  }
}

/** The checkout of anything that is sold or set up in one. */
export async function checkoutOf(
  { checkoutId }: { readonly checkoutId: string },
  { loaders }: GraphQLContext,
): Promise<Checkout> {
  return present(await loaders.checkouts.load(checkoutId), checkoutId);
}

/** A product that something points at. */
export async function productOf(id: string, { loaders }: GraphQLContext): Promise<Product> {
  return present(await loaders.products.load(id), id);
}

async function wholeOffer(id: string, { loaders }: GraphQLContext): Promise<OfferFound> {
  return present(await loaders.wholeOffers.load(id), id);
}
