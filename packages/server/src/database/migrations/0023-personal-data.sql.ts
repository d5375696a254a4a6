/**
 * Forgetting people. What is personal of an erased order is gone and stays gone: the database itself
 * lets no late answer, event or step bring it back. Reasons that people typed are kept beside the history
 * and outside its hashes, since they may name somebody and the history never changes.
 */
export const personalData = String.raw`
-- Written with its entry, by the trigger below; taken away by an erasure, and never changed.
create table history_reason (
  entry_id text primary key,
  order_id text references orders,
  reason text not null
);
create index history_reason_order on history_reason (order_id) where order_id is not null;
create trigger history_reason_fixed before update on history_reason
  for each row execute function refuse_change();

create function is_erased(wanted text) returns boolean language sql stable as $$
  select exists (select from orders where id = wanted and erased_at is not null)
$$;

-- Its name comes before "history_chain", which is to hash what is left.
create function put_reason_aside() returns trigger language plpgsql as $$
begin
  if not is_erased(new.order_id) then
    insert into history_reason (entry_id, order_id, reason) values (new.id, new.order_id, new.reason);
  end if;
  new.reason := null;
  return new;
end $$;
create trigger history_aside before insert on history_entry for each row
  when (new.reason is not null) execute function put_reason_aside();

create function order_stays_erased() returns trigger language plpgsql as $$
begin
  new.email := old.email;
  new.first_name := old.first_name;
  new.last_name := old.last_name;
  new.billing_fields := old.billing_fields;
  new.erased_at := old.erased_at;
  return new;
end $$;
create trigger order_stays_erased before update on orders for each row
  when (old.erased_at is not null) execute function order_stays_erased();

create function attempt_stays_erased() returns trigger language plpgsql as $$
begin
  if is_erased(new.order_id) then
    new.message := case when new.message is not null then 'The customer’s data was erased.' end;
    new.technical := null;
    new.request := null;
    new.response := null;
  end if;
  return new;
end $$;
create trigger attempt_stays_erased before insert or update on attempt for each row
  when (new.message is not null or new.technical is not null or new.request is not null or new.response is not null)
  execute function attempt_stays_erased();

create function action_stays_erased() returns trigger language plpgsql as $$
begin
  if is_erased(new.order_id) then
    new.message := 'The customer’s data was erased.';
  end if;
  return new;
end $$;
create trigger action_stays_erased before insert or update of message on action for each row
  when (new.message is not null) execute function action_stays_erased();

-- Nobody is left to deliver to: whoever queues something all the same is mistaken, and hears it at once.
create function refuse_for_erased() returns trigger language plpgsql as $$
begin
  if is_erased(new.order_id) then
    raise exception 'Nothing runs for order %, whose customer was erased', new.order_id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger action_not_for_erased before insert or update of status on action for each row
  when (new.status = 'PENDING' and new.purpose <> 'REFUND') execute function refuse_for_erased();

-- A step is remembered without its order being locked, so this waits for an erasure under way.
create function step_stays_erased() returns trigger language plpgsql as $$
begin
  perform from action a join orders o on o.id = a.order_id
    where a.id = new.action_id and o.erased_at is null for share of o;
  if not found then new.fact := null; end if;
  return new;
end $$;
create trigger step_stays_erased before insert or update on action_step for each row
  when (new.fact is not null) execute function step_stays_erased();

create function payment_stays_erased() returns trigger language plpgsql as $$
begin
  if is_erased(new.order_id) then
    new.failure_message := null;
    new.redirect_url := null;
    new.client_secret := null;
  end if;
  return new;
end $$;
create trigger payment_stays_erased before insert or update on payment for each row
  when (new.failure_message is not null or new.redirect_url is not null or new.client_secret is not null)
  execute function payment_stays_erased();

create function refund_stays_erased() returns trigger language plpgsql as $$
begin
  if is_erased(new.order_id) then new.reason := null; end if;
  return new;
end $$;
create trigger refund_stays_erased before insert or update on refund for each row
  when (new.reason is not null) execute function refund_stays_erased();

create function refund_leg_stays_erased() returns trigger language plpgsql as $$
begin
  if is_erased((select order_id from refund where id = new.refund_id)) then new.failure_message := null; end if;
  return new;
end $$;
create trigger refund_leg_stays_erased before insert or update on refund_leg for each row
  when (new.failure_message is not null) execute function refund_leg_stays_erased();

-- What is forgotten by itself, one run per day in UTC: how far it is, and what it has forgotten.
create table retention_run (
  day date primary key,
  begun_at timestamptz not null,
  attempts integer not null default 0,
  visits integer not null default 0,
  orders integer not null default 0,
  idempotency_keys integer not null default 0,
  finished_at timestamptz
);

-- What there is to forget, the oldest first.
create index attempt_kept on attempt (finished_at)
  where request is not null or response is not null or technical is not null;
create index order_visit_kept on orders (created_at)
  where paid_at is null and closed_by_hand_at is null and erased_at is null and email is not null;
create index order_paid_kept on orders ((coalesce(paid_at, closed_by_hand_at)))
  where coalesce(paid_at, closed_by_hand_at) is not null and erased_at is null;
create index idempotency_key_kept on idempotency_key (created_at);

alter table setting drop constraint setting_name_check;
alter table setting add constraint setting_name_check check (name in
  ('graceMs', 'alertEmail', 'alertWebhookUrl', 'alertWebhookSecret', 'alertCount', 'alertOlderThanMs',
   'refundLimits', 'twoFactorRoles', 'keepBodiesDays', 'keepVisitsDays', 'keepKeysDays', 'keepPaidYears'));
`;
