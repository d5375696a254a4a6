import type { EntityManager } from '@mikro-orm/postgresql';
import pg from 'pg';
import { query } from './orm.ts';

// What the role that serves and works may do in the database (docs/decisions/0011-audit-log.md): read and write
// what the product reads and writes, and add to the books and the history without ever changing them.

/** The role cannot be used; the message says what to do. */
export class AppRoleRefused extends Error {
  override readonly name = 'AppRoleRefused';
}

const SCHEMAS = ['public', 'graphile_worker', 'auth'];
const ALL = 'select, insert, update, delete';

/** Tables that the application may not change freely. */
const LESS: Readonly<Record<string, string>> = {
  'public.history_entry': 'select, insert',
  'public.book_entry': 'select, insert',
  'public.history_head': 'select',
  'public.migration': 'select',
  'graphile_worker.migrations': 'select',
};

/** What must be refused to it whichever way it came by the right: by a membership, or by hand. */
const FORBIDDEN: readonly (readonly [table: string, rights: readonly string[]])[] = [
  ['public.history_entry', ['UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER']],
  ['public.book_entry', ['UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER']],
  ['public.history_head', ['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER']],
];

/**
 * Makes the role named in `appUrl`, or brings it up to date, and grants it what it needs of the tables as they
 * are now: after every migration. Throws `AppRoleRefused` where it could rewrite the history all the same.
 */
export async function grantToApp(ownerUrl: string, appUrl: string): Promise<void> {
  const owner = new pg.Client(ownerUrl);
  await owner.connect();
  try {
    await owner.query('select pg_advisory_lock(42, 3)');
    const { user: role } = new pg.Client(appUrl);
    if (!role) throw new AppRoleRefused('DATABASE_URL names no role.');
    await ensureRole(owner, role, appUrl);
    await refusePowerful(owner, role);
    await owner.query(['begin', ...(await grantsFor(owner, role)), 'commit'].join(';\n'));
    await refuseForbidden(owner, role);
  } finally {
    await owner.end();
  }
}

/**
 * What `grantToApp` would change, a line each: done inside the transaction that `owner` is in, which the caller
 * rolls back. Throws as it would.
 */
export async function tryGrants(owner: pg.Client, appUrl: string): Promise<string[]> {
  const { user: role } = new pg.Client(appUrl);
  if (!role) throw new AppRoleRefused('DATABASE_URL names no role.');
  const { rowCount } = await owner.query('select from pg_roles where rolname = $1', [role]);
  const isNew = rowCount === 0;
  if (isNew) await ensureRole(owner, role, appUrl);
  await refusePowerful(owner, role);
  const before = isNew ? new Map<string, string>() : await rightsOf(owner, role);
  await owner.query((await grantsFor(owner, role)).join(';\n'));
  await refuseForbidden(owner, role);
  const after = await rightsOf(owner, role);
  return [
    ...(isNew ? [`the role ${role} is made`] : []),
    ...[...after]
      .filter(([relation, rights]) => before.get(relation) !== rights)
      .map(([relation, rights]) => `${role} may ${rights} in ${relation}`),
  ];
}

async function rightsOf(owner: pg.Client, role: string): Promise<Map<string, string>> {
  const { rows } = await owner.query<{ relation: string; rights: string }>(
    `select n.nspname || '.' || c.relname as relation,
       string_agg(lower(a.privilege_type), ', ' order by a.privilege_type) as rights
     from pg_class c join pg_namespace n on n.oid = c.relnamespace, aclexplode(c.relacl) a
     where n.nspname = any($1) and a.grantee = $2::regrole group by 1 order by 1`,
    [SCHEMAS, pg.escapeIdentifier(role)],
  );
  return new Map(rows.map(({ relation, rights }) => [relation, rights]));
}

/** Whether this connection could rewrite the history once the triggers were out of the way. */
export async function mayRewriteHistory(em: EntityManager): Promise<boolean> {
  const [row] = await query<{ may: boolean | null }>(
    em,
    `select has_table_privilege(to_regclass('history_entry'), 'UPDATE') as may`,
  );
  return row?.may ?? false;
}

