/**
 * Many failed actions run again at once: which they are is fixed when somebody confirms, each with the run
 * it had then, and its row tells what has become of it since.
 */
export const bulkRerun = String.raw`
create table bulk_rerun (
  id text primary key,
  started_at timestamptz not null,
  actor_kind actor_kind not null,
  actor_id text,
  actor_name text not null,
  -- Where its orders lie: it exists for those who reach all of them.
  checkout_ids text[] not null,
  total integer not null check (total > 0),
  order_count integer not null check (order_count between 1 and total),
  -- The latest step, by the database's clock: an open one that stands still was forgotten.
  progressed_at timestamptz not null,
  cancelled_at timestamptz,
  -- When its last action had been queued or passed over.
  dealt_with_at timestamptz,
  check (cancelled_at is null or dealt_with_at is not null)
);
create index bulk_rerun_newest on bulk_rerun (started_at desc, id desc);
create index bulk_rerun_open on bulk_rerun (progressed_at) where dealt_with_at is null;

create table bulk_rerun_action (
  bulk_rerun_id text not null references bulk_rerun on delete cascade,
  position integer not null check (position > 0),
  action_id text not null references action on delete cascade,
  order_id text not null references orders on delete cascade,
  run_seen integer not null,
  dealt_with_at timestamptz,
  -- The run that was queued; or why none was: {"code", "message"}.
  run integer,
  refusal jsonb,
  primary key (bulk_rerun_id, position),
  unique (bulk_rerun_id, action_id),
  check (run is null or refusal is null),
  check ((dealt_with_at is null) = (run is null and refusal is null))
);
create index bulk_rerun_action_open on bulk_rerun_action (bulk_rerun_id, position) where dealt_with_at is null;
create index bulk_rerun_action_skipped on bulk_rerun_action (bulk_rerun_id, position) where refusal is not null;
create index bulk_rerun_action_action on bulk_rerun_action (action_id);
create index bulk_rerun_action_order on bulk_rerun_action (order_id);

create index action_failed on action (finished_at, id) where status = 'FAILED' and purpose <> 'REFUND';
`;
