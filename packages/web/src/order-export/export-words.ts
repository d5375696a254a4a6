import type { OrderExportProgressFragment } from '../generated.ts';

/** The words of an export: of what it is, along its way and at its end. */

const numberText = (count: number) => new Intl.NumberFormat().format(count);

/** "1,204 orders"; counting for the screen stops at 10,000 and says so. */
export function ordersText(total: { value: number; isExact: boolean } | null): string {
  if (!total) return 'orders';
  if (!total.isExact) return `more than ${numberText(total.value)} orders`;
  return total.value === 1 ? '1 order' : `${numberText(total.value)} orders`;
}

export function progressText({ status, total, rows, progress }: OrderExportProgressFragment) {
  const orders = ordersText({ value: total, isExact: true });
  switch (status) {
    case 'WAITING':
      return `Starting the download of ${orders}…`;
    case 'RUNNING':
      return `${Math.floor(progress * 100)} % of ${orders} downloaded`;
    case 'READY':
      return rows === total
        ? `${orders} downloaded. The file is with your downloads.`
        : `${orders} downloaded in ${numberText(rows)} rows. The file is with your downloads.`;
    case 'FAILED':
    case 'EXPIRED':
      return `${orders} were to be downloaded.`;
  }
}
