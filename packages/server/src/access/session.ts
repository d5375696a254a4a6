import type { MikroORM } from '@mikro-orm/postgresql';
import { fromNodeHeaders, toNodeHandler } from 'better-auth/node';
import type { RequestHandler } from 'express';
import { Pool } from 'pg';
import type { IdPrefix } from '../use-cases/request.ts';
import { throttleAccount } from './account-throttle.ts';
import { createMember, memberOf, noteActivity, type NewMember } from './member.ts';
import {
  makeSessionLibrary,
  type SessionLibraryLog,
  type SessionSettings,
} from './session-library.ts';
import type { Viewer } from './viewer.ts';

/** People who sign in with e-mail and password, and what their cookie proves. */
export type Sessions = {
  /** Answers `/api/auth/*`: sign-in/email, sign-out and get-session; everything else is not there. */
  readonly handler: RequestHandler;
  /**
   * Whose live session the cookie names; null for none, a lapsed one, or a member switched off. It
   * counts as use of the session unless `isActivity` is false.
   */
  viewerOf(headers: Headers, options?: { isActivity?: boolean }): Promise<Viewer | null>;
  createMember(member: NewMember): Promise<{ id: string }>;
  stop(): Promise<void>;
};

const OPEN_PATHS: ReadonlySet<string> = new Set([
  'POST /sign-in/email',
  'POST /sign-out',
  'GET /get-session',
]);

const SWITCHED_OFF = 'This account has been switched off. Ask an administrator of the shop.';

/** Writing the time of use once a minute is exact enough for an end after half an hour. */
const LONGEST_UNNOTED_MS = 60_000;

/** Somebody who mistypes is stopped by the address first; the account's limit is for many addresses. */
const ACCOUNT_TO_ADDRESS = 3;

export function makeSessions(
  settings: SessionSettings,
  means: {
    databaseUrl: string;
    orm: MikroORM;
    tools: { now(): Date; newId(prefix: IdPrefix): string };
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
  pool.on('error', (error) => means.log('warn', `A connection was lost: ${error.message}`));
  const library = makeSessionLibrary(pool, settings, {
    log: means.log,
    refuseSignIn: async (userId) => ((await memberOf(orm, userId)) ? null : SWITCHED_OFF),
  });
  const answer = toNodeHandler(library);

  const viewerOf: Sessions['viewerOf'] = async (headers, { isActivity = true } = {}) => {
    if (!headers.has('cookie')) return null;
    const found = await library.api.getSession({ headers });
    if (!found) return null;
    const { session } = found;
    const now = tools.now();
    const endOf = (usedAt: Date) =>
      new Date(Math.min(session.createdAt.getTime() + absoluteMs, usedAt.getTime() + idleMs));
    if (now >= endOf(session.updatedAt)) {
      await (await library.$context).internalAdapter.deleteSession(session.token);
      return null;
    }
    const member = await memberOf(orm, session.userId);
    if (!member) return null;
    const usedAt = isActivity
      ? await noteActivity(orm, session, now, Math.min(LONGEST_UNNOTED_MS, idleMs / 10))
      : session.updatedAt;
    return { ...member, provedAt: session.createdAt, expiresAt: endOf(usedAt) };
  };

  const throttle = async (body: unknown): Promise<number | null> => {
    const email = (body as { email?: unknown } | undefined)?.email;
    return typeof email === 'string'
      ? throttleAccount(
          orm,
          email,
          tools.now(),
          ACCOUNT_TO_ADDRESS * settings.sessions.signInsPerMinute,
        )
      : null;
  };

  return {
    viewerOf,
    createMember: (member) => createMember(member, { library, orm, tools }),
    stop: () => pool.end(),
    handler: async (request, response, next) => {
      if (!OPEN_PATHS.has(`${request.method} ${request.path}`)) return next();
      response.setHeader('cache-control', 'no-store');
      if (request.path === '/sign-in/email') {
        const waitSeconds = await throttle(request.body);
        if (waitSeconds !== null) {
          response.status(429).setHeader('retry-after', waitSeconds);
          return void response.json({ message: 'Too many requests. Please try again later.' });
        }
      }
      // The library knows nothing of idleness: a lapsed session is gone before it looks.
      if (request.path === '/get-session') {
        await viewerOf(fromNodeHeaders(request.headers), { isActivity: false });
      }
      await answer(request, response);
    },
  };
}
