import type { OrderFilter } from '../../src/database/order-filter.ts';
import { searchOrders } from '../../src/database/order-search.ts';
import { type OrderTotals, readOrderTotals } from '../../src/database/order-totals.ts';
import type { FiguresWithOrders } from '../../src/use-cases/sales-report.ts';
import type { TestDatabase } from './database.ts';

/** A list to its end, for somebody who sees everything: its ids and its sums. */
export async function searchWhole(
  database: TestDatabase,
  filter: OrderFilter,
): Promise<{ ids: string[]; totals: readonly OrderTotals[] }> {
  const em = database.orm.em.fork();
  const onlooker = { reach: 'ALL', mayReadPersonalData: true, now: database.tools.now() } as const;
  const sort = { field: 'CREATED_AT', direction: 'DESC' } as const;
  const wish = { size: 250, fromEnd: false, after: null, before: null };
  const { rows } = await searchOrders(em, filter, sort, wish, onlooker);
  return { ids: rows.map(({ id }) => id), totals: await readOrderTotals(em, filter, onlooker) };
}

type Counted = {
  opened: number | null;
  orders: number;
  /** Orders by the list's totals. */
  summed: number;
  /** Currency, gross, its VAT, refunded, its VAT. */
  money: (string | number)[][];
};

/** Count and sums of the lists behind figures. */
export async function countedBehind(
  database: TestDatabase,
  { behind }: FiguresWithOrders,
): Promise<Counted> {
  const sold = await searchWhole(database, behind.sold);
  const refunded = await searchWhole(database, behind.refunded);
  const opened = behind.opened && (await searchWhole(database, behind.opened));
  const money = ['EUR', 'JPY'].map((name) => {
    const gross = sold.totals.find(({ currency }) => currency === name);
    const back = refunded.totals.find(({ currency }) => currency === name);
    return [
      name,
      gross?.grossMinor ?? 0,
      gross?.vatMinor ?? 0,
      back?.refundedMinor ?? 0,
      back?.refundedVatMinor ?? 0,
    ];
  });
  return {
    opened: opened && opened.ids.length,
    orders: sold.ids.length,
    summed: sum(sold.totals),
    money,
  };
}

/** The same as a report tells it. */
export function countedIn({ figures, behind }: FiguresWithOrders): Counted {
  const money = ['EUR', 'JPY'].map((name) => {
    const one = figures.money.find(({ currency }) => currency === name);
    return [
      name,
      one?.grossMinor ?? 0,
      one?.vatMinor ?? 0,
      one?.refundedMinor ?? 0,
      one?.refundedVatMinor ?? 0,
    ];
  });
  return {
    opened: behind.opened && figures.opened,
    orders: figures.orders,
    summed: figures.orders,
    money,
  };
}

const sum = (totals: readonly OrderTotals[]) => totals.reduce((all, { orders }) => all + orders, 0);
