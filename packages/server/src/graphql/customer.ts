import {
  Ctx,
  Field,
  FieldResolver,
  ObjectType,
  registerEnumType,
  Resolver,
  Root,
} from 'type-graphql';
import type { OrderListRow } from '../database/order-list-row.ts';
import { AnalyticsConsent } from '../domain/order-line.ts';
import { maskEmail, maskName, maskText } from '../domain/permission.ts';
import { AtOnce } from './at-once.ts';
import { Masked, mayReadPersonalData, NotPersonal } from './access-rule.ts';
import type { GraphQLContext } from './context.ts';
import { CountryCode, DateTime } from './scalars.ts';

/** Closed sets that only this schema knows. */
export const PersonalDataVisibility = { FULL: 'FULL', MASKED: 'MASKED' } as const;
export type PersonalDataVisibility =
  (typeof PersonalDataVisibility)[keyof typeof PersonalDataVisibility];
registerEnumType(PersonalDataVisibility, {
  name: 'PersonalDataVisibility',
  description: 'How personal data is shown.',
  valuesConfig: {
    FULL: { description: 'As the customer gave it.' },
    MASKED: { description: 'Shortened, such as `t…@example.com`: you lack READ_PERSONAL_DATA.' },
  },
});

@ObjectType({
  simpleResolvers: true,
  description: 'Who buys, as far as the billing form has said it.',
})
export class Customer {
  @NotPersonal()
  @Field(() => PersonalDataVisibility, {
    description: 'Whether the values below are whole or shortened.',
  })
  visibility!: PersonalDataVisibility;
  @Masked()
  @Field(() => String, { nullable: true, description: 'Null until the billing form was sent.' })
  email!: string | null;
  @Masked()
  @Field(() => String, {
    nullable: true,
    description: 'Null where the form did not ask, or was not sent.',
  })
  firstName!: string | null;
  @Masked()
  @Field(() => String, {
    nullable: true,
    description: 'Null where the form did not ask, or was not sent.',
  })
  lastName!: string | null;
  @NotPersonal()
  @Field(() => CountryCode, {
    nullable: true,
    description: 'Billing country; until the form is sent, the one the checkout was opened from.',
  })
  country!: string | null;
  @NotPersonal()
  @Field(() => String, {
    nullable: true,
    description:
      'Billing region where tax depends on it; until the form is sent, the one the checkout was opened from.',
  })
  region!: string | null;
  @NotPersonal()
  @Field(() => AnalyticsConsent, { description: 'What the customer said to being measured.' })
  analyticsConsent!: AnalyticsConsent;
}

@ObjectType({ simpleResolvers: true, description: 'A further answer of the billing form.' })
export class BillingField {
  @NotPersonal()
  @Field(() => String, { description: 'Stable name for programs: `phone`, `vatNumber`.' })
  key!: string;
  @NotPersonal()
  @Field(() => String, { description: 'The label to show.' })
  label!: string;
  @Masked()
  @Field(() => String, { description: 'The answer.' })
  value!: string;
}

/** What resolves as a `Customer`: masked already. */
export type CustomerValue = Customer & {
  readonly orderId: string;
  /** Undefined where it was not read with the row. */
  readonly erasedAt: Date | null | undefined;
};

type CustomerRow = Pick<
  OrderListRow,
  'id' | 'email' | 'firstName' | 'lastName' | 'country' | 'region' | 'analyticsConsent'
> & { readonly erasedAt?: Date | null };

/** Whole, and noted where one of the values that are a person's is read. No promise: a page has thousands. */
class ShownCustomer implements CustomerValue {
  readonly visibility = 'FULL';
  readonly #row: CustomerRow;
  readonly #shown: Set<string>;
  constructor(row: CustomerRow, shown: Set<string>) {
    this.#row = row;
    this.#shown = shown;
  }
  get orderId() {
    return this.#row.id;
  }
  get erasedAt() {
    return this.#row.erasedAt;
  }
  get email() {
    return this.#note(this.#row.email);
  }
  get firstName() {
    return this.#note(this.#row.firstName);
  }
  get lastName() {
    return this.#note(this.#row.lastName);
  }
  get country() {
    return this.#row.country;
  }
  get region() {
    return this.#row.region;
  }
  get analyticsConsent() {
    return this.#row.analyticsConsent;
  }
  #note(value: string | null): string | null {
    if (value) this.#shown.add(this.#row.id);
    return value;
  }
}

/** Who buys, as this viewer may see it. */
export function customerOf(row: CustomerRow, context: GraphQLContext): CustomerValue {
  if (mayReadPersonalData(context)) return new ShownCustomer(row, context.shownCustomers);
  const { id: orderId, email, firstName, lastName, country, region, analyticsConsent } = row;
  return {
    orderId,
    visibility: 'MASKED',
    email: maskEmail(email),
    firstName: maskName(firstName),
    lastName: maskName(lastName),
    country,
    region,
    analyticsConsent,
    erasedAt: row.erasedAt,
  };
}

@Resolver(() => Customer)
export class CustomerFields {
  @NotPersonal()
  @AtOnce()
  @FieldResolver(() => DateTime, {
    nullable: true,
    description:
      'When the customer’s data was erased: since then `email` is a made-up one, the same in all orders that were erased together. Null: it was not.',
  })
  erasedAt(
    @Root() { orderId, erasedAt }: CustomerValue,
    @Ctx() { loaders }: GraphQLContext,
  ): Date | null | Promise<Date | null> {
    if (erasedAt !== undefined) return erasedAt;
    return loaders.erasedOrders.load(orderId).then((found) => found?.erasedAt ?? null);
  }

  @Masked()
  @FieldResolver(() => [BillingField], {
    description: 'What else the form asked for: phone, address, company … Empty until it was sent.',
  })
  async billingFields(
    @Root() { orderId }: CustomerValue,
    @Ctx() context: GraphQLContext,
  ): Promise<BillingField[]> {
    const fields = await context.loaders.billingFields.load(orderId);
    if (mayReadPersonalData(context)) {
      if (fields.length > 0) context.shownCustomers.add(orderId);
      return fields;
    }
    return fields.map((field) => ({ ...field, value: maskText(field.value) }));
  }
}
