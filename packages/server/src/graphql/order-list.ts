import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  Info,
  Int,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { findOrderFacets } from '../database/order-facets.ts';
import type { Onlooker } from '../database/order-filter.ts';
import { readOrderTotals } from '../database/order-totals.ts';
import {
  countOrders,
  searchOrders,
  type FoundOrder,
  type OrderPage,
} from '../database/order-search.ts';
import { BadCursor, orderCursor } from '../database/order-sort.ts';
import { Allowed, badUserInput, mayReadPersonalData } from './access-rule.ts';
import { Money, money, PageInfo, TotalCount } from './common.ts';
import type { GraphQLContext } from './context.ts';
import { Order } from './order.ts';
import { askedOfPage, type AskedOfPage } from './order-list-extent.ts';
import { checkFilter, OrderFilter, OrderSort, readPage } from './order-list-input.ts';

@ObjectType({ simpleResolvers: true, description: 'An order and its place in the list.' })
export class OrderEdge {
  @Field(() => Order, { description: 'The order.' })
  node!: Order;
  @Field(() => String, {
    description: 'Its place, for `after` and `before` of a list sorted by the same field.',
  })
  cursor!: string;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'Exact sums of a whole list, from the books: they equal the figure of a report that the filter stands behind. With `productIds` or `lineKinds` only those lines are summed up, with `refundedFrom` or `refundedBefore` only refunds of that time. Currencies are never added up.',
})
export class OrderListTotals {
  @Field(() => Int, { description: 'How many orders match.' })
  orders!: number;
  @Field(() => [Money], { description: 'What was sold, VAT included.' })
  gross!: Money[];
  @Field(() => [Money], { description: 'The VAT in it.' })
  vat!: Money[];
  @Field(() => [Money], {
    description: 'What was refunded, less what of it was taken back by a failure or a restoring.',
  })
  refunded!: Money[];
  @Field(() => [Money], { description: 'The VAT in that.' })
  refundedVat!: Money[];
}

@ObjectType({ simpleResolvers: true, description: 'A page of orders.' })
export class OrderConnection {
  @Field(() => [Order], { description: 'The orders alone.' })
  nodes!: readonly Order[];
}

/** What resolves as an `OrderConnection`. */
type OrderConnectionValue = {
  readonly nodes: readonly FoundOrder[];
  readonly page: OrderPage;
  readonly filter: OrderFilter;
  readonly sort: OrderSort;
  readonly onlooker: Onlooker;
};

@Resolver(() => OrderConnection)
export class OrderConnectionFields {
  @FieldResolver(() => [OrderEdge], { description: 'The orders with their cursors.' })
  edges(@Root() { nodes, sort }: OrderConnectionValue): OrderEdge[] {
    return nodes.map((node) => ({ node, cursor: orderCursor(sort, node) }));
  }

  @FieldResolver(() => PageInfo, { description: 'Where the page lies.' })
  pageInfo(@Root() { nodes, page, sort }: OrderConnectionValue): PageInfo {
    const [first] = nodes;
    const last = nodes.at(-1);
    return {
      startCursor: first ? orderCursor(sort, first) : null,
      endCursor: last ? orderCursor(sort, last) : null,
      hasNextPage: page.hasNextPage,
      hasPreviousPage: page.hasPreviousPage,
    };
  }

  @FieldResolver(() => TotalCount, {
    description: 'How many orders match, on every page together. Counted only when asked for.',
  })
  totalCount(
    @Root() { filter, onlooker }: OrderConnectionValue,
    @Ctx() { request }: GraphQLContext,
  ): Promise<TotalCount> {
    return countOrders(request.em, filter, onlooker);
  }

