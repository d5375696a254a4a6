import { createHash } from 'node:crypto';
import type { MikroORM } from '@mikro-orm/postgresql';
import { askedTogether } from '../database/asked-together.ts';
import { queryByIds } from '../database/orm.ts';
import type { Role } from '../domain/permission.ts';
import { AUTH_SCHEMA, type SessionLibrary } from './session-library.ts';
import type { ProofHeaders } from './viewer.ts';

/** A session with its member, as the rows are now. */
export type LiveSession = {
  readonly id: string;
  readonly token: string;
  readonly userId: string;
  readonly createdAt: Date;
  /** When it reaches its absolute age. */
  readonly expiresAt: Date;
  /** When it was last used. */
  readonly updatedAt: Date;
  readonly provedAt: Date | null;
  readonly hasTwoFactor: boolean;
  /** Null for a stranger to the shop, or one who was switched off. */
  readonly member: {
    readonly id: string;
    readonly name: string;
    readonly role: Role;
    readonly checkoutIds: readonly string[];
    /** The shop asks it of this role. */
    readonly needsTwoFactor: boolean;
  } | null;
};

type Row = Omit<LiveSession, 'member'> & {
  member_id: string | null;
  name: string;
  role: Role;
  checkout_ids: string[];
  needs_two_factor: boolean;
};

/** Cookies whose signature was found good; each costs some hundred bytes. */
const MOST_REMEMBERED = 20_000;

/**
 * Whose session a cookie names, read from the database each time. What is kept is only that the library found the
 * cookie's signature good, which stays so as long as the secret does; a cookie that is new to this process, or whose
 * session is over, is the library's business.
 */
export function makeLiveSessions(
  means: { orm: MikroORM; tools: { now(): Date } },
  library: SessionLibrary,
): (headers: ProofHeaders) => Promise<LiveSession | null> {
  const tokens = new Map<string, string>();
  const read = askedTogether((asked) => readSessions(means.orm, asked));
  const remember = (digest: string, token: string) => {
    const [oldest] = tokens.size < MOST_REMEMBERED ? [] : tokens.keys();
    if (oldest !== undefined) tokens.delete(oldest);
    tokens.set(digest, token);
  };

  return async (headers) => {
    const cookie = headers.get('cookie');
    if (cookie === null) return null;
    const digest = createHash('sha256').update(cookie).digest('base64');
    const token = tokens.get(digest);
    const known = token === undefined ? null : await read(token);
    if (known && known.expiresAt > means.tools.now()) return known;
    tokens.delete(digest);
    const found = await library.api.getSession({ headers: new Headers({ cookie }) });
    if (!found) return null;
    remember(digest, found.session.token);
    return read(found.session.token);
  };
}

async function readSessions(
  orm: MikroORM,
  tokens: readonly string[],
): Promise<ReadonlyMap<string, LiveSession>> {
  const rows = await queryByIds<Row>(
    orm.em.fork(),
    tokens,
    (
      isOne,
    ) => `select s.id, s.token, s."userId", s."createdAt", s."expiresAt", s."updatedAt", s."provedAt",
       coalesce(u."twoFactorEnabled", false) as "hasTwoFactor",
       m.id as member_id, m.name, m.role,
       array(select checkout_id from member_checkout where member_id = m.id order by 1) as checkout_ids,
       exists (select from setting where setting.name = 'twoFactorRoles' and value ? m.role) as needs_two_factor
     from ${AUTH_SCHEMA}.session s join ${AUTH_SCHEMA}."user" u on u.id = s."userId"
       left join member m on m.user_id = s."userId" and m.disabled_at is null
     where ${isOne('s.token')}`,
  );
  return new Map(rows.map((row) => [row.token, found(row)]));
}

function found(row: Row): LiveSession {
  const {
    member_id: id,
    name,
    role,
    checkout_ids: checkoutIds,
    needs_two_factor,
    ...session
  } = row;
  const needsTwoFactor = needs_two_factor;
  return {
    ...session,
    member: id === null ? null : { id, name, role, checkoutIds, needsTwoFactor },
  };
}
