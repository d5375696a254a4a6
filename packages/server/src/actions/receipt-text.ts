import type { ReceiptContent } from './receipt-content.ts';

const WIDTH = 60;

/** The receipt for mail programs and people without HTML: figures right-aligned at 60 columns. */
export function receiptText(content: ReceiptContent): string {
  const { words } = content;
  const blocks = [
    [content.sellerName, ...content.sellerLines],
    content.paragraphs.flatMap((paragraph, at) => (at === 0 ? [paragraph] : ['', paragraph])),
    [`${words.orderNumber}: ${content.orderNumber}`, `${words.date}: ${content.date}`],
    content.items.map(({ name, kind, listPrice }) =>
      row(kind === null ? name : `${name} (${kind})`, listPrice),
    ),
    [
      ...(content.beforeDiscount === null
        ? []
        : [row(words.beforeDiscount, content.beforeDiscount)]),
      ...content.discounts.map(({ code, amount }) => row(`${words.discount} ${code}`, amount)),
      row(words.total, content.total),
    ],
    [
      words.vatHeading,
      ...content.vat.map(
        ({ rate, net, vat, gross }) =>
          `${words.vatRate} ${rate} · ${words.net} ${net} · ${words.vat} ${vat} · ${words.gross} ${gross}`,
      ),
    ],
    content.paidBy.map((payment) => `${words.paidBy}: ${payment}`),
    content.billedTo.length === 0 ? [] : [words.billedTo, ...content.billedTo],
  ];
  const text = blocks.filter((block) => block.length > 0).map((block) => block.join('\n'));
  // Intl parts figures with spaces that plain-text mail programs show as boxes.
  return `${text.join('\n\n')}\n`.replace(/[\u00a0\u202f]/g, ' ');
}

/** A label too long for its amount gets the line to itself. */
function row(label: string, amount: string): string {
  const gap = WIDTH - label.length - amount.length;
  return gap >= 2 ? label + ' '.repeat(gap) + amount : `${label}\n${amount.padStart(WIDTH)}`;
}
