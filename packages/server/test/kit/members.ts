import { migrateAccess } from '../../src/access/session-library.ts';
import { query } from '../../src/database/orm.ts';
import { type Permission, permissionsOf, type Role } from '../../src/domain/permission.ts';
import type { Reach, Request } from '../../src/use-cases/request.ts';
import { freshDatabase, type TestDatabase } from './database.ts';
import { requestOf } from './shop.ts';

/** A database with the sign-in library's tables too, and two checkouts. */
export async function databaseForMembers(): Promise<TestDatabase> {
  const database = await freshDatabase();
  await migrateAccess(database.url);
  await query(
    database.orm.em.fork(),
    `insert into checkout (id, name, created_at) values ('chk_a', 'Art', now()), ('chk_b', 'Books', now())`,
  );
  return database;
}

/** The admins Aino and Antti and the viewer Veikko, and nobody else. Gives back the id of the latest history entry. */
export async function seedMembers(database: TestDatabase): Promise<string> {
  const em = database.orm.em.fork();
  await query(em, 'delete from invitation');
  await query(em, 'delete from member');
  await query(em, 'delete from auth."user"');
  database.tools.published.length = 0;
  for (const [name, role] of [
    ['Aino', 'ADMIN'],
    ['Antti', 'ADMIN'],
    ['Veikko', 'VIEWER'],
  ] as const) {
    await seedMember(database, name, role);
  }
  const [latest] = await query<{ id: string }>(
    em,
    'select id from history_entry order by id desc limit 1',
  );
  return latest?.id ?? '';
}

/** `mem_veikko` of `veikko@example.com`, signed in once by `ses_veikko`. */
export async function seedMember(
  database: TestDatabase,
  name: string,
  role: Role,
  checkoutIds: readonly string[] = role === 'ADMIN' ? [] : ['chk_a'],
): Promise<void> {
  const em = database.orm.em.fork();
  const low = name.toLowerCase();
  await query(
    em,
    `insert into auth."user" (id, name, email, "emailVerified", "createdAt", "updatedAt")
     values ($1, $2, $3, true, now(), now())`,
    [`usr_${low}`, name, `${low}@example.com`],
  );
  await query(
    em,
    `insert into member (id, user_id, name, email, role, created_at) values ($1, $2, $3, $4, $5, now())`,
    [`mem_${low}`, `usr_${low}`, name, `${low}@example.com`, role],
  );
  await query(em, 'insert into member_checkout select $1, unnest($2::text[])', [
    `mem_${low}`,
    checkoutIds,
  ]);
  await seedSession(database, low, `ses_${low}`);
}

/** A session of the member called `low`, in small letters, used a minute ago unless said otherwise. */
export async function seedSession(
  database: TestDatabase,
  low: string,
  id: string,
  usedAt = new Date(database.tools.now().getTime() - 60_000),
): Promise<void> {
  await query(
    database.orm.em.fork(),
    `insert into auth.session (id, "userId", token, "createdAt", "updatedAt", "expiresAt", "ipAddress", "userAgent")
     values ($1, $2, 'secret-' || $1, $3, $3, $3::timestamptz + interval '12 hours', '192.0.2.7',
       'Mozilla/5.0 (Macintosh; Intel Mac OS X 15.1; rv:145.0) Gecko/20100101 Firefox/145.0')`,
    [id, `usr_${low}`, usedAt],
  );
}

/** An ADMIN's request unless said otherwise. */
export function managing(
  database: TestDatabase,
  who: { name?: string; permissions?: readonly Permission[]; reach?: Reach } = {},
): Request {
  return requestOf(database, { permissions: [...permissionsOf('ADMIN')], ...who });
}

/** A token with these permissions. */
export function byToken(
  database: TestDatabase,
  permissions: readonly Permission[] = [...permissionsOf('ADMIN')],
): Request {
  return {
    ...managing(database, { permissions }),
    actor: { kind: 'TOKEN', id: 'tok_script', name: 'Script' },
  };
}

/** Events of members and invitations, the oldest first, since the entry of that id. */
export async function memberEvents(database: TestDatabase, since = ''): Promise<string[]> {
  const rows = await query<{ event: string }>(
    database.orm.em.fork(),
    `select event from history_entry where event like 'member.%' and id > $1 order by id`,
    [since],
  );
  return rows.map(({ event }) => event);
}
