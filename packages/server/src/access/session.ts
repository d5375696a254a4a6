import type { MikroORM } from '@mikro-orm/postgresql';
import type { RequestHandler } from 'express';
import { Pool } from 'pg';
import type { Tools } from '../use-cases/request.ts';
import { findHolder, type AccountMeans } from './account-means.ts';
import { accountRoutes, type SignedIn } from './account-routes.ts';
import { makeInvitationDoor, type InvitationDoor } from './invitation-door.ts';
import { makeLiveSessions } from './live-session.ts';
import { createMember, isMember, noteActivity, viewerOfMember, type NewMember } from './member.ts';
import {
  makeSessionLibrary,
  type SessionLibraryLog,
  type SessionSettings,
} from './session-library.ts';
import type { ProofHeaders, Viewer } from './viewer.ts';

/** People who sign in with e-mail and password, and what their cookie proves. */
export type Sessions = {
  /** Answers `/api/auth/*`. The library's own routes are not there: some of them tell sessions' tokens. */
  readonly handler: RequestHandler;
  /**
   * Whose live session the cookie names; null for none, a lapsed one, or a member switched off. It
   * counts as use of the session unless `isActivity` is false.
   */
  viewerOf(headers: ProofHeaders, options?: { isActivity?: boolean }): Promise<Viewer | null>;
  createMember(member: NewMember): Promise<{ id: string }>;
  /** How the invited come in. */
  readonly invitations: InvitationDoor;
  stop(): Promise<void>;
};

/** Writing the time of use once a minute is exact enough for an end after half an hour. */
const LONGEST_UNNOTED_MS = 60_000;

export function makeSessions(
  settings: SessionSettings,
  means: {
    databaseUrl: string;
    orm: MikroORM;
    tools: Tools;
    log: SessionLibraryLog;
  },
): Sessions {
  const { orm, tools } = means;
  const { idleMs, absoluteMs } = settings.sessions;
  const pool = new Pool({
    connectionString: means.databaseUrl,
    max: 5,
    statement_timeout: 10_000,
  });
  pool.on('error', (error) => means.log('warn', 'A connection was lost', { error }));
  const library = makeSessionLibrary(pool, settings, {
    log: means.log,
    maySignIn: (userId) => isMember(orm, userId),
  });

  const findSession = makeLiveSessions({ orm, tools }, library);
  const live = async (headers: ProofHeaders, isActivity: boolean) => {
    const session = await findSession(headers);
    if (!session) return null;
    const now = tools.now();
    const endOf = (usedAt: Date) =>
      new Date(Math.min(session.createdAt.getTime() + absoluteMs, usedAt.getTime() + idleMs));
    if (now >= endOf(session.updatedAt)) {
      await (await library.$context).internalAdapter.deleteSession(session.token);
      return null;
    }
    const { member } = session;
    if (!member) return null;
    const usedAt = isActivity
      ? await noteActivity(orm, session, now, Math.min(LONGEST_UNNOTED_MS, idleMs / 10))
      : session.updatedAt;
    const provedAt = session.provedAt ?? session.createdAt;
    return { member, session, provedAt, expiresAt: endOf(usedAt) };
  };

  const viewerOf: Sessions['viewerOf'] = async (headers, { isActivity = true } = {}) => {
    const found = await live(headers, isActivity);
    if (!found) return null;
    const { member, session, provedAt, expiresAt } = found;
    const viewer = { ...viewerOfMember(member), sessionId: session.id, provedAt, expiresAt };
    return session.hasTwoFactor || !member.needsTwoFactor
      ? viewer
      : // Without any permission, so that no door but their own account opens.
        { ...viewer, permissions: new Set(), mustSetUpTwoFactor: true };
  };

  const accountMeans: AccountMeans = { orm, tools, library, settings };
  const signedIn = async (headers: Headers): Promise<SignedIn | null> => {
    const found = await live(headers, true);
    const holder = found && (await findHolder(orm, { userId: found.session.userId }));
    if (!holder) return null;
    const { session, provedAt } = found;
    return { holder, session: { id: session.id, token: session.token }, provedAt };
  };
  const account = accountRoutes(accountMeans, {
    signedIn,
    // As a fact, not in the words: those are not looked through for what an error quotes.
    onFault: (error) => means.log('error', 'A link to a new password was not sent', { error }),
  });

  return {
    viewerOf,
    createMember: (member) => createMember(member, { library, orm, tools }),
    invitations: makeInvitationDoor(accountMeans),
    stop: () => pool.end(),
    handler: (request, response, next) => {
      response.setHeader('cache-control', 'no-store');
      void account(request, response, next);
    },
  };
}
