/** The audit log, newest first: all of it, of somebody, of one kind, and from one address. */
export const auditSearch = String.raw`
create index history_newest on history_entry (at desc, id desc);
create index history_event on history_entry (event, at desc, id desc);
create index history_actor on history_entry (actor_id, at desc, id desc) where actor_id is not null;
create index history_address on history_entry (from_address, at desc, id desc) where from_address is not null;
`;
