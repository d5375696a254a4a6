/**
 * The screen of an action configuration says how many orders still wait for it. Only actions that are
 * neither done nor called off are indexed, so that the millions that are done cost nothing.
 */
export const openActions = String.raw`
create index action_open on action (configuration_id)
  where status not in ('SUCCEEDED', 'CANCELLED') and configuration_id is not null;
`;
