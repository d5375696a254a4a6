/** From where a token may be used: ranges in CIDR, none for anywhere. */
export const apiToken = `
alter table api_token add column allowed_addresses text[] not null default '{}'
  check (cardinality(allowed_addresses) <= 20);
`;
