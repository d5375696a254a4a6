// What an export of orders can be asked for, and where one stands. Percentages and counts are whole numbers.

/** A column of an export. The first nine are those of the orders table on the screen, its order number before them. */
export const OrderExportColumn = {
  NUMBER: 'NUMBER',
  STATUS: 'STATUS',
  CREATED: 'CREATED',
  CUSTOMER: 'CUSTOMER',
  TOTAL: 'TOTAL',
  PRODUCTS: 'PRODUCTS',
  PAYMENT_METHOD: 'PAYMENT_METHOD',
  SOURCE: 'SOURCE',
  COUNTRY: 'COUNTRY',
  ORDER_ID: 'ORDER_ID',
  STATUS_CODE: 'STATUS_CODE',
  PAID: 'PAID',
  COMPLETED: 'COMPLETED',
  CUSTOMER_NAME: 'CUSTOMER_NAME',
  BILLING_FIELDS: 'BILLING_FIELDS',
  REGION: 'REGION',
  CONSENT: 'CONSENT',
  DISCOUNT: 'DISCOUNT',
  VAT: 'VAT',
  REFUNDED: 'REFUNDED',
  PAYMENT_REFERENCE: 'PAYMENT_REFERENCE',
  CHECKOUT: 'CHECKOUT',
  OFFER: 'OFFER',
  LINK: 'LINK',
  ATTENTION: 'ATTENTION',
} as const;
export type OrderExportColumn = (typeof OrderExportColumn)[keyof typeof OrderExportColumn];

/** What the orders table shows, in its order (`order-management.md`, "Orders Table"). */
export const SCREEN_COLUMNS: readonly OrderExportColumn[] = [
  'NUMBER',
  'STATUS',
  'CREATED',
  'CUSTOMER',
  'TOTAL',
  'PRODUCTS',
  'PAYMENT_METHOD',
  'SOURCE',
  'COUNTRY',
];

/** What one row of the file is. */
export const OrderExportRows = { ORDERS: 'ORDERS', LINES: 'LINES' } as const;
export type OrderExportRows = (typeof OrderExportRows)[keyof typeof OrderExportRows];

/** Where an export stands (`rules.md`, "Reports"). */
export const ExportStatus = {
  WAITING: 'WAITING',
  RUNNING: 'RUNNING',
  READY: 'READY',
  FAILED: 'FAILED',
  EXPIRED: 'EXPIRED',
} as const;
export type ExportStatus = (typeof ExportStatus)[keyof typeof ExportStatus];

/** How long the address of an export lives. */
export const EXPORT_LIFE_MS = 15 * 60_000;

/** Downloads of one person that may run at the same time. */
export const MOST_DOWNLOADS_AT_ONCE = 2;

export type ExportFacts = {
  readonly state: Exclude<ExportStatus, 'EXPIRED'>;
  readonly expiresAt: Date;
  readonly cancelledAt: Date | null;
};

/** One that nobody fetched in time has expired; what a download came to stays to be read. */
export function exportStatus({ state, expiresAt }: ExportFacts, now: Date): ExportStatus {
  return state === 'WAITING' && expiresAt <= now ? 'EXPIRED' : state;
}

/** Whether its file may still be fetched: again too, as often as somebody likes. */
export function isFetchable({ expiresAt, cancelledAt }: ExportFacts, now: Date): boolean {
  return cancelledAt === null && now < expiresAt;
}

/** How much of the orders has been sent, from 0 to 1; 1 only when all of them have been. */
export function exportProgress(facts: {
  readonly state: ExportFacts['state'];
  readonly total: number;
  readonly ordersSent: number;
}): number {
  if (facts.state === 'READY') return 1;
  if (facts.total === 0) return 0;
  // Between counting and the end there is always a last row on its way.
  return Math.min(facts.ordersSent / facts.total, 0.999);
}
