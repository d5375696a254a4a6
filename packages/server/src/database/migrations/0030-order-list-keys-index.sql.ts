/**
 * The index over the keys of the list. New entries are merged into it every 256 kB, and not every 4 MB: until
 * then each search reads them all.
 */
export const orderListKeysIndex = [
  `create index concurrently order_list_keys on order_list using gin (
     order_list_keys(is_visit, status, checkout_id, offer_id, checkout_link_id, source, tags, discount_code, country,
       region, currency, payment_provider, paid_through, device, analytics_consent, lines))
   with (gin_pending_list_limit = 256)`,
  // What needs somebody, in the order in which it is shown.
  `create index concurrently order_list_attention_newest on order_list (created_at desc, order_id desc)
   where attention_at is not null`,
  // Actions that are not done are few, and what became of the others is not looked for.
  `create index concurrently action_unfinished on action (kind, order_id)
   where status not in ('SUCCEEDED', 'CANCELLED')`,
  `analyze order_list`,
];
