/** Where each change came from. Entries from before, and those from inside, keep the hash they have. */
export const auditOrigin = `
alter table history_entry add column from_address text check (length(from_address) <= 64);
alter table history_entry add column from_agent text check (length(from_agent) <= 200);

create function history_hash(previous bytea, e history_entry) returns bytea language sql stable as $$
  select sha256(convert_to((jsonb_build_array(
      coalesce(encode(previous, 'hex'), ''), e.id, e.chain, e.seq, e.order_id,
      extract(epoch from e.at), e.actor_kind, e.actor_id, e.actor_name, e.event, e.summary,
      e.reason, e.changes)
    || case when e.from_address is null and e.from_agent is null then '[]'::jsonb
       else jsonb_build_array(e.from_address, e.from_agent) end)::text, 'UTF8'))
$$;

create or replace function chain_history() returns trigger language plpgsql as $$
declare
  previous record;
begin
  perform pg_advisory_xact_lock(hashtextextended(new.chain, 7));
  select seq, hash into previous from history_entry where chain = new.chain order by seq desc limit 1;
  new.seq := coalesce(previous.seq, 0) + 1;
  new.hash := history_hash(previous.hash, new);
  return new;
end $$;
`;
