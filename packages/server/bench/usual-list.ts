// The list as people look at it, which several benches ask for, and what it is to hold to.

/** All that is no visit. */
export const SALES = [
  'PROCESSING',
  'PAID',
  'COMPLETED',
  'MARKED_AS_COMPLETED',
  'PARTIALLY_REFUNDED',
  'REFUNDED',
];

export const NEWEST_FIRST = { field: 'CREATED_AT', direction: 'DESC' } as const;

/** Of whatever the list is asked for, through the whole product and as SQL alone. */
export const LIST_P95_MS = 10;
