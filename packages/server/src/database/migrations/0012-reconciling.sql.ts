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
create index refund_leg_reference on refund_leg (provider_reference) where provider_reference is not null;

-- VAT of partials is the difference of two rounded sums. After reversals among refunds of a few cents it
-- can be a cent or two on the other side of nothing, until the next refund of the line evens it out.
alter table order_line alter column refunded_vat_minor type bigint;
alter table refund_part drop constraint refund_part_check;
`;
