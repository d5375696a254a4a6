import { endSessions, findMemberOfSession } from '../database/members.ts';
import { decideAboutMembers, lockManagedMember } from './member-checks.ts';
import { type Outcome, refuse } from './outcome.ts';
import { isStorable } from './plain-text.ts';
import { decide, type Request, type Work } from './request.ts';
import { recordInShop } from './shop-history.ts';

/** Signs a member out everywhere, at once. Answers with how many sessions there were. */
export function revokeMemberSessions(
  memberId: string,
  request: Request,
): Promise<Outcome<{ memberId: string; count: number }>> {
  return decideAboutMembers(request, async (work) => {
    const { id, name } = await lockManagedMember(work, memberId, ['memberId']);
    return { memberId: id, count: await endMany(work, id, `${name} was signed out everywhere.`) };
  });
}

/** Signs a member out in one browser, at once. */
export function revokeSession(
  sessionId: string,
  request: Request,
): Promise<Outcome<{ memberId: string }>> {
  return decideAboutMembers(request, async (work) => {
    const owner = await ownerOf(work, sessionId);
    if (!owner) refuseUnknown();
    const { id, name } = await lockManagedMember(work, owner, ['sessionId']);
    await endOne(work, id, sessionId, `${name} was signed out in one browser.`);
    return { memberId: id };
  });
}

/** The same for a browser of one's own. Somebody else's looks as if it did not exist. */
export function revokeOwnSession(
  sessionId: string,
  request: Request,
): Promise<Outcome<{ memberId: string }>> {
  return decide(request, async (work) => {
    const memberId = ownIdOf(request);
    if ((await ownerOf(work, sessionId)) !== memberId) refuseUnknown();
    await endOne(work, memberId, sessionId, 'Signed out in one browser from another.');
    return { memberId };
  });
}

/** Signs whoever asks out everywhere but here. */
export function revokeOwnOtherSessions(
  request: Request,
  presentSessionId: string | null,
): Promise<Outcome<{ memberId: string; count: number }>> {
  return decide(request, async (work) => {
    const memberId = ownIdOf(request);
    const summary = 'Signed out everywhere else.';
    return { memberId, count: await endMany(work, memberId, summary, presentSessionId) };
  });
}

function ownIdOf({ actor }: Request): string {
  if (actor.kind === 'PERSON' && actor.id) return actor.id;
  return refuse('NOT_ALLOWED', 'A program with a token has no sessions.');
}

async function ownerOf(work: Work, sessionId: string): Promise<string | null> {
  return isStorable(sessionId) ? findMemberOfSession(work.em, sessionId) : null;
}

function refuseUnknown(): never {
  refuse('NOT_FOUND', 'This session has ended already.', ['sessionId']);
}

async function endOne(work: Work, memberId: string, sessionId: string, summary: string) {
  if ((await endSessions(work.em, memberId, { only: sessionId })) === 0) return;
  recordInShop(work, memberId, { event: 'member.session_revoked', summary });
  work.showAccess(memberId);
}

async function endMany(
  work: Work,
  memberId: string,
  summary: string,
  except: string | null = null,
): Promise<number> {
  const count = await endSessions(work.em, memberId, { except });
  if (count > 0) {
    recordInShop(work, memberId, { event: 'member.sessions_revoked', summary });
    work.showAccess(memberId);
  }
  return count;
}
