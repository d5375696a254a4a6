/** What kind of thing a product is. */
export const ProductType = {
  ONLINE_COURSE: 'ONLINE_COURSE',
  DIGITAL_CONTENT: 'DIGITAL_CONTENT',
  E_BOOK: 'E_BOOK',
  MEMBERSHIP: 'MEMBERSHIP',
  EVENT_TICKET: 'EVENT_TICKET',
  SERVICE: 'SERVICE',
} as const;
export type ProductType = (typeof ProductType)[keyof typeof ProductType];
