/**
 * Where each chain of the history ends, so that an end that is cut off, or a chain that is gone, is noticed.
 * The trigger that writes it runs with the rights of the tables' owner: the application has none on it
 * but to read.
 */
export const auditHeads = String.raw`
create table history_head (
  chain text primary key,
  seq integer not null check (seq > 0),
  hash bytea not null
) with (fillfactor = 80);

insert into history_head (chain, seq, hash)
  select distinct on (chain) chain, seq, hash from history_entry order by chain, seq desc;

create function raise_history_head() returns trigger language plpgsql as $$
begin
  if new.chain <> old.chain or new.seq <> old.seq + 1 then
    raise exception 'the head of a history is only raised' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger history_head_only_raised before update on history_head
  for each row execute function raise_history_head();
create trigger history_head_stays before delete on history_head
  for each row execute function refuse_change();
create trigger history_head_no_truncate before truncate on history_head execute function refuse_change();

-- Before, and not after, the entry is written: several of one chain in one statement follow each other. So an
-- insert of history must never say "on conflict do nothing".
create or replace function chain_history() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
declare
  previous record;
begin
  -- The first entry of a chain has no head yet that its writers could queue at.
  perform pg_advisory_xact_lock(hashtextextended(new.chain, 7));
  select seq, hash into previous from history_head where chain = new.chain;
  new.seq := coalesce(previous.seq, 0) + 1;
  new.hash := history_hash(previous.hash, new);
  insert into history_head (chain, seq, hash) values (new.chain, new.seq, new.hash)
    on conflict (chain) do update set seq = excluded.seq, hash = excluded.hash;
  return new;
end $$;
`;
