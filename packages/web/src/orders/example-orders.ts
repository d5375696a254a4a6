import type { OrderRow } from './order-feed.ts';

/** For tests: a paid order, the n-th minute old, with what the test cares about changed. */
export function exampleOrder(minutesOld: number, changes: Partial<OrderRow> = {}): OrderRow {
  const createdAt = new Date(Date.UTC(2026, 10, 23, 12) - minutesOld * 60_000).toISOString();
  return {
    __typename: 'Order',
    id: `ord_${minutesOld}`,
    number: String(10_000 - minutesOld),
    version: 1,
    status: 'PAID',
    createdAt,
    customer: {
      __typename: 'Customer',
      erasedAt: null,
      visibility: 'FULL',
      email: `buyer${minutesOld}@example.com`,
      firstName: 'Aino',
      lastName: `Number${minutesOld}`,
      country: 'FI',
    },
    total: euros(9900),
    refunded: euros(0),
    lines: [{ id: `lin_${minutesOld}`, kind: 'MAIN', productName: 'Knitting' }],
    payment: { id: `pay_${minutesOld}`, provider: 'stripe', method: 'card', status: 'SUCCEEDED' },
    source: { link: null, name: 'newsletter', tags: [] },
    attention: null,
    ...changes,
  } as OrderRow;
}

function euros(minor: number) {
  return { minor, currency: 'EUR', decimal: (minor / 100).toFixed(2) };
}
