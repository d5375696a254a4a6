import {
  findInvitationByToken,
  InvitationTable,
  lockEmail,
  lockOpenInvitation,
} from '../database/invitation.ts';
import { findMemberByEmail } from '../database/members.ts';
import type { Role } from '../domain/permission.ts';
import { hashOfToken } from '../use-cases/invite-member.ts';
import { emailRefusals, invalid, nameRefusals, refuseAny } from '../use-cases/member-checks.ts';
import { type Outcome, refuse } from '../use-cases/outcome.ts';
import { decide, type RequestOrigin, systemRequest } from '../use-cases/request.ts';
import { recordInShop } from '../use-cases/shop-history.ts';
import type { AccountMeans, Asked } from './account-means.ts';
import { ensureUser, insertMember } from './member.ts';
import { passwordRefusal } from './password.ts';
import { signInByPassword } from './sign-in.ts';

/** What an invitation's link opens. */
export type InvitationDoor = {
  /** What the link says; null for one that is unknown, past its time, used or withdrawn: they look the same. */
  look(token: string): Promise<LookedInvitation | null>;
  /**
   * Makes whoever holds the link a member, once. A crash half-way is completed by the same link. Gone links are
   * refused with NOT_FOUND.
   */
  accept(wish: AcceptInvitation, from: RequestOrigin): Promise<Outcome<{ email: string }>>;
  /** A new session's cookies for somebody who has just joined; none where they have to sign in by themselves. */
  signIn(who: { email: string; password: string }, asked: Asked): Promise<readonly string[]>;
};

export type LookedInvitation = {
  /** Null: whoever joins says it. */
  readonly email: string | null;
  readonly name: string | null;
  readonly role: Role;
  readonly invitedBy: string;
  readonly expiresAt: Date;
};

export type AcceptInvitation = {
  readonly token: string;
  /** Without meaning where the invitation names one. */
  readonly email: string;
  readonly name: string;
  readonly password: string;
};

const GONE = 'This invitation cannot be used any more. Ask whoever invited you for a new one.';

export function makeInvitationDoor(means: AccountMeans): InvitationDoor {
  const { library, orm, tools } = means;
  return {
    async look(token) {
      const em = orm.em.fork();
      const found = await findInvitationByToken(em, hashOfToken(token), tools.now());
      if (!found) return null;
      const { email, name, role, invitedBy, expiresAt } = found;
      return { email, name, role, invitedBy, expiresAt };
    },

    accept: (wish, from) =>
      decide({ ...systemRequest(orm.em.fork(), tools), from }, async (work) => {
        const invitation = await lockOpenInvitation(work.em, {
          tokenHash: hashOfToken(wish.token),
        });
        if (!invitation || invitation.expiresAt <= work.now) refuse('NOT_FOUND', GONE);
        const email = invitation.email ?? wish.email.trim().toLowerCase();
        const name = wish.name.trim();
        const weakness = passwordRefusal(wish.password, { email, name });
        refuseAny([
          ...(invitation.email ? [] : emailRefusals(email)),
          ...nameRefusals(name, 'Say what you are called.'),
          ...(weakness ? [invalid(weakness, 'password')] : []),
        ]);
        await lockEmail(work.em, email);
        if (await findMemberByEmail(work.em, email)) {
          refuseAny([invalid('There is a member with this address already. Sign in.', 'email')]);
        }
        // On the library's own connection, while ours keeps everybody else with this link or address waiting:
        // nobody's password is ever set by a second one. Without our commit it opens nothing.
        const userId = await ensureUser(library, { email, name, password: wish.password });
        const id = tools.newId('mem');
        const { role, checkoutIds } = invitation;
        await insertMember(work.em, {
          id,
          userId,
          email,
          name,
          role,
          checkoutIds,
          createdAt: work.now,
        });
        await work.em.nativeUpdate(
          InvitationTable,
          { id: invitation.id },
          { acceptedAt: work.now, tokenHash: null, memberId: id },
        );
        recordInShop(work, id, {
          event: 'member.joined',
          summary: `${name} accepted the invitation of ${invitation.invitedBy}.`,
          changes: [{ field: 'role', before: null, after: role }],
          actor: { kind: 'PERSON', id, name },
        });
        return { email };
      }),

    async signIn(who, asked) {
      const { status, cookies } = await signInByPassword(who, asked, means);
      return status === 200 ? (cookies ?? []) : [];
    },
  };
}