async function ensureRole(owner: pg.Client, role: string, appUrl: string): Promise<void> {
  const { password } = new pg.Client(appUrl);
  const login = `role ${pg.escapeIdentifier(role)} login${password ? ` password ${pg.escapeLiteral(password)}` : ''}`;
  const { rowCount } = await owner.query('select from pg_roles where rolname = $1', [role]);
  try {
    if (rowCount === 0) await owner.query(`create ${login}`);
    // Only then: where a provider manages the roles, the owner may not alter them.
    else if (await isTurnedAway(appUrl)) await owner.query(`alter ${login}`);
  } catch (error) {
    throw new AppRoleRefused(
      `The role "${role}" of DATABASE_URL could not be set up: ${(error as Error).message}. ` +
        'Make it by hand with this password, or let the role of DATABASE_OWNER_URL create roles.',
      { cause: error },
    );
  }
}

/** PostgreSQL's class for a wrong password, or a role that may not log in. */
const NOT_LET_IN = '28';

async function isTurnedAway(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    return false;
  } catch (error) {
    return (error as { code?: string }).code?.startsWith(NOT_LET_IN) ?? false;
  } finally {
    await client.end().catch(() => {});
  }
}

async function refusePowerful(owner: pg.Client, role: string): Promise<void> {
  const { rows } = await owner.query<{ why: string | null }>(
    `select case
       when rolname = current_user then 'is the owner of the tables itself'
       when rolsuper then 'is a superuser'
       when rolcreaterole then 'may create roles'
       when pg_has_role(oid, current_user, 'MEMBER') then 'is a member of the owner’s role'
     end as why from pg_roles where rolname = $1`,
    [role],
  );
  if (rows[0]?.why) {
    throw new AppRoleRefused(
      `The role "${role}" of DATABASE_URL ${rows[0].why}, so that it could rewrite the history. Name another role there; it is made if it does not exist.`,
    );
  }
}

type Relation = { schema: string; name: string; isSequence: boolean; hasPolicies: boolean };

async function grantsFor(owner: pg.Client, roleName: string): Promise<string[]> {
  const role = pg.escapeIdentifier(roleName);
  // Extensions may have put things of others there.
  const { rows } = await owner.query<Relation>(
    `select n.nspname as schema, c.relname as name, c.relkind = 'S' as "isSequence",
       c.relrowsecurity and not exists (
         select from pg_policy p where p.polrelid = c.oid and p.polname = $2) as "hasPolicies"
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = any($1) and c.relkind in ('r', 'p', 'v', 'm', 'S') and pg_has_role(c.relowner, 'USAGE')
     order by 1, 2`,
    [SCHEMAS, roleName],
  );
  const missing = await owner.query<{ schema: string }>(
    `select s as schema from unnest($1::text[]) s where not has_schema_privilege($2, s, 'USAGE')`,
    [SCHEMAS, roleName],
  );
  return [
    ...missing.rows.map(({ schema }) => `grant usage on schema ${schema} to ${role}`),
    ...rows.flatMap((relation) => grantsOf(relation, role)),
    // For the libraries' own tables, until the next run of this.
    ...['graphile_worker', 'auth'].flatMap((schema) => [
      `alter default privileges in schema ${schema} grant ${ALL} on tables to ${role}`,
      `alter default privileges in schema ${schema} grant usage, select on sequences to ${role}`,
    ]),
  ];
}

function grantsOf({ schema, name, isSequence, hasPolicies }: Relation, role: string): string[] {
  const relation = `${schema}.${pg.escapeIdentifier(name)}`;
  const on = isSequence ? `sequence ${relation}` : relation;
  const rights = isSequence ? 'usage, select' : (LESS[`${schema}.${name}`] ?? ALL);
  return [
    `revoke all on ${on} from ${role}`,
    `grant ${rights} on ${on} to ${role}`,
    // The queue's tables are open to their owner alone unless a policy says otherwise.
    ...(hasPolicies
      ? [`create policy ${role} on ${relation} to ${role} using (true) with check (true)`]
      : []),
  ];
}

async function refuseForbidden(owner: pg.Client, role: string): Promise<void> {
  for (const [table, rights] of FORBIDDEN) {
    const { rows } = await owner.query<{ right: string }>(
      `select r as right from unnest($3::text[]) r where has_table_privilege($1, $2, r)`,
      [role, table, rights],
    );
    if (rows.length > 0) {
      const held = rows.map(({ right }) => right).join(', ');
      throw new AppRoleRefused(
        `The role "${role}" of DATABASE_URL may ${held} in ${table}, by a membership or a grant to everybody. Take that away, or name another role.`,
      );
    }
  }
}
