import type { EntityManager } from '@mikro-orm/postgresql';
import { query } from '../database/orm.ts';
import { readSettings } from '../database/settings.ts';
import type { ActorKind, Role } from '../domain/permission.ts';
import {
  allowanceOf,
  limitFor,
  startOfDay,
  WITHOUT_LIMIT,
  type RefundAllowance,
  type RefundLimit,
} from '../domain/refund-limit.ts';
import type { Actor } from './request.ts';

/**
 * What somebody may refund now, per currency asked for, in that order. Counted is what they have asked for
 * since the day began (UTC), money returned or only recorded; what failed does not count, unless only a
 * person says so of what its provider had confirmed. The product itself and the providers have no limit.
 * Once limits are set it is three small statements.
 */
export async function readAllowances(
  em: EntityManager,
  actor: Actor,
  currencies: readonly string[],
  now: Date,
): Promise<RefundAllowance[]> {
  const limits = (await readSettings(em)).refundLimits ?? [];
  const isLimited = limits.length > 0 && (actor.kind === 'PERSON' || actor.kind === 'TOKEN');
  if (!isLimited) return currencies.map(() => WITHOUT_LIMIT);

  const role = actor.kind === 'PERSON' ? await findRole(em, actor) : null;
  // A person of no known role: whoever asked has been let in by somebody else, with that one's limits.
  if (actor.kind === 'PERSON' && role === null) return currencies.map(() => WITHOUT_LIMIT);
  const today = await sumToday(em, actor, now);
  return currencies.map((currency) =>
    allowanceOf(limitFor(limits, role, currency), today.get(currency) ?? 0),
  );
}

/** The limits of a role (null: an API token), by currency. */
export async function findRefundLimits(
  em: EntityManager,
  kind: ActorKind,
  role: Role | null,
): Promise<RefundLimit[]> {
  if (kind !== 'TOKEN' && role === null) return [];
  const limits = (await readSettings(em)).refundLimits ?? [];
  return limits
    .filter((limit) => limit.role === role)
    .toSorted((a, b) => (a.currency < b.currency ? -1 : 1));
}

/** Lets two refunds of one person go one after the other, so that both count against the same day. */
export async function lockAllowance(em: EntityManager, { kind, id }: Actor): Promise<void> {
  await query(em, 'select pg_advisory_xact_lock(hashtextextended($1, 7))', [
    `refund-allowance:${kind}:${id}`,
  ]);
}

async function findRole(em: EntityManager, { id }: Actor): Promise<Role | null> {
  const [member] = await query<{ role: Role }>(em, 'select role from member where id = $1', [id]);
  return member?.role ?? null;
}

async function sumToday(em: EntityManager, actor: Actor, now: Date): Promise<Map<string, number>> {
  const sums = await query<{ currency: string; minor: number }>(
    em,
    `select r.currency, sum(g.amount_minor)::bigint as minor
     from refund r join refund_leg g on g.refund_id = r.id
     where r.actor_kind = $1 and r.actor_id = $2 and r.requested_at >= $3
       and (g.status <> 'FAILED' or g.may_still_succeed and g.provider_reference is not null)
     group by r.currency`,
    [actor.kind, actor.id, startOfDay(now)],
  );
  return new Map(sums.map(({ currency, minor }) => [currency, minor]));
}
