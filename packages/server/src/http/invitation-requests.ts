import { fromNodeHeaders } from 'better-auth/node';
import { type RequestHandler, Router } from 'express';
import { throttleInvitations } from '../access/account-throttle.ts';
import type { InvitationDoor } from '../access/invitation-door.ts';
import type { Services } from '../graphql/context.ts';
import { originOf } from './client-address.ts';

const GONE = {
  code: 'INVITATION_GONE',
  message:
    'This invitation cannot be used: it was used or withdrawn, or is too old. Ask whoever invited you for a new one.',
};

/**
 * What the page of an invitation asks: `/look` says what it is, `/accept` makes a member and signs them in.
 * The token comes in the body, never in an address. Every link that does not work gets the same answer.
 */
export function invitationRequests(means: {
  invitations: InvitationDoor;
  orm: Services['orm'];
  now(): Date;
  /** Per address. */
  triesPerMinute: number;
}): Router {
  const { invitations, orm, now } = means;
  const limit: RequestHandler = async (request, response, next) => {
    response.setHeader('cache-control', 'no-store');
    const waitSeconds = await throttleInvitations(
      orm,
      request.ip ?? '',
      now(),
      means.triesPerMinute,
    );
    if (waitSeconds === null) return next();
    response.status(429).setHeader('retry-after', waitSeconds);
    response.json({ message: 'Too many requests. Please try again later.' });
  };

  const router = Router();
  router.post('/look', limit, async (request, response) => {
    const found = await invitations.look(textIn(request.body, 'token'));
    if (!found) return void response.status(404).json(GONE);
    response.json(found);
  });
  router.post('/accept', limit, async (request, response) => {
    const [token, email, name, password] = ['token', 'email', 'name', 'password'].map((field) =>
      textIn(request.body, field),
    ) as [string, string, string, string];
    const outcome = await invitations.accept({ token, email, name, password }, originOf(request));
    if (!outcome.ok) {
      const isGone = outcome.refusals.some(({ code, path }) => code === 'NOT_FOUND' && !path);
      if (isGone) return void response.status(404).json(GONE);
      const errors = outcome.refusals.map(({ message, path }) => ({ message, path }));
      return void response.status(422).json({ errors });
    }
    const who = { email: outcome.value.email, password };
    const cookies = await invitations.signIn(who, fromNodeHeaders(request.headers));
    if (cookies.length > 0) response.setHeader('set-cookie', cookies);
    response.json({ email: who.email, isSignedIn: cookies.length > 0 });
  });
  return router;
}

/** What is missing, or no text, is empty. */
function textIn(body: unknown, name: string): string {
  const value = (body as Record<string, unknown> | undefined)?.[name];
  return typeof value === 'string' ? value : '';
}
