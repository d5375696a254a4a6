import type { EntityManager } from '@mikro-orm/postgresql';
import { findLabels } from '../database/report-labels.ts';
import type { ReportDimension } from '../domain/report.ts';
import type { PaymentProviders } from '../payments/providers.ts';

/** How the keys of a breakdown are called, in English; of what has no name, the key itself. */
export async function labelsOf(
  by: ReportDimension,
  keys: readonly string[],
  { em, providers }: { readonly em: EntityManager; readonly providers: PaymentProviders },
): Promise<(key: string) => string> {
  const none = (key: string) => (key === '' ? NONE[by] : null);
  switch (by) {
    case 'PRODUCT':
    case 'OFFER':
    case 'LINK':
    case 'CHECKOUT':
    case 'SOURCE':
    case 'DISCOUNT_CODE': {
      const known = await findLabels(em, by, [...new Set(keys)]);
      return (key) => none(key) ?? known.get(key) ?? key;
    }
    case 'COUNTRY':
      return (key) => none(key) ?? countryName(key);
    case 'PAYMENT_METHOD':
      return (key) => none(key) ?? methodName(key, providers);
    case 'DEVICE':
    case 'CONSENT':
      return (key) => none(key) ?? words[key] ?? key;
    case 'TAG':
    case 'REGION':
    case 'CURRENCY':
      return (key) => none(key) ?? key;
  }
}

const NONE: Readonly<Record<ReportDimension, string>> = {
  PRODUCT: 'No product',
  OFFER: 'No offer',
  LINK: 'No checkout link',
  SOURCE: 'No source',
  TAG: 'No tag',
  COUNTRY: 'No country',
  REGION: 'No region',
  CURRENCY: 'No currency',
  CHECKOUT: 'No checkout',
  PAYMENT_METHOD: 'No payment',
  DISCOUNT_CODE: 'No discount code',
  DEVICE: 'Unknown device',
  CONSENT: 'No consent',
};

const words: Readonly<Record<string, string>> = {
  DESKTOP: 'Desktop',
  MOBILE: 'Mobile',
  TABLET: 'Tablet',
  ACCEPTED: 'Accepted',
  REJECTED: 'Rejected',
  NEVER_ASKED: 'Never asked',
};

const countries = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' });

function countryName(code: string): string {
  return /^[A-Z]{2}$/u.test(code) ? (countries.of(code) ?? code) : code;
}

/** `stripe/card` is “Stripe: Card”; a provider whose keys are gone is called as its payments are. */
function methodName(key: string, providers: PaymentProviders): string {
  const [name = '', method = ''] = key.split('/');
  const provider = providers.byName(name);
  const known = provider?.methods.find((one) => one.method === method);
  return `${provider?.label ?? name}: ${known?.label ?? method}`;
}
