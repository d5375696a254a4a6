import { Field, ID, InputType, Int } from 'type-graphql';
import { OrderLineKind } from '../domain/order-line.ts';
import { DiscountKind } from '../domain/pricing.ts';
import { ProductType } from '../domain/product-type.ts';
import { CurrencyCode, DateTime, SafeInt } from './scalars.ts';

const idempotencyKey = {
  description:
    'Chosen by the caller, 1 to 255 characters: sent again with the same input it gives the same answer.',
};
const checkoutId = { description: 'Where it belongs, `chk_…`. It cannot be moved later.' };
const archived = {
  defaultValue: false,
  description: 'True puts it away: it is no longer sold, and orders keep what they hold of it.',
};

@InputType({ description: 'What something costs in one currency, VAT included.' })
export class PriceInput {
  @Field(() => CurrencyCode, { description: 'The currency, once in a list.' })
  currency!: string;
  @Field(() => SafeInt, {
    description: "The price in the currency's smallest unit: EUR 12.50 is 1250, JPY 500 is 500.",
  })
  priceMinor!: number;
  @Field(() => SafeInt, {
    nullable: true,
    description: 'What is asked for instead: below `priceMinor`. Left out: nothing.',
  })
  discountedMinor?: number | null;
}

@InputType({ description: 'A checkout, new or changed.' })
export class SaveCheckoutInput {
  @Field(() => ID, {
    nullable: true,
    description: 'Which to change, `chk_…`. Left out: a new one.',
  })
  id?: string | null;
  @Field(() => String, idempotencyKey)
  idempotencyKey!: string;
  @Field(() => String, { description: "The seller's own name for it, 1 to 200 characters." })
  name!: string;
  @Field(() => String, {
    description:
      "Web address to which customers return after paying on a provider's page. May be empty.",
  })
  returnUrl!: string;
}

@InputType({ description: 'A product, new or changed. Everything is said anew.' })
export class SaveProductInput {
  @Field(() => ID, {
    nullable: true,
    description: 'Which to change, `prd_…`. Left out: a new one.',
  })
  id?: string | null;
  @Field(() => String, idempotencyKey)
  idempotencyKey!: string;
  @Field(() => ID, checkoutId)
  checkoutId!: string;
  @Field(() => String, { description: 'Name as customers read it, 1 to 200 characters.' })
  name!: string;
  @Field(() => ProductType, { description: 'What kind of thing it is.' })
  type!: ProductType;
  @Field(() => Int, { description: 'VAT rate in basis points, 0 to 10000: 25.5 % is 2550.' })
  vatRateBp!: number;
  @Field(() => [PriceInput], { description: 'All its prices, one per currency.' })
  prices!: PriceInput[];
  @Field(() => Boolean, archived)
  archived!: boolean;
}

@InputType({ description: 'A main product of an offer.' })
export class OfferProductInput {
  @Field(() => ID, { description: 'The product, `prd_…`.' })
  productId!: string;
  @Field(() => [PriceInput], {
    defaultValue: [],
    description: "What it costs in this offer. Empty: the product's own prices.",
  })
  prices!: PriceInput[];
}

@InputType({ description: 'An order bump or pre-upsell of an offer.' })
export class AddOnInput {
  @Field(() => ID, {
    nullable: true,
    description: 'Which of the offer to change, `ado_…`. Left out: a new one.',
  })
  id?: string | null;
  @Field(() => OrderLineKind, { description: 'ORDER_BUMP or PRE_UPSELL.' })
  kind!: OrderLineKind;
  @Field(() => ID, { description: 'What it sells, `prd_…`.' })
  productId!: string;
  @Field(() => ID, {
    nullable: true,
    description: 'The product of the offer whose place it takes. Left out: it comes on top.',
  })
  replacesProductId?: string | null;
  @Field(() => String, { description: 'What the customer reads, 1 to 200 characters.' })
  name!: string;
  @Field(() => String, {
    nullable: true,
    description: 'More of the same, at most 2000 characters.',
  })
  description?: string | null;
  @Field(() => [PriceInput], { description: 'Its prices, at least one unless it is put away.' })
  prices!: PriceInput[];
  @Field(() => Boolean, archived)
  archived!: boolean;
}

