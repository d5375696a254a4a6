/**
 * What somebody has read of customers within ten minutes, over all processes, as long as it is not on record: whoever
 * reads page by page is not to be overlooked because the pages came from several processes. Unlogged: a crash of the database forgets at most ten minutes of small looks.
 */
export const personalDataReading = String.raw`
create unlogged table personal_data_reading (
  actor text primary key,
  ends_at timestamptz not null,
  customers integer not null,
  answers integer not null,
  -- How often by which name, as queries call themselves.
  operations jsonb not null,
  is_recorded boolean not null default false
);
`;
