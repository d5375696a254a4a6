/**
 * What refunds need beyond their first tables: when a leg was sent and settled, when to ask its provider
 * again, which action sends it, and what else was asked for with it.
 */
export const refunds = String.raw`
alter table refund
  -- A second capture given back whole: a refund without lines.
  add column surplus_payment_id text references payment,
  add column remove_offer_access boolean not null default false;

alter table refund_leg
  -- When the first byte may have gone out; null until then.
  add column sent_at timestamptz,
  add column settled_at timestamptz,
  add column changed_at timestamptz,
  -- Booked: counted in the order, its lines, its payment and the books.
  add column booked_at timestamptz,
  -- When to ask the provider what became of it; null when nothing is open.
  add column look_up_at timestamptz,
  add column look_ups integer not null default 0;
create index refund_leg_payment on refund_leg (payment_id) where payment_id is not null;
create index refund_leg_look_up on refund_leg (look_up_at) where look_up_at is not null;

alter table action add column refund_leg_id text references refund_leg on delete cascade;
create unique index action_refund_leg on action (refund_leg_id) where refund_leg_id is not null;
alter table action add check ((purpose = 'REFUND') = (refund_leg_id is not null));

alter table setting drop constraint setting_name_check;
alter table setting add constraint setting_name_check check (name in
  ('graceMs', 'alertEmail', 'alertWebhookUrl', 'alertWebhookSecret', 'alertCount', 'alertOlderThanMs',
   'refundLimits'));
`;
