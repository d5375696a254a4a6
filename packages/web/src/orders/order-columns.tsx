import type { ColDef, ICellRendererParams } from 'ag-grid-community';
import type { OrderSortField } from '../generated.ts';
import { AttentionMark, OrderStatusPill, paymentStatusLooks } from '../ui/status-pill.tsx';
import { Ago, exactTime } from '../ui/time.tsx';
import {
  Country,
  formatMoney,
  lineKindNames,
  LineKindMark,
  Money,
  Nothing,
  Tag,
  lessMoney,
  wordName,
} from '../ui/values.tsx';
import styles from './order-columns.module.css';
import type { FeedRow, OrderRow } from './order-feed.ts';

/** The eight columns, in the order and with the names of `order-management.md`, "Orders Table". */

type Cell = ICellRendererParams<FeedRow>;

export const sortFieldsByColumn: Readonly<Partial<Record<string, OrderSortField>>> = {
  status: 'STATUS',
  created: 'CREATED_AT',
  customer: 'CUSTOMER_EMAIL',
  total: 'TOTAL',
};

/**
 * In the attention tab a box to choose by stands before the columns, so they are narrower there. The grid only shows
 * how the server was asked to sort and never sorts by itself.
 */
export function orderColumns(
  isAttentionTab: boolean,
  canSortByCustomer: boolean,
): ColDef<FeedRow>[] {
  const columns: ColDef<FeedRow>[] = [
    {
      colId: 'status',
      headerName: 'Status',
      width: isAttentionTab ? 210 : 176,
      cellRenderer: ({ data }: Cell) =>
        data && <StatusCell order={data} inWords={isAttentionTab} />,
    },
    {
      colId: 'created',
      headerName: 'Created',
      width: 102,
      cellRenderer: ({ data }: Cell) => data && <Ago at={data.createdAt} />,
    },
    {
      colId: 'customer',
      headerName: 'Customer',
      width: 230,
      flex: 1.15,
      minWidth: 140,
      cellRenderer: ({ data }: Cell) => data && <CustomerCell order={data} />,
    },
    {
      colId: 'total',
      headerName: 'Total',
      width: 112,
      type: 'rightAligned',
      cellRenderer: ({ data }: Cell) => data && <TotalCell order={data} />,
    },
    {
      colId: 'products',
      headerName: 'Products',
      width: 300,
      flex: 1.7,
      minWidth: 172,
      cellRenderer: ({ data }: Cell) => data && <ProductsCell order={data} />,
    },
    {
      colId: 'payment',
      headerName: 'Payment Method',
      width: isAttentionTab ? 200 : 212,
      cellRenderer: ({ data }: Cell) => data && <PaymentCell order={data} />,
    },
    {
      colId: 'source',
      headerName: 'Source',
      width: isAttentionTab ? 144 : 158,
      cellRenderer: ({ data }: Cell) => data && <SourceCell order={data} />,
    },
    {
      colId: 'country',
      headerName: 'Country',
      width: 98,
      cellRenderer: ({ data }: Cell) => data && <Country code={data.customer.country} />,
    },
  ];
  return columns.map((column) => {
    const field = sortFieldsByColumn[column.colId ?? ''];
    const isSortable = field && (field !== 'CUSTOMER_EMAIL' || canSortByCustomer);
    if (!isSortable) return { ...column, sortable: false };
    return { ...column, comparator: () => 0 };
  });
}

function StatusCell({ order, inWords }: { order: OrderRow; inWords: boolean }) {
  return (
    <span className={styles.line}>
      <OrderStatusPill status={order.status} />
      {order.attention && (
        <AttentionMark
          reasons={order.attention.reasons}
          summary={order.attention.summary}
          withWords={inWords}
        />
      )}
    </span>
  );
}

function CustomerCell({ order }: { order: OrderRow }) {
  const { email, erasedAt } = order.customer;
  if (erasedAt) {
    return (
      <span data-tip={`Erased on ${exactTime(erasedAt)}`}>
        <Nothing>erased</Nothing>
      </span>
    );
  }
  return email ? (
    <span className={styles.cut} data-tip={email}>
      {email}
    </span>
  ) : (
    <Nothing>not given yet</Nothing>
  );
}

/** The total with its currency; what was given back of it is the tip, as the status says that it was. */
function TotalCell({ order }: { order: OrderRow }) {
  if (order.refunded.minor === 0) return <Money value={order.total} />;
  const left = formatMoney(lessMoney(order.total, order.refunded));
  return (
    <span data-tip={`${formatMoney(order.refunded)} refunded, ${left} left`}>
      <Money value={order.total} />
    </span>
  );
}

const SHOWN_PRODUCTS = 2;

/** Main products first, then order bumps and pre-upsells with their marks, then "+2". */
function ProductsCell({ order }: { order: OrderRow }) {
  const kinds = ['MAIN', 'ORDER_BUMP', 'PRE_UPSELL'] as const;
  const lines = kinds.flatMap((kind) => order.lines.filter((line) => line.kind === kind));
  if (lines.length === 0) return <Nothing />;
  const rest = lines.length - SHOWN_PRODUCTS;
  const everything = lines
    .map(({ kind, productName }) =>
      kind === 'MAIN' ? productName : `${lineKindNames[kind]}: ${productName}`,
    )
    .join('\n');
  return (
    <span className={styles.products} data-tip={everything}>
      {lines.slice(0, SHOWN_PRODUCTS).map(({ id, kind, productName }) => (
        <span key={id} className={styles.product}>
          <LineKindMark kind={kind} iconOnly />
          <span className={styles.productName}>{productName}</span>
        </span>
      ))}
      {rest > 0 && (
        <span className={styles.rest}>
          +{rest}
          <span className="hidden-text">
            {' '}
            more:{' '}
            {lines
              .slice(SHOWN_PRODUCTS)
              .map(({ productName }) => productName)
              .join(', ')}
          </span>
        </span>
      )}
    </span>
  );
}

function PaymentCell({ order }: { order: OrderRow }) {
  const { payment } = order;
  if (!payment) return <Nothing>no payment yet</Nothing>;
  const { word, tone, icon: Icon } = paymentStatusLooks[payment.status];
  const way = `${wordName(payment.provider)} · ${wordName(payment.method)}`;
  return (
    <span className={styles.line} data-tip={`${way} · ${word}`}>
      <span className={styles.cut}>{way}</span>
      <span className={styles.paymentStatus} data-tone={tone}>
        <Icon size={13} stroke={2.2} aria-hidden />
        {word}
      </span>
    </span>
  );
}

function SourceCell({ order }: { order: OrderRow }) {
  const { name, link, tags } = order.source;
  if (!name && tags.length === 0) return <Nothing />;
  const tip = [name, link && `Checkout link: ${link}`, tags.length && `Tags: ${tags.join(', ')}`];
  return (
    <span className={styles.line} data-tip={tip.filter(Boolean).join('\n')}>
      {name && <span className={styles.sourceName}>{name}</span>}
      {tags.slice(0, 1).map((tag) => (
        <Tag key={tag}>{tag}</Tag>
      ))}
      {tags.length > 1 && <span className={styles.rest}>+{tags.length - 1}</span>}
    </span>
  );
}
