import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  Float,
  ID,
  Int,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { ReportDimension } from '../domain/report.ts';
import { ReportComparison, ReportGrain } from '../domain/report-period.ts';
import { BadReport } from '../use-cases/report-wish.ts';
import {
  salesReport,
  type SalesReport as ReportValue,
  type SeriesPoint,
} from '../use-cases/sales-report.ts';
import { Allowed, badUserInput } from './access-rule.ts';
import { pageSize } from './common.ts';
import type { GraphQLContext } from './context.ts';
import { SalesFigures, toFigures } from './report-figures.ts';
import { ReportRange } from './report-input.ts';
import { CalendarDate, CurrencyCode, DateTime, TimeZone } from './scalars.ts';

@ObjectType({ simpleResolvers: true, description: 'A part of a report’s time.' })
export class SalesPoint {
  @Field(() => CalendarDate, { description: 'Its first day.' })
  day!: string;
  @Field(() => DateTime, { description: 'When it begins.' })
  start!: Date;
  @Field(() => DateTime, { description: 'When it has ended: the moment the next begins.' })
  end!: Date;
  @Field(() => SalesFigures, { description: 'What it came to; zeros where nothing happened.' })
  figures!: SalesFigures;
}

@ObjectType({ simpleResolvers: true, description: 'What sold most of a product.' })
export class BestSeller {
  @Field(() => String, { description: 'An offer’s id, or a source in small letters; empty: none.' })
  key!: string;
  @Field(() => String, { description: 'How it is called.' })
  label!: string;
}

@ObjectType({ simpleResolvers: true, description: 'A row of a breakdown.' })
export class SalesBreakdown {
  @Field(() => String, {
    description:
      'What the row is about, as `OrderFilter` takes it: an id, a code, a source in small letters. Empty: orders that have none.',
  })
  key!: string;
  @Field(() => String, {
    nullable: true,
    description: 'Of a region: its country’s code, or empty.',
  })
  within!: string | null;
  @Field(() => String, { description: 'How it is called today, in English.' })
  label!: string;
  @Field(() => SalesFigures, { description: 'What it came to.' })
  figures!: SalesFigures;
  @Field(() => SalesFigures, {
    nullable: true,
    description: 'What it came to in the time compared with. Null without `compare`.',
  })
  earlier!: SalesFigures | null;
  @Field(() => [SalesPoint], {
    nullable: true,
    description: 'The same over time. Null unless the breakdown was asked for with a `grain`.',
  })
  series!: readonly SalesPoint[] | null;
  @Field(() => Float, {
    nullable: true,
    description:
      'Of a product: the share of all orders of this time that hold it as an order bump. Null for anything else, and without orders.',
  })
  orderBumpRate!: number | null;
  @Field(() => Float, { nullable: true, description: 'The same as a pre-upsell.' })
  preUpsellRate!: number | null;
  @Field(() => BestSeller, {
    nullable: true,
    description: 'Of a product: the offer that sold most of it.',
  })
  bestOffer!: BestSeller | null;
  @Field(() => BestSeller, {
    nullable: true,
    description: 'Of a product: the source that sold most of it.',
  })
  bestSource!: BestSeller | null;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'By which rates amounts were converted: each day’s at its own reference rate of the European Central Bank, weekends at the last one before. Rounded once per figure, so that rows may differ from their total by the last digit.',
})
export class ReportExchange {
  @Field(() => CurrencyCode, { description: 'The currency converted to.' })
  to!: string;
  @Field(() => CalendarDate, {
    nullable: true,
    description: 'The earliest day whose rates were used. Null: nothing had to be converted.',
  })
  from!: string | null;
  @Field(() => CalendarDate, { nullable: true, description: 'The latest such day.' })
  until!: string | null;
  @Field(() => [CurrencyCode], {
    description: 'Currencies without rates for some days: those amounts stand by themselves.',
  })
  missing!: readonly string[];
}

@ObjectType({
  simpleResolvers: true,
  description:
    'Sales over certain days. Orders count on the day they were paid (or marked as completed, if never paid), refunds on their own. Exact at every moment, and all parts of one answer are as of the same.',
})
export class SalesReport {
  @Field(() => TimeZone, { description: 'Whose midnight parts the days.' })
  timeZone!: string;
}

@Resolver(() => SalesReport)
export class SalesReportFields {
  @FieldResolver(() => CalendarDate, { description: 'The first day.' })
  from(@Root() { days }: ReportValue): string {
    return days.from;
  }

  @FieldResolver(() => CalendarDate, { description: 'The last day, included.' })
  to(@Root() { days }: ReportValue): string {
    return days.to;
  }

  @FieldResolver(() => DateTime, { description: 'When the first day begins.' })
  start(@Root() { time }: ReportValue): Date {
    return time.start;
  }

  @FieldResolver(() => DateTime, { description: 'When the last day has ended.' })
  end(@Root() { time }: ReportValue): Date {
    return time.end;
  }

  @FieldResolver(() => SalesFigures, { description: 'What all of it came to.' })
  async totals(@Root() report: ReportValue): Promise<SalesFigures> {
    return toFigures(await report.totals());
  }

