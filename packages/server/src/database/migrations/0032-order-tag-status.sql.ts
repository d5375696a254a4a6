/** A tag's orders of one status, newest first: what is most asked for together. */
export const orderTagStatus = [
  `create index concurrently order_tag_status_newest on order_tag (tag, status, created_at desc, order_id desc)`,
];
