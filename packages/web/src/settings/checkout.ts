import { createContext, use } from 'react';
import type { CheckoutShownFragment } from '../generated.ts';

export const CheckoutContext = createContext<CheckoutShownFragment | null>(null);

/** The checkout that is being set up. Only inside the configuration. */
export function useCheckout(): CheckoutShownFragment {
  const checkout = use(CheckoutContext);
  if (!checkout) throw new Error('There is no checkout around this.');
  return checkout;
}
