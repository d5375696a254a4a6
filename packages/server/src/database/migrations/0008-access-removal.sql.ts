/**
 * What taking access away needs to know: which grant a removal takes back, and to whom a grant gave.
 */
export const accessRemoval = String.raw`
alter table action
  add column removes_action_id text references action on delete cascade
    check (removes_action_id is null or purpose = 'REMOVAL'),
  -- Stands for the customer's email at the grant (a digest of it): the email may be corrected or erased later.
  add column given_to text,
  -- A removal that left something, since another order still gave it when it ran.
  add column kept_access boolean not null default false;
-- One removal per grant, however many refunds ask for it: a later one runs it anew.
create unique index action_removes on action (removes_action_id) where removes_action_id is not null;
create index action_given_to on action (given_to) where given_to is not null;

-- A step whose effect a removal has undone stays known for its fact, but is to be done again.
alter table action_step add column undone boolean not null default false;
`;
