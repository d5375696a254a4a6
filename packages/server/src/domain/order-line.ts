/** How a line came into its order: sold by the offer itself, beside it, or after the form. */
export const OrderLineKind = {
  MAIN: 'MAIN',
  ORDER_BUMP: 'ORDER_BUMP',
  PRE_UPSELL: 'PRE_UPSELL',
} as const;
export type OrderLineKind = (typeof OrderLineKind)[keyof typeof OrderLineKind];

/** NEVER_ASKED is not REJECTED: a checkout without the consent box asks nobody. */
export const AnalyticsConsent = {
  ACCEPTED: 'ACCEPTED',
  REJECTED: 'REJECTED',
  NEVER_ASKED: 'NEVER_ASKED',
} as const;
export type AnalyticsConsent = (typeof AnalyticsConsent)[keyof typeof AnalyticsConsent];

/** What the checkout page was opened on, as the page itself says. */
export const Device = { DESKTOP: 'DESKTOP', MOBILE: 'MOBILE', TABLET: 'TABLET' } as const;
export type Device = (typeof Device)[keyof typeof Device];
