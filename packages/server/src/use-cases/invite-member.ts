import { createHash, randomBytes } from 'node:crypto';
import { query } from '../database/orm.ts';
import {
  findInvitations,
  InvitationTable,
  lockEmail,
  lockOpenInvitation,
  setInvitedCheckouts,
  type InvitationFound,
} from '../database/invitation.ts';
import { findMemberByEmail } from '../database/members.ts';
import { INVITATION_LIFE_MS, mayGrant } from '../domain/member.ts';
import type { Role } from '../domain/permission.ts';
import { queueAccountMail } from './account-mail.ts';
import { once } from './idempotency.ts';
import {
  decideAboutMembers,
  emailRefusals,
  invalid,
  nameRefusals,
  readGrant,
  refuseAny,
  roleWords,
} from './member-checks.ts';
import { type Outcome, type Refusal, refuse } from './outcome.ts';
import { isStorable } from './plain-text.ts';
import type { Request, Work } from './request.ts';
import { recordInShop } from './shop-history.ts';

export type InviteMember = {
  readonly idempotencyKey: string;
  readonly email: string;
  /** They may choose another when they join. */
  readonly name?: string | null;
  readonly role: Role;
  readonly checkoutIds: readonly string[];
};

/** `link` is said this once: null where the same wish was answered before. */
export type Invited = { readonly id: string; readonly link: string | null };

const TOKEN_BYTES = 32;

/**
 * Asks somebody to become a member, by mail. The link works for seven days, once, and is nowhere to be read
 * again. Refuses addresses of members and of the invited, and roles that may do more than whoever asks.
 */
export function inviteMember(
  input: InviteMember,
  request: Request,
  publicUrl: string,
): Promise<Outcome<Invited>> {
  return decideAboutMembers(request, async (work) => {
    const { idempotencyKey: key, ...wish } = input;
    let link: string | null = null;
    const { id } = await once(work, { operation: 'inviteMember', key, input: wish }, async () => {
      const email = wish.email.trim().toLowerCase();
      const name = wish.name?.trim() || null;
      const grant = await readGrant(work, wish);
      refuseAny([...emailRefusals(email), ...(name ? nameRefusals(name) : []), ...grant.refusals]);
      await lockEmail(work.em, email);
      refuseAny(await takenRefusals(work, email));
      const { role } = wish;
      const made = await writeInvitation(work, { email, name, role, ...grant }, publicUrl);
      link = made.link;
      await mailLink(work, { ...made, role }, email);
      recordInShop(work, made.id, {
        event: 'member.invited',
        summary: `Somebody was invited as ${roleWords[role]}.`,
        changes: [{ field: 'role', before: null, after: role }],
      });
      return { id: made.id };
    });
    return { id, link };
  });
}

/** Sends a new link, which works for seven days from now; the one before works no more. */
export function resendInvitation(
  input: { readonly id: string; readonly idempotencyKey: string },
  request: Request,
  publicUrl: string,
): Promise<Outcome<Invited>> {
  return decideAboutMembers(request, async (work) => {
    const { id, idempotencyKey: key } = input;
    let link: string | null = null;
    await once(work, { operation: 'resendInvitation', key, input: { id } }, async () => {
      const invitation = await lockOpen(work, id);
      if (!mayGrant(request.permissions, invitation.role)) {
        refuse('NOT_ALLOWED', 'The role of this invitation may do more than you.');
      }
      if (!invitation.email) {
        refuse(
          'NOT_ALLOWED',
          'This link was given by hand and to no address. Withdraw it instead.',
        );
      }
      const fresh = makeLink(work, publicUrl);
      link = fresh.link;
      const { tokenHash, expiresAt } = fresh;
      await work.em.nativeUpdate(InvitationTable, { id }, { tokenHash, expiresAt });
      await mailLink(work, { ...fresh, role: invitation.role }, invitation.email);
      recordInShop(work, id, {
        event: 'member.invitation_resent',
        summary: 'An invitation was sent again, with a new link.',
      });
      return { id };
    });
    return { id, link };
  });
}

