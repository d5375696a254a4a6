import type { EntityManager } from '@mikro-orm/postgresql';
import type { MemberRow } from './account.ts';
import type { HistoryRow } from './history.ts';
import type { SequenceWish } from './order-parts.ts';
import { query } from './orm.ts';

// Members as whoever manages them sees them. Sessions and the second factor are the sign-in library's
// (schema "auth"): read here, and ended here so that the end commits together with its audit entry.

export type MemberFound = Omit<MemberRow, 'disabledAt'> & {
  readonly disabledAt: Date | null;
  /** Without meaning for an ADMIN, who reaches all. */
  readonly checkoutIds: readonly string[];
  /** The last use of a session, or the last sign-in or sign-out. */
  readonly lastSeenAt: Date | null;
  readonly twoFactorEnabled: boolean;
};

export type SessionFound = {
  readonly id: string;
  readonly memberId: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
  readonly address: string | null;
  /** As the browser names itself. */
  readonly agent: string | null;
};

export type SignInFound = Pick<
  HistoryRow,
  'id' | 'seq' | 'at' | 'event' | 'summary' | 'fromAddress' | 'fromAgent'
> & { readonly wish: number };

const SELECT_MEMBER = `
  select m.id, m.user_id as "userId", m.name, m.email, m.role, m.created_at as "createdAt",
    m.disabled_at as "disabledAt",
    array(select checkout_id from member_checkout where member_id = m.id order by 1) as "checkoutIds",
    greatest(
      (select max(s."updatedAt") from auth.session s where s."userId" = m.user_id),
      (select max(h.at) from history_entry h where h.chain = m.id and h.event like 'member.signed%')
    ) as "lastSeenAt",
    -- By way of JSON, since the column comes with a plugin of the library.
    coalesce((select (to_jsonb(u) ->> 'twoFactorEnabled')::boolean from auth."user" u where u.id = m.user_id), false)
      as "twoFactorEnabled"
  from member m`;

/** Everybody by name, those who were switched off last. */
export function findAllMembers(em: EntityManager): Promise<MemberFound[]> {
  return query(
    em,
    `${SELECT_MEMBER} order by m.disabled_at is not null, lower(m.name), m.id limit 5000`,
  );
}

export function findMembers(em: EntityManager, ids: readonly string[]): Promise<MemberFound[]> {
  return query(em, `${SELECT_MEMBER} where m.id = any($1::text[])`, [ids]);
}

/** By email, in any case. */
export async function findMemberByEmail(
  em: EntityManager,
  email: string,
): Promise<Pick<MemberRow, 'id' | 'name' | 'disabledAt'> | null> {
  const [found] = await query<Pick<MemberRow, 'id' | 'name' | 'disabledAt'>>(
    em,
    'select id, name, disabled_at as "disabledAt" from member where lower(email) = lower($1)',
    [email],
  );
  return found ?? null;
}

/** Those who can sign in and decide about members, locked until the transaction ends: their number holds. */
export async function lockAdmins(em: EntityManager): Promise<string[]> {
  const rows = await query<{ id: string }>(
    em,
    `select id from member where role = 'ADMIN' and disabled_at is null order by id for update`,
  );
  return rows.map(({ id }) => id);
}

/** The same without a lock, to be told. */
export async function findAdmins(em: EntityManager): Promise<string[]> {
  const rows = await query<{ id: string }>(
    em,
    `select id from member where role = 'ADMIN' and disabled_at is null`,
  );
  return rows.map(({ id }) => id);
}

/** Locked until the transaction ends. */
export async function lockMember(em: EntityManager, id: string): Promise<MemberFound | null> {
  await query(em, 'select id from member where id = $1 for update', [id]);
  const [found] = await findMembers(em, [id]);
  return found ?? null;
}

export async function setMemberCheckouts(
  em: EntityManager,
  memberId: string,
  checkoutIds: readonly string[],
): Promise<void> {
  await query(em, 'delete from member_checkout where member_id = $1', [memberId]);
  await query(
    em,
    'insert into member_checkout (member_id, checkout_id) select $1, unnest($2::text[])',
    [memberId, checkoutIds],
  );
}

/** Sessions that are not too old, the one used last first. Those that were idle for too long are among them. */
export function findSessions(
  em: EntityManager,
  memberIds: readonly string[],
  now: Date,
): Promise<SessionFound[]> {
  return query(
    em,
    `select s.id, m.id as "memberId", s."createdAt" as "createdAt", s."updatedAt" as "lastUsedAt",
       s."ipAddress" as address, s."userAgent" as agent
     from auth.session s join member m on m.user_id = s."userId"
     where m.id = any($1::text[]) and s."expiresAt" > $2
     order by s."updatedAt" desc, s.id limit 1000`,
    [memberIds, now],
  );
}

/** Whose it is, while it is there. */
export async function findMemberOfSession(
  em: EntityManager,
  sessionId: string,
): Promise<string | null> {
  const [found] = await query<{ id: string }>(
    em,
    'select m.id from auth.session s join member m on m.user_id = s."userId" where s.id = $1',
    [sessionId],
  );
  return found?.id ?? null;
}

/** Ends sessions of a member at once: all, only one, or all but one. Answers with how many there were. */
export async function endSessions(
  em: EntityManager,
  memberId: string,
  which: { readonly only?: string; readonly except?: string | null } = {},
): Promise<number> {
  const ended = await query(
    em,
    `delete from auth.session s using member m
     where m.id = $1 and s."userId" = m.user_id
       and ($2::text is null or s.id = $2) and ($3::text is null or s.id <> $3)
     returning s.id`,
    [memberId, which.only ?? null, which.except ?? null],
  );
  return ended.length;
}

/** As `findHistoryPages`: when somebody came in, failed to, or left. `id` names the member. */
export function findSignInPages(
  em: EntityManager,
  wishes: readonly SequenceWish[],
): Promise<SignInFound[]> {
  return query(
    em,
    `select (w.place - 1)::int as wish, h.*
     from unnest($1::text[], $2::int[], $3::int[]) with ordinality as w (id, first, after, place)
     cross join lateral (
       select id, seq, at, event, summary, from_address as "fromAddress", from_agent as "fromAgent"
       from history_entry
       where chain = w.id and order_id is null and (w.after is null or seq < w.after)
         and event ~ '^member\\.(joined|sign|password|two_factor|passkey|identity|session)'
       order by seq desc limit w.first + 1) h
     order by w.place, h.seq desc`,
    [
      wishes.map(({ id }) => id),
      wishes.map(({ first }) => first),
      wishes.map(({ after }) => after),
    ],
  );
}
