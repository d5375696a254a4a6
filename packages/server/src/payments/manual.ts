import type { PaymentProvider } from './payment-provider.ts';

/** Money that comes outside any provider: it has no `start`, so an order waits until somebody closes it. */
export const manualProvider: PaymentProvider = {
  name: 'manual',
  label: 'By hand',
  methods: [
    { method: 'bank-transfer', label: 'Bank transfer', currencies: 'any' },
    { method: 'invoice', label: 'Invoice', currencies: 'any' },
  ],
  capability: ({ method }) => ({ capability: 'by-hand', note: instruction(method) }),
};

function instruction(method: string): string {
  const deed =
    method === 'bank-transfer'
      ? 'Return the money by a bank transfer'
      : method === 'invoice'
        ? 'Credit the invoice and return the money by a bank transfer'
        : 'Return the money the way it came';
  return `This payment came by hand. ${deed} yourself; the refund is recorded here.`;
}
