import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Role } from '../domain/permission.ts';
import { query } from './orm.ts';

/** Somebody who has been asked to become a member. The link that was sent is kept as SHA-256 only. */
export const InvitationTable = defineEntity({
  name: 'InvitationRow',
  tableName: 'invitation',
  properties: {
    id: p.string().primary(),
    /** Lower-cased. Null: whoever opens the link says it. */
    email: p.string().nullable(),
    /** As whoever invites knows them. */
    name: p.string().nullable(),
    role: p.string().$type<Role>(),
    /** Null once it was accepted or withdrawn. */
    tokenHash: p.blob().nullable(),
    /** A name, kept as it was. */
    invitedBy: p.string(),
    createdAt: p.datetime(),
    expiresAt: p.datetime(),
    acceptedAt: p.datetime().nullable(),
    withdrawnAt: p.datetime().nullable(),
    memberId: p.string().nullable(),
  },
});
export type InvitationRow = InferEntity<typeof InvitationTable>;

export type InvitationFound = Omit<InvitationRow, 'tokenHash' | 'email' | 'name'> & {
  readonly email: string | null;
  readonly name: string | null;
  readonly checkoutIds: readonly string[];
};

const SELECT = `
  select i.id, i.email, i.name, i.role, i.invited_by as "invitedBy", i.created_at as "createdAt",
    i.expires_at as "expiresAt", i.accepted_at as "acceptedAt", i.withdrawn_at as "withdrawnAt",
    i.member_id as "memberId",
    array(select checkout_id from invitation_checkout where invitation_id = i.id order by 1) as "checkoutIds"
  from invitation i`;
const IS_OPEN = 'i.accepted_at is null and i.withdrawn_at is null';

/** Neither accepted nor withdrawn, those past their time included; the latest first. */
export function findOpenInvitations(em: EntityManager): Promise<InvitationFound[]> {
  return query(em, `${SELECT} where ${IS_OPEN} order by i.created_at desc, i.id limit 1000`);
}

export function findInvitations(
  em: EntityManager,
  ids: readonly string[],
): Promise<InvitationFound[]> {
  return query(em, `${SELECT} where i.id = any($1::text[])`, [ids]);
}

/** Locked until the transaction ends, so that of two who decide about it only the first finds it open. */
export async function lockOpenInvitation(
  em: EntityManager,
  by: { readonly id: string } | { readonly tokenHash: Buffer },
): Promise<InvitationFound | null> {
  const [column, value] = 'id' in by ? ['id', by.id] : ['token_hash', by.tokenHash];
  const [found] = await query<InvitationFound>(
    em,
    `${SELECT} where i.${column} = $1 and ${IS_OPEN} for update of i`,
    [value],
  );
  return found ?? null;
}

/** Reads without a lock what a link leads to, while it works. */
export async function findInvitationByToken(
  em: EntityManager,
  tokenHash: Buffer,
  now: Date,
): Promise<InvitationFound | null> {
  const [found] = await query<InvitationFound>(
    em,
    `${SELECT} where i.token_hash = $1 and ${IS_OPEN} and i.expires_at > $2`,
    [tokenHash, now],
  );
  return found ?? null;
}

export async function setInvitedCheckouts(
  em: EntityManager,
  invitationId: string,
  checkoutIds: readonly string[],
): Promise<void> {
  await query(
    em,
    'insert into invitation_checkout (invitation_id, checkout_id) select $1, unnest($2::text[])',
    [invitationId, checkoutIds],
  );
}

/** Until the transaction ends nobody else joins, or is invited, with this address. */
export async function lockEmail(em: EntityManager, email: string): Promise<void> {
  await query(em, `select pg_advisory_xact_lock(hashtextextended('member:' || $1, 19))`, [email]);
}
