import { InvitationTable } from '../database/invitation.ts';
import { query } from '../database/orm.ts';
import { emailRefusals, refuseAny } from './member-checks.ts';
import { withdraw, writeInvitation } from './invite-member.ts';
import { findMemberByEmail } from '../database/members.ts';
import { lockEmail } from '../database/invitation.ts';
import { type Outcome, refuse } from './outcome.ts';
import { decide, inOneTransaction, type Request, type Work } from './request.ts';
import { recordInShop } from './shop-history.ts';

// Admins invited by whoever runs the program: nobody is there yet who could. The link is handed on by them;
// no mail is sent.

/**
 * The link by which the very first member joins, as admin; null where there is a member. One that was made
 * before and not used works no more.
 */
export function inviteFirstAdmin(request: Request, publicUrl: string): Promise<string | null> {
  return inOneTransaction(request, async (work) => {
    await lockEmail(work.em, '');
    const members = await query(work.em, 'select id from member limit 1');
    return members.length > 0 ? null : replaceLink(work, null, publicUrl);
  });
}

/** A link for one more admin. Without an email whoever opens it says theirs. Refuses a member's address. */
export function inviteAdmin(
  given: string | null,
  request: Request,
  publicUrl: string,
): Promise<Outcome<string>> {
  return decide(request, async (work) => {
    const email = given?.trim().toLowerCase() ?? null;
    if (email) refuseAny(emailRefusals(email));
    await lockEmail(work.em, email ?? '');
    if (email && (await findMemberByEmail(work.em, email))) {
      refuse('INVALID', 'There is a member with this address already.', ['email']);
    }
    return replaceLink(work, email, publicUrl);
  });
}

async function replaceLink(work: Work, email: string | null, publicUrl: string): Promise<string> {
  const open = await work.em.find(InvitationTable, { email, acceptedAt: null, withdrawnAt: null });
  for (const { id } of open) await withdraw(work, id);
  const wish = { email, name: null, role: 'ADMIN', checkoutIds: [] } as const;
  const { id, link } = await writeInvitation(work, wish, publicUrl);
  recordInShop(work, id, { event: 'member.invited', summary: 'Somebody was invited as Admin.' });
  return link;
}
