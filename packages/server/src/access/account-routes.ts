import { fromNodeHeaders } from 'better-auth/node';
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { isStorable } from '../use-cases/plain-text.ts';
import type { RequestOrigin } from '../use-cases/request.ts';
import {
  type AccountHolder,
  type AccountMeans,
  type Answer,
  type Asked,
  type AskedByHolder,
  no,
  tooMany,
} from './account-means.ts';
import { throttle, throttleAccount } from './account-throttle.ts';
import { networkOf } from './client-network.ts';
import { confirmIdentity } from './confirm-identity.ts';
import { showAccount } from './own-account.ts';
import { changePassword } from './own-password.ts';
import { askForPasskey, askToConfirm, confirmByPasskey, signInByPasskey } from './passkey-proof.ts';
import { addPasskey, offerPasskey, removePasskey } from './passkey.ts';
import { resetPassword, sendResetLink } from './password-reset.ts';
import { CLIENT_ADDRESS_HEADER } from './session-library.ts';
import { awaitedHolder, signInByCode, signInByPassword, signOut } from './sign-in.ts';
import {
  confirmTwoFactor,
  renewRecoveryCodes,
  setUpTwoFactor,
  switchOffTwoFactor,
} from './two-factor.ts';
import { CONFIRM_IDENTITY, isFresh } from './viewer.ts';

/** Somebody who mistypes is stopped by the address first; the account's limit is for many addresses. */
const ACCOUNT_TO_ADDRESS = 3;
const LINKS_PER_MINUTE = 3;

/** Longer than anything that can be right; what may be typed is judged where its words are. */
const text = z.string().max(1_000).refine(isStorable);
const credential = z.custom<never>(
  (value) => text.safeParse((value as { id?: unknown } | null)?.id).success,
);

/** Who sits at the session of a request, and since when that is proved. */
export type SignedIn = Pick<AskedByHolder, 'holder' | 'session'> & { readonly provedAt: Date };

type Doors = {
  readonly signedIn: (headers: Headers) => Promise<SignedIn | null>;
  /** Told what went wrong after the answer had gone out. */
  readonly onFault: (error: unknown) => void;
};

type Limit = (holder: AccountHolder) => Promise<number | null>;

