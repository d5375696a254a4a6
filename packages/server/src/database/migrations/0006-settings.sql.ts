/**
 * What the shop's people set for all of it. A setting without a row, or with null in it, has the value
 * that the surroundings give. Durations are ms.
 */
export const settings = String.raw`
create table setting (
  name text primary key check (name in
    ('graceMs', 'alertEmail', 'alertWebhookUrl', 'alertWebhookSecret', 'alertCount', 'alertOlderThanMs')),
  value jsonb not null,
  changed_at timestamptz not null,
  changed_by text not null
);

-- One row per reason to alert the team: the number of the next alert, and when it may go out at the earliest.
create table alert (
  reason text primary key check (reason in ('COUNT_PASSED', 'WAITING_LONG')),
  number integer not null check (number > 0),
  next_at timestamptz not null,
  sent_at timestamptz
);
`;
