/**
 * What finds orders of a code or an address.
 *
 * How many have a discount code: of an index over a part of the table the planner does not take what it knows of
 * its expressions. It supposed that few have any code, and collected all who have one instead of reading the newest.
 *
 * Orders by an address in what a search compares: what is before the @ from its end, and what is behind it, so that a
 * part of an address with its @ is two beginnings. Of the few that hold more than one @, all are looked at.
 */
export const codesAndAddresses = [
  'create statistics if not exists order_list_code on (lower(discount_code)) from order_list',
  `create index concurrently order_list_address on order_list (
     left(reverse(split_part(search, '@', 1)), 40) text_pattern_ops, left(split_part(search, '@', 2), 40) text_pattern_ops)
   where search like '%@%'`,
  `create index concurrently order_list_addresses on order_list (order_id) where search like '%@%@%'`,
  // Else the planner knows nothing of all this until the next ANALYZE by itself.
  'analyze order_list',
];
