import { render } from '@react-email/render';
import type { PurchasedOrder } from './action-type.ts';
import { receiptContent } from './receipt-content.ts';
import type { ReceiptSettings } from './receipt-settings.ts';
import { receiptText } from './receipt-text.ts';
import { ReceiptView } from './receipt-view.tsx';

export type Receipt = { readonly subject: string; readonly html: string; readonly text: string };

/** The receipt of a paid order in the order's language. The same order gives the same receipt. */
export async function renderReceipt(
  order: PurchasedOrder,
  settings: ReceiptSettings,
): Promise<Receipt> {
  const content = receiptContent(order, settings);
  return {
    subject: content.subject,
    html: await render(<ReceiptView content={content} />),
    text: receiptText(content),
  };
}
