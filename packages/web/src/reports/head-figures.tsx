import { Link } from '@tanstack/react-router';
import type { ReportFiguresFragment, SalesOverviewQuery } from '../generated.ts';
import { formatMoney, type MoneyValue } from '../ui/values.tsx';
import { changeOf, changeWords, countWords, ordersAddress, shareWords } from './report-words.ts';
import styles from './reports.module.css';

type Report = SalesOverviewQuery['salesReport'];
type MoneyName = 'gross' | 'refunded' | 'net' | 'netVat' | 'averageOrder';

/** The head figures, each with its change since the time before; amounts of each currency by themselves. */
export function HeadFigures({ report, days }: { report: Report; days: string }) {
  const { totals } = report;
  const earlier = report.earlier?.totals ?? null;
  const sold = ordersAddress(totals.behind.sold, `Sold ${days}`);
  const refunded = ordersAddress(totals.behind.refunded, `Refunded ${days}`);
  const money = (name: MoneyName) => moneyLines(totals, earlier, name);
  return (
    <dl className={styles.figures}>
      <Figure name="Gross revenue" lines={money('gross')} to={sold} />
      <Figure name="Refunds" lines={money('refunded')} to={refunded} isLessGood />
      <Figure name="Net revenue" lines={money('net')} />
      <Figure name="VAT in net" lines={money('netVat')} />
      <Figure name="Orders" lines={[countLine(totals.orders, earlier?.orders)]} to={sold} />
      <Figure name="Average order" lines={money('averageOrder')} />
      <Figure
        name="Conversion"
        lines={[
          {
            text: shareWords(totals.conversion),
            change: changeOf(totals.conversion ?? 0, earlier?.conversion),
          },
        ]}
        hint={totals.opened === null ? undefined : `${countWords(totals.opened)} checkouts opened`}
      />
      <Figure name="Products sold" lines={[countLine(totals.lines, earlier?.lines)]} to={sold} />
    </dl>
  );
}

type Line = { readonly text: string; readonly change: number | null };

function Figure(props: {
  name: string;
  lines: readonly Line[];
  hint?: string | undefined;
  to?: ReturnType<typeof ordersAddress>;
  /** More of it is worse. */
  isLessGood?: boolean;
}) {
  const lines = props.lines.length > 0 ? props.lines : [{ text: '–', change: null }];
  return (
    <div className={styles.figure}>
      <dt>{props.name}</dt>
      {lines.map(({ text, change }) => (
        <dd key={text}>
          {props.to ? (
            <Link {...props.to} className={styles.value}>
              {text}
            </Link>
          ) : (
            <span className={styles.value}>{text}</span>
          )}
          {change !== null && (
            <span
              className={styles.change}
              data-good={change === 0 ? undefined : change > 0 !== (props.isLessGood ?? false)}
            >
              {changeWords(change)}
              <span className="hidden-text"> against the time before</span>
            </span>
          )}
        </dd>
      ))}
      {props.hint && <dd className={styles.hint}>{props.hint}</dd>}
    </div>
  );
}

function countLine(count: number, before: number | null | undefined): Line {
  return { text: countWords(count), change: changeOf(count, before) };
}

function moneyLines(
  now: ReportFiguresFragment,
  earlier: ReportFiguresFragment | null,
  name: MoneyName,
): Line[] {
  return now.money.flatMap((figures) => {
    const value: MoneyValue | null = figures[name];
    const before = earlier?.money.find(({ currency }) => currency === figures.currency);
    return value
      ? [{ text: formatMoney(value), change: changeOf(value.minor, before?.[name]?.minor) }]
      : [];
  });
}
