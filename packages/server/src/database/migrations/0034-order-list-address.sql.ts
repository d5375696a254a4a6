/**
 * Orders by an address in what a search compares: what is before the @ from its end, and what is behind it, so that a
 * part of an address with its @ is two beginnings. Of the few that hold more than one @, all are looked at.
 */
export const orderListAddress = [
  `create index concurrently order_list_address on order_list (
     left(reverse(split_part(search, '@', 1)), 40) text_pattern_ops, left(split_part(search, '@', 2), 40) text_pattern_ops)
   where search like '%@%'`,
  `create index concurrently order_list_addresses on order_list (order_id) where search like '%@%@%'`,
  // Without it the planner knows nothing of the expressions above until the next ANALYZE by itself.
  'analyze order_list',
];
