/**
 * What the orders table on the screen shows of an order, its lines, payments and customer, kept on one
 * row, so that a page is one index range and no join. `refresh_order_list` is its only writer and is
 * called by the transaction that changes any of the parts.
 */
export const orderList = String.raw`
create table order_list (
  order_id text primary key references orders on delete cascade,
  checkout_id text not null,
  number text not null,
  version integer not null,
  status order_status not null,
  is_visit boolean not null generated always as (status in ('STARTED', 'IN_PROGRESS')) stored,
  created_at timestamptz not null,
  paid_at timestamptz,
  completed_at timestamptz,
  completed_by_hand boolean not null,
  completed_by_kind actor_kind,
  completed_by_name text,
  offer_id text not null,
  link_name text,
  source text,
  tags text[] not null,
  currency currency_code not null,
  total_minor bigint not null,
  refunded_minor bigint not null,
  refund_pending_minor bigint not null,
  discount_code text,
  discount_minor bigint not null,
  email text,
  first_name text,
  last_name text,
  country text,
  region text,
  analytics_consent text not null,
  lines jsonb not null,
  payment jsonb,
  payment_provider text,
  payment_references text[] not null,
  unfinished_kinds text[] not null,
  attention jsonb not null,
  attention_at timestamptz,
  attention_summary text,
  email_key text not null,
  search text not null
);

create index order_list_newest on order_list (created_at desc, order_id desc) where not is_visit;
create index order_list_newest_of_checkout on order_list (checkout_id, created_at desc, order_id desc) where not is_visit;
create index order_list_all on order_list (created_at desc, order_id desc);
create index order_list_status on order_list (status, created_at desc, order_id desc);
create index order_list_status_sort on order_list (status, order_id);
create index order_list_total on order_list (total_minor, order_id);
create index order_list_total_paid on order_list (total_minor, order_id) where not is_visit;
create index order_list_email on order_list (email_key, order_id);
create index order_list_email_paid on order_list (email_key, order_id) where not is_visit;
create index order_list_source on order_list (lower(source), created_at desc, order_id desc);
create index order_list_discount on order_list (lower(discount_code), created_at desc, order_id desc) where discount_code is not null;
create index order_list_number on order_list (number);
create index order_list_paid on order_list (paid_at desc, order_id desc) where paid_at is not null;
create index order_list_attention on order_list (attention_at, checkout_id) where attention_at is not null;
create index order_list_search on order_list using gin (search gin_trgm_ops);

-- Tags have a table of their own: an array with a GIN index misleads the planner under a sort.
create table order_tag (
  order_id text not null references orders on delete cascade,
  tag text not null,
  status order_status not null,
  created_at timestamptz not null,
  primary key (order_id, tag)
);
create index order_tag_newest on order_tag (tag, created_at desc, order_id desc);

create function refresh_order_list(wanted text[]) returns void language sql as $$
  insert into order_list (
    order_id, checkout_id, number, version, status, created_at, paid_at, completed_at, completed_by_hand,
    completed_by_kind, completed_by_name, offer_id, link_name, source, tags, currency, total_minor,
    refunded_minor, refund_pending_minor, discount_code, discount_minor, email, first_name, last_name,
    country, region, analytics_consent, lines, payment, payment_provider, payment_references,
    unfinished_kinds, attention, attention_at, attention_summary, email_key, search)
  select o.id, o.checkout_id, o.number, o.version, o.status, o.created_at, o.paid_at,
    coalesce(o.closed_by_hand_at, o.all_succeeded_at), o.closed_by_hand_at is not null,
    case when o.closed_by_hand_at is not null then o.closed_by_kind when o.all_succeeded_at is not null then 'SYSTEM' end,
    case when o.closed_by_hand_at is not null then o.closed_by_name when o.all_succeeded_at is not null then 'Automatic' end,
    o.offer_id, o.link_name, o.source, o.tags, o.currency, o.total_minor, o.refunded_minor,
    o.refund_pending_minor, o.discount_code, o.discount_minor, o.email, o.first_name, o.last_name,
    coalesce(o.country, o.opened_country), coalesce(o.region, o.opened_region), o.analytics_consent,
    coalesce(l.lines, '[]'), p.shown, p.shown ->> 'provider', coalesce(p.payment_references, '{}'), coalesce(a.kinds, '{}'),
    o.attention, o.attention_at, o.attention_summary, lower(coalesce(o.email, '')),
    lower(concat_ws(' ', o.number, o.email, o.first_name, o.last_name, array_to_string(p.payment_references, ' ')))
  from orders o
  left join lateral (
    select jsonb_agg(jsonb_build_object(
      'id', id, 'kind', kind, 'productName', product_name, 'listPriceMinor', list_price_minor,
      'priceMinor', price_minor, 'vatRateBp', vat_rate_bp, 'refundedMinor', refunded_minor) order by position) as lines
    from order_line where order_id = o.id) l on true
  left join lateral (
    select (array_agg(jsonb_build_object('id', id, 'provider', provider, 'method', method, 'status', status,
        'amountMinor', amount_minor, 'currency', currency, 'createdAt', created_at,
        'providerReference', provider_reference, 'failureMessage', failure_message)
        -- The first captured one, else the latest attempt.
        order by captured_at asc nulls last, created_at desc, id desc))[1] as shown,
      array_agg(provider_reference) filter (where provider_reference is not null) as payment_references
    from payment where order_id = o.id) p on true
  left join lateral (
    select array_agg(distinct kind) as kinds from action
    where order_id = o.id and status not in ('SUCCEEDED', 'CANCELLED')) a on true
  where o.id = any(wanted)
  on conflict (order_id) do update set
    number = excluded.number, version = excluded.version, status = excluded.status, paid_at = excluded.paid_at,
    completed_at = excluded.completed_at, completed_by_hand = excluded.completed_by_hand,
    completed_by_kind = excluded.completed_by_kind, completed_by_name = excluded.completed_by_name,
    offer_id = excluded.offer_id, link_name = excluded.link_name, source = excluded.source, tags = excluded.tags,
    currency = excluded.currency, total_minor = excluded.total_minor, refunded_minor = excluded.refunded_minor,
    refund_pending_minor = excluded.refund_pending_minor, discount_code = excluded.discount_code,
    discount_minor = excluded.discount_minor, email = excluded.email, first_name = excluded.first_name,
    last_name = excluded.last_name, country = excluded.country, region = excluded.region,
    analytics_consent = excluded.analytics_consent, lines = excluded.lines, payment = excluded.payment,
    payment_provider = excluded.payment_provider, payment_references = excluded.payment_references,
    unfinished_kinds = excluded.unfinished_kinds, attention = excluded.attention,
    attention_at = excluded.attention_at, attention_summary = excluded.attention_summary,
    email_key = excluded.email_key, search = excluded.search;

  insert into order_tag (order_id, tag, status, created_at)
  select distinct o.id, t.tag, o.status, o.created_at from orders o, unnest(o.tags) as t (tag) where o.id = any(wanted)
  on conflict (order_id, tag) do update set status = excluded.status where order_tag.status <> excluded.status;
$$;
`;
