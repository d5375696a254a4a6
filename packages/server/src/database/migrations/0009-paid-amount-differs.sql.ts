/**
 * Money that is not what an order costs gets a moment, and with it a reason, of its own. It was kept
 * where a second capture is kept, and shown as one; which of both it was is told by the payments.
 */
export const paidAmountDiffers = String.raw`
-- When money came that is too little, or too much at once; null: none did, or somebody has looked at it.
alter table orders add column unmatched_captured_at timestamptz;

with moved as (
  update orders o
  set unmatched_captured_at = surplus_captured_at, surplus_captured_at = null,
    attention = coalesce((select jsonb_agg(case when entry ->> 'reason' = 'PAID_TWICE'
        then jsonb_set(entry, '{reason}', '"PAID_AMOUNT_DIFFERS"') else entry end order by place)
      from jsonb_array_elements(o.attention) with ordinality as e (entry, place)), '[]')
  where surplus_captured_at is not null
    and not exists (select from payment p where p.order_id = o.id and p.surplus)
  returning id)
select refresh_order_list(array(select id from moved));
`;
