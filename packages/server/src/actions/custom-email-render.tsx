import { render } from '@react-email/render';
import type { PurchasedOrder } from './action-type.ts';
import { customEmailContent, textOf } from './custom-email-content.ts';
import type { CustomEmailSettings } from './custom-email-settings.ts';
import { CustomEmailView } from './custom-email-view.tsx';
import { receiptWords } from './receipt-words.ts';

export type CustomEmail = {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
};

/**
 * The seller's email about one paid order; the same order gives the same email. `lineId` is the order
 * line it belongs to, where it was set up for a product.
 */
export async function renderCustomEmail(
  order: PurchasedOrder,
  settings: CustomEmailSettings,
  lineId: string | null = null,
): Promise<CustomEmail> {
  const content = customEmailContent(order, settings, lineId);
  // The seller chose the language of the text; that of the order is the best guess at it.
  const { language } = receiptWords(order.language);
  const paragraphs = content.paragraphs.map((lines) => lines.map(textOf).join('\n'));
  const text = `${[...paragraphs, content.sellerName].join('\n\n')}\n`;
  return {
    subject: content.subject,
    html: await render(<CustomEmailView content={content} language={language} />),
    // Intl parts figures with spaces that plain-text mail programs show as boxes.
    text: text.replace(/[\u00a0\u202f]/g, ' '),
  };
}
