import { describe, expect, test } from 'vitest';
import { exampleOrder } from './example-order.ts';
import { webhookPayload } from './webhook-payload.ts';

const eur = (minor: number, decimal: string) => ({ minor, currency: 'EUR', decimal });

function total(currency: string, totalMinor: number) {
  return webhookPayload({ ...exampleOrder, currency, totalMinor }, null).data.order.total;
}

describe('the body of a webhook', () => {
  test('tells everything of the order, as promised to receivers', () => {
    expect(webhookPayload(exampleOrder, 'lin_02')).toEqual({
      type: 'order.paid',
      timestamp: '2026-11-20T22:30:00.000Z',
      data: {
        version: 1,
        lineId: 'lin_02',
        order: {
          id: 'ord_01',
          number: '10042',
          createdAt: '2026-11-20T21:30:00.000Z',
          paidAt: '2026-11-20T22:30:00.000Z',
          checkout: { id: 'chk_01', name: 'Kuvakoulu' },
          offer: { id: 'off_01', name: 'Valokuvaajan paketti' },
          total: eur(18810, '188.10'),
          vat: [
            {
              rateBp: 1350,
              net: eur(1586, '15.86'),
              vat: eur(214, '2.14'),
              gross: eur(1800, '18.00'),
            },
            {
              rateBp: 2550,
              net: eur(13554, '135.54'),
              vat: eur(3456, '34.56'),
              gross: eur(17010, '170.10'),
            },
          ],
          discounts: [{ code: 'WELCOME10', amount: eur(2090, '20.90') }],
          lines: [
            {
              id: 'lin_01',
              productId: 'prd_01',
              productName: 'Valokuvauksen perusteet',
              kind: 'MAIN',
              listPrice: eur(14900, '149.00'),
              discount: eur(1490, '14.90'),
              price: eur(13410, '134.10'),
              vatRateBp: 2550,
            },
            {
              id: 'lin_02',
              productId: 'prd_02',
              productName: 'E-kirja: Luonnonvalo',
              kind: 'ORDER_BUMP',
              listPrice: eur(2000, '20.00'),
              discount: eur(200, '2.00'),
              price: eur(1800, '18.00'),
              vatRateBp: 1350,
            },
            {
              id: 'lin_03',
              productId: 'prd_03',
              productName: 'Jäsenyys 12 kk',
              kind: 'PRE_UPSELL',
              listPrice: eur(4000, '40.00'),
              discount: eur(400, '4.00'),
              price: eur(3600, '36.00'),
              vatRateBp: 2550,
            },
          ],
          payments: [
            { provider: 'stripe', method: 'card', status: 'FAILED', amount: eur(18810, '188.10') },
            {
              provider: 'paytrail',
              method: 'osuuspankki',
              status: 'SUCCEEDED',
              amount: eur(18810, '188.10'),
            },
          ],
          source: 'newsletter',
          tags: ['autumn'],
          language: 'fi',
          customer: exampleOrder.customer,
        },
      },
    });
  });

  test('writes amounts of currencies without and with three decimals as they are', () => {
    expect(total('JPY', 1200)).toEqual({ minor: 1200, currency: 'JPY', decimal: '1200' });
    expect(total('KWD', 1200)).toEqual({ minor: 1200, currency: 'KWD', decimal: '1.200' });
  });

  test('carries the moment of the order when no payment was needed', () => {
    const body = webhookPayload({ ...exampleOrder, paidAt: null, offer: null }, null);
    expect(body.timestamp).toBe('2026-11-20T21:30:00.000Z');
    expect(body.data.order).toMatchObject({ paidAt: null, offer: null });
    expect(body.data.lineId).toBeNull();
  });

  test('has nothing of an order that receivers were not promised', () => {
    const withInternals = { ...exampleOrder, internalNote: 'do not tell' };
    expect(JSON.stringify(webhookPayload(withInternals, null))).not.toContain('do not tell');
  });
});
