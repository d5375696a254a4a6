// What is counted in each bucket, told once for the statements below.
const columns = [
  'opened',
  'orders',
  'lines',
  'gross_minor',
  'vat_minor',
  'refunded_minor',
  'refunded_vat_minor',
  'reversed_minor',
  'add_on_orders',
  'bump_orders',
  'bump_minor',
  'upsell_orders',
  'upsell_minor',
];
const [, ...ofBooks] = columns;

/** Of the entries of one order, or of one product in it: the order counts once. */
const figuresOfEntries = `
  case when bool_or(kind = 'SALE') then 1 else 0 end as orders,
  count(*) filter (where kind = 'SALE') as lines,
  coalesce(sum(gross_minor) filter (where kind = 'SALE'), 0) as gross_minor,
  coalesce(sum(vat_minor) filter (where kind = 'SALE'), 0) as vat_minor,
  -coalesce(sum(gross_minor) filter (where kind <> 'SALE'), 0) as refunded_minor,
  -coalesce(sum(vat_minor) filter (where kind <> 'SALE'), 0) as refunded_vat_minor,
  coalesce(sum(gross_minor) filter (where kind = 'REVERSAL'), 0) as reversed_minor,
  case when bool_or(kind = 'SALE' and line_kind <> 'MAIN') then 1 else 0 end as add_on_orders,
  case when bool_or(kind = 'SALE' and line_kind = 'ORDER_BUMP') then 1 else 0 end as bump_orders,
  coalesce(sum(gross_minor) filter (where kind = 'SALE' and line_kind = 'ORDER_BUMP'), 0) as bump_minor,
  case when bool_or(kind = 'SALE' and line_kind = 'PRE_UPSELL') then 1 else 0 end as upsell_orders,
  coalesce(sum(gross_minor) filter (where kind = 'SALE' and line_kind = 'PRE_UPSELL'), 0) as upsell_minor`;

const signedFigures = (signOf: string) =>
  ofBooks.map((column) => `${signOf}.sign * o.${column}`).join(', ');
const sums = (of: string) =>
  columns.map((column) => `sum(${of}${column})::bigint as ${column}`).join(', ');
const additions = columns
  .map((column) => `${column} = r.${column} + excluded.${column}`)
  .join(', ');

/**
 * Reports. Rollups per dimension, folded by a worker from the books and the opened checkouts; what of an
 * order is folded stands in `report_order`, and whatever changes of it leaves a row in `report_pending`.
 * A row says only "look again": what is added is always the difference between the order as it is and as
 * it was folded, so that nothing is lost or counted twice, in whichever order transactions commit.
 */
