/**
 * What people typed lies outside the hashes of the history, so the database itself holds it: a reason comes with
 * its entry, stays as it is, and goes only where its order's customer is erased, which the order then shows.
 */
export const reasonsStay = String.raw`
create function reason_comes_with_entry() returns trigger language plpgsql as $$
begin
  if exists (select from history_entry where id = new.entry_id) then
    raise exception 'a reason is written with its entry, and never later' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger history_reason_first before insert on history_reason
  for each row execute function reason_comes_with_entry();

create function reason_goes_with_customer() returns trigger language plpgsql as $$
begin
  if not is_erased(old.order_id) then
    raise exception 'a reason stays until its order''s customer is erased' using errcode = 'restrict_violation';
  end if;
  return old;
end $$;
create trigger history_reason_stays before delete on history_reason
  for each row execute function reason_goes_with_customer();
create trigger history_reason_no_truncate before truncate on history_reason execute function refuse_change();
`;
