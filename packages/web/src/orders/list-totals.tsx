import { useListTotalsQuery, type OrderFilter } from '../generated.ts';
import { formatMoney, type MoneyValue } from '../ui/values.tsx';
import styles from './list-toolbar.module.css';

/** Sums of the whole list, to be compared with the figure of a report that it was opened from. */
export function ListTotals({ filter }: { filter: OrderFilter }) {
  const { data } = useListTotalsQuery({ variables: { filter }, fetchPolicy: 'cache-and-network' });
  const totals = data?.orders.totals;
  if (!totals) return null;
  const amounts = (values: readonly MoneyValue[]) =>
    values.map((one) => formatMoney(one)).join(', ');
  const refunded = totals.refunded.filter(({ minor }) => minor !== 0);
  return (
    <span className={styles.notice} data-testid="list-totals">
      {amounts(totals.gross) || 'Nothing'} sold
      {refunded.length > 0 && ` · ${amounts(refunded)} refunded`}
    </span>
  );
}
