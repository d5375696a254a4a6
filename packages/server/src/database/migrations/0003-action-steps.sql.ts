/**
 * What of an action is done already when it fails half-way: a re-run goes on from there. A step counts
 * until a run of the action succeeds.
 */
export const actionSteps = String.raw`
create table action_step (
  action_id text not null references action on delete cascade,
  run integer not null,
  step text not null check (length(step) between 1 and 200),
  fact jsonb,
  at timestamptz not null,
  primary key (action_id, run, step)
);
`;
