import {
  Arg,
  Ctx,
  Field,
  ID,
  InputType,
  Mutation,
  ObjectType,
  registerEnumType,
  Resolver,
} from 'type-graphql';
import { OrderExportColumn, OrderExportRows } from '../domain/order-export.ts';
import { cancelOrderExport, requestOrderExport } from '../use-cases/request-order-export.ts';
import { Allowed, mayReadPersonalData } from './access-rule.ts';
import type { GraphQLContext } from './context.ts';
import { UserError } from './errors.ts';
import { OrderExport } from './order-export.ts';
import { checkFilter, OrderFilter, OrderSort } from './order-list-input.ts';
import { TimeZone } from './scalars.ts';

registerEnumType(OrderExportRows, {
  name: 'OrderExportRows',
  description: 'What one row of an export is.',
  valuesConfig: {
    ORDERS: { description: 'An order.' },
    LINES: {
      description:
        'A product bought, beside its order: product, kind, prices, discount, VAT, refunded.',
    },
  },
});
registerEnumType(OrderExportColumn, {
  name: 'OrderExportColumn',
  description:
    'A column of an export; some make several columns of the file. The first nine are those of the screen.',
  valuesConfig: {
    NUMBER: { description: 'Order number.' },
    STATUS: { description: 'Status, in the words of the screen.' },
    CREATED: { description: 'When the checkout was opened.' },
    CUSTOMER: { description: 'Email.' },
    TOTAL: { description: 'Total, and beside it the currency.' },
    PRODUCTS: { description: 'Names of products, order bumps and pre-upsells.' },
    PAYMENT_METHOD: { description: 'Provider, method and status of the payment.' },
    SOURCE: { description: 'Source and tags of the checkout link.' },
    COUNTRY: { description: 'Country code.' },
    ORDER_ID: { description: 'Id of the order, `ord_…`.' },
    STATUS_CODE: { description: 'Status, as this API calls it.' },
    PAID: { description: 'When it was paid.' },
    COMPLETED: { description: 'When it was completed, and by whom.' },
    CUSTOMER_NAME: { description: 'First and last name.' },
    BILLING_FIELDS: { description: 'Phone, address, company and other answers of the form.' },
    REGION: { description: 'Billing region.' },
    CONSENT: { description: 'What the customer said to being measured.' },
    DISCOUNT: { description: 'Discount code and what it took off.' },
    VAT: { description: 'The VAT inside the total.' },
    REFUNDED: { description: 'What has gone back, and what is on its way back.' },
    PAYMENT_REFERENCE: { description: 'The provider’s reference, and why a payment failed.' },
    CHECKOUT: { description: 'Name of the checkout.' },
    OFFER: { description: 'Name of the offer.' },
    LINK: { description: 'Name of the checkout link.' },
    ATTENTION: { description: 'Since when it needs somebody, and why.' },
  },
});

/** Closed sets that only this schema knows. */
export const ExportFormat = { CSV: 'CSV' } as const;
export type ExportFormat = (typeof ExportFormat)[keyof typeof ExportFormat];
registerEnumType(ExportFormat, {
  name: 'ExportFormat',
  description: 'The kind of file.',
  valuesConfig: { CSV: { description: 'Comma-separated values, UTF-8, lines ending in CR LF.' } },
});

export const CsvSeparator = { COMMA: 'COMMA', SEMICOLON: 'SEMICOLON', TAB: 'TAB' } as const;
export type CsvSeparator = (typeof CsvSeparator)[keyof typeof CsvSeparator];
registerEnumType(CsvSeparator, {
  name: 'CsvSeparator',
  description: 'What stands between two columns.',
  valuesConfig: {
    COMMA: { description: 'As most programs expect it.' },
    SEMICOLON: { description: 'As spreadsheets expect it where decimals have a comma.' },
    TAB: { description: 'For pasting.' },
  },
});
const separators = { COMMA: ',', SEMICOLON: ';', TAB: '\t' } as const;

export const DecimalStyle = { POINT: 'POINT', COMMA: 'COMMA' } as const;
export type DecimalStyle = (typeof DecimalStyle)[keyof typeof DecimalStyle];
registerEnumType(DecimalStyle, {
  name: 'DecimalStyle',
  description:
    'What stands between a whole number and its fraction. Thousands are never set apart.',
  valuesConfig: {
    POINT: { description: '`1234.50`' },
    COMMA: { description: '`1234,50`' },
  },
});

