import { expect, test } from 'vitest';
import { makeProviders, type PaymentsConfig } from './providers.ts';

const stripe = { apiKey: 'sk_test_x', webhookSecrets: ['whsec_x'], apiUrl: null, timeoutMs: 1000 };
const paytrail = {
  account: '375917',
  secret: 'SAIPPUAKAUPPIAS',
  apiUrl: 'https://services.paytrail.com',
  timeoutMs: 1000,
};

const names = (config: PaymentsConfig) => makeProviders(config).all.map(({ name }) => name);

test('a provider without keys is not offered, and money by hand always is', () => {
  expect(names({ stripe, paytrail })).toEqual(['stripe', 'paytrail', 'manual']);
  expect(names({ stripe: null, paytrail })).toEqual(['paytrail', 'manual']);
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
