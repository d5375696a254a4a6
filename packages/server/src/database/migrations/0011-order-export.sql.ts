/**
 * Exports of orders that were asked for: what was frozen then, and how far the latest download of it is.
 * The rows themselves are kept nowhere; they are read when the file is fetched.
 */
export const orderExport = String.raw`
create table order_export (
  id text primary key,
  requested_at timestamptz not null,
  actor_kind actor_kind not null,
  actor_id text,
  actor_name text not null,
  -- What was asked, as it was then. It may name people, so it is forgotten with the address.
  wish jsonb,
  -- Sealed: what makes the address impossible to guess.
  address_key text not null,
  expires_at timestamptz not null,
  state text not null default 'WAITING' check (state in ('WAITING', 'RUNNING', 'READY', 'FAILED')),
  -- Orders: counted when it was asked for, and again by each download.
  total integer not null check (total >= 0),
  orders_sent integer not null default 0 check (orders_sent >= 0),
  rows_sent integer not null default 0 check (rows_sent >= 0),
  -- Grows with every download; only the latest may write here.
  download integer not null default 0,
  -- By the database's clock, while a download runs: one that stands still has lost its server.
  beat_at timestamptz,
  finished_at timestamptz,
  cancelled_at timestamptz,
  failure text,
  check ((state = 'RUNNING') = (beat_at is not null)),
  check ((state = 'FAILED') = (failure is not null)),
  check (cancelled_at is null or state = 'FAILED')
);
create index order_export_running on order_export (actor_kind, actor_id) where state = 'RUNNING';
create index order_export_to_forget on order_export (expires_at) where wish is not null;
`;