@InputType({
  description:
    'Which orders, and how to write them. For a spreadsheet set up in Finnish: SEMICOLON, COMMA and `byteOrderMark: true`.',
})
export class RequestOrderExportInput {
  @Field(() => OrderFilter, { nullable: true, description: 'Which orders, as in the list.' })
  filter?: OrderFilter | null;
  @Field(() => OrderSort, {
    nullable: true,
    description: 'In which order, as in the list. Left out: newest first.',
  })
  sort?: OrderSort | null;
  @Field(() => [OrderExportColumn], {
    nullable: true,
    description: 'Which columns, in this order. Left out: those of the screen.',
  })
  columns?: OrderExportColumn[] | null;
  @Field(() => OrderExportRows, {
    defaultValue: OrderExportRows.ORDERS,
    description:
      'One row per order, or one per product bought: then amounts of the order say so in their header.',
  })
  lines!: OrderExportRows;
  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Every column there is, in the order of `OrderExportColumn`, whatever `columns` says.',
  })
  allFields!: boolean;
  @Field(() => TimeZone, { description: 'Whose clock moments are written in; headers name it.' })
  timeZone!: string;
  @Field(() => CsvSeparator, {
    defaultValue: CsvSeparator.COMMA,
    description: 'Between columns. Not COMMA together with a decimal COMMA.',
  })
  separator!: CsvSeparator;
  @Field(() => DecimalStyle, { defaultValue: DecimalStyle.POINT, description: 'In amounts.' })
  decimalStyle!: DecimalStyle;
  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether the file begins with the mark by which Excel knows UTF-8.',
  })
  byteOrderMark!: boolean;
  @Field(() => ExportFormat, { defaultValue: ExportFormat.CSV, description: 'The kind of file.' })
  format!: ExportFormat;
  @Field(() => String, {
    description: 'Chosen by the caller, 1 to 255 characters: the same key never makes two.',
  })
  idempotencyKey!: string;
}

@ObjectType({
  simpleResolvers: true,
  description: 'What came of it. Either the thing or the errors.',
})
export class RequestOrderExportPayload {
  @Field(() => OrderExport, { nullable: true, description: 'The export; fetch its `downloadUrl`.' })
  export!: OrderExport | null;
  @Field(() => [UserError], { description: 'Why it was refused. Empty where it was not.' })
  errors!: readonly UserError[];
}

@ObjectType({
  simpleResolvers: true,
  description: 'What came of it. Either the thing or the errors.',
})
export class CancelOrderExportPayload {
  @Field(() => OrderExport, { nullable: true, description: 'The export, stopped for good.' })
  export!: OrderExport | null;
  @Field(() => [UserError], { description: 'Why it was refused. Empty where it was not.' })
  errors!: readonly UserError[];
}

const NEWEST_FIRST: OrderSort = { field: 'CREATED_AT', direction: 'DESC' };

@Resolver()
export class OrderExportMutations {
  @Allowed('EXPORT_ORDERS')
  @Mutation(() => RequestOrderExportPayload, {
    description:
      'Freezes which orders are wanted, in which columns and order, and answers with an address to fetch them from. The rows are read when it is fetched, all of one moment; watch `orderExportChanged` meanwhile. It is written to the history. Personal data is masked as in the list.',
  })
  async requestOrderExport(
    @Arg('input', () => RequestOrderExportInput, { description: 'Which orders, and how.' })
    input: RequestOrderExportInput,
    @Ctx() context: GraphQLContext,
  ): Promise<RequestOrderExportPayload> {
    const { request, loaders } = context;
    const { filter, sort, separator, decimalStyle, format: _, ...rest } = input;
    const wanted = { filter: filter ?? {}, sort: sort ?? NEWEST_FIRST };
    checkFilter(wanted.filter, wanted.sort, {
      reach: request.reach,
      now: request.tools.now(),
      mayReadPersonalData: mayReadPersonalData(context),
    });
    const outcome = await requestOrderExport(
      {
        ...rest,
        ...wanted,
        separator: separators[separator],
        decimalMark: decimalStyle === 'COMMA' ? ',' : '.',
      },
      request,
    );
    if (!outcome.ok) return { export: null, errors: outcome.refusals };
    loaders.clear();
    return { export: await loaders.orderExports.load(outcome.value.exportId), errors: [] };
  }

  @Allowed('EXPORT_ORDERS')
  @Mutation(() => CancelOrderExportPayload, {
    description:
      'Stops an export of yours: a download under way ends within a second, its address is gone. Asking twice changes nothing.',
  })
  async cancelOrderExport(
    @Arg('id', () => ID, { description: 'The export, `exp_…`.' }) id: string,
    @Ctx() { request, loaders }: GraphQLContext,
  ): Promise<CancelOrderExportPayload> {
    const outcome = await cancelOrderExport(id, request);
    if (!outcome.ok) return { export: null, errors: outcome.refusals };
    loaders.clear();
    return { export: await loaders.orderExports.load(id), errors: [] };
  }
}