/** Everything about one's own account, and the ways in. Bodies are JSON; refusals have the shape of the API's. */
export function accountRoutes(means: AccountMeans, doors: Doors): Router {
  const { orm, tools, settings } = means;
  const { signInsPerMinute } = settings.sessions;
  const router = Router();

  // By the path as it stands here: a request may write it in capitals, or with a slash at its end.
  const byAddress = (path: string, { headers }: Request) =>
    throttle(
      orm,
      `${networkOf(originOf(headers).address)}|own${path}`,
      tools.now(),
      signInsPerMinute,
    );
  // Passwords and codes of one account, by whoever has come as far as a session or a first step.
  const byProofs: Limit = ({ userId }) =>
    throttle(orm, `proof|${userId}`, tools.now(), signInsPerMinute);

  const post = <Body>(
    path: string,
    body: z.ZodType<Body>,
    answer: (body: Body, request: Request) => Promise<Answer>,
  ) => {
    const hear = async (request: Request, response: Response) => {
      const given = body.safeParse(request.body);
      const one = given.success ? await answer(given.data, request) : unread;
      send(response, one);
      one.afterwards?.().catch(doors.onFault);
    };
    router.post(path, (request, response, next) => {
      hear(request, response).then(undefined, next);
    });
  };

  /** For whoever comes, as often as one address may. */
  const open = <Body>(
    path: string,
    body: z.ZodType<Body>,
    answer: (body: Body, asked: Asked, means: AccountMeans) => Promise<Answer>,
  ) =>
    post(path, body, async (given, request) => {
      const wait = await byAddress(path, request);
      return wait === null ? answer(given, askedOf(request), means) : tooMany(wait);
    });

  /** For a signed-in member, about themselves. `limit` counts the tries of an account. */
  const own = <Body>(
    path: string,
    body: z.ZodType<Body>,
    answer: (body: Body, asked: AskedByHolder, means: AccountMeans) => Promise<Answer>,
    { limit, fresh = false }: { limit?: Limit; fresh?: boolean } = {},
  ) =>
    post(path, body, async (given, request) => {
      const asked = askedOf(request);
      const found = await doors.signedIn(asked.headers);
      if (!found) return no(401, 'UNAUTHENTICATED', 'Sign in first.');
      if (fresh && !isFresh(found, tools.now())) {
        return no(403, CONFIRM_IDENTITY.code, CONFIRM_IDENTITY.message);
      }
      const wait = (await limit?.(found.holder)) ?? null;
      const { holder, session } = found;
      return wait === null ? answer(given, { ...asked, holder, session }, means) : tooMany(wait);
    });

  // Only what an address may still try counts against the account, or one address could shut its owner out.
  open('/sign-in/email', z.object({ email: text, password: text }), async (body, asked) => {
    const most = ACCOUNT_TO_ADDRESS * signInsPerMinute;
    const wait = await throttleAccount(orm, body.email, tools.now(), most);
    return wait === null ? signInByPassword(body, asked, means) : tooMany(wait);
  });
  post('/sign-in/code', z.object({ code: text }), async (body, request) => {
    const asked = askedOf(request);
    const awaited = await awaitedHolder(asked, means);
    const wait = awaited ? await byProofs(awaited.holder) : null;
    return wait === null ? signInByCode(body, asked, means) : tooMany(wait);
  });
  post('/sign-out', nothing, async (_body, request) => {
    const asked = askedOf(request);
    const found = await doors.signedIn(asked.headers);
    return found ? signOut({ ...asked, ...found }, means) : { status: 200, body: {} };
  });
  open('/sign-in/passkey/challenge', nothing, (_body, asked) => askForPasskey(asked, means));
  open('/sign-in/passkey', z.object({ response: credential }), signInByPasskey);
  open('/reset-password', z.object({ token: text, newPassword: text }), resetPassword);
  open('/forgot-password', z.object({ email: text }), async ({ email }, asked) => {
    const wait = await throttleAccount(orm, `link|${email.trim()}`, tools.now(), LINKS_PER_MINUTE);
    const afterwards = () => sendResetLink(email, asked, means);
    return wait === null ? { status: 200, body: {}, afterwards } : tooMany(wait);
  });

  const proofs = { limit: byProofs };
  const password = z.object({ password: text });
  const withCode = z.object({ password: text, code: text });
  own('/account', nothing, (_body, asked) => showAccount(asked, means));
  own(
    '/change-password',
    z.object({
      currentPassword: text,
      newPassword: text,
      keepOtherSessions: z.boolean().default(false),
    }),
    changePassword,
    proofs,
  );
  own(
    '/confirm',
    z.object({ password: text, code: text.nullish().transform((code) => code ?? null) }),
    confirmIdentity,
    proofs,
  );
  own('/confirm/passkey/challenge', nothing, (_body, asked) => askToConfirm(asked, means), proofs);
  own('/confirm/passkey', z.object({ response: credential }), confirmByPasskey, proofs);
  own('/two-factor/set-up', password, setUpTwoFactor, proofs);
  own('/two-factor/confirm', z.object({ code: text }), confirmTwoFactor, proofs);
  own('/two-factor/recovery-codes', withCode, renewRecoveryCodes, proofs);
  own('/two-factor/switch-off', withCode, switchOffTwoFactor, proofs);
  const fresh = { fresh: true };
  own('/passkeys/offer', nothing, (_body, asked) => offerPasskey(asked, means), fresh);
  own('/passkeys/add', z.object({ name: text, response: credential }), addPasskey, fresh);
  own('/passkeys/remove', z.object({ id: text }), removePasskey, fresh);
  return router;
}

const nothing = z.unknown();
const unread = no(400, 'INVALID', 'This request cannot be read.');

function askedOf({ headers }: Request): Asked {
  return { headers: fromNodeHeaders(headers), from: originOf(headers) };
}

/** As the server has put it there; what a client says of itself under these names is overwritten. */
export function originOf(headers: Request['headers']): RequestOrigin {
  return {
    address: headers[CLIENT_ADDRESS_HEADER]?.toString() || null,
    agent: headers['user-agent'] ?? null,
  };
}

function send(response: Response, { status, body, cookies, waitSeconds }: Answer): void {
  if (waitSeconds) response.setHeader('retry-after', waitSeconds);
  if (cookies && cookies.length > 0) response.setHeader('set-cookie', [...cookies]);
  response.status(status).json(body);
}
