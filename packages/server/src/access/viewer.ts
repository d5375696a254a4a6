import type { Permission, Role } from '../domain/permission.ts';
import type { Actor, Reach } from '../use-cases/request.ts';

/** Somebody who has proved who they are: a signed-in member, or a script with its token. */
export type Viewer = {
  readonly actor: Actor;
  /** Null for a token. */
  readonly role: Role | null;
  readonly permissions: ReadonlySet<Permission>;
  readonly reach: Reach;
  /** Names the session in lists, and opens nothing. Left out: there is none, as with a token. */
  readonly sessionId?: string;
  /** When a person last proved it by password, passkey or code (UTC). Null for a token, which is its own proof. */
  readonly provedAt: Date | null;
  /** The role needs two-factor sign-in and the member has none: until it is set up nothing else is answered. */
  readonly mustSetUpTwoFactor?: boolean;
  /** When the proof runs out (UTC): a socket opened with it is closed then. */
  readonly expiresAt: Date;
};

/** How long after a person proved who they are they may do what could lock others out, in ms. */
export const FRESH_FOR_MS = 10 * 60_000;

/** A token is its own proof, and never grows old. */
export function isFresh({ provedAt }: Pick<Viewer, 'provedAt'>, now: Date): boolean {
  return provedAt === null || now.getTime() - provedAt.getTime() < FRESH_FOR_MS;
}

/** What is asked for where a proof is too old. */
export const CONFIRM_IDENTITY = {
  code: 'CONFIRM_IDENTITY',
  message: 'Nothing was done yet. Confirm that it is you: you signed in more than ten minutes ago.',
} as const;

/** The headers of a request, as far as somebody is known by them. */
export type ProofHeaders = Pick<Headers, 'get' | 'has'>;

/**
 * Reads the session cookie or the bearer token out of a request's headers; null when there is none that
 * holds. Looking again at an open socket is no activity: it must not keep a session alive.
 */
export type Authenticate = (
  headers: ProofHeaders,
  options?: { isActivity?: boolean },
) => Promise<Viewer | null>;
