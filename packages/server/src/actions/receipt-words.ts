/** What a receipt says, in the customer's language. English where we have no other. */
export type ReceiptWords = {
  /** For Intl: how amounts, dates and rates are written. */
  locale: string;
  language: 'en' | 'fi' | 'sv';
  receipt: string;
  subject: (sellerName: string, orderNumber: string) => string;
  thanks: string;
  orderNumber: string;
  date: string;
  billedTo: string;
  product: string;
  price: string;
  kinds: Record<'ORDER_BUMP' | 'PRE_UPSELL', string>;
  beforeDiscount: string;
  discount: string;
  total: string;
  vatHeading: string;
  vatRate: string;
  net: string;
  vat: string;
  gross: string;
  vatIncluded: string;
  paidBy: string;
  nothingToPay: string;
  sellerVatId: string;
  methods: Record<string, string>;
};

const en: ReceiptWords = {
  locale: 'en-GB',
  language: 'en',
  receipt: 'Receipt',
  subject: (seller, number) => `Receipt from ${seller}, order ${number}`,
  thanks: 'Thank you for your order. Here is your receipt.',
  orderNumber: 'Order',
  date: 'Date',
  billedTo: 'Billed to',
  product: 'Product',
  price: 'Price',
  kinds: { ORDER_BUMP: 'Added to the order', PRE_UPSELL: 'Extra offer' },
  beforeDiscount: 'Before discounts',
  discount: 'Discount',
  total: 'Total',
  vatHeading: 'VAT included in the total',
  vatRate: 'VAT rate',
  net: 'Without VAT',
  vat: 'VAT',
  gross: 'With VAT',
  vatIncluded: 'All prices include VAT.',
  paidBy: 'Paid by',
  nothingToPay: 'Nothing to pay',
  sellerVatId: 'VAT number',
  methods: { card: 'Card', invoice: 'Invoice', bank: 'Bank' },
};

const fi: ReceiptWords = {
  locale: 'fi-FI',
  language: 'fi',
  receipt: 'Kuitti',
  subject: (seller, number) => `Kuitti: ${seller}, tilaus ${number}`,
  thanks: 'Kiitos tilauksestasi. Tässä on kuittisi.',
  orderNumber: 'Tilaus',
  date: 'Päivä',
  billedTo: 'Laskutustiedot',
  product: 'Tuote',
  price: 'Hinta',
  kinds: { ORDER_BUMP: 'Lisätty tilaukseen', PRE_UPSELL: 'Lisätarjous' },
  beforeDiscount: 'Ennen alennuksia',
  discount: 'Alennus',
  total: 'Yhteensä',
  vatHeading: 'Summaan sisältyvä arvonlisävero',
  vatRate: 'ALV-kanta',
  net: 'Veroton',
  vat: 'ALV',
  gross: 'Verollinen',
  vatIncluded: 'Hinnat sisältävät arvonlisäveron.',
  paidBy: 'Maksutapa',
  nothingToPay: 'Ei maksettavaa',
  sellerVatId: 'ALV-tunniste',
  methods: { card: 'Kortti', invoice: 'Lasku', bank: 'Pankki' },
};

const sv: ReceiptWords = {
  locale: 'sv-SE',
  language: 'sv',
  receipt: 'Kvitto',
  subject: (seller, number) => `Kvitto från ${seller}, beställning ${number}`,
  thanks: 'Tack för din beställning. Här är ditt kvitto.',
  orderNumber: 'Beställning',
  date: 'Datum',
  billedTo: 'Faktureras',
  product: 'Produkt',
  price: 'Pris',
  kinds: { ORDER_BUMP: 'Tillagt i beställningen', PRE_UPSELL: 'Extra erbjudande' },
  beforeDiscount: 'Före rabatter',
  discount: 'Rabatt',
  total: 'Totalt',
  vatHeading: 'Moms som ingår i summan',
  vatRate: 'Momssats',
  net: 'Exkl. moms',
  vat: 'Moms',
  gross: 'Inkl. moms',
  vatIncluded: 'Alla priser inkluderar moms.',
  paidBy: 'Betalat med',
  nothingToPay: 'Inget att betala',
  sellerVatId: 'Momsregistreringsnummer',
  methods: { card: 'Kort', invoice: 'Faktura', bank: 'Bank' },
};

/** Takes a language tag as a browser gives it: `fi`, `fi-FI`, `sv_FI`. */
export function receiptWords(language: string | null): ReceiptWords {
  const primary = language?.toLowerCase().split(/[-_]/)[0];
  return [fi, sv].find((words) => words.language === primary) ?? en;
}
