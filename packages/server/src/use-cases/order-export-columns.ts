import type { ExportedOrder } from '../database/order-export-rows.ts';
import type { ListedLine } from '../database/order-list-row.ts';
import type { OrderExportColumn, OrderExportRows } from '../domain/order-export.ts';
import { sumMinor } from '../domain/money.ts';
import type { AnalyticsConsent, OrderLineKind } from '../domain/order-line.ts';
import { statusWords } from '../domain/order-status.ts';
import type { PaymentStatus } from '../domain/payment.ts';
import { maskEmail, maskName, maskText } from '../domain/permission.ts';
import { vatWithin } from '../domain/vat.ts';
import type { PaymentProviders } from '../payments/providers.ts';
import { FIELD_LABELS } from './submit-billing.ts';

/**
 * What stands in the columns of an export of orders, in the words of the screen. Knows nothing of files:
 * how an amount or a moment is written is the table's.
 */

/** How to look at an order: what is masked, since when attention counts, how providers are called. */
export type ExportView = {
  readonly mayReadPersonalData: boolean;
  readonly now: Date;
  readonly providers: PaymentProviders;
};

/** Texts are ours or a customer's; amounts minor units of the order's currency, rates basis points. */
type Cell<Row> =
  | { readonly holds: 'text'; readonly cell: (row: Row) => string | null | undefined }
  | { readonly holds: 'moment'; readonly cell: (row: Row) => Date | null }
  | { readonly holds: 'amount' | 'rate'; readonly cell: (row: Row) => number };
export type Field<Row> = { readonly header: string } & Cell<Row>;

export type OrderField = Field<ExportedOrder>;
export type LineField = Field<ListedLine>;

const BETWEEN = ' | ';

/** The fields of these columns, in their order; `rows` says whether they stand beside lines. */
export function fieldsOfOrder(
  columns: readonly OrderExportColumn[],
  rows: OrderExportRows,
  view: ExportView,
): OrderField[] {
  const ofLines = rows === 'LINES';
  // A line names its own product, and an order's amounts must not be taken for its lines'.
  return columns
    .filter((column) => !(ofLines && column === 'PRODUCTS'))
    .flatMap((column) => fieldsOf[column](view))
    .map((field) =>
      ofLines && field.holds === 'amount'
        ? { ...field, header: `Order ${field.header.replace(/^[A-Z](?![A-Z])/u, lower)}` }
        : field,
    );
}

const lower = (letter: string) => letter.toLowerCase();

/** What stands of each line in an export with one row per line. */
export const lineFields: readonly LineField[] = [
  { header: 'Product', holds: 'text', cell: ({ productName }) => productName },
  { header: 'Kind', holds: 'text', cell: ({ kind }) => kindWords[kind] },
  { header: 'Price before discount', holds: 'amount', cell: (line) => line.listPriceMinor },
  { header: 'Discount', holds: 'amount', cell: (line) => line.listPriceMinor - line.priceMinor },
  { header: 'Price', holds: 'amount', cell: (line) => line.priceMinor },
  { header: 'VAT rate %', holds: 'rate', cell: (line) => line.vatRateBp },
  { header: 'VAT', holds: 'amount', cell: (line) => vatWithin(line.priceMinor, line.vatRateBp) },
  { header: 'Refunded', holds: 'amount', cell: (line) => line.refundedMinor },
];

