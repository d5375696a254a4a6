/**
 * What ends every change is planned once by each connection. PostgreSQL plans a statement anew for every call as long
 * as it thinks that this pays: it takes an array that it does not know for ten elements, and ours has one. To plan the
 * list row took as long as to write it.
 */
export const plannedOnce = String.raw`
alter function refresh_order_list(text[]) set plan_cache_mode to force_generic_plan;
alter function settle_orders(text[], text[], timestamptz[], jsonb[], timestamptz[], text[], integer[])
  set plan_cache_mode to force_generic_plan;
-- A plan made while a shop was empty has to do when it is not.
alter function refresh_order_list(text[]) set enable_seqscan to off;
alter function settle_orders(text[], text[], timestamptz[], jsonb[], timestamptz[], text[], integer[])
  set enable_seqscan to off;

-- One job per action, which replaces one that still waits. Each action once. Delays in ms, from this moment and not
-- from the transaction's beginning: one that had to wait for a lock would wake its worker before the action may be
-- claimed, and the wake-up would be lost.
create function queue_actions(ids text[], delays float8[], cause json) returns void language plpgsql
  set plan_cache_mode to force_generic_plan set enable_seqscan to off as $$
begin
  perform graphile_worker.add_jobs(array(
    select row('run-action', json_strip_nulls(json_build_object('actionId', j.id, 'cause', cause)), null,
      clock_timestamp() + j.delay * interval '1 millisecond', 1, 'action:' || j.id, null, null)::graphile_worker.job_spec
    from unnest(ids, delays) with ordinality as j (id, delay, place) order by place));
end $$;
`;