/** Takes an invitation back: its link works no more, and its address can be invited anew. */
export function withdrawInvitation(
  id: string,
  request: Request,
): Promise<Outcome<InvitationFound>> {
  return decideAboutMembers(request, async (work) => {
    await lockOpen(work, id);
    await withdraw(work, id);
    const [invitation] = await findInvitations(work.em, [id]);
    if (!invitation) throw new Error(`${id} is gone`);
    return invitation;
  });
}

/** Ends an open invitation, in the transaction under way. */
export async function withdraw(work: Work, id: string): Promise<void> {
  const over = { withdrawnAt: work.now, tokenHash: null };
  await work.em.nativeUpdate(InvitationTable, { id }, over);
  recordInShop(work, id, {
    event: 'member.invitation_withdrawn',
    summary: 'An invitation was withdrawn.',
  });
}

/** Writes an invitation down, in the transaction under way. The link is in this answer and nowhere else. */
export async function writeInvitation(
  work: Work,
  wish: {
    /** Null: whoever opens the link says it. */
    readonly email: string | null;
    readonly name: string | null;
    readonly role: Role;
    readonly checkoutIds: readonly string[];
  },
  publicUrl: string,
): Promise<{ id: string; link: string; expiresAt: Date }> {
  const { email, name, role, checkoutIds } = wish;
  const { link, tokenHash, expiresAt } = makeLink(work, publicUrl);
  const id = work.request.tools.newId('inv');
  work.em.create(InvitationTable, {
    id,
    email,
    name,
    role,
    tokenHash,
    invitedBy: work.request.actor.name,
    createdAt: work.now,
    expiresAt,
    acceptedAt: null,
    withdrawnAt: null,
    memberId: null,
  });
  await work.em.flush();
  await setInvitedCheckouts(work.em, id, checkoutIds);
  return { id, link, expiresAt };
}

/** What is kept of a link: enough to know 256 random bits again. */
export function hashOfToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Behind the `#`, the token reaches no log and no other site. */
function makeLink(work: Work, publicUrl: string) {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  return {
    link: `${publicUrl}/invitation#${token}`,
    tokenHash: hashOfToken(token),
    expiresAt: new Date(work.now.getTime() + INVITATION_LIFE_MS),
  };
}

function mailLink(
  { em, request }: Work,
  { link, expiresAt, role }: { link: string; expiresAt: Date; role: Role },
  to: string,
): Promise<void> {
  const until = expiresAt.toISOString().slice(0, 16).replace('T', ' at ');
  return queueAccountMail(em, request.tools, {
    to,
    subject: 'You are invited to Order Management',
    paragraphs: [
      `${request.actor.name} invites you to Order Management, as ${roleWords[role]}.`,
      `The link below leads to a page where you choose a password. It works once, until ${until} UTC.`,
      'If this comes unexpected, leave it be: without the link nothing happens.',
    ],
    button: { label: 'Accept the invitation', url: link },
    validUntil: expiresAt,
  });
}

async function lockOpen(work: Work, id: string): Promise<InvitationFound> {
  const found = isStorable(id) ? await lockOpenInvitation(work.em, { id }) : null;
  return (
    found ??
    refuse('NOT_FOUND', 'This invitation is not open any more: it was accepted or withdrawn.', [
      'id',
    ])
  );
}

async function takenRefusals({ em }: Work, email: string): Promise<Refusal[]> {
  const member = await findMemberByEmail(em, email);
  if (member) {
    return [
      invalid(
        member.disabledAt
          ? `${member.name} has this address and is disabled. Enable them instead.`
          : `${member.name} has this address and is a member already.`,
        'email',
      ),
    ];
  }
  const invited = await query(
    em,
    'select id from invitation where email = $1 and accepted_at is null and withdrawn_at is null',
    [email],
  );
  return invited.length === 0
    ? []
    : [invalid('This address is invited already. Send that invitation again instead.', 'email')];
}
