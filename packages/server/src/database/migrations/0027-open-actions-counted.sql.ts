/**
 * Operators count the actions that are neither done nor called off, by kind and status, every few seconds. The index
 * over them now holds both, so that they are counted without a look at the rows.
 */
export const openActionsCounted = [
  `create index concurrently action_open_counted on action (configuration_id, status, purpose, kind)
   where status not in ('SUCCEEDED', 'CANCELLED')`,
  `drop index concurrently if exists action_open`,
];
