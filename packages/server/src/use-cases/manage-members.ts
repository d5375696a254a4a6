import { MemberTable } from '../database/account.ts';
import { endSessions, setMemberCheckouts, type MemberFound } from '../database/members.ts';
import { disableRefusal, roleRefusal } from '../domain/member.ts';
import type { Role } from '../domain/permission.ts';
import {
  decideAboutMembers,
  decidingOf,
  lockManagedMember,
  nameRefusals,
  readGrant,
  refuseAny,
  roleWords,
  standingOf,
} from './member-checks.ts';
import { type Outcome, refuse } from './outcome.ts';
import type { Request, Work } from './request.ts';
import { recordInShop } from './shop-history.ts';

/** What is left out stays. */
export type UpdateMember = {
  readonly memberId: string;
  readonly name?: string | null;
  readonly role?: Role | null;
  readonly checkoutIds?: readonly string[] | null;
};

/**
 * Changes what a member is called and may do. It holds at once, on open screens too. Refuses to change one's
 * own role, that of the last admin, and to give more than whoever asks holds.
 */
export function updateMember(
  input: UpdateMember,
  request: Request,
): Promise<Outcome<{ id: string }>> {
  return decideAboutMembers(request, async (work, admins) => {
    const member = await lockManagedMember(work, input.memberId, ['memberId']);
    const name = input.name?.trim() ?? member.name;
    const role = input.role ?? member.role;
    const chosen = input.checkoutIds ?? member.checkoutIds;
    const grant = await readGrant(work, { role, checkoutIds: chosen });
    const roleChanges = role !== member.role;
    const refusal =
      roleChanges &&
      roleRefusal(standingOf(member), decidingOf(request), others(admins, member.id));
    refuseAny([
      ...(input.name === undefined || input.name === null ? [] : nameRefusals(input.name)),
      ...(refusal ? [{ code: 'NOT_ALLOWED' as const, message: refusal, path: ['role'] }] : []),
      ...grant.refusals,
    ]);
    await work.em.nativeUpdate(MemberTable, { id: member.id }, { name, role });
    if (name !== member.name) recordRenamed(work, member);
    if (roleChanges) recordRole(work, member, role, name);
    const before = [...member.checkoutIds].sort();
    if (before.join() !== grant.checkoutIds.join()) {
      await setMemberCheckouts(work.em, member.id, grant.checkoutIds);
      // An admin's are all of them, whatever is kept.
      if (role !== 'ADMIN')
        recordCheckouts(work, member, { before, after: grant.checkoutIds, name });
    }
    work.showAccess(member.id);
    return { id: member.id };
  });
}

/** Lets a member in no more, at once and wherever they are signed in. What they did stays theirs. */
export function disableMember(id: string, request: Request): Promise<Outcome<{ id: string }>> {
  return decideAboutMembers(request, async (work, admins) => {
    const member = await lockManagedMember(work, id, ['id']);
    const refusal = disableRefusal(
      standingOf(member),
      decidingOf(request),
      others(admins, member.id),
    );
    if (refusal) refuse('NOT_ALLOWED', refusal);
    if (member.disabledAt === null) {
      await work.em.nativeUpdate(MemberTable, { id }, { disabledAt: work.now });
      // Else they would hold again for whoever is enabled again soon.
      await endSessions(work.em, id);
      recordInShop(work, id, {
        event: 'member.disabled',
        summary: `${member.name} was disabled and signed out everywhere.`,
      });
      work.showAccess(id);
    }
    return { id };
  });
}

/** Lets somebody who was switched off sign in again, with the role and password they had. */
export function enableMember(id: string, request: Request): Promise<Outcome<{ id: string }>> {
  return decideAboutMembers(request, async (work) => {
    const member = await lockManagedMember(work, id, ['id']);
    if (member.disabledAt !== null) {
      await work.em.nativeUpdate(MemberTable, { id }, { disabledAt: null });
      recordInShop(work, id, {
        event: 'member.enabled',
        summary: `${member.name} may sign in again.`,
      });
      work.showAccess(id);
    }
    return { id };
  });
}

function others(admins: readonly string[], memberId: string): number {
  return admins.filter((id) => id !== memberId).length;
}

function recordRenamed(work: Work, { id }: MemberFound): void {
  recordInShop(work, id, { event: 'member.renamed', summary: 'The name of a member was changed.' });
}

function recordRole(work: Work, member: MemberFound, role: Role, name: string): void {
  recordInShop(work, member.id, {
    event: 'member.role_changed',
    summary: `${name} is now ${roleWords[role]}, and was ${roleWords[member.role]}.`,
    changes: [{ field: 'role', before: member.role, after: role }],
  });
}

function recordCheckouts(
  work: Work,
  { id }: MemberFound,
  change: { before: readonly string[]; after: readonly string[]; name: string },
): void {
  const told = (ids: readonly string[]) => (ids.length === 0 ? null : ids.join(', '));
  recordInShop(work, id, {
    event: 'member.checkouts_changed',
    summary: `The checkouts of ${change.name} were changed.`,
    changes: [{ field: 'checkouts', before: told(change.before), after: told(change.after) }],
  });
}
