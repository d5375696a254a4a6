import { Field, InputType, registerEnumType } from 'type-graphql';
import { ReportDimension } from '../domain/report.ts';
import { ReportComparison, ReportGrain, ReportPeriod } from '../domain/report-period.ts';
import { CalendarDate, TimeZone } from './scalars.ts';

registerEnumType(ReportPeriod, {
  name: 'ReportPeriod',
  description: 'Days that move with the calendar, as seen in the time zone beside it.',
  valuesConfig: {
    TODAY: { description: 'Today.' },
    YESTERDAY: { description: 'The day before.' },
    LAST_7_DAYS: { description: 'Today and the six days before.' },
    LAST_30_DAYS: { description: 'Today and the 29 days before.' },
    THIS_MONTH: { description: 'From the first of the month up to today.' },
    LAST_MONTH: { description: 'The whole month before.' },
    THIS_YEAR: { description: 'From the first of January up to today.' },
    ALL: { description: 'From the day of the first order up to today.' },
  },
});
registerEnumType(ReportComparison, {
  name: 'ReportComparison',
  description: 'What figures are compared with.',
  valuesConfig: {
    PREVIOUS_PERIOD: {
      description:
        'The time before: as many whole months before whole months, the same days of the month (or year) before one in progress, else as many days right before.',
    },
    PREVIOUS_YEAR: { description: 'The same days of the year before.' },
  },
});
registerEnumType(ReportGrain, {
  name: 'ReportGrain',
  description: 'How long one point of a series is, by the clock of the time zone.',
  valuesConfig: {
    HOUR: { description: 'An hour; the day on which clocks change has 23 or 25.' },
    DAY: { description: 'A day.' },
    WEEK: { description: 'A week from Monday; those at the edges only in part.' },
    MONTH: { description: 'A month; those at the edges only in part.' },
  },
});
registerEnumType(ReportDimension, {
  name: 'ReportDimension',
  description:
    'What a report is broken down by. Rows of one dimension add up to the totals, but by TAG (an order counts under each of its tags) and PRODUCT (under each of its products).',
  valuesConfig: {
    PRODUCT: { description: 'Products; amounts are those of their lines.' },
    OFFER: { description: 'Offers.' },
    LINK: { description: 'Checkout links.' },
    SOURCE: { description: 'Sources as they stood on the link, in any case.' },
    TAG: { description: 'Tags as they stood on the link.' },
    COUNTRY: { description: 'Countries of the bill, of visits those they came from.' },
    REGION: { description: 'Regions within countries.' },
    CURRENCY: { description: 'Currencies.' },
    CHECKOUT: { description: 'Checkouts.' },
    PAYMENT_METHOD: {
      description: 'Provider and method of the first payment that brought money: `stripe/card`.',
    },
    DISCOUNT_CODE: { description: 'Discount codes, in any case.' },
    DEVICE: { description: 'Kinds of devices.' },
    CONSENT: { description: 'What customers said to being measured.' },
  },
});

@InputType({ description: 'Which days, and where they begin: a `period`, or days of your own.' })
export class ReportRange {
  @Field(() => ReportPeriod, { nullable: true, description: 'Instead of `from` and `to`.' })
  period?: ReportPeriod | null;
  @Field(() => CalendarDate, { nullable: true, description: 'The first day.' })
  from?: string | null;
  @Field(() => CalendarDate, { nullable: true, description: 'The last day, included.' })
  to?: string | null;
  @Field(() => TimeZone, { description: 'Whose midnight parts the days.' })
  timeZone!: string;
}
