import type { PaymentProvider } from './payment-provider.ts';

/** Money that comes outside any provider: it has no `start`, so an order waits until somebody closes it. */
export const manualProvider: PaymentProvider = {
  name: 'manual',
  label: 'By hand',
  methods: [
    { method: 'bank-transfer', label: 'Bank transfer', currencies: 'any' },
    { method: 'invoice', label: 'Invoice', currencies: 'any' },
  ],
};
