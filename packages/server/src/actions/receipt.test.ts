import { describe, expect, test } from 'vitest';
import type { PurchasedOrder } from './action-type.ts';
import { exampleOrder } from './example-order.ts';
import { moneyFormat } from './receipt-content.ts';
import { readReceiptSettings } from './receipt-settings.ts';
import { renderReceipt } from './receipt.tsx';

function receiptOf(more: Partial<PurchasedOrder> = {}, settings: unknown = {}) {
  return renderReceipt({ ...exampleOrder, ...more }, readReceiptSettings(settings));
}

/** What a person reads of the page, a table cell or paragraph a line. */
function readable(html: string): string[] {
  return html
    .replace(/<head>.*<\/head>/s, '')
    .replace(/<!--.*?-->/g, '')
    .replace(/<(?:\/?(?:p|td|th|tr|h1|h2|div)|br)[^>]*>/g, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/[\u00a0\u202f]/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '');
}

const finnishText = `Kuvakoulu Oy
Aurakatu 1
20100 Turku
ALV-tunniste FI12345678

Hei ja kiitos!

Tunnukset tulevat pian.

Tilaus: 10042
Päivä: 21. marraskuuta 2026

Valokuvauksen perusteet                             149,00 €
E-kirja: Luonnonvalo (Lisätty tilaukseen)            20,00 €
Jäsenyys 12 kk (Lisätarjous)                         40,00 €

Ennen alennuksia                                    209,00 €
Alennus WELCOME10                                   −20,90 €
Yhteensä                                            188,10 €

Summaan sisältyvä arvonlisävero
ALV-kanta 13,5 % · Veroton 15,86 € · ALV 2,14 € · Verollinen 18,00 €
ALV-kanta 25,5 % · Veroton 135,54 € · ALV 34,56 € · Verollinen 170,10 €

Maksutapa: Osuuspankki (Paytrail)

Laskutustiedot
Väinö Mäkinen
vaino.makinen@example.com
Yritys: Mäkinen & Pojat Oy
Katuosoite: Mannerheimintie 5
Puhelin: +358 40 123 4567
Suomi
`;

