import { Field, ID, InputType, registerEnumType } from 'type-graphql';
import { AnalyticsConsent, Device, OrderLineKind } from '../domain/order-line.ts';
import type { OrderFilter as FilterValue, Onlooker } from '../database/order-filter.ts';
import { OrderPart } from '../database/order-filter-sales.ts';
import { wordsOf } from '../database/order-filter-texts.ts';
import { personalParts, type OrderPageWish } from '../database/order-search.ts';
import {
  OrderSortField,
  SortDirection,
  type OrderSort as SortValue,
} from '../database/order-sort.ts';
import { OrderStatus } from '../domain/order-status.ts';
import { GraphQLError } from 'graphql';
import { badUserInput } from './access-rule.ts';
import { pageSize } from './common.ts';
import { CountryCode, CurrencyCode, DateTime } from './scalars.ts';

registerEnumType(OrderSortField, {
  name: 'OrderSortField',
  description: 'What a list of orders can be sorted by. Equal values are ordered by id.',
  valuesConfig: {
    CREATED_AT: { description: 'When the checkout was opened.' },
    TOTAL: { description: 'Minor units of the total, whatever the currency.' },
    STATUS: { description: "The status's name, by the alphabet." },
    CUSTOMER_EMAIL: { description: 'The email in small letters; needs READ_PERSONAL_DATA.' },
  },
});
registerEnumType(SortDirection, {
  name: 'SortDirection',
  description: 'Which end of a list comes first.',
  valuesConfig: {
    ASC: { description: 'The smallest, oldest, or first by the alphabet.' },
    DESC: { description: 'The largest, newest, or last by the alphabet.' },
  },
});

registerEnumType(OrderPart, {
  name: 'OrderPart',
  description: 'What an order can be without.',
  valuesConfig: {
    LINK: { description: 'A checkout link.' },
    SOURCE: { description: 'A source.' },
    TAG: { description: 'Any tag.' },
    COUNTRY: { description: 'A country.' },
    REGION: { description: 'A region.' },
    PAYMENT: {
      description: 'A payment that brought money: it cost nothing, or was completed by hand.',
    },
    DISCOUNT_CODE: { description: 'A discount code.' },
    DEVICE: { description: 'A kind of device.' },
  },
});

@InputType({
  description:
    'Which orders. Fields are joined by "and", the entries of a list by "or". An empty list is as if left out, except in `numbers` and `orderIds`, where it names no order.',
})
export class OrderFilter implements FilterValue {
  @Field(() => String, {
    nullable: true,
    description:
      'Each word must occur in the order number, email, names or payment references, in any case. Without READ_PERSONAL_DATA only number and references are searched.',
  })
  text?: string | null;
  @Field(() => [String], {
    nullable: true,
    description: 'Whole order numbers. Visits are found too.',
  })
  numbers?: string[] | null;
  @Field(() => String, {
    nullable: true,
    description: 'Part of the email. Needs READ_PERSONAL_DATA.',
  })
  email?: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'Part of the first name. Needs READ_PERSONAL_DATA.',
  })
  firstName?: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'Part of the last name. Needs READ_PERSONAL_DATA.',
  })
  lastName?: string | null;
  @Field(() => [OrderStatus], {
    nullable: true,
    description:
      'Left out: all but STARTED and IN_PROGRESS, which are visits and no sales; all where `numbers` names orders or `needsAttention` is true.',
  })
  statuses?: OrderStatus[] | null;
  @Field(() => [String], { nullable: true, description: 'Sources, whole, in any case.' })
  sources?: string[] | null;
  @Field(() => [String], { nullable: true, description: 'Tags, exactly as written.' })
  tags?: string[] | null;
  @Field(() => [String], { nullable: true, description: 'Discount codes, whole, in any case.' })
  discountCodes?: string[] | null;
  @Field(() => [ID], { nullable: true, description: 'Checkouts, `chk_…`.' })
  checkoutIds?: string[] | null;
  @Field(() => [ID], { nullable: true, description: 'Offers, `off_…`.' })
  offerIds?: string[] | null;
  @Field(() => [CountryCode], { nullable: true, description: 'Countries as the list shows them.' })
  countries?: string[] | null;
  @Field(() => [String], {
    nullable: true,
    description: 'Providers of the payment that the list shows, as in `PaymentAttempt.provider`.',
  })
  paymentProviders?: string[] | null;
  @Field(() => [String], {
    nullable: true,
    description: 'Kinds of actions of which one is not done, as in `PostPurchaseAction.kind`.',
  })
  failedActionKinds?: string[] | null;
  @Field(() => [ID], {
    nullable: true,
    description: 'These orders, `ord_…`. Visits are found too.',
  })
  orderIds?: string[] | null;
  @Field(() => DateTime, { nullable: true, description: 'Opened at this moment or later.' })
  createdFrom?: Date | null;
  @Field(() => DateTime, { nullable: true, description: 'Opened before this moment.' })
  createdBefore?: Date | null;
  @Field(() => DateTime, { nullable: true, description: 'Paid at this moment or later.' })
  paidFrom?: Date | null;
  @Field(() => DateTime, { nullable: true, description: 'Paid before this moment.' })
  paidBefore?: Date | null;
  @Field(() => DateTime, {
    nullable: true,
    description:
      'Sold at this moment or later, as the books and reports count it: when it was paid, or marked as completed if it never was.',
  })
  soldFrom?: Date | null;
  @Field(() => DateTime, { nullable: true, description: 'Sold before this moment.' })
  soldBefore?: Date | null;
  @Field(() => DateTime, {
    nullable: true,
    description:
      'With a refund, or the taking back of one, in the books at this moment or later; with `productIds` or `lineKinds`, of these lines.',
  })
  refundedFrom?: Date | null;
  @Field(() => DateTime, {
    nullable: true,
    description: 'The same, before this moment. With both, one entry lies between them.',
  })
  refundedBefore?: Date | null;
  @Field(() => [ID], { nullable: true, description: 'Holding one of these products, `prd_…`.' })
  productIds?: string[] | null;
  @Field(() => [OrderLineKind], {
    nullable: true,
    description:
      'Holding a line of one of these kinds; with `productIds`, one of those products came so.',
  })
  lineKinds?: OrderLineKind[] | null;
  @Field(() => [ID], {
    nullable: true,
    description: 'Opened through these checkout links, `lnk_…`.',
  })
  linkIds?: string[] | null;
  @Field(() => [String], { nullable: true, description: 'Regions, exactly as written.' })
  regions?: string[] | null;
  @Field(() => [CurrencyCode], { nullable: true, description: 'Currencies.' })
  currencies?: string[] | null;
  @Field(() => [String], {
    nullable: true,
    description:
      'Paid through these: provider and method of the first payment that brought money, as `stripe/card`.',
  })
  paymentMethods?: string[] | null;
  @Field(() => [Device], { nullable: true, description: 'What the checkout was opened on.' })
  devices?: Device[] | null;
  @Field(() => [AnalyticsConsent], {
    nullable: true,
    description: 'What the customer said to being measured.',
  })
  consents?: AnalyticsConsent[] | null;
  @Field(() => [OrderPart], {
    nullable: true,
    description: 'Without any of these: of several, the order has none.',
  })
  without?: OrderPart[] | null;
  @Field(() => Boolean, {
    nullable: true,
    description: 'True: those that need somebody now. False: those that do not.',
  })
  needsAttention?: boolean | null;
}