@InputType({ description: 'An offer, new or changed. Everything is said anew.' })
export class SaveOfferInput {
  @Field(() => ID, {
    nullable: true,
    description: 'Which to change, `off_…`. Left out: a new one.',
  })
  id?: string | null;
  @Field(() => String, idempotencyKey)
  idempotencyKey!: string;
  @Field(() => ID, checkoutId)
  checkoutId!: string;
  @Field(() => String, { description: "The seller's own name for it, 1 to 200 characters." })
  name!: string;
  @Field(() => [OfferProductInput], {
    description: 'Its main products in their order, at least one.',
  })
  products!: OfferProductInput[];
  @Field(() => [AddOnInput], {
    description: 'What it sells beside them. Those left out are put away.',
  })
  addOns!: AddOnInput[];
  @Field(() => Boolean, archived)
  archived!: boolean;
}

@InputType({ description: 'A checkout link, new or changed. Everything is said anew.' })
export class SaveCheckoutLinkInput {
  @Field(() => ID, {
    nullable: true,
    description: 'Which to change, `lnk_…`. Left out: a new one.',
  })
  id?: string | null;
  @Field(() => String, idempotencyKey)
  idempotencyKey!: string;
  @Field(() => ID, checkoutId)
  checkoutId!: string;
  @Field(() => ID, { description: 'What it sells, `off_…`.' })
  offerId!: string;
  @Field(() => String, {
    description:
      'Last part of the address: 1 to 100 letters a–z, digits, `-` and `_`, unique in the whole shop.',
  })
  slug!: string;
  @Field(() => String, { description: "The seller's own name for it, 1 to 200 characters." })
  name!: string;
  @Field(() => String, {
    nullable: true,
    description: 'Where its customers come from. Orders that were opened before keep the old one.',
  })
  source?: string | null;
  @Field(() => [String], { description: 'Words to find its orders by, at most 20.' })
  tags!: string[];
  @Field(() => Boolean, archived)
  archived!: boolean;
}

@InputType({ description: 'What a code takes off in one currency.' })
export class DiscountAmountInput {
  @Field(() => CurrencyCode, { description: 'The currency, once in a list.' })
  currency!: string;
  @Field(() => SafeInt, { description: "At least 1 of the currency's smallest unit." })
  amountMinor!: number;
}

@InputType({ description: 'A discount code, new or changed. Everything is said anew.' })
export class SaveDiscountCodeInput {
  @Field(() => ID, {
    nullable: true,
    description: 'Which to change, `dsc_…`. Left out: a new one.',
  })
  id?: string | null;
  @Field(() => String, idempotencyKey)
  idempotencyKey!: string;
  @Field(() => ID, checkoutId)
  checkoutId!: string;
  @Field(() => String, {
    description: 'What customers type: 1 to 50 characters, unique in its checkout in any case.',
  })
  code!: string;
  @Field(() => String, { nullable: true, description: "The seller's own note." })
  description?: string | null;
  @Field(() => DiscountKind, { description: 'A share or an amount.' })
  kind!: DiscountKind;
  @Field(() => Int, {
    nullable: true,
    description: 'With PERCENT: the share in basis points, 1 to 10000.',
  })
  percentBp?: number | null;
  @Field(() => [DiscountAmountInput], {
    defaultValue: [],
    description: 'With FIXED: what it takes off in each currency, at least one.',
  })
  amounts!: DiscountAmountInput[];
  @Field(() => DateTime, { nullable: true, description: 'From when it works. Left out: at once.' })
  validFrom?: Date | null;
  @Field(() => DateTime, {
    nullable: true,
    description: 'The first moment at which it no longer works. Left out: never.',
  })
  expiresAt?: Date | null;
  @Field(() => Int, {
    nullable: true,
    description: 'How often it can be used. Left out: without limit.',
  })
  usageLimit?: number | null;
  @Field(() => Int, {
    nullable: true,
    description: 'How often with one email address. Left out: without limit.',
  })
  perCustomerLimit?: number | null;
  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether it leaves products alone that have a discounted price.',
  })
  excludeDiscounted!: boolean;
  @Field(() => [ID], {
    defaultValue: [],
    description: 'The only products it is for. Empty: for all.',
  })
  productIds!: string[];
  @Field(() => Boolean, { defaultValue: true, description: 'Whether it can be used at all.' })
  active!: boolean;
}
