/** Who asked for a refund, by id: names are not unique, and a person's limit per day is counted by it. */
export const refundActor = String.raw`
alter table refund add column actor_id text;
create index refund_actor on refund (actor_kind, actor_id, requested_at) where actor_id is not null;
`;
