import { Link } from '@tanstack/react-router';
import { formatMoney } from '../ui/values.tsx';
import type { ordersAddress } from './report-words.ts';
import styles from './reports.module.css';
import type { SalesPoint } from './sales-points.ts';

/** The points of the chart for those who would rather read; `isHidden`: for screen readers alone. */
export function SalesTable(props: {
  points: readonly SalesPoint[];
  isHidden: boolean;
  soldIn: (point: SalesPoint) => ReturnType<typeof ordersAddress>;
  refundedIn: (point: SalesPoint) => ReturnType<typeof ordersAddress>;
}) {
  const isCompared = props.points.some(({ earlierNet }) => earlierNet !== null);
  return (
    <div className={props.isHidden ? 'hidden-text' : styles.tableBox}>
      <table className={styles.table}>
        <caption className="hidden-text">Sales over time</caption>
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">Orders</th>
            <th scope="col">Gross</th>
            <th scope="col">Refunds</th>
            <th scope="col">Net</th>
            {isCompared && <th scope="col">Net before</th>}
          </tr>
        </thead>
        <tbody>
          {props.points.map((point) => (
            <tr key={point.start}>
              <th scope="row">{point.label}</th>
              {(
                [
                  [String(point.orders), props.soldIn(point)],
                  [formatMoney(point.gross), props.soldIn(point)],
                  [formatMoney(point.refunded), props.refundedIn(point)],
                ] as const
              ).map(([words, to], index) => (
                <td key={index}>{props.isHidden ? words : <Link {...to}>{words}</Link>}</td>
              ))}
              <td>{formatMoney(point.net)}</td>
              {isCompared && <td>{point.earlierNet ? formatMoney(point.earlierNet) : '–'}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
