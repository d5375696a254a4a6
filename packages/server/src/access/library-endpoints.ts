import { createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { z } from 'zod';

/** The cookie in which the library's second step keeps whose first step it follows. */
const TWO_FACTOR_COOKIE = 'two_factor';

/**
 * What we need of the library's inside: its cookies, which it signs. Nothing of it can be reached over
 * HTTP.
 */
export function ownEndpoints() {
  return {
    id: 'order-management',
    endpoints: {
      /** Opens a session for somebody who has proved who they are in another way than by password. */
      beginSession: createAuthEndpoint.serverOnly(
        { method: 'POST', body: z.object({ userId: z.string() }) },
        async (ctx) => {
          const { internalAdapter } = ctx.context;
          const user = await internalAdapter.findUserById(ctx.body.userId);
          if (!user) return null;
          const session = await internalAdapter.createSession(user.id);
          await setSessionCookie(ctx, { session, user });
          return { id: session.id, token: session.token };
        },
      ),
      /** Sets the cookie of a session whose token has changed. */
      showSession: createAuthEndpoint.serverOnly(
        { method: 'POST', body: z.object({ token: z.string() }) },
        async (ctx) => {
          const found = await ctx.context.internalAdapter.findSession(ctx.body.token);
          if (found) await setSessionCookie(ctx, found);
          return null;
        },
      ),
      /** Whose second step is awaited, by the cookie of the first; null for nobody's. */
      awaitedUser: createAuthEndpoint.serverOnly(
        { method: 'POST', body: z.object({ now: z.date() }) },
        async (ctx) => {
          const { name } = ctx.context.createAuthCookie(TWO_FACTOR_COOKIE);
          const identifier = await ctx.getSignedCookie(name, ctx.context.secret);
          if (!identifier) return null;
          const step = await ctx.context.internalAdapter.findVerificationValue(identifier);
          return step && step.expiresAt > ctx.body.now
            ? { userId: step.value, cookie: name }
            : null;
        },
      ),
    },
  } as const;
}
