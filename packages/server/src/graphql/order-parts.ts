import {
  Field,
  FieldResolver,
  Int,
  ObjectType,
  registerEnumType,
  Resolver,
  Root,
} from 'type-graphql';
import type { ListedLine } from '../database/order-list-row.ts';
import { AttentionReason } from '../domain/attention.ts';
import { AnalyticsConsent, Device, OrderLineKind } from '../domain/order-line.ts';
import { AtOnce } from './at-once.ts';
import { Actor, Money, money, Node } from './common.ts';
import { DateTime } from './scalars.ts';

registerEnumType(OrderLineKind, {
  name: 'OrderLineKind',
  description: 'How a product came into an order.',
  valuesConfig: {
    MAIN: { description: 'Sold by the offer itself.' },
    ORDER_BUMP: { description: 'Ticked beside the offer, before paying.' },
    PRE_UPSELL: { description: 'Taken from the page between the billing form and the payment.' },
  },
});
registerEnumType(AnalyticsConsent, {
  name: 'AnalyticsConsent',
  description: 'What the customer said to being measured.',
  valuesConfig: {
    ACCEPTED: { description: 'Ticked the box.' },
    REJECTED: { description: 'Was asked and did not tick it.' },
    NEVER_ASKED: { description: 'This checkout asks nobody.' },
  },
});
registerEnumType(Device, {
  name: 'Device',
  description: 'What a checkout page was opened on.',
  valuesConfig: {
    DESKTOP: { description: 'A computer.' },
    MOBILE: { description: 'A phone.' },
    TABLET: { description: 'A tablet.' },
  },
});
registerEnumType(AttentionReason, {
  name: 'AttentionReason',
  description: 'Why an order needs somebody.',
  valuesConfig: {
    ACTION_FAILED: { description: 'A delivery was given up after the payment.' },
    ACTION_OVERDUE: { description: 'A delivery is not done although the time for it has passed.' },
    ACTION_UNKNOWN: { description: 'A delivery may or may not have happened.' },
    REMOVAL_FAILED: { description: 'Access could not be taken away after a refund.' },
    REFUND_UNKNOWN: { description: 'It is not known whether a refund was paid out.' },
    REFUND_FAILED: {
      description: 'A refund failed after it had been reported as under way or done.',
    },
    REFUND_DIFFERS: {
      description: 'The refunds that the provider has and those on record here do not agree.',
    },
    PAID_TWICE: { description: 'It was paid once more than it asked for.' },
    PAID_AMOUNT_DIFFERS: {
      description:
        'Less money came than the order costs, or more at once. Settled by the rest, by giving it back, or by completing the order by hand.',
    },
  },
});
@ObjectType({ simpleResolvers: true, description: 'How an order came to be completed.' })
export class Completion {
  @Field(() => DateTime, { description: 'When.' })
  at!: Date;
  @Field(() => Actor, { description: 'By whom; by the product where every action succeeded.' })
  by!: Actor;
  @Field(() => Boolean, { description: 'True where a person marked the order as completed.' })
  byHand!: boolean;
}

@ObjectType({ simpleResolvers: true, description: 'Where an order came from.' })
export class OrderSource {
  @Field(() => String, {
    nullable: true,
    description: 'Name of the checkout link that was opened.',
  })
  link!: string | null;
  @Field(() => String, {
    nullable: true,
    description:
      "The link's source as it was when the order was made; later edits change nothing here.",
  })
  name!: string | null;
  @Field(() => [String], { description: "The link's tags, as they were then." })
  tags!: string[];
}

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'A product as sold: name, prices and rate are those of its moment.',
})
export class OrderLine extends Node {
  @Field(() => OrderLineKind, { description: 'Main product, order bump or pre-upsell.' })
  kind!: OrderLineKind;
  @Field(() => String, { description: 'Name of the product when it was sold.' })
  productName!: string;
  @Field(() => Int, { description: 'VAT rate in basis points: 25.5 % is 2550. Prices include it.' })
  vatRateBp!: number;
}

/** What resolves as an `OrderLine`. */
export type OrderLineValue = ListedLine & { readonly currency: string };

@Resolver(() => OrderLine)
export class OrderLineFields {
  @AtOnce()
  @FieldResolver(() => Money, { description: 'Price before discount codes, VAT included.' })
  listPrice(@Root() { listPriceMinor, currency }: OrderLineValue): Money {
    return money(listPriceMinor, currency);
  }

  @AtOnce()
  @FieldResolver(() => Money, {
    description:
      "Price after the line's share of all discounts, VAT included: the most that can go back for it.",
  })
  price(@Root() { priceMinor, currency }: OrderLineValue): Money {
    return money(priceMinor, currency);
  }

  @AtOnce()
  @FieldResolver(() => Money, { description: 'What has gone back of it so far.' })
  refunded(@Root() { refundedMinor, currency }: OrderLineValue): Money {
    return money(refundedMinor, currency);
  }
}

@ObjectType({
  simpleResolvers: true,
  description: 'A discount code and what it took off the order.',
})
export class AppliedDiscount {
  @Field(() => String, { description: 'The code as the seller wrote it.' })
  code!: string;
  @Field(() => Money, { description: 'Sum of its shares on all lines, VAT included.' })
  amount!: Money;
}

@ObjectType({ simpleResolvers: true, description: 'What an order holds at one VAT rate.' })
export class VatShare {
  @Field(() => Int, { description: 'The rate in basis points: 25.5 % is 2550.' })
  rateBp!: number;
  @Field(() => Money, { description: 'Sold at this rate, VAT included.' })
  gross!: Money;
  @Field(() => Money, { description: 'The VAT inside it.' })
  vat!: Money;
}

@ObjectType({ simpleResolvers: true, description: 'That an order needs somebody, and why.' })
export class Attention {
  @Field(() => DateTime, { description: 'Since when.' })
  since!: Date;
  @Field(() => [AttentionReason], { description: 'Every reason that holds now, the oldest first.' })
  reasons!: AttentionReason[];
  @Field(() => String, {
    description: 'One sentence for the seller: what is wrong, how often it was tried, since when.',
  })
  summary!: string;
}
