import type { ProductType } from '../../generated.ts';

export const productTypeNames = {
  ONLINE_COURSE: 'Online course',
  DIGITAL_CONTENT: 'Digital content',
  E_BOOK: 'E-book',
  MEMBERSHIP: 'Membership',
  EVENT_TICKET: 'Event ticket',
  SERVICE: 'Service',
} satisfies Record<ProductType, string>;
