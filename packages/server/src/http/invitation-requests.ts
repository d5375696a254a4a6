import { fromNodeHeaders } from 'better-auth/node';
import { type Request, type Response, Router } from 'express';
import { throttleInvitations } from '../access/account-throttle.ts';
import type { InvitationDoor } from '../access/invitation-door.ts';
import type { Services } from '../graphql/context.ts';
import { originOf } from './client-address.ts';

type Means = {
  readonly invitations: InvitationDoor;
  readonly orm: Services['orm'];
  readonly now: () => Date;
  /** Per address. */
  readonly triesPerMinute: number;
};

const GONE = {
  code: 'INVITATION_GONE',
  message:
    'This invitation cannot be used: it was used or withdrawn, or is too old. Ask whoever invited you for a new one.',
};

/**
 * What the page of an invitation asks: `/look` says what it is, `/accept` makes a member and signs them in.
 * The token comes in the body, never in an address. Every link that does not work gets the same answer.
 */
export function invitationRequests(means: Means): Router {
  const router = Router();
  for (const [path, answer] of [
    ['/look', look],
    ['/accept', accept],
  ] as const) {
    router.post(path, (request, response, next) => {
      limited(request, response, means, answer).then(undefined, next);
    });
  }
  return router;
}

type Answer = (request: Request, response: Response, door: InvitationDoor) => Promise<void>;

async function limited(
  request: Request,
  response: Response,
  means: Means,
  answer: Answer,
): Promise<void> {
  response.setHeader('cache-control', 'no-store');
  const { orm, now, triesPerMinute } = means;
  const waitSeconds = await throttleInvitations(orm, request.ip ?? '', now(), triesPerMinute);
  if (waitSeconds === null) return answer(request, response, means.invitations);
  response.status(429).setHeader('retry-after', waitSeconds);
  response.json({ message: 'Too many requests. Please try again later.' });
}

async function look(request: Request, response: Response, door: InvitationDoor): Promise<void> {
  const found = await door.look(textIn(request.body, 'token'));
  response.status(found ? 200 : 404).json(found ?? GONE);
}

async function accept(request: Request, response: Response, door: InvitationDoor): Promise<void> {
  const { body } = request as { body: unknown };
  const password = textIn(body, 'password');
  const wish = {
    token: textIn(body, 'token'),
    email: textIn(body, 'email'),
    name: textIn(body, 'name'),
    password,
  };
  const asked = { headers: fromNodeHeaders(request.headers), from: originOf(request) };
  const outcome = await door.accept(wish, asked.from);
  if (!outcome.ok) {
    const isGone = outcome.refusals.some(({ code, path }) => code === 'NOT_FOUND' && !path);
    if (isGone) return void response.status(404).json(GONE);
    const errors = outcome.refusals.map(({ message, path }) => ({ message, path }));
    return void response.status(422).json({ errors });
  }
  const { email } = outcome.value;
  const cookies = await door.signIn({ email, password }, asked);
  if (cookies.length > 0) response.setHeader('set-cookie', cookies);
  response.json({ email, isSignedIn: cookies.length > 0 });
}

/** What is missing, or no text, is empty. */
function textIn(body: unknown, name: string): string {
  const value = (body as Record<string, unknown> | undefined)?.[name];
  return typeof value === 'string' ? value : '';
}
