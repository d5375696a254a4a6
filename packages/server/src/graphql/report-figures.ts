import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import type { OrderFilter } from '../database/order-filter.ts';
import { OrderPart } from '../database/order-filter-sales.ts';
import { AnalyticsConsent, Device } from '../domain/order-line.ts';
import { OrderStatus } from '../domain/order-status.ts';
import type { MoneyFigures as CountedMoney } from '../domain/report.ts';
import type { FiguresWithOrders } from '../use-cases/sales-report.ts';
import { Money, money } from './common.ts';
import { CountryCode, CurrencyCode, DateTime } from './scalars.ts';

@ObjectType({
  simpleResolvers: true,
  description:
    'The orders behind a figure, in the fields of `OrderFilter`: give those that are not null to `orders`, and its `totals` equal the figure. For the figure of one currency, set `currencies` to it.',
})
export class OrderSelection {
  @Field(() => [ID], { nullable: true, description: 'As in `OrderFilter`.' })
  checkoutIds?: readonly string[] | null;
  @Field(() => [OrderStatus], { nullable: true, description: 'As in `OrderFilter`.' })
  statuses?: readonly OrderStatus[] | null;
  @Field(() => DateTime, { nullable: true, description: 'As in `OrderFilter`.' })
  createdFrom?: Date | null;
  @Field(() => DateTime, { nullable: true, description: 'As in `OrderFilter`.' })
  createdBefore?: Date | null;
  @Field(() => DateTime, { nullable: true, description: 'As in `OrderFilter`.' })
  soldFrom?: Date | null;
  @Field(() => DateTime, { nullable: true, description: 'As in `OrderFilter`.' })
  soldBefore?: Date | null;
  @Field(() => DateTime, { nullable: true, description: 'As in `OrderFilter`.' })
  refundedFrom?: Date | null;
  @Field(() => DateTime, { nullable: true, description: 'As in `OrderFilter`.' })
  refundedBefore?: Date | null;
  @Field(() => [ID], { nullable: true, description: 'As in `OrderFilter`.' })
  productIds?: readonly string[] | null;
  @Field(() => [ID], { nullable: true, description: 'As in `OrderFilter`.' })
  offerIds?: readonly string[] | null;
  @Field(() => [ID], { nullable: true, description: 'As in `OrderFilter`.' })
  linkIds?: readonly string[] | null;
  @Field(() => [String], { nullable: true, description: 'As in `OrderFilter`.' })
  sources?: readonly string[] | null;
  @Field(() => [String], { nullable: true, description: 'As in `OrderFilter`.' })
  tags?: readonly string[] | null;
  @Field(() => [CountryCode], { nullable: true, description: 'As in `OrderFilter`.' })
  countries?: readonly string[] | null;
  @Field(() => [String], { nullable: true, description: 'As in `OrderFilter`.' })
  regions?: readonly string[] | null;
  @Field(() => [CurrencyCode], { nullable: true, description: 'As in `OrderFilter`.' })
  currencies?: readonly string[] | null;
  @Field(() => [String], { nullable: true, description: 'As in `OrderFilter`.' })
  paymentMethods?: readonly string[] | null;
  @Field(() => [String], { nullable: true, description: 'As in `OrderFilter`.' })
  discountCodes?: readonly string[] | null;
  @Field(() => [Device], { nullable: true, description: 'As in `OrderFilter`.' })
  devices?: readonly Device[] | null;
  @Field(() => [AnalyticsConsent], { nullable: true, description: 'As in `OrderFilter`.' })
  consents?: readonly AnalyticsConsent[] | null;
  @Field(() => [OrderPart], { nullable: true, description: 'As in `OrderFilter`.' })
  without?: readonly OrderPart[] | null;
}

