import 'reflect-metadata';
import { GraphQLError } from 'graphql';
import {
  Authorized,
  Extensions,
  UseMiddleware,
  type AuthCheckerFn,
  type MiddlewareFn,
} from 'type-graphql';
import { CONFIRM_IDENTITY, isFresh } from '../access/viewer.ts';
import type { Permission } from '../domain/permission.ts';
import { reaches } from '../use-cases/request.ts';
import type { GraphQLContext } from './context.ts';

/**
 * Every operation, and every field with personal data, says its rule. The rule is also written into the
 * schema (`extensions.accessRule`), where a test looks for fields without one.
 */

/** Only viewers with the permission get past: others are told which one they lack. */
export function Allowed(permission: Permission) {
  return allDecorators(Authorized<Permission>(permission), Extensions({ accessRule: permission }));
}

/** Whoever is signed in, for what is their own. */
export function SignedIn() {
  return allDecorators(Authorized<Permission>(), Extensions({ accessRule: 'signed in' }));
}

/**
 * Beside `Allowed`, for what would make a forgotten open screen a key to the house: a person whose proof is older than
 * ten minutes is asked to confirm it (`CONFIRM_IDENTITY`), before anything happens. A token is its own proof.
 */
export function Fresh() {
  return allDecorators(UseMiddleware(onlyFresh), Extensions({ isFresh: true }));
}

const onlyFresh: MiddlewareFn<GraphQLContext> = ({ context: { viewer, services } }, next) => {
  if (!viewer || isFresh(viewer, services.tools.now())) return next();
  const { code, message } = CONFIRM_IDENTITY;
  throw new GraphQLError(message, { extensions: { code } });
};

/** Open to everybody, signed in or not, for a reason. */
export function Open(reason: string) {
  return Extensions({ accessRule: `open: ${reason}` });
}

/** The resolver shortens or withholds the value from viewers who may not read personal data. */
export function Masked() {
  return Extensions({ accessRule: 'masked' });
}

/** Looked at and found to say nothing about a person. */
export function NotPersonal() {
  return Extensions({ accessRule: 'not personal' });
}

function allDecorators(...decorators: MethodDecorator[]): MethodDecorator {
  return (target, key, descriptor) => {
    for (const decorate of decorators) decorate(target, key, descriptor);
  };
}

/** An arrow function on purpose: type-graphql takes anything with a prototype for a class. */
export const authChecker: AuthCheckerFn<GraphQLContext, Permission> = (
  { context },
  permissions,
) => {
  assertMay(context, permissions);
  return true;
};

/** Throws unless the viewer is signed in, the proof still holds, and all permissions are there. */
export function assertMay(
  { viewer, services }: GraphQLContext,
  permissions: readonly Permission[],
): void {
  if (!viewer || viewer.expiresAt <= services.tools.now()) {
    throw new GraphQLError('Sign in first.', { extensions: { code: 'UNAUTHENTICATED' } });
  }
  if (viewer.mustSetUpTwoFactor) {
    throw new GraphQLError('Your role needs two-factor sign-in. Set it up in your account first.', {
      extensions: { code: 'SET_UP_TWO_FACTOR' },
    });
  }
  const missing = permissions.filter((permission) => !viewer.permissions.has(permission));
  if (missing.length > 0) {
    throw new GraphQLError(`This needs the permission ${missing.join(' and ')}.`, {
      extensions: { code: 'FORBIDDEN' },
    });
  }
}

/** Whether personal data is shown as it is. */
export function mayReadPersonalData({ viewer }: GraphQLContext): boolean {
  return viewer?.permissions.has('READ_PERSONAL_DATA') ?? false;
}

/** Null for what lies outside the viewer's checkouts, so that it looks the same as what does not exist. */
export function onlyReached<Row extends { readonly checkoutId: string }>(
  { viewer }: GraphQLContext,
  row: Row | null | undefined,
): Row | null {
  return row && viewer && reaches(viewer.reach, row.checkoutId) ? row : null;
}

/** What a caller can mend in the request itself. */
export function badUserInput(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}

/** What this viewer may not do although the permission is there. */
export function forbidden(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'FORBIDDEN' } });
}
