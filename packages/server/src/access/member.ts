import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { MemberTable, type MemberRow } from '../database/account.ts';
import { setMemberCheckouts } from '../database/members.ts';
import { query } from '../database/orm.ts';
import { permissionsOf, type Role } from '../domain/permission.ts';
import type { IdPrefix } from '../use-cases/request.ts';
import { AUTH_SCHEMA, type SessionLibrary } from './session-library.ts';
import { passwordRefusal } from './password.ts';
import type { Viewer } from './viewer.ts';

export type NewMember = {
  readonly email: string;
  readonly name: string;
  readonly password: string;
  readonly role: Role;
  /** Without meaning for an ADMIN, who reaches all. */
  readonly checkoutIds: readonly string[];
};

/** A member cannot be made, in words for whoever asked. */
export class MemberRefused extends Error {
  override readonly name = 'MemberRefused';
}

/**
 * Makes somebody who can sign in. Sign-in and member are written one after the other: where a crash
 * left the first alone, the same call again completes it. Throws `MemberRefused`.
 */
export async function createMember(
  member: NewMember,
  means: {
    library: SessionLibrary;
    orm: MikroORM;
    tools: { now(): Date; newId(prefix: IdPrefix): string };
  },
): Promise<{ id: string }> {
  const weakness = passwordRefusal(member.password, member);
  if (weakness) throw new MemberRefused(weakness);
  const email = member.email.trim().toLowerCase();
  const em = means.orm.em.fork();
  if ((await em.count(MemberTable, { email })) > 0) {
    throw new MemberRefused(`There is already a member with the address ${email}.`);
  }
  const userId = await ensureUser(means.library, { ...member, email });
  const id = means.tools.newId('mem');
  const { name, role, checkoutIds } = member;
  const createdAt = means.tools.now();
  await em.transactional((em) =>
    insertMember(em, { id, userId, email, name, role, checkoutIds, createdAt }),
  );
  return { id };
}

/** Writes the member of a user of the library, in the transaction under way. */
export async function insertMember(
  em: EntityManager,
  member: Omit<MemberRow, 'disabledAt'> & Pick<NewMember, 'checkoutIds'>,
): Promise<void> {
  const { checkoutIds, ...row } = member;
  em.create(MemberTable, { ...row, disabledAt: null });
  await em.flush();
  await setMemberCheckouts(em, row.id, checkoutIds);
}

/** The library's user of this address, with this password from now on; made where there is none. */
export async function ensureUser(
  library: SessionLibrary,
  { email, name, password }: { email: string; name: string; password: string },
): Promise<string> {
  const { internalAdapter, password: passwords } = await library.$context;
  const known = await internalAdapter.findUserByEmail(email, { includeAccounts: true });
  const hash = await passwords.hash(password);
  const user =
    known?.user ??
    (await internalAdapter.createUser(
      { email, name, emailVerified: true },
      { method: 'email-password' },
    ));
  if (known?.accounts.some(({ providerId }) => providerId === 'credential')) {
    await internalAdapter.updatePassword(user.id, hash);
  } else {
    await internalAdapter.linkAccount({
      userId: user.id,
      providerId: 'credential',
      accountId: user.id,
      password: hash,
    });
  }
  return user.id;
}

/** Who a member is to whoever they ask. */
export function viewerOfMember(member: {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly checkoutIds: readonly string[];
}): Pick<Viewer, 'actor' | 'role' | 'permissions' | 'reach'> {
  const { id, name, role, checkoutIds } = member;
  return {
    actor: { kind: 'PERSON', id, name },
    role,
    permissions: permissionsOf(role),
    reach: role === 'ADMIN' ? 'ALL' : checkoutIds,
  };
}

/** Whether somebody who can sign in is a member, and not one that was switched off. */
export async function isMember(orm: MikroORM, userId: string): Promise<boolean> {
  const found = await query(
    orm.em.fork(),
    'select from member where user_id = $1 and disabled_at is null',
    [userId],
  );
  return found.length > 0;
}

/**
 * Puts off the end of an idle session, at most once per `everyMs`. Answers with the time of use that
 * the row now holds.
 */
export async function noteActivity(
  orm: MikroORM,
  session: { id: string; updatedAt: Date },
  now: Date,
  everyMs: number,
): Promise<Date> {
  if (now.getTime() - session.updatedAt.getTime() < everyMs) return session.updatedAt;
  await query(
    orm.em.fork(),
    `update ${AUTH_SCHEMA}.session set "updatedAt" = $2 where id = $1 and "updatedAt" < $2`,
    [session.id, now],
  );
  return now;
}
