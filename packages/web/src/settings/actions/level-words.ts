import type { ActionLevel, ConfigurationRowFragment } from '../../generated.ts';

export const levelNames = {
  CHECKOUT: 'Every order',
  OFFER: 'One offer',
  PRODUCT: 'One product',
} satisfies Record<ActionLevel, string>;

/** "Every order", "Offer: Autumn bundle", "Product: Workbook". */
export function whereWords({ level, offer, product }: ConfigurationRowFragment): string {
  switch (level) {
    case 'CHECKOUT':
      return levelNames.CHECKOUT;
    case 'OFFER':
      return `Offer: ${offer?.name ?? 'gone'}`;
    case 'PRODUCT':
      return `Product: ${product?.name ?? 'gone'}`;
  }
}
