/**
 * What settling refunds and comparing them with their providers needs: what of a refund has no room in
 * our data, whether a failure may still turn out otherwise, and the differences that were found.
 */
export const reconciling = String.raw`
alter table refund_leg
  -- Of a refund made at the provider: what its payment had no room for.
  add column beyond_minor amount_minor not null default 0,
  -- Failed by our own conclusion: should its provider report it after all, that counts.
  add column may_still_succeed boolean not null default false,
  add check (beyond_minor <= amount_minor);
-- When somebody took note that a refund had failed after it was reported as done.
alter table refund add column failure_seen_at timestamptz;
-- Few at any moment, and looked for every few seconds.
create index refund_leg_requested on refund_leg (id) where status = 'REQUESTED';
create index refund_leg_reference on refund_leg (provider_reference) where provider_reference is not null;

-- VAT of partials is the difference of two rounded sums. After reversals among refunds of a few cents it
-- can be a cent or two on the other side of nothing, until the next refund of the line evens it out.
alter table order_line alter column refunded_vat_minor type bigint;
alter table refund_part drop constraint refund_part_check;

-- What a provider's list of refunds and ours do not agree about, found by comparing them. Shown with the
-- order until the next comparison no longer finds it; nothing is set right by itself.
create table refund_difference (
  provider text not null,
  kind text not null,
  -- Our leg's id, or the provider's id of a refund that we do not know.
  subject text not null,
  order_id text references orders,
  ours jsonb,
  theirs jsonb,
  summary text not null,
  happened_at timestamptz not null,
  found_at timestamptz not null,
  seen_at timestamptz not null,
  settled_at timestamptz,
  primary key (provider, kind, subject)
);
create index refund_difference_order on refund_difference (order_id) where settled_at is null;
`;
