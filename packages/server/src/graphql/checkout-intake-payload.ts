import { Field, FieldResolver, ID, ObjectType, Resolver, Root } from 'type-graphql';
import { OrderLineKind } from '../domain/order-line.ts';
import type { OpenedCheckout } from '../use-cases/open-checkout.ts';
import { Money, money } from './common.ts';
import { UserError } from './errors.ts';
import { Order } from './order.ts';
import { PaymentAttempt } from './payment.ts';

const orderField = {
  nullable: true,
  description: 'The order as it is now. Null where it was refused.',
};
const errorsField = { description: 'Why it was refused. Empty where it was not.' };

@ObjectType({
  simpleResolvers: true,
  description: 'What the page may offer beside the main products.',
})
export class OfferedAddOn {
  @Field(() => ID, { description: 'For `orderBumpIds` or `preUpsellIds`.' })
  id!: string;
  @Field(() => OrderLineKind, { description: 'ORDER_BUMP or PRE_UPSELL: where the page shows it.' })
  kind!: OrderLineKind;
  @Field(() => String, { description: 'What to call it.' })
  name!: string;
  @Field(() => String, { nullable: true, description: 'What to say about it.' })
  description!: string | null;
  @Field(() => String, {
    nullable: true,
    description:
      'The product of the offer that this one takes the place of. Null where it is added.',
  })
  replacesProduct!: string | null;
}

type OfferedAddOnValue = OpenedCheckout['addOns'][number];

@Resolver(() => OfferedAddOn)
export class OfferedAddOnFields {
  @FieldResolver(() => Money, { description: 'What it costs, VAT included.' })
  price(@Root() { priceMinor, currency }: OfferedAddOnValue): Money {
    return money(priceMinor, currency);
  }

  @FieldResolver(() => Money, {
    description:
      'What it costs otherwise, to be shown struck through. The same as `price` where that is not reduced.',
  })
  originalPrice(@Root() { originalMinor, priceMinor, currency }: OfferedAddOnValue): Money {
    return money(originalMinor ?? priceMinor, currency);
  }
}

@ObjectType({ simpleResolvers: true, description: 'A way to pay.' })
export class OfferedPaymentMethod {
  @Field(() => String, { description: 'For `startPayment`.' })
  provider!: string;
  @Field(() => String, { description: 'For `startPayment`.' })
  method!: string;
  @Field(() => String, { description: 'What to call it on the page.' })
  label!: string;
}

@ObjectType({
  simpleResolvers: true,
  description:
    '`addOns` are what the page may offer beside the main products; `paymentMethods` what `startPayment` takes.',
})
export class OpenCheckoutPayload {
  @Field(() => Order, orderField)
  order!: Order | null;
  @Field(() => [OfferedAddOn], {
    description: 'Order bumps and pre-upsells. Empty where it was refused.',
  })
  addOns!: readonly OfferedAddOn[];
  @Field(() => [OfferedPaymentMethod], { description: 'Ways to pay in the currency of the order.' })
  paymentMethods!: readonly OfferedPaymentMethod[];
  @Field(() => [UserError], errorsField)
  errors!: readonly UserError[];
}

/** What resolves as an `OpenCheckoutPayload`. */
export type OpenCheckoutValue = OpenCheckoutPayload & {
  readonly addOns: readonly OfferedAddOnValue[];
};

@ObjectType({ simpleResolvers: true, description: 'The order with its new prices, or the errors.' })
export class UpdateCheckoutPayload {
  @Field(() => Order, orderField)
  order!: Order | null;
  @Field(() => [UserError], errorsField)
  errors!: readonly UserError[];
}

@ObjectType({ simpleResolvers: true, description: 'The order with its customer, or the errors.' })
export class SubmitBillingPayload {
  @Field(() => Order, orderField)
  order!: Order | null;
  @Field(() => [UserError], errorsField)
  errors!: readonly UserError[];
}

@ObjectType({ simpleResolvers: true, description: 'The payment that was begun, or the errors.' })
export class StartPaymentPayload {
  @Field(() => PaymentAttempt, {
    nullable: true,
    description: 'The payment. Null where it was refused, and where there was nothing to pay.',
  })
  payment!: PaymentAttempt | null;
  @Field(() => String, {
    nullable: true,
    description:
      'Where to send the customer, if the provider takes the money on a page of its own.',
  })
  redirectUrl!: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'For payment elements that run inside the page.',
  })
  clientSecret!: string | null;
  @Field(() => [UserError], errorsField)
  errors!: readonly UserError[];
}
