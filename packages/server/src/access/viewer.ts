import type { Permission, Role } from '../domain/permission.ts';
import type { Actor, Reach } from '../use-cases/request.ts';

/** Somebody who has proved who they are: a signed-in member, or a script with its token. */
export type Viewer = {
  readonly actor: Actor;
  /** Null for a token. */
  readonly role: Role | null;
  readonly permissions: ReadonlySet<Permission>;
  readonly reach: Reach;
  /** When a person last proved it by password, passkey or code (UTC). Null for a token, which is its own proof. */
  readonly provedAt: Date | null;
  /** When the proof runs out (UTC): a socket opened with it is closed then. */
  readonly expiresAt: Date;
};

/**
 * Reads the session cookie or the bearer token out of a request's headers; null when there is none that
 * holds. Looking again at an open socket is no activity: it must not keep a session alive.
 */
export type Authenticate = (
  headers: Headers,
  options?: { isActivity?: boolean },
) => Promise<Viewer | null>;
