import { expect, test } from 'vitest';
import { newRefund } from './provider-stand-in.ts';
import { makeProviders, type PaymentsConfig } from './providers.ts';

const stripe = { apiKey: 'sk_test_x', webhookSecrets: ['whsec_x'], apiUrl: null, timeoutMs: 1000 };
const paytrail = {
  account: '375917',
  secret: 'SAIPPUAKAUPPIAS',
  apiUrl: 'https://services.paytrail.com',
  timeoutMs: 1000,
};

const epassi = {
  site: 'shop-1',
  key: 'agreed',
  pageUrl: 'https://services.epassi.fi/e_payments/v2',
  refundUrl: null,
  timeoutMs: 1000,
};

const names = (config: PaymentsConfig) => makeProviders(config).all.map(({ name }) => name);

test('a provider without keys is not offered, and money by hand always is', () => {
  expect(names({ stripe, paytrail, epassi })).toEqual(['stripe', 'paytrail', 'epassi', 'manual']);
  expect(names({ stripe: null, paytrail, epassi: null })).toEqual(['paytrail', 'manual']);
  expect(names({ stripe: null, paytrail: null })).toEqual(['manual']);
});

test('a provider is found by the name it has in payments and addresses', () => {
  const { byName } = makeProviders({ stripe, paytrail: null });
  expect(byName('stripe')?.label).toBe('Stripe');
  expect(byName('paytrail')).toBeUndefined();
  expect(byName('__proto__')).toBeUndefined();
});

test('money by hand can be neither started nor looked up', () => {
  const manual = makeProviders({ stripe: null, paytrail: null }).byName('manual');
  expect(manual).not.toHaveProperty('start');
  expect(manual).not.toHaveProperty('find');
  expect(manual).not.toHaveProperty('readEvents');
});

test.each([
  ['bank-transfer', 'Return the money by a bank transfer yourself'],
  ['invoice', 'Credit the invoice and return the money by a bank transfer yourself'],
  ['cash', 'Return the money the way it came yourself'],
])('money by hand goes back by hand: %s', (method, deed) => {
  const manual = makeProviders({ stripe: null, paytrail: null }).byName('manual');
  expect(manual).not.toHaveProperty('refund');
  expect(manual?.capability?.({ ...newRefund.payment, method }, new Date())).toEqual({
    capability: 'by-hand',
    note: `This payment came by hand. ${deed}; the refund is recorded here.`,
  });
});