describe('a receipt', () => {
  test('shows items, discounts, VAT by rate, total and payment, as text', async () => {
    const { subject, text } = await receiptOf(
      {},
      {
        sellerName: 'Kuvakoulu Oy',
        sellerAddress: 'Aurakatu 1\n20100 Turku',
        sellerVatId: 'FI12345678',
        introduction: 'Hei ja kiitos!\n\nTunnukset tulevat pian.',
      },
    );
    expect(subject).toBe('Kuitti: Kuvakoulu Oy, tilaus 10042');
    expect(text).toBe(finnishText);
  });

  test('shows the same on the page', async () => {
    const { html } = await receiptOf({ language: 'en-GB' });
    const rows = [
      'Order 10042 · Total €188.10',
      ['Kuvakoulu', 'Receipt', 'Thank you for your order. Here is your receipt.'],
      ['Order 10042', 'Date 21 November 2026'],
      ['Product', 'Price'],
      ['Valokuvauksen perusteet', '€149.00'],
      ['E-kirja: Luonnonvalo', 'Added to the order', '€20.00'],
      ['Jäsenyys 12 kk', 'Extra offer', '€40.00'],
      ['Before discounts', '€209.00', 'Discount WELCOME10', '-€20.90', 'Total', '€188.10'],
      'VAT included in the total',
      ['VAT rate', 'Without VAT', 'VAT', 'With VAT'],
      ['13.5%', '€15.86', '€2.14', '€18.00'],
      ['25.5%', '€135.54', '€34.56', '€170.10'],
      ['Paid by', 'Osuuspankki (Paytrail)'],
      ['Billed to', 'Väinö Mäkinen', 'vaino.makinen@example.com'],
      'Yritys: Mäkinen &amp; Pojat Oy',
      ['Katuosoite: Mannerheimintie 5', 'Puhelin: +358 40 123 4567', 'Finland'],
      ['Kuvakoulu', 'All prices include VAT.'],
    ];
    expect(readable(html)).toEqual(rows.flat());
  });

  test.each([
    ['fi', 'Kuitti: Kuvakoulu, tilaus 10042', 'fi'],
    ['sv-FI', 'Kvitto från Kuvakoulu, beställning 10042', 'sv'],
    ['en', 'Receipt from Kuvakoulu, order 10042', 'en'],
    ['de', 'Receipt from Kuvakoulu, order 10042', 'en'],
    [null, 'Receipt from Kuvakoulu, order 10042', 'en'],
  ])('speaks the language of the order: %s', async (language, subject, lang) => {
    const receipt = await receiptOf({ language });
    expect(receipt.subject).toBe(subject);
    expect(receipt.html).toContain(`<html lang="${lang}">`);
  });

  test.each<[string, string, number, string]>([
    ['EUR', 'fi-FI', 123456, '1 234,56 €'],
    ['EUR', 'en-GB', 123456, '€1,234.56'],
    ['SEK', 'sv-SE', 123450, '1 234,50 kr'],
    ['JPY', 'en-GB', 1200, 'JP¥1,200'],
    ['JPY', 'fi-FI', 1200, '1 200 ¥'],
    ['KWD', 'en-GB', 1234, 'KWD 1.234'],
    ['EUR', 'en-GB', 9007199254740991, '€90,071,992,547,409.91'],
    ['EUR', 'en-GB', -1, '-€0.01'],
  ])('writes an amount in %s for %s to the last digit', (currency, locale, minor, expected) => {
    expect(moneyFormat(currency, locale)(minor).replace(/[\u00a0\u202f]/g, ' ')).toBe(expected);
  });

  test('counts its day in the zone of the seller', async () => {
    const inUtc = await receiptOf({ language: 'en' }, { timeZone: 'UTC' });
    expect(inUtc.text).toContain('Date: 20 November 2026');
  });

  test('lets nothing a customer or a seller typed become markup', async () => {
    const markup = `<img src=x onerror=alert(1)>"'</style><script>x</script>`;
    const { html } = await receiptOf(
      {
        number: markup,
        discounts: [{ code: markup, amountMinor: 1 }],
        customer: {
          ...exampleOrder.customer,
          firstName: markup,
          fields: [{ key: 'a', label: markup, value: markup }],
        },
        lines: exampleOrder.lines.map((line) => ({ ...line, productName: markup })),
        payments: [{ provider: markup, method: markup, status: 'SUCCEEDED', amountMinor: 1 }],
      },
      {
        subject: markup,
        introduction: markup,
        sellerName: markup,
        sellerAddress: markup,
        sellerVatId: markup.slice(0, 50),
      },
    );
    expect(html).not.toMatch(/<img|<script/i);
    expect(html.match(/<\/style>/g)).toHaveLength(1);
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
  });

  test('of an order with only an email address has no empty lines for the rest', async () => {
    const customer = {
      ...exampleOrder.customer,
      firstName: null,
      lastName: null,
      country: null,
      fields: [],
    };
    const { text } = await receiptOf({ customer });
    expect(text.endsWith('Laskutustiedot\nvaino.makinen@example.com\n')).toBe(true);
  });

  test('of a free order says that nothing was to be paid', async () => {
    const { text } = await receiptOf({
      language: 'en',
      totalMinor: 0,
      payments: [],
      discounts: [{ code: 'FREECOURSE', amountMinor: 20900 }],
      lines: exampleOrder.lines.map((line) => ({
        ...line,
        discountMinor: line.listPriceMinor,
        priceMinor: 0,
      })),
    });
    expect(text).toContain('Discount FREECOURSE                                 -€209.00');
    expect(text).toMatch(/Total +€0\.00/);
    expect(text).toContain('Paid by: Nothing to pay');
  });

  test('without a discount does not speak of one', async () => {
    const { text } = await receiptOf({ discounts: [], language: 'en' });
    expect(text).not.toMatch(/discount/i);
  });

  test('names each payment with its amount when there were several', async () => {
    const payment = { provider: 'stripe', method: 'card', status: 'SUCCEEDED' };
    const { text } = await receiptOf({
      language: 'en',
      payments: [
        { ...payment, amountMinor: 10000 },
        { ...payment, provider: 'epassi', method: 'epassi', amountMinor: 8810 },
      ],
    });
    expect(text).toContain('Paid by: Card (Stripe): €100.00\nPaid by: Epassi (Epassi): €88.10');
  });
});