export const reports = String.raw`
create table report_order (
  order_id text primary key,
  checkout_id text not null,
  currency text not null,
  opened_at timestamptz not null,
  offer_id text not null,
  link_id text not null,
  source text not null,
  tags text[] not null,
  country text not null,
  region text not null,
  device text not null,
  consent text not null,
  payment text not null,
  discount_code text not null,
  entries bigint[] not null
);

create table report_pending (
  id bigint generated always as identity primary key,
  order_id text not null
);

create function report_later() returns trigger language plpgsql as $$
begin
  insert into report_pending (order_id) select distinct order_id from changed;
  return null;
end $$;
create function report_row_later() returns trigger language plpgsql as $$
begin
  insert into report_pending (order_id) values (coalesce(new.order_id, old.order_id));
  return null;
end $$;
create trigger book_report after insert on book_entry
  referencing new table as changed for each statement execute function report_later();
create trigger order_list_report_opened after insert on order_list
  referencing new table as changed for each statement execute function report_later();
create trigger order_list_report_changed after update on order_list for each row
  when ((old.checkout_id, old.currency, old.created_at, old.offer_id, old.checkout_link_id, old.source, old.tags,
      old.country, old.region, old.device, old.analytics_consent, old.paid_through, old.discount_code)
    is distinct from (new.checkout_id, new.currency, new.created_at, new.offer_id, new.checkout_link_id, new.source, new.tags,
      new.country, new.region, new.device, new.analytics_consent, new.paid_through, new.discount_code))
  execute function report_row_later();
create trigger order_list_report_gone after delete on order_list for each row execute function report_row_later();

create table report_rollup (
  dimension text not null,
  -- Buckets begin at multiples of 15 minutes, or with an hour, day or month, all in UTC.
  grain text not null check (grain in ('QUARTER', 'HOUR', 'DAY', 'MONTH')),
  bucket timestamptz not null,
  checkout_id text not null,
  currency text not null,
  -- What the key stands in: a region's country, the product that an offer sold.
  within text not null,
  -- Empty: none.
  key text not null,
  opened bigint not null,
  orders bigint not null,
  lines bigint not null,
  gross_minor bigint not null,
  vat_minor bigint not null,
  refunded_minor bigint not null,
  refunded_vat_minor bigint not null,
  reversed_minor bigint not null,
  add_on_orders bigint not null,
  bump_orders bigint not null,
  bump_minor bigint not null,
  upsell_orders bigint not null,
  upsell_minor bigint not null,
  primary key (dimension, grain, bucket, checkout_id, currency, within, key)
);

-- Orders as reports see them now.
create function report_state(wanted text[]) returns setof report_order language sql stable as $$
  select o.order_id, o.checkout_id, o.currency, o.created_at, o.offer_id, coalesce(o.checkout_link_id, ''),
    coalesce(lower(o.source), ''), o.tags, coalesce(o.country, ''), coalesce(o.region, ''), coalesce(o.device, ''),
    o.analytics_consent, coalesce(o.paid_through, ''), coalesce(lower(o.discount_code), ''), coalesce(b.entries, '{}')
  from order_list o
  left join lateral (select array_agg(id order by id) as entries from book_entry where order_id = o.order_id) b on true
  where o.order_id = any(wanted)
$$;

-- What has to be added to the rollups so that they hold these orders as they are now.
create function report_delta(wanted text[]) returns table (
  dimension text, bucket timestamptz, checkout_id text, currency text, within text, key text,
  opened bigint, orders bigint, lines bigint, gross_minor bigint, vat_minor bigint, refunded_minor bigint,
  refunded_vat_minor bigint, reversed_minor bigint, add_on_orders bigint, bump_orders bigint, bump_minor bigint,
  upsell_orders bigint, upsell_minor bigint
) language sql stable as $$
  with now_state as materialized (select * from report_state(wanted)),
  changed as (
    select n.* from now_state n left join report_order f using (order_id) where f is null or f is distinct from n),
  facts as materialized (
    select 1 as sign, c.* from changed c
    union all
    select -1, f.* from report_order f
    where f.order_id = any(wanted) and (f.order_id in (select c.order_id from changed c)
      or f.order_id not in (select n.order_id from now_state n))),
  entry as materialized (
    select f.sign, f.order_id, f.checkout_id, f.currency, f.offer_id, f.source, l.product_id,
      date_bin('15 minutes', b.at, timestamptz '2000-01-01 00:00Z') as bucket, b.kind, l.kind as line_kind, b.gross_minor, b.vat_minor
    from facts f cross join lateral unnest(f.entries) as e (id)
    join book_entry b on b.id = e.id join order_line l on l.id = b.order_line_id),
  of_order as (
    select sign, order_id, bucket, ${figuresOfEntries} from entry group by sign, order_id, bucket),
  of_product as (
    select sign, order_id, checkout_id, currency, offer_id, source, product_id, bucket, ${figuresOfEntries}
    from entry group by sign, order_id, checkout_id, currency, offer_id, source, product_id, bucket),
  facet as materialized (
    select f.sign, f.order_id, f.checkout_id, f.currency, f.opened_at, v.dimension, v.within, v.key, v.is_opened
    from facts f cross join lateral (
      select * from (values
        ('ALL', '', '', true), ('OFFER', '', f.offer_id, true), ('LINK', '', f.link_id, true),
        ('SOURCE', '', f.source, true), ('COUNTRY', '', f.country, true), ('REGION', f.country, f.region, true),
        ('DEVICE', '', f.device, true), ('CONSENT', '', f.consent, true),
        ('PAYMENT_METHOD', '', f.payment, false), ('DISCOUNT_CODE', '', f.discount_code, false)
      ) as one (dimension, within, key, is_opened)
      union all
      select 'TAG', '', t.tag, true from (
        select distinct unnest(case when f.tags = '{}' then array[''] else f.tags end)) as t (tag)) v),
  part as (
    select dimension, date_bin('15 minutes', opened_at, timestamptz '2000-01-01 00:00Z') as bucket, checkout_id, currency, within, key,
      sign as opened, 0 as orders, 0 as lines, 0 as gross_minor, 0 as vat_minor, 0 as refunded_minor, 0 as refunded_vat_minor,
      0 as reversed_minor, 0 as add_on_orders, 0 as bump_orders, 0 as bump_minor, 0 as upsell_orders, 0 as upsell_minor
    from facet where is_opened
    union all
    select f.dimension, o.bucket, f.checkout_id, f.currency, f.within, f.key, 0, ${signedFigures('f')}
    from facet f join of_order o on o.order_id = f.order_id and o.sign = f.sign
    union all
    select v.dimension, o.bucket, o.checkout_id, o.currency, v.within, v.key, 0, ${signedFigures('o')}
    from of_product o cross join lateral (values
      ('PRODUCT', '', o.product_id), ('PRODUCT_OFFER', o.product_id, o.offer_id), ('PRODUCT_SOURCE', o.product_id, o.source)
    ) as v (dimension, within, key)),
  summed as (
    select dimension, bucket, checkout_id, currency, within, key, ${sums('')}
    from part group by dimension, bucket, checkout_id, currency, within, key)
  select * from summed
  where (opened, orders, lines, gross_minor, vat_minor, refunded_minor, refunded_vat_minor, reversed_minor,
    add_on_orders, bump_orders, bump_minor, upsell_orders, upsell_minor) <> (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
$$;

-- Folds these orders as they are now, in one statement and so as of one moment. Whoever calls it holds the
-- advisory lock (42, 10), since two at once would add the same twice.
create function fold_report(wanted text[]) returns void language sql as $$
  with delta as materialized (select * from report_delta(wanted)),
  now_state as materialized (select * from report_state(wanted)),
  rolled as (
    insert into report_rollup as r
    select d.dimension, g.grain, case g.grain when 'QUARTER' then d.bucket else date_trunc(g.grain, d.bucket, 'UTC') end as bucket,
      d.checkout_id, d.currency, d.within, d.key, ${sums('d.')}
    from delta d cross join (values ('QUARTER'), ('HOUR'), ('DAY'), ('MONTH')) as g (grain)
    group by 1, 2, 3, 4, 5, 6, 7
    on conflict (dimension, grain, bucket, checkout_id, currency, within, key) do update set ${additions}),
  gone as (
    delete from report_order where order_id = any(wanted) and order_id not in (select n.order_id from now_state n))
  insert into report_order as f select * from now_state
  on conflict (order_id) do update set checkout_id = excluded.checkout_id, currency = excluded.currency,
    opened_at = excluded.opened_at, offer_id = excluded.offer_id, link_id = excluded.link_id, source = excluded.source,
    tags = excluded.tags, country = excluded.country, region = excluded.region, device = excluded.device,
    consent = excluded.consent, payment = excluded.payment, discount_code = excluded.discount_code,
    entries = excluded.entries
  where f is distinct from excluded
$$;

-- All there is waits to be folded.
insert into report_pending (order_id) select order_id from order_list;

-- Reference rates of the European Central Bank: units of the currency for one euro. Once known, a day's
-- rate is never changed, or converted figures of the past would move.
create table exchange_rate (
  currency currency_code not null,
  day date not null,
  per_euro numeric not null check (per_euro > 0),
  received_at timestamptz not null,
  primary key (currency, day)
);
`;