@InputType({ description: 'The order of a list.' })
export class OrderSort implements SortValue {
  @Field(() => OrderSortField, { description: 'What to sort by.' })
  field!: OrderSortField;
  @Field(() => SortDirection, { description: 'Which end comes first.' })
  direction!: SortDirection;
}

export type PageArguments = {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly last?: number | null;
  readonly before?: string | null;
};

const DEFAULT_PAGE = 50;

/** `first` counts from the beginning, `last` from the end; neither means the first 50. */
export function readPage({ first, after, last, before }: PageArguments): OrderPageWish {
  if (isGiven(first) && isGiven(last)) throw badUserInput('Give `first` or `last`, not both.');
  const fromEnd = isGiven(last);
  return {
    size: fromEnd
      ? pageSize(last ?? DEFAULT_PAGE, 'last')
      : pageSize(first ?? DEFAULT_PAGE, 'first'),
    fromEnd,
    after: after ?? null,
    before: before ?? null,
  };
}

const isGiven = (value: number | null | undefined) => value !== null && value !== undefined;

const LONGEST_LIST = 250;
const LONGEST_TEXT = 200;
const MOST_WORDS = 10;

/** Refuses what the viewer may not ask for, and what no honest search needs. */
export function checkFilter(
  filter: FilterValue,
  sort: SortValue,
  { mayReadPersonalData }: Onlooker,
): void {
  const personal = personalParts(filter, sort);
  if (personal.length > 0 && !mayReadPersonalData) {
    throw new GraphQLError(
      `Searching or sorting by ${personal.join(', ')} needs the permission READ_PERSONAL_DATA.`,
      {
        extensions: { code: 'FORBIDDEN' },
      },
    );
  }
  for (const [name, value] of Object.entries(filter)) {
    const texts: unknown[] = Array.isArray(value) ? value : [value];
    if (texts.length > LONGEST_LIST) {
      throw badUserInput(`\`${name}\` takes at most ${LONGEST_LIST} entries.`);
    }
    if (texts.some((text) => typeof text === 'string' && !isSearchable(text))) {
      throw badUserInput(`\`${name}\` takes plain text of at most ${LONGEST_TEXT} characters.`);
    }
  }
  if (wordsOf(filter.text).length > MOST_WORDS) {
    throw badUserInput(`\`text\` takes at most ${MOST_WORDS} words.`);
  }
}

/** PostgreSQL refuses the zero character with an error of its own. */
const isSearchable = (text: string) => text.length <= LONGEST_TEXT && !text.includes('\0');