  @FieldResolver(() => [SalesPoint], {
    description: 'The same over time: a point for every part, at most 1 200.',
  })
  async series(
    @Root() report: ReportValue,
    @Arg('grain', () => ReportGrain, { description: 'How long each part is.' }) grain: ReportGrain,
  ): Promise<SalesPoint[]> {
    return (await readable(() => report.series(grain))).map(toPoint);
  }

  @FieldResolver(() => [SalesBreakdown], {
    description: 'The same by something: rows with most gross first.',
  })
  async breakdown(
    @Root() report: ReportValue,
    @Arg('by', () => ReportDimension, { description: 'By what.' }) by: ReportDimension,
    @Arg('first', () => Int, { defaultValue: 50, description: 'How many rows: 1 to 250.' })
    first: number,
    @Arg('grain', () => ReportGrain, {
      nullable: true,
      description: 'Gives each row its `series`, of parts so long.',
    })
    grain: ReportGrain | null | undefined,
  ): Promise<SalesBreakdown[]> {
    const wish = { first: pageSize(first, 'first'), grain: grain ?? null };
    const rows = await readable(() => report.breakdown(by, wish));
    return rows.map((row) => ({
      key: row.key,
      within: by === 'REGION' ? row.within : null,
      label: row.label,
      figures: toFigures(row),
      earlier: row.earlier && toFigures(row.earlier),
      series: row.series?.map(toPoint) ?? null,
      orderBumpRate: row.orderBumpRate,
      preUpsellRate: row.preUpsellRate,
      bestOffer: row.bestOffer,
      bestSource: row.bestSource,
    }));
  }

  @FieldResolver(() => SalesReport, {
    nullable: true,
    description:
      'The report over the time compared with. Null without `compare`, and for the period ALL.',
  })
  earlier(@Root() { earlier }: ReportValue): ReportValue | null {
    return earlier;
  }

  @FieldResolver(() => String, {
    description:
      'Where the same stands as CSV, by one of the two: `GET` it with your session or token. Further parameters: `separator` (comma, semicolon, tab), `decimalMark` (point, comma), `byteOrderMark` (true, false).',
  })
  csvPath(
    @Root() report: ReportValue,
    @Arg('by', () => ReportDimension, { nullable: true, description: 'A row per key.' })
    by: ReportDimension | null | undefined,
    @Arg('grain', () => ReportGrain, { nullable: true, description: 'A row per part of the time.' })
    grain: ReportGrain | null | undefined,
  ): string {
    if (!by === !grain) throw badUserInput('Give `by` or `grain`, and not both.');
    const { days, timeZone, checkoutIds, convertTo } = report;
    const parameters = new URLSearchParams({ ...days, timeZone });
    if (by) parameters.set('by', by);
    if (grain) parameters.set('grain', grain);
    if (checkoutIds) parameters.set('checkoutIds', checkoutIds.join(','));
    if (convertTo) parameters.set('convertTo', convertTo);
    return `/reports/sales.csv?${parameters.toString()}`;
  }

  @FieldResolver(() => ReportExchange, {
    nullable: true,
    description: 'The rates that were used. Null without `convertTo`.',
  })
  exchange(@Root() report: ReportValue): Promise<ReportExchange | null> {
    return report.exchangeUsed();
  }
}

@Resolver()
export class ReportQueries {
  @Allowed('READ_REPORTS')
  @Query(() => SalesReport, {
    description: 'A report on the sales of your checkouts. Ask for the parts you need.',
  })
  salesReport(
    @Ctx() { request, services, loaders }: GraphQLContext,
    @Arg('range', () => ReportRange, { description: 'Which days.' })
    { period, from, to, timeZone }: ReportRange,
    @Arg('checkoutIds', () => [ID], {
      nullable: true,
      description: 'Of these checkouts only, `chk_…`. Left out: of all that are yours.',
    })
    checkoutIds: string[] | null | undefined,
    @Arg('convertTo', () => CurrencyCode, {
      nullable: true,
      description:
        'Tells all amounts in this currency, where the shop has rates. Left out: each in its own.',
    })
    convertTo: string | null | undefined,
    @Arg('compare', () => ReportComparison, {
      nullable: true,
      description: 'Fills `earlier` with the figures of another time.',
    })
    compare: ReportComparison | null | undefined,
  ): Promise<ReportValue> {
    const { em } = request;
    const { providers } = services;
    const read = (wish: Parameters<typeof loaders.reportRows.load>[0]) =>
      loaders.reportRows.load(wish);
    return readable(() =>
      salesReport({ period, from, to, timeZone, checkoutIds, convertTo, compare }, request, {
        em,
        providers,
        read,
      }),
    );
  }
}

function toPoint(value: SeriesPoint): SalesPoint {
  const { day, start, end } = value.point;
  return { day, start, end, figures: toFigures(value) };
}

/** What the caller can mend is said in words. */
async function readable<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BadReport) throw badUserInput(error.message);
    throw error;
  }
}
