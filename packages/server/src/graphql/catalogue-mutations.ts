import { Arg, Ctx, Field, ID, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import {
  findCheckoutLinks,
  findDiscountCodes,
  findOffers,
  findProducts,
} from '../database/catalogue-parts.ts';
import { saveCheckout, saveProduct } from '../use-cases/manage-catalogue.ts';
import { saveDiscountCode } from '../use-cases/manage-catalogue-codes.ts';
import { saveCheckoutLink } from '../use-cases/manage-catalogue-links.ts';
import { saveOffer } from '../use-cases/manage-catalogue-offers.ts';
import { reaches } from '../use-cases/request.ts';
import { Allowed } from './access-rule.ts';
import { CheckoutLink, Product } from './catalogue.ts';
import {
  SaveCheckoutInput,
  SaveCheckoutLinkInput,
  SaveDiscountCodeInput,
  SaveOfferInput,
  SaveProductInput,
} from './catalogue-input.ts';
import { isPossibleId } from './common.ts';
import type { GraphQLContext } from './context.ts';
import { DiscountCode } from './discount-code.ts';
import { UserError } from './errors.ts';
import { Checkout, Offer } from './shop.ts';

const errors = { description: 'Why it was refused, every reason at once. Empty where it was not.' };

@ObjectType({ simpleResolvers: true, description: 'The checkout, or the errors.' })
export class SaveCheckoutPayload {
  @Field(() => Checkout, {
    nullable: true,
    description: 'As it is now. Null where it was refused.',
  })
  checkout!: Checkout | null;
  @Field(() => [UserError], errors)
  errors!: readonly UserError[];
}

@ObjectType({ simpleResolvers: true, description: 'The product, or the errors.' })
export class SaveProductPayload {
  @Field(() => Product, { nullable: true, description: 'As it is now. Null where it was refused.' })
  product!: Product | null;
  @Field(() => [UserError], errors)
  errors!: readonly UserError[];
}

@ObjectType({ simpleResolvers: true, description: 'The offer, or the errors.' })
export class SaveOfferPayload {
  @Field(() => Offer, { nullable: true, description: 'As it is now. Null where it was refused.' })
  offer!: Offer | null;
  @Field(() => [UserError], errors)
  errors!: readonly UserError[];
}

@ObjectType({ simpleResolvers: true, description: 'The checkout link, or the errors.' })
export class SaveCheckoutLinkPayload {
  @Field(() => CheckoutLink, {
    nullable: true,
    description: 'As it is now. Null where it was refused.',
  })
  checkoutLink!: CheckoutLink | null;
  @Field(() => [UserError], errors)
  errors!: readonly UserError[];
}

@ObjectType({ simpleResolvers: true, description: 'The discount code, or the errors.' })
export class SaveDiscountCodePayload {
  @Field(() => DiscountCode, {
    nullable: true,
    description: 'As it is now. Null where it was refused.',
  })
  discountCode!: DiscountCode | null;
  @Field(() => [UserError], errors)
  errors!: readonly UserError[];
}

const ofCheckout = { description: 'The checkout, `chk_…`.' };

@Resolver()
export class CatalogueQueries {
  @Allowed('MANAGE_CONFIGURATION')
  @Query(() => [Product], {
    description: 'Every product of a checkout by name, put away ones last.',
  })
  async products(
    @Arg('checkoutId', () => ID, ofCheckout) checkoutId: string,
    @Ctx() context: GraphQLContext,
  ): Promise<Product[]> {
    return inReach(checkoutId, context) ? findProducts(context.request.em, { checkoutId }) : [];
  }

  @Allowed('MANAGE_CONFIGURATION')
  @Query(() => [Offer], { description: 'Every offer of a checkout by name, put away ones last.' })
  async offers(
    @Arg('checkoutId', () => ID, ofCheckout) checkoutId: string,
    @Ctx() context: GraphQLContext,
  ): Promise<Offer[]> {
    if (!inReach(checkoutId, context)) return [];
    const offers = await findOffers(context.request.em, { checkoutId });
    // Their fields look them up by id.
    for (const offer of offers) context.loaders.wholeOffers.prime(offer.id, offer);
    return offers;
  }

  @Allowed('MANAGE_CONFIGURATION')
  @Query(() => [CheckoutLink], {
    description: 'Every link of a checkout by name, put away ones last.',
  })
  async checkoutLinks(
    @Arg('checkoutId', () => ID, ofCheckout) checkoutId: string,
    @Ctx() context: GraphQLContext,
  ): Promise<CheckoutLink[]> {
    return inReach(checkoutId, context)
      ? findCheckoutLinks(context.request.em, { checkoutId })
      : [];
  }

  @Allowed('MANAGE_CONFIGURATION')
  @Query(() => [DiscountCode], { description: 'Every code of a checkout, those out of use last.' })
  async discountCodes(
    @Arg('checkoutId', () => ID, ofCheckout) checkoutId: string,
    @Ctx() context: GraphQLContext,
  ): Promise<DiscountCode[]> {
    return inReach(checkoutId, context)
      ? findDiscountCodes(context.request.em, { checkoutId })
      : [];
  }
}

/** A checkout out of reach has as little as one that does not exist. */
export function inReach(checkoutId: string, { request }: GraphQLContext): boolean {
  return isPossibleId(checkoutId) && reaches(request.reach, checkoutId);
}

@Resolver()
export class CatalogueMutations {
  @Allowed('MANAGE_CONFIGURATION')
  @Mutation(() => SaveCheckoutPayload, {
    description:
      'Makes a checkout, or changes one. A new one comes with a receipt email that is set up and not enabled.',
  })
  async saveCheckout(
    @Arg('input', () => SaveCheckoutInput, { description: 'The checkout.' })
    input: SaveCheckoutInput,
    @Ctx() { request, loaders }: GraphQLContext,
  ): Promise<SaveCheckoutPayload> {
    const outcome = await saveCheckout(input, request);
    if (!outcome.ok) return { checkout: null, errors: outcome.refusals };
    loaders.clear();
    return { checkout: await loaders.checkouts.load(outcome.value.id), errors: [] };
  }

  @Allowed('MANAGE_CONFIGURATION')
  @Mutation(() => SaveProductPayload, {
    description: 'Makes a product, or changes one. What was sold keeps its name, price and rate.',
  })
  async saveProduct(
    @Arg('input', () => SaveProductInput, { description: 'The product.' }) input: SaveProductInput,
    @Ctx() { request, loaders }: GraphQLContext,
  ): Promise<SaveProductPayload> {
    const outcome = await saveProduct(input, request);
    if (!outcome.ok) return { product: null, errors: outcome.refusals };
    loaders.clear();
    return { product: await loaders.products.load(outcome.value.id), errors: [] };
  }

  @Allowed('MANAGE_CONFIGURATION')
  @Mutation(() => SaveOfferPayload, {
    description: 'Makes an offer, or changes one, together with its products and add-ons.',
  })
  async saveOffer(
    @Arg('input', () => SaveOfferInput, { description: 'The offer.' }) input: SaveOfferInput,
    @Ctx() { request, loaders }: GraphQLContext,
  ): Promise<SaveOfferPayload> {
    const outcome = await saveOffer(input, request);
    if (!outcome.ok) return { offer: null, errors: outcome.refusals };
    loaders.clear();
    return { offer: await loaders.wholeOffers.load(outcome.value.id), errors: [] };
  }

  @Allowed('MANAGE_CONFIGURATION')
  @Mutation(() => SaveCheckoutLinkPayload, {
    description:
      'Makes a checkout link, or changes one. Orders keep the source and tags of their moment.',
  })
  async saveCheckoutLink(
    @Arg('input', () => SaveCheckoutLinkInput, { description: 'The link.' })
    input: SaveCheckoutLinkInput,
    @Ctx() { request, loaders }: GraphQLContext,
  ): Promise<SaveCheckoutLinkPayload> {
    const outcome = await saveCheckoutLink(input, request);
    if (!outcome.ok) return { checkoutLink: null, errors: outcome.refusals };
    loaders.clear();
    return { checkoutLink: await loaders.checkoutLinks.load(outcome.value.id), errors: [] };
  }

  @Allowed('MANAGE_CONFIGURATION')
  @Mutation(() => SaveDiscountCodePayload, {
    description: 'Makes a discount code, or changes one. Orders keep what it took off.',
  })
  async saveDiscountCode(
    @Arg('input', () => SaveDiscountCodeInput, { description: 'The code.' })
    input: SaveDiscountCodeInput,
    @Ctx() { request, loaders }: GraphQLContext,
  ): Promise<SaveDiscountCodePayload> {
    const outcome = await saveDiscountCode(input, request);
    if (!outcome.ok) return { discountCode: null, errors: outcome.refusals };
    loaders.clear();
    return { discountCode: await loaders.discountCodes.load(outcome.value.id), errors: [] };
  }
}