const fieldsOf: Readonly<Record<OrderExportColumn, (view: ExportView) => OrderField[]>> = {
  NUMBER: () => [text('Order', ({ number }) => number)],
  STATUS: () => [text('Status', ({ status }) => statusWords[status])],
  CREATED: () => [moment('Created', ({ createdAt }) => createdAt)],
  CUSTOMER: ({ mayReadPersonalData }) => [
    text('Customer', ({ email }) => (mayReadPersonalData ? email : maskEmail(email))),
  ],
  TOTAL: () => [amount('Total', ({ totalMinor }) => totalMinor)],
  PRODUCTS: () => [
    text('Products', (order) => namesOf(order, 'MAIN')),
    text('Order bumps', (order) => namesOf(order, 'ORDER_BUMP')),
    text('Pre-upsells', (order) => namesOf(order, 'PRE_UPSELL')),
  ],
  PAYMENT_METHOD: ({ providers }) => [
    text('Payment provider', ({ shownPayment: payment }) =>
      payment ? (providers.byName(payment.provider)?.label ?? payment.provider) : null,
    ),
    text('Payment method', ({ shownPayment: payment }) => {
      const methods = payment && providers.byName(payment.provider)?.methods;
      return methods?.find(({ method }) => method === payment?.method)?.label ?? payment?.method;
    }),
    text('Payment status', ({ shownPayment: payment }) =>
      payment ? paymentWords[payment.status] : null,
    ),
  ],
  SOURCE: () => [
    text('Source', ({ sourceName }) => sourceName),
    text('Tags', ({ tags }) => tags.join(BETWEEN)),
  ],
  COUNTRY: () => [text('Country', ({ country }) => country)],
  ORDER_ID: () => [text('Order id', ({ id }) => id)],
  STATUS_CODE: () => [text('Status code', ({ status }) => status)],
  PAID: () => [moment('Paid', ({ paidAt }) => paidAt)],
  COMPLETED: () => [
    moment('Completed', ({ completedAt }) => completedAt),
    text('Completed by', ({ completedByName }) => completedByName),
  ],
  CUSTOMER_NAME: ({ mayReadPersonalData }) => [
    text('First name', ({ firstName }) => (mayReadPersonalData ? firstName : maskName(firstName))),
    text('Last name', ({ lastName }) => (mayReadPersonalData ? lastName : maskName(lastName))),
  ],
  BILLING_FIELDS: billingFields,
  REGION: () => [text('Region', ({ region }) => region)],
  CONSENT: () => [
    text('Analytics consent', ({ analyticsConsent }) => consentWords[analyticsConsent]),
  ],
  DISCOUNT: () => [
    text('Discount code', ({ discountCode }) => discountCode),
    amount('Discount', ({ discountMinor }) => discountMinor),
  ],
  VAT: () => [
    amount('VAT', ({ listedLines }) =>
      sumMinor(listedLines.map(({ priceMinor, vatRateBp }) => vatWithin(priceMinor, vatRateBp))),
    ),
  ],
  REFUNDED: () => [
    amount('Refunded', ({ refundedMinor }) => refundedMinor),
    amount('Refund under way', ({ refundPendingMinor }) => refundPendingMinor),
  ],
  PAYMENT_REFERENCE: () => [
    text('Payment reference', ({ shownPayment }) => shownPayment?.providerReference),
    text('Payment failure', ({ shownPayment }) => shownPayment?.failureMessage),
  ],
  CHECKOUT: () => [text('Checkout', ({ checkoutName }) => checkoutName)],
  OFFER: () => [text('Offer', ({ offerName }) => offerName)],
  LINK: () => [text('Checkout link', ({ linkName }) => linkName)],
  ATTENTION: ({ now }) => [
    moment('Requires attention since', ({ attentionAt }) =>
      attentionAt && attentionAt <= now ? attentionAt : null,
    ),
    text('Requires attention because', ({ attentionAt, attentionSummary }) =>
      attentionAt && attentionAt <= now ? attentionSummary : null,
    ),
  ],
};

/** One column for each field that a form has of its own; whatever else one asked for shares the last. */
function billingFields({ mayReadPersonalData }: ExportView): OrderField[] {
  const shown = (value: string) => (mayReadPersonalData ? value : maskText(value));
  const known = Object.entries(FIELD_LABELS).map(([key, label]) =>
    text(label, (order) => {
      const value = order.billingFields.find((field) => field.key === key)?.value;
      return value === undefined ? null : shown(value);
    }),
  );
  const others = text('Other billing details', (order) =>
    order.billingFields
      .filter(({ key }) => !Object.hasOwn(FIELD_LABELS, key))
      .map(({ label, value }) => `${label}: ${shown(value)}`)
      .join(BETWEEN),
  );
  return [...known, others];
}

function namesOf({ listedLines }: ExportedOrder, kind: OrderLineKind): string {
  return listedLines
    .filter((line) => line.kind === kind)
    .map(({ productName }) => productName)
    .join(BETWEEN);
}

function text(
  header: string,
  cell: (order: ExportedOrder) => string | null | undefined,
): OrderField {
  return { header, holds: 'text', cell };
}

function moment(header: string, cell: (order: ExportedOrder) => Date | null): OrderField {
  return { header, holds: 'moment', cell };
}

function amount(header: string, cell: (order: ExportedOrder) => number): OrderField {
  return { header, holds: 'amount', cell };
}

const kindWords: Readonly<Record<OrderLineKind, string>> = {
  MAIN: 'Product',
  ORDER_BUMP: 'Order bump',
  PRE_UPSELL: 'Pre-upsell',
};

const paymentWords: Readonly<Record<PaymentStatus, string>> = {
  PENDING: 'Pending',
  SUCCEEDED: 'Succeeded',
  FAILED: 'Failed',
  CANCELLED: 'Cancelled',
  PARTIALLY_REFUNDED: 'Partially refunded',
  REFUNDED: 'Refunded',
};

const consentWords: Readonly<Record<AnalyticsConsent, string>> = {
  ACCEPTED: 'Accepted',
  REJECTED: 'Rejected',
  NEVER_ASKED: 'Never asked',
};
