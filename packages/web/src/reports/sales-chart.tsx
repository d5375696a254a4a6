import {
  Bar,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { formatMoney } from '../ui/values.tsx';
import styles from './reports.module.css';
import { onAxis, type SalesPoint } from './sales-points.ts';

/**
 * Sales over time: gross as bars, refunds below the axis, net of the time before as a line behind. For the
 * eye only; whoever cannot see it has the same points as a table.
 */
export function SalesChart(props: {
  points: readonly SalesPoint[];
  currency: string;
  isCompared: boolean;
  onOpen: (point: SalesPoint, behind: 'sold' | 'refunded') => void;
}) {
  const data = props.points.map((point) => ({
    point,
    label: point.label,
    gross: onAxis(point.gross),
    refunded: -onAxis(point.refunded),
    earlier: point.earlierNet ? onAxis(point.earlierNet) : null,
  }));
  const axisMoney = new Intl.NumberFormat(undefined, {
    style: 'currency',
    currency: props.currency,
    notation: 'compact',
    maximumFractionDigits: 1,
  });
  const open = (behind: 'sold' | 'refunded') => (bar: { payload?: unknown }) => {
    const { point } = (bar.payload ?? {}) as { point?: SalesPoint };
    if (point) props.onOpen(point, behind);
  };
  return (
    <div className={styles.chart} aria-hidden data-testid="sales-chart">
      <ResponsiveContainer width="100%" height="100%">
        <ComposedChart
          data={data}
          stackOffset="sign"
          accessibilityLayer={false}
          margin={{ top: 8, right: 4, bottom: 0, left: 0 }}
        >
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="label"
            tickLine={false}
            axisLine={false}
            minTickGap={28}
            tick={{ fill: 'var(--text-dim)', fontSize: 12 }}
          />
          <YAxis
            width={64}
            tickLine={false}
            axisLine={false}
            tick={{ fill: 'var(--text-dim)', fontSize: 12 }}
            tickFormatter={(value: number) => axisMoney.format(value)}
          />
          <Tooltip cursor={{ fill: 'var(--hover)' }} isAnimationActive={false} content={ShownTip} />
          <ReferenceLine y={0} stroke="var(--line-strong)" />
          <Bar
            dataKey="gross"
            stackId="sales"
            fill="var(--accent-fill)"
            radius={[3, 3, 0, 0]}
            maxBarSize={44}
            cursor="pointer"
            isAnimationActive={false}
            onClick={open('sold')}
          />
          <Bar
            dataKey="refunded"
            stackId="sales"
            fill="var(--alarm-fill)"
            maxBarSize={44}
            cursor="pointer"
            isAnimationActive={false}
            onClick={open('refunded')}
          />
          {props.isCompared && (
            <Line
              dataKey="earlier"
              stroke="var(--text-dim)"
              strokeDasharray="4 4"
              strokeWidth={1.5}
              dot={false}
              isAnimationActive={false}
            />
          )}
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  );
}

/** What the library hands to a tip of one's own, as far as it is used. */
type TipProps = {
  readonly active?: boolean;
  readonly payload?: readonly { readonly payload?: unknown }[];
};

function ShownTip({ active, payload }: TipProps) {
  const { point } = (payload?.[0]?.payload ?? {}) as { point?: SalesPoint };
  return active && point ? <PointTip point={point} /> : null;
}

function PointTip({ point }: { point: SalesPoint }) {
  return (
    <div className={styles.tip}>
      <strong>{point.label}</strong>
      <div>
        Gross <span>{formatMoney(point.gross)}</span>
      </div>
      <div>
        Refunds <span>{formatMoney(point.refunded)}</span>
      </div>
      <div>
        Net <span>{formatMoney(point.net)}</span>
      </div>
      {point.earlierNet && (
        <div>
          Net before <span>{formatMoney(point.earlierNet)}</span>
        </div>
      )}
      <div>
        Orders <span>{point.orders}</span>
      </div>
    </div>
  );
}
