/** Who has been asked to join, as what. The link is kept as a hash only, and only while it works. */
export const invitation = `
create table invitation (
  id text primary key,
  -- Null: whoever opens the link says it, as with the very first admin.
  email text check (email = lower(email)),
  name text,
  role text not null check (role in ('VIEWER', 'CUSTOMER_SERVICE', 'MAINTAINER', 'ADMIN')),
  token_hash bytea unique,
  invited_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  withdrawn_at timestamptz,
  member_id text references member on delete set null,
  check (accepted_at is null or withdrawn_at is null),
  check ((token_hash is null) = (accepted_at is not null or withdrawn_at is not null))
);
create unique index invitation_open on invitation (coalesce(email, ''))
  where accepted_at is null and withdrawn_at is null;

create table invitation_checkout (
  invitation_id text not null references invitation on delete cascade,
  checkout_id text not null references checkout on delete cascade,
  primary key (invitation_id, checkout_id)
);

create unique index member_email on member (lower(email));
`;
