/**
 * The whole model of a shop and its orders. Amounts are minor units of the row's currency, rates are
 * basis points, instants are UTC. What the database can hold by itself (checks, keys, append-only
 * tables), it holds; `domain/` says the rest.
 */
export const shopAndOrders = String.raw`
create extension if not exists pg_trgm;

create domain currency_code as text check (value ~ '^[A-Z]{3}$');
create domain country_code as text check (value ~ '^[A-Z]{2}$');
create domain amount_minor as bigint check (value >= 0);
create domain rate_bp as integer check (value between 0 and 10000);
create domain actor_kind as text check (value in ('PERSON', 'TOKEN', 'PROVIDER', 'SYSTEM'));
create domain order_status as text check (value in ('STARTED', 'IN_PROGRESS', 'PROCESSING', 'PAID',
  'COMPLETED', 'MARKED_AS_COMPLETED', 'PARTIALLY_REFUNDED', 'REFUNDED'));
create domain refund_status as text check (value in
  ('RECORDED', 'REQUESTED', 'PENDING', 'SUCCEEDED', 'FAILED', 'UNKNOWN'));
create domain action_status as text check (value in
  ('PENDING', 'RUNNING', 'SUCCEEDED', 'FAILED', 'UNKNOWN', 'CANCELLED'));
create domain action_level as text check (value in ('PRODUCT', 'OFFER', 'CHECKOUT'));

-- ── The shop ────────────────────────────────────────────────────────────────
create table checkout (
  id text primary key,
  name text not null check (length(name) between 1 and 200),
  return_url text not null default '',
  created_at timestamptz not null
);

create table product (
  id text primary key,
  checkout_id text not null references checkout,
  name text not null check (length(name) between 1 and 200),
  type text not null check (type in
    ('ONLINE_COURSE', 'DIGITAL_CONTENT', 'E_BOOK', 'MEMBERSHIP', 'EVENT_TICKET', 'SERVICE')),
  vat_rate_bp rate_bp not null,
  created_at timestamptz not null,
  archived_at timestamptz,
  unique (checkout_id, id)
);
create table product_price (
  product_id text not null references product on delete cascade,
  currency currency_code not null,
  price_minor amount_minor not null,
  discounted_minor amount_minor check (discounted_minor < price_minor),
  primary key (product_id, currency)
);

create table offer (
  id text primary key,
  checkout_id text not null references checkout,
  name text not null check (length(name) between 1 and 200),
  created_at timestamptz not null,
  archived_at timestamptz,
  unique (checkout_id, id)
);
create table offer_product (
  offer_id text not null references offer on delete cascade,
  position integer not null check (position >= 0),
  checkout_id text not null,
  product_id text not null,
  primary key (offer_id, position),
  foreign key (checkout_id, offer_id) references offer (checkout_id, id),
  foreign key (checkout_id, product_id) references product (checkout_id, id)
);
create table offer_product_price (
  offer_id text not null,
  position integer not null,
  currency currency_code not null,
  price_minor amount_minor not null,
  discounted_minor amount_minor check (discounted_minor < price_minor),
  primary key (offer_id, position, currency),
  foreign key (offer_id, position) references offer_product on delete cascade
);
create table add_on (
  id text primary key,
  offer_id text not null,
  checkout_id text not null,
  product_id text not null,
  kind text not null check (kind in ('ORDER_BUMP', 'PRE_UPSELL')),
  replaces_product_id text references product,
  name text not null,
  description text,
  position integer not null,
  archived_at timestamptz,
  foreign key (checkout_id, offer_id) references offer (checkout_id, id),
  foreign key (checkout_id, product_id) references product (checkout_id, id)
);
create index add_on_offer on add_on (offer_id);
create table add_on_price (
  add_on_id text not null references add_on on delete cascade,
  currency currency_code not null,
  price_minor amount_minor not null,
  discounted_minor amount_minor check (discounted_minor < price_minor),
  primary key (add_on_id, currency)
);

create table checkout_link (
  id text primary key,
  checkout_id text not null references checkout,
  offer_id text not null,
  slug text not null unique check (slug ~ '^[a-zA-Z0-9_-]{1,100}$'),
  name text not null,
  source text,
  tags text[] not null default '{}',
  created_at timestamptz not null,
  archived_at timestamptz,
  foreign key (checkout_id, offer_id) references offer (checkout_id, id)
);

create table discount_code (
  id text primary key,
  checkout_id text not null references checkout,
  code text not null check (length(code) between 1 and 50),
  description text,
  kind text not null check (kind in ('PERCENT', 'FIXED')),
  percent_bp rate_bp,
  valid_from timestamptz,
  expires_at timestamptz,
  usage_limit integer check (usage_limit > 0),
  per_customer_limit integer check (per_customer_limit > 0),
  exclude_discounted boolean not null default false,
  active boolean not null default true,
  created_at timestamptz not null,
  check ((kind = 'PERCENT') = (percent_bp is not null))
);
create unique index discount_code_code on discount_code (checkout_id, lower(code));
create table discount_code_amount (
  discount_code_id text not null references discount_code on delete cascade,
  currency currency_code not null,
  amount_minor amount_minor not null,
  primary key (discount_code_id, currency)
);
create table discount_code_product (
  discount_code_id text not null references discount_code on delete cascade,
  product_id text not null references product,
  primary key (discount_code_id, product_id)
);

-- What runs after a payment, as configured; each change is a new version and old ones stay.
create table action_configuration (
  id text primary key,
  checkout_id text not null references checkout,
  level action_level not null,
  product_id text,
  offer_id text,
  kind text not null,
  name text not null,
  enabled boolean not null default false,
  version integer not null default 1,
  created_at timestamptz not null,
  deleted_at timestamptz,
  foreign key (checkout_id, product_id) references product (checkout_id, id),
  foreign key (checkout_id, offer_id) references offer (checkout_id, id),
  check ((level = 'PRODUCT') = (product_id is not null)),
  check ((level = 'OFFER') = (offer_id is not null))
);
create index action_configuration_checkout on action_configuration (checkout_id) where deleted_at is null;
create table action_configuration_version (
  configuration_id text not null references action_configuration,
  version integer not null,
  name text not null,
  settings jsonb not null,
  created_at timestamptz not null,
  created_by text not null,
  primary key (configuration_id, version)
);
alter table action_configuration add constraint action_configuration_current
  foreign key (id, version) references action_configuration_version (configuration_id, version)
  deferrable initially deferred;

-- ── Orders ──────────────────────────────────────────────────────────────────
create sequence order_number as bigint start 10001;

create table orders (
  id text primary key,
  checkout_id text not null references checkout,
  number text not null,
  version integer not null default 1 check (version > 0),
  status order_status not null,
  offer_id text not null,
  checkout_link_id text references checkout_link,
  link_name text,
  source text,
  tags text[] not null default '{}',
  currency currency_code not null,
  language text,
  device text check (device in ('DESKTOP', 'MOBILE', 'TABLET')),
  opened_country country_code,
  opened_region text,
  email text,
  first_name text,
  last_name text,
  country country_code,
  region text,
  billing_fields jsonb not null default '[]',
  analytics_consent text not null check (analytics_consent in ('ACCEPTED', 'REJECTED', 'NEVER_ASKED')),
  discount_code_id text references discount_code,
  discount_code text,
  discount_minor amount_minor not null default 0,
  total_minor amount_minor not null,
  refunded_minor amount_minor not null default 0,
  refund_pending_minor amount_minor not null default 0,
  created_at timestamptz not null,
  billing_submitted_at timestamptz,
  paid_at timestamptz,
  all_succeeded_at timestamptz,
  closed_by_hand_at timestamptz,
  closed_by_kind actor_kind,
  closed_by_name text,
  last_refund_at timestamptz,
  surplus_captured_at timestamptz,
  -- [{"reason", "from"}], earliest first; attention_at is the first of them.
  attention jsonb not null default '[]',
  attention_at timestamptz,
  attention_summary text,
  erased_at timestamptz,
  unique (checkout_id, number),
  foreign key (checkout_id, offer_id) references offer (checkout_id, id),
  check (refunded_minor + refund_pending_minor <= total_minor),
  check (billing_submitted_at is null or erased_at is not null or (email is not null and country is not null)),
  check ((attention_at is null) = (attention = '[]')),
  check (status <> 'COMPLETED' or all_succeeded_at is not null),
  check (status <> 'PAID' or paid_at is not null)
);
create index orders_email on orders (lower(email)) where email is not null;
create index orders_discount on orders (discount_code_id) where discount_code_id is not null;

create table order_line (
  id text primary key,
  order_id text not null references orders on delete cascade,
  position integer not null,
  product_id text not null references product,
  add_on_id text references add_on,
  kind text not null check (kind in ('MAIN', 'ORDER_BUMP', 'PRE_UPSELL')),
  product_name text not null,
  list_price_minor amount_minor not null,
  discount_minor amount_minor not null default 0,
  price_minor amount_minor not null,
  vat_rate_bp rate_bp not null,
  refunded_minor amount_minor not null default 0,
  refunded_vat_minor amount_minor not null default 0,
  refund_pending_minor amount_minor not null default 0,
  unique (order_id, position),
  check (price_minor = list_price_minor - discount_minor),
  check ((kind = 'MAIN') = (add_on_id is null)),
  check (refunded_minor + refund_pending_minor <= price_minor)
);

create table payment (
  id text primary key,
  order_id text not null references orders on delete cascade,
  provider text not null,
  method text not null,
  status text not null check (status in
    ('PENDING', 'SUCCEEDED', 'FAILED', 'CANCELLED', 'PARTIALLY_REFUNDED', 'REFUNDED')),
  amount_minor amount_minor not null,
  currency currency_code not null,
  provider_reference text,
  redirect_url text,
  client_secret text,
  failure_message text,
  created_at timestamptz not null,
  captured_at timestamptz,
  captured_minor amount_minor not null default 0,
  returned_minor amount_minor not null default 0,
  reserved_minor amount_minor not null default 0,
  surplus boolean not null default false,
  look_up_at timestamptz,
  look_ups integer not null default 0,
  unique (provider, provider_reference),
  check (returned_minor + reserved_minor <= captured_minor),
  check ((status in ('SUCCEEDED', 'PARTIALLY_REFUNDED', 'REFUNDED')) = (captured_at is not null)),
  check (captured_at is not null or captured_minor = 0),
  check (status = 'PENDING' or look_up_at is null)
);
create index payment_order on payment (order_id);
create index payment_look_up on payment (look_up_at) where look_up_at is not null;

create table action (
  id text primary key,
  order_id text not null references orders on delete cascade,
  order_line_id text references order_line,
  configuration_id text,
  configuration_version integer,
  purpose text not null check (purpose in ('DELIVERY', 'REMOVAL', 'REFUND')),
  level action_level,
  kind text not null,
  name text not null,
  settings jsonb not null,
  status action_status not null,
  run integer not null default 1 check (run > 0),
  attempt integer not null default 0 check (attempt >= 0),
  failures_in_run integer not null default 0,
  next_trigger text not null default 'AUTOMATIC'
    check (next_trigger in ('AUTOMATIC', 'RETRY', 'TAKEOVER', 'RERUN', 'FORCE')),
  run_actor_kind actor_kind not null default 'SYSTEM',
  run_actor_name text not null default 'Automatic',
  run_requested_at timestamptz not null,
  worker text,
  lease_until timestamptz,
  started_at timestamptz,
  finished_at timestamptz,
  next_attempt_at timestamptz,
  changed_at timestamptz not null,
  message text,
  created_at timestamptz not null,
  foreign key (configuration_id, configuration_version)
    references action_configuration_version (configuration_id, version),
  check ((status = 'RUNNING') = (lease_until is not null)),
  check ((status = 'PENDING') = (next_attempt_at is not null)),
  check ((purpose = 'DELIVERY') = (level is not null))
);
create unique index action_once on action (order_id, configuration_id, order_line_id)
  nulls not distinct where purpose = 'DELIVERY' and configuration_id is not null;
create index action_order on action (order_id);
create index action_lease on action (lease_until) where status = 'RUNNING';
create index action_due on action (next_attempt_at) where status = 'PENDING';

create table attempt (
  id text primary key,
  action_id text not null references action on delete cascade,
  order_id text not null references orders on delete cascade,
  run integer not null,
  attempt integer not null,
  trigger text not null check (trigger in ('AUTOMATIC', 'RETRY', 'TAKEOVER', 'RERUN', 'FORCE')),
  actor_kind actor_kind not null,
  actor_name text not null,
  worker text not null,
  status action_status not null check (status not in ('PENDING', 'CANCELLED')),
  started_at timestamptz not null,
  finished_at timestamptz,
  -- True for an answer that came after another attempt had taken over: kept, and changes nothing.
  overtaken boolean not null default false,
  message text,
  technical text,
  request jsonb,
  response jsonb,
  unique (action_id, attempt),
  check ((status = 'RUNNING') = (finished_at is null))
);

create table refund (
  id text primary key,
  order_id text not null references orders on delete cascade,
  amount_minor amount_minor not null,
  currency currency_code not null,
  status refund_status not null,
  reason text,
  actor_kind actor_kind not null,
  actor_name text not null,
  requested_at timestamptz not null,
  settled_at timestamptz,
  reversed_at timestamptz,
  failed_late boolean not null default false,
  changed_at timestamptz not null
);
create index refund_order on refund (order_id);
create table refund_leg (
  id text primary key,
  refund_id text not null references refund on delete cascade,
  payment_id text references payment,
  amount_minor amount_minor not null check (amount_minor > 0),
  status refund_status not null,
  provider_key text unique,
  provider_reference text,
  failure_message text,
  check ((status = 'RECORDED') or provider_key is not null)
);
create index refund_leg_refund on refund_leg (refund_id);
create table refund_part (
  refund_leg_id text not null references refund_leg on delete cascade,
  order_line_id text not null references order_line,
  amount_minor amount_minor not null check (amount_minor > 0),
  -- May be −1 on a refund of a cent: the VAT of partials is the difference of two rounded sums.
  vat_minor bigint not null check (abs(vat_minor) <= amount_minor),
  remove_access boolean not null default false,
  primary key (refund_leg_id, order_line_id)
);

-- ── Books and history: append only ──────────────────────────────────────────
create table book_entry (
  id bigint generated always as identity primary key,
  order_id text not null references orders,
  order_line_id text not null references order_line,
  checkout_id text not null references checkout,
  kind text not null check (kind in ('SALE', 'REFUND', 'REVERSAL')),
  at timestamptz not null,
  currency currency_code not null,
  gross_minor bigint not null,
  vat_minor bigint not null,
  refund_id text references refund,
  check (case kind when 'REFUND' then gross_minor <= 0 else gross_minor >= 0 end),
  check ((kind = 'SALE') = (refund_id is null))
);
create unique index book_sale_once on book_entry (order_line_id) where kind = 'SALE';
create index book_entry_order on book_entry (order_id);

create table history_entry (
  id text primary key,
  chain text not null,
  seq integer not null,
  order_id text references orders,
  at timestamptz not null,
  actor_kind actor_kind not null,
  actor_id text,
  actor_name text not null,
  event text not null check (event ~ '^[a-z]+(\.[a-z_]+)+$'),
  summary text not null,
  reason text,
  changes jsonb not null default '[]',
  hash bytea not null,
  unique (chain, seq)
);
create index history_order on history_entry (order_id, seq desc) where order_id is not null;
-- The sweep that makes good a notification lost by a crash reads the last few seconds.
create index history_recent on history_entry (at) where order_id is not null;

-- Links each entry to the one before it in its chain (an order, or one of the shop's own chains). The
-- advisory lock makes writers of one chain queue; writers of others do not notice.
create function chain_history() returns trigger language plpgsql as $$
declare
  previous record;
begin
  perform pg_advisory_xact_lock(hashtextextended(new.chain, 7));
  select seq, hash into previous from history_entry where chain = new.chain order by seq desc limit 1;
  new.seq := coalesce(previous.seq, 0) + 1;
  new.hash := sha256(convert_to(jsonb_build_array(
    coalesce(encode(previous.hash, 'hex'), ''), new.id, new.chain, new.seq, new.order_id,
    extract(epoch from new.at), new.actor_kind, new.actor_id, new.actor_name, new.event, new.summary,
    new.reason, new.changes)::text, 'UTF8'));
  return new;
end $$;
create trigger history_chain before insert on history_entry for each row execute function chain_history();

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append only', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger history_append_only before update or delete on history_entry
  for each row execute function refuse_change();
create trigger history_no_truncate before truncate on history_entry execute function refuse_change();
create trigger book_append_only before update or delete on book_entry
  for each row execute function refuse_change();
create trigger book_no_truncate before truncate on book_entry execute function refuse_change();

create table received_event (
  provider text not null,
  event_id text not null,
  received_at timestamptz not null,
  order_id text references orders,
  payment_id text references payment,
  status text not null,
  primary key (provider, event_id)
);

create table idempotency_key (
  actor text not null,
  key text not null check (length(key) between 1 and 255),
  operation text not null,
  input_hash text not null,
  result jsonb not null,
  created_at timestamptz not null,
  primary key (actor, key)
);

-- ── People and scripts (passwords and sessions live in the schema "auth") ────
create table member (
  id text primary key,
  user_id text not null unique,
  name text not null,
  email text not null,
  role text not null check (role in ('VIEWER', 'CUSTOMER_SERVICE', 'MAINTAINER', 'ADMIN')),
  created_at timestamptz not null,
  disabled_at timestamptz
);
create table member_checkout (
  member_id text not null references member on delete cascade,
  checkout_id text not null references checkout on delete cascade,
  primary key (member_id, checkout_id)
);
create table api_token (
  id text primary key,
  name text not null,
  prefix text not null,
  hash bytea not null unique,
  permissions text[] not null,
  all_checkouts boolean not null default false,
  created_at timestamptz not null,
  created_by text not null,
  expires_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz
);
create table api_token_checkout (
  api_token_id text not null references api_token on delete cascade,
  checkout_id text not null references checkout on delete cascade,
  primary key (api_token_id, checkout_id)
);
`;
