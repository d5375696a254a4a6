import { exactTime } from '../../ui/time.tsx';
import { formatRate, lineKindNames, wordName } from '../../ui/values.tsx';
import { productTypeNames } from './product-types.ts';

/**
 * A change of what is sold, as the history keeps it, in the words of its form: the history names fields
 * by machine and things by their id.
 */

type Changed = {
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
};

const fieldNames: Readonly<Record<string, string>> = {
  vatRateBp: 'VAT rate',
  archivedAt: 'Archived',
  addOns: 'Add-ons',
  offerId: 'Offer',
  returnUrl: 'Return address',
  percentBp: 'Share',
  validFrom: 'Works from',
  expiresAt: 'Works until',
  usageLimit: 'Uses in all',
  perCustomerLimit: 'Uses per customer',
  excludeDiscounted: 'Leaves discounted products alone',
  description: 'Note',
  kind: 'Takes off',
};

/** `names`: what the products and offers of the checkout are called, by id. */
export function changeWords(change: Changed, names: ReadonlyMap<string, string>): string {
  const { field, before, after } = change;
  const name = fieldNames[field] ?? wordName(field);
  return `${name}: ${valueWords(field, before, names)} → ${valueWords(field, after, names)}`;
}

function valueWords(
  field: string,
  value: string | null,
  names: ReadonlyMap<string, string>,
): string {
  if (field === 'archivedAt') return value === null ? 'no' : 'yes';
  if (value === null) return 'nothing';
  switch (field) {
    case 'vatRateBp':
    case 'percentBp':
      return formatRate(Number(value));
    case 'validFrom':
    case 'expiresAt':
      return exactTime(value);
    case 'excludeDiscounted':
    case 'active':
      return value === 'true' ? 'yes' : 'no';
    case 'type':
      return productTypeNames[value as keyof typeof productTypeNames] ?? value;
    case 'kind':
      return value === 'PERCENT' ? 'a share' : 'an amount';
    default:
      return withNames(value, names);
  }
}

/** "prd_1 at EUR 9.00" is "Drawing at EUR 9.00"; an id that nobody knows any more stays. */
function withNames(text: string, names: ReadonlyMap<string, string>): string {
  return text
    .replaceAll(/\b(?:prd|off)_\w+/g, (id) => names.get(id) ?? id)
    .replaceAll(/\b(?:ORDER_BUMP|PRE_UPSELL)\b/g, (kind) =>
      kind === 'ORDER_BUMP' ? lineKindNames.ORDER_BUMP : lineKindNames.PRE_UPSELL,
    );
}