@ObjectType({
  simpleResolvers: true,
  description: 'Figures of one currency; all amounts are in it and hold their VAT.',
})
export class MoneyFigures {
  @Field(() => CurrencyCode, { description: 'The currency.' })
  currency!: string;
  @Field(() => Int, { description: 'Orders sold in it.' })
  orders!: number;
  @Field(() => Int, { description: 'Lines sold in it.' })
  lines!: number;
  @Field(() => Money, {
    description: 'What was sold, each order on the day it was paid (or marked as completed).',
  })
  gross!: Money;
  @Field(() => Money, {
    description:
      'What was refunded, each refund on its own day, less what of refunds was taken back then: below zero where more was taken back.',
  })
  refunded!: Money;
  @Field(() => Money, {
    description: 'Of that, what was taken back: refunds that failed later, or were restored.',
  })
  reversed!: Money;
  @Field(() => Money, { description: 'Gross less refunded.' })
  net!: Money;
  @Field(() => Money, { description: 'The VAT in gross.' })
  vat!: Money;
  @Field(() => Money, { description: 'The VAT in refunded.' })
  refundedVat!: Money;
  @Field(() => Money, { description: 'The VAT in net.' })
  netVat!: Money;
  @Field(() => Money, { nullable: true, description: 'Gross ÷ orders. Null without orders.' })
  averageOrder!: Money | null;
  @Field(() => Money, {
    nullable: true,
    description:
      'What one opened checkout is worth: gross ÷ opened of this currency, which is conversion × average order. Null where none was opened.',
  })
  impressionValue!: Money | null;
  @Field(() => Money, { description: 'Of gross, what came by order bumps.' })
  throughOrderBumps!: Money;
  @Field(() => Money, { description: 'Of gross, what came by pre-upsells.' })
  throughPreUpsells!: Money;
  @Field(() => Float, {
    nullable: true,
    description: 'The share of gross that came by both, 0 to 1. Null without gross.',
  })
  addOnShare!: number | null;
}

@ObjectType({ simpleResolvers: true, description: 'The orders behind figures.' })
export class SalesOrders {
  @Field(() => OrderSelection, { description: 'Behind orders, lines, gross and VAT.' })
  sold!: OrderSelection;
  @Field(() => OrderSelection, { description: 'Behind refunded and its VAT.' })
  refunded!: OrderSelection;
  @Field(() => OrderSelection, {
    nullable: true,
    description: 'Behind opened; null where visits are not counted.',
  })
  opened!: OrderSelection | null;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'What a stretch of time came to. Counts are of all currencies together, amounts of each by itself.',
})
export class SalesFigures {
  @Field(() => Int, {
    nullable: true,
    description:
      'Checkouts opened in this time. Null where visits are not counted: by product, payment method and discount code.',
  })
  opened!: number | null;
  @Field(() => Int, { description: 'Orders sold in this time.' })
  orders!: number;
  @Field(() => Int, {
    description: 'Lines sold: products of orders, each as often as it was bought.',
  })
  lines!: number;
  @Field(() => Float, {
    nullable: true,
    description:
      'Orders ÷ opened. May pass 1 where orders were opened before this time. Null where nothing was opened.',
  })
  conversion!: number | null;
  @Field(() => Int, { description: 'Orders with an order bump.' })
  orderBumpOrders!: number;
  @Field(() => Int, { description: 'Orders with a pre-upsell.' })
  preUpsellOrders!: number;
  @Field(() => Int, { description: 'Orders with either.' })
  addOnOrders!: number;
  @Field(() => [MoneyFigures], {
    description:
      'By currency, the one with most orders first; empty where there is none. Never added up, but converted where `convertTo` asks for it.',
  })
  money!: readonly MoneyFigures[];
  @Field(() => SalesOrders, { description: 'The orders behind these figures.' })
  behind!: SalesOrders;
}

/** Figures as the API tells them. */
export function toFigures({ figures, behind }: FiguresWithOrders): SalesFigures {
  const hasVisits = behind.opened !== null;
  return {
    opened: hasVisits ? figures.opened : null,
    orders: figures.orders,
    lines: figures.lines,
    conversion: hasVisits ? figures.conversion : null,
    orderBumpOrders: figures.bumpOrders,
    preUpsellOrders: figures.upsellOrders,
    addOnOrders: figures.addOnOrders,
    money: figures.money.map((one) => toMoney(one, hasVisits)),
    behind: {
      sold: behind.sold,
      refunded: behind.refunded,
      opened: behind.opened,
    } satisfies Record<keyof SalesOrders, OrderFilter | null>,
  };
}

function toMoney(figures: CountedMoney, hasVisits: boolean): MoneyFigures {
  const { currency } = figures;
  const of = (minor: number) => money(minor, currency);
  const maybe = (minor: number | null) => (minor === null ? null : of(minor));
  return {
    currency,
    orders: figures.orders,
    lines: figures.lines,
    gross: of(figures.grossMinor),
    refunded: of(figures.refundedMinor),
    reversed: of(figures.reversedMinor),
    net: of(figures.netMinor),
    vat: of(figures.vatMinor),
    refundedVat: of(figures.refundedVatMinor),
    netVat: of(figures.netVatMinor),
    averageOrder: maybe(figures.averageOrderMinor),
    impressionValue: hasVisits ? maybe(figures.impressionMinor) : null,
    throughOrderBumps: of(figures.bumpMinor),
    throughPreUpsells: of(figures.upsellMinor),
    addOnShare: figures.addOnShare,
  };
}
