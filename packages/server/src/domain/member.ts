// Who may decide what about members (`rules.md`, "People and scripts"). Nobody gives more than they hold,
// nobody shuts themselves out, and somebody who can let others in always remains.

import { permissionsOf, type Permission, type Role } from './permission.ts';

/** What a member is at the moment of a decision. */
export type MemberStanding = {
  readonly id: string;
  readonly role: Role;
  readonly isDisabled: boolean;
};

/** Whoever decides. `memberId` is null for a token, and for the operator at the terminal. */
export type Deciding = {
  readonly memberId: string | null;
  readonly permissions: ReadonlySet<Permission>;
};

/** How long an invitation can be accepted, in ms. */
export const INVITATION_LIFE_MS = 7 * 24 * 60 * 60_000;

const LAST_ADMIN =
  'This is the only admin who can sign in. Make somebody else an admin first, or nobody could let people in any more.';

/** Whether somebody with these permissions may make another a member of this role. */
export function mayGrant(permissions: ReadonlySet<Permission>, role: Role): boolean {
  return [...permissionsOf(role)].every((permission) => permissions.has(permission));
}

/** Why somebody's role cannot be changed, in words; null where nothing speaks against it. */
export function roleRefusal(
  member: MemberStanding,
  deciding: Deciding,
  otherAdmins: number,
): string | null {
  if (member.id === deciding.memberId) {
    return 'You cannot change your own role. Another admin can.';
  }
  return holdsMore(member, deciding) ?? lastAdmin(member, otherAdmins);
}

/** Why somebody cannot be switched off, in words; null where nothing speaks against it. */
export function disableRefusal(
  member: MemberStanding,
  deciding: Deciding,
  otherAdmins: number,
): string | null {
  if (member.id === deciding.memberId) {
    return 'You cannot disable yourself. Another admin can.';
  }
  return holdsMore(member, deciding) ?? lastAdmin(member, otherAdmins);
}

/** Why nothing about somebody can be decided; null for oneself. */
export function holdsMore(member: MemberStanding, deciding: Deciding): string | null {
  return member.id === deciding.memberId || mayGrant(deciding.permissions, member.role)
    ? null
    : 'This member may do more than you. Only somebody with the same permissions can decide about them.';
}

function lastAdmin({ role, isDisabled }: MemberStanding, otherAdmins: number): string | null {
  return role === 'ADMIN' && !isDisabled && otherAdmins === 0 ? LAST_ADMIN : null;
}

/** The checkouts to keep with a role: an ADMIN reaches all, whatever was chosen. Null: the others need one. */
export function checkoutsFor(role: Role, chosen: readonly string[]): readonly string[] | null {
  if (role === 'ADMIN') return [];
  return chosen.length === 0 ? null : [...new Set(chosen)].sort();
}
