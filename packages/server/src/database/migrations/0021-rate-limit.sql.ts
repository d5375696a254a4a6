/**
 * How much of a minute's points has been given out, per member, token and address. Unlogged: a crash of the
 * database forgets at most a minute, and no request waits for it to reach the disk.
 */
export const rateLimit = `
create unlogged table rate_limit (
  key text primary key check (length(key) <= 100),
  taken integer not null check (taken >= 0),
  granted integer not null check (granted >= 0),
  resets_at timestamptz not null
) with (fillfactor = 50);
comment on column rate_limit.taken is 'points given out in this window, never more than the limit';
comment on column rate_limit.granted is 'those given to whoever asked last: so that one statement tells it';
`;