  @FieldResolver(() => OrderListTotals, {
    description:
      'Count and sums of the whole list, however long. Slower than `totalCount`: ask for it apart.',
  })
  async totals(
    @Root() { filter, onlooker }: OrderConnectionValue,
    @Ctx() { request }: GraphQLContext,
  ): Promise<OrderListTotals> {
    const rows = await readOrderTotals(request.em, filter, onlooker);
    const sums = (name: 'grossMinor' | 'vatMinor' | 'refundedMinor' | 'refundedVatMinor') =>
      rows.map((row) => money(row[name], row.currency));
    return {
      orders: rows.reduce((sum, row) => sum + row.orders, 0),
      gross: sums('grossMinor'),
      vat: sums('vatMinor'),
      refunded: sums('refundedMinor'),
      refundedVat: sums('refundedVatMinor'),
    };
  }
}

@ObjectType({
  simpleResolvers: true,
  description:
    "What the newest 20 000 orders of the viewer's checkouts hold, for the filter's suggestions: most used first, at most 200 each.",
})
export class OrderFacets {
  @Field(() => [String], { description: 'Sources.' })
  sources!: string[];
  @Field(() => [String], { description: 'Tags.' })
  tags!: string[];
  @Field(() => [String], { description: 'Discount codes.' })
  discountCodes!: string[];
}

@Resolver()
export class OrderListQueries {
  @Allowed('READ_ORDERS')
  @Query(() => OrderConnection, {
    description:
      'Orders of your checkouts, a page at a time. Equal sort values are ordered by id, so pages never overlap.',
  })
  async orders(
    @Ctx() context: GraphQLContext,
    @Info() info: GraphQLResolveInfo,
    @Arg('filter', () => OrderFilter, {
      nullable: true,
      description: 'Which orders. Left out: all but visits.',
    })
    filter: OrderFilter | null | undefined,
    @Arg('sort', () => OrderSort, {
      nullable: true,
      defaultValue: { field: 'CREATED_AT', direction: 'DESC' },
      description: 'In which order.',
    })
    sort: OrderSort | null,
    @Arg('first', () => Int, {
      nullable: true,
      description:
        'How many from the beginning, or behind `after`: 1 to 250. 50 where `last` is left out too.',
    })
    first: number | null | undefined,
    @Arg('after', () => String, {
      nullable: true,
      description: 'Cursor behind which the page begins.',
    })
    after: string | null | undefined,
    @Arg('last', () => Int, {
      nullable: true,
      description:
        'How many from the end, or in front of `before`: 1 to 250. Not together with `first`.',
    })
    last: number | null | undefined,
    @Arg('before', () => String, {
      nullable: true,
      description: 'Cursor in front of which the page ends.',
    })
    before: string | null | undefined,
  ): Promise<OrderConnection> {
    const page = { first, after, last, before };
    return findPage(context, filter ?? {}, sort ?? NEWEST_FIRST, page, askedOfPage(info));
  }

  @Allowed('READ_ORDERS')
  @Query(() => OrderFacets, { description: "Suggestions for the list's filters." })
  orderFacets(@Ctx() { request }: GraphQLContext): Promise<OrderFacets> {
    return findOrderFacets(request.em, request.reach);
  }
}

/** Where a count or sums are all that is asked for. */
const NOT_READ: OrderPage = { rows: [], hasNextPage: false, hasPreviousPage: false };
const NEWEST_FIRST: OrderSort = { field: 'CREATED_AT', direction: 'DESC' };

async function findPage(
  context: GraphQLContext,
  filter: OrderFilter,
  sort: OrderSort,
  page: Parameters<typeof readPage>[0],
  asked: AskedOfPage,
): Promise<OrderConnectionValue> {
  const { em, reach, tools } = context.request;
  const onlooker = {
    reach,
    now: tools.now(),
    mayReadPersonalData: mayReadPersonalData(context),
  };
  checkFilter(filter, sort, onlooker);
  try {
    const wish = readPage(page);
    const found =
      asked.page || wish.after !== null || wish.before !== null
        ? await searchOrders(em, filter, sort, wish, onlooker, asked.extent)
        : NOT_READ;
    return { nodes: found.rows, page: found, filter, sort, onlooker };
  } catch (error) {
    if (error instanceof BadCursor) throw badUserInput(`${error.message} Begin again without it.`);
    throw error;
  }
}
