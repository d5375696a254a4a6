import type { InvitationShownFragment, MemberShownFragment } from '../../generated.ts';

/** One row of the list: a member, or somebody who was invited to be one. */
export type PersonRow = Pick<MemberShownFragment, 'id' | 'name' | 'role' | 'checkouts'> & {
  readonly email: string | null;
  readonly member: MemberShownFragment | null;
  readonly invitation: InvitationShownFragment | null;
};

/** The invited first, since they wait; then the members as the server orders them. */
export function rowsOf(
  members: readonly MemberShownFragment[],
  invitations: readonly InvitationShownFragment[],
): PersonRow[] {
  const waiting = invitations.map((invitation): PersonRow => {
    const { id, email, role, checkouts } = invitation;
    const name = invitation.name ?? email ?? 'Whoever has the link';
    return { id, name, email, role, checkouts, member: null, invitation };
  });
  const known = members.map((member): PersonRow => {
    const { id, name, email, role, checkouts } = member;
    return { id, name, email, role, checkouts, member, invitation: null };
  });
  return [...waiting, ...known];
}
