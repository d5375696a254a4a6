/**
 * What ends every change of an order, by one statement: the facts that follow, then the list row. The list row is
 * as it was in 0010; written in PL/pgSQL its plan is kept by each connection, and not made anew for every order.
 */
export const settleOrders = String.raw`
create or replace function refresh_order_list(wanted text[]) returns void language plpgsql as $$
begin
  insert into order_list (
    order_id, checkout_id, number, version, status, created_at, paid_at, completed_at, completed_by_hand,
    completed_by_kind, completed_by_name, offer_id, link_name, source, tags, currency, total_minor,
    refunded_minor, refund_pending_minor, discount_code, discount_minor, email, first_name, last_name,
    country, region, analytics_consent, lines, payment, payment_provider, payment_references,
    unfinished_kinds, attention, attention_at, attention_summary, email_key, search, checkout_link_id, device,
    paid_through, sold_at)
  select o.id, o.checkout_id, o.number, o.version, o.status, o.created_at, o.paid_at,
    coalesce(o.closed_by_hand_at, o.all_succeeded_at), o.closed_by_hand_at is not null,
    case when o.closed_by_hand_at is not null then o.closed_by_kind when o.all_succeeded_at is not null then 'SYSTEM' end,
    case when o.closed_by_hand_at is not null then o.closed_by_name when o.all_succeeded_at is not null then 'Automatic' end,
    o.offer_id, o.link_name, o.source, o.tags, o.currency, o.total_minor, o.refunded_minor,
    o.refund_pending_minor, o.discount_code, o.discount_minor, o.email, o.first_name, o.last_name,
    coalesce(o.country, o.opened_country),
    -- The region of the visit tells nothing about another country of the bill.
    coalesce(o.region, case when o.country is null or o.country = o.opened_country then o.opened_region end),
    o.analytics_consent,
    coalesce(l.lines, '[]'), p.shown, p.shown ->> 'provider', coalesce(p.payment_references, '{}'), coalesce(a.kinds, '{}'),
    o.attention, o.attention_at, o.attention_summary, lower(coalesce(o.email, '')),
    lower(concat_ws(' ', o.number, o.email, o.first_name, o.last_name, array_to_string(p.payment_references, ' '))),
    o.checkout_link_id, o.device, p.paid_through, b.sold_at
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
      array_agg(provider_reference) filter (where provider_reference is not null) as payment_references,
      (array_agg(provider || '/' || method order by captured_at, created_at desc, id desc)
        filter (where captured_at is not null))[1] as paid_through
    from payment where order_id = o.id) p on true
  left join lateral (
    select array_agg(distinct kind) as kinds from action
    where order_id = o.id and status not in ('SUCCEEDED', 'CANCELLED')) a on true
  left join lateral (
    select min(at) as sold_at from book_entry where order_id = o.id and kind = 'SALE') b on true
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
    email_key = excluded.email_key, search = excluded.search, checkout_link_id = excluded.checkout_link_id,
    device = excluded.device, paid_through = excluded.paid_through, sold_at = excluded.sold_at;

  insert into order_tag (order_id, tag, status, created_at)
  select distinct o.id, t.tag, o.status, o.created_at from orders o, unnest(o.tags) as t (tag) where o.id = any(wanted)
  on conflict (order_id, tag) do update set status = excluded.status where order_tag.status <> excluded.status;
end $$;

-- One element per order in each array. The orders are locked by whoever calls this.
create function settle_orders(ids text[], statuses text[], all_succeeded timestamptz[], reasons jsonb[],
  since timestamptz[], summaries text[], versions integer[]) returns void language plpgsql as $$
begin
  update orders o set status = s.status, all_succeeded_at = s.all_succeeded, attention = s.reasons,
    attention_at = s.since, attention_summary = s.summary, version = o.version + s.versions
  from unnest(ids, statuses, all_succeeded, reasons, since, summaries, versions)
    as s (id, status, all_succeeded, reasons, since, summary, versions)
  where o.id = s.id;
  perform refresh_order_list(ids);
end $$;
`;
