/** What a member proves themselves with beside the password. The library's own tables are in the schema "auth". */
export const account = `
create table password_reset (
  token_hash bytea primary key,
  member_id text not null references member on delete cascade,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index on password_reset (member_id, created_at);

-- A code of an authenticator app is good once, however long it would still be shown.
create table used_code (
  user_id text not null,
  code text not null check (length(code) <= 16),
  used_at timestamptz not null,
  primary key (user_id, code)
);

create table passkey (
  id text primary key,
  member_id text not null references member on delete cascade,
  name text not null check (length(name) between 1 and 60),
  credential_id text not null unique,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null,
  created_at timestamptz not null,
  last_used_at timestamptz
);
create index on passkey (member_id);

-- Given out once, taken back once, and only from the browser that asked.
create table passkey_challenge (
  challenge text primary key,
  purpose text not null check (purpose in ('REGISTER', 'SIGN_IN', 'CONFIRM')),
  holder bytea not null,
  expires_at timestamptz not null
);
create index on passkey_challenge (expires_at);

alter table setting drop constraint setting_name_check;
alter table setting add constraint setting_name_check check (name in
  ('graceMs', 'alertEmail', 'alertWebhookUrl', 'alertWebhookSecret', 'alertCount', 'alertOlderThanMs',
   'refundLimits', 'twoFactorRoles'));
`;
