import { Field, ID, InputType } from 'type-graphql';
import { AnalyticsConsent, Device } from '../domain/order-line.ts';
import { CountryCode, CurrencyCode } from './scalars.ts';

const idempotencyKey = {
  description:
    'Chosen by the caller, 1 to 255 characters: sent again with the same input it gives the same answer.',
};

@InputType({ description: 'A checkout page that was opened.' })
export class OpenCheckoutInput {
  @Field(() => String, idempotencyKey)
  idempotencyKey!: string;
  @Field(() => String, { description: 'The last part of the link that was followed.' })
  linkSlug!: string;
  @Field(() => CountryCode, { nullable: true, description: 'Where the customer seems to be.' })
  country?: string | null;
  @Field(() => String, { nullable: true, description: 'Region there, where tax depends on it.' })
  region?: string | null;
  @Field(() => CurrencyCode, {
    nullable: true,
    description: 'Currency to sell in. Left out: the one of the country.',
  })
  currency?: string | null;
  @Field(() => String, { nullable: true, description: 'Language tag of the page: `fi`, `sv-FI`.' })
  language?: string | null;
  @Field(() => Device, { nullable: true, description: 'What the page was opened on.' })
  device?: Device | null;
  @Field(() => AnalyticsConsent, {
    defaultValue: AnalyticsConsent.NEVER_ASKED,
    description: 'What the customer has said to being measured.',
  })
  analyticsConsent!: AnalyticsConsent;
}

@InputType({ description: 'What the customer chose. What is left out stays as it is.' })
export class UpdateCheckoutInput {
  @Field(() => ID, { description: 'The order, `ord_…`.' })
  orderId!: string;
  @Field(() => [ID], {
    nullable: true,
    description: 'All order bumps that are ticked, by the ids of `addOns`.',
  })
  orderBumpIds?: string[] | null;
  @Field(() => [ID], {
    nullable: true,
    description: 'All pre-upsells that are taken, by the ids of `addOns`.',
  })
  preUpsellIds?: string[] | null;
  @Field(() => String, {
    nullable: true,
    description: 'The discount code, in any case. Empty text takes it away.',
  })
  discountCode?: string | null;
  @Field(() => AnalyticsConsent, {
    nullable: true,
    description: 'What the customer now says to being measured.',
  })
  analyticsConsent?: AnalyticsConsent | null;
}

@InputType({ description: 'A further answer of the billing form.' })
export class BillingFieldInput {
  @Field(() => String, { description: 'Stable name of the field: `phone`, `vatNumber`.' })
  key!: string;
  @Field(() => String, { description: 'The answer. Empty text is no answer.' })
  value!: string;
}

@InputType({ description: 'The billing form. Only email and country are always asked for.' })
export class SubmitBillingInput {
  @Field(() => ID, { description: 'The order, `ord_…`.' })
  orderId!: string;
  @Field(() => String, { description: 'Where receipt and access are sent.' })
  email!: string;
  @Field(() => CountryCode, { description: 'Billing country.' })
  country!: string;
  @Field(() => String, { nullable: true, description: 'Billing region, where tax depends on it.' })
  region?: string | null;
  @Field(() => String, { nullable: true, description: 'First name, if the form asks for it.' })
  firstName?: string | null;
  @Field(() => String, { nullable: true, description: 'Last name, if the form asks for it.' })
  lastName?: string | null;
  @Field(() => [BillingFieldInput], {
    nullable: true,
    description: 'Whatever else the form asks for.',
  })
  fields?: BillingFieldInput[] | null;
}

@InputType({ description: 'How the customer wants to pay.' })
export class StartPaymentInput {
  @Field(() => ID, { description: 'The order, `ord_…`.' })
  orderId!: string;
  @Field(() => String, idempotencyKey)
  idempotencyKey!: string;
  @Field(() => String, { description: 'One of the offered `paymentMethods`: its provider.' })
  provider!: string;
  @Field(() => String, { description: 'One of the offered `paymentMethods`: its method.' })
  method!: string;
}
