import type { EntityManager } from '@mikro-orm/postgresql';
import type { OurRefund, RefundDifference } from '../domain/refund-comparison.ts';
import { query } from './orm.ts';

/** Our side of a comparison with one provider, and the differences that were found by it. */

/** Shares of refunds that went out since then, and those that the provider names. */
export function findOurRefunds(
  em: EntityManager,
  wish: {
    readonly provider: string;
    readonly since: Date;
    readonly keys: readonly string[];
    readonly references: readonly string[];
  },
): Promise<OurRefund[]> {
  return query(
    em,
    `select l.id as "legId", o.id as "orderId", o.number as "orderNumber", l.status, l.amount_minor as "amountMinor",
       p.currency, l.provider_reference as reference, l.sent_at as "sentAt",
       coalesce(l.changed_at, l.sent_at) as "changedAt"
     from refund_leg l join payment p on p.id = l.payment_id join orders o on o.id = p.order_id
     where p.provider = $1 and l.provider_key is not null and l.sent_at is not null
       and (l.sent_at >= $2 or l.id = any($3::text[]) or l.provider_reference = any($4::text[]))
     order by l.sent_at, l.id`,
    [wish.provider, wish.since, wish.keys, wish.references],
  );
}

/** The orders of a provider's payments, by the provider's id of them. */
export async function findOrdersOfPayments(
  em: EntityManager,
  provider: string,
  references: readonly string[],
): Promise<Map<string, { readonly id: string; readonly number: string }>> {
  const rows = await query<{ reference: string; id: string; number: string }>(
    em,
    `select p.provider_reference as reference, o.id, o.number
     from payment p join orders o on o.id = p.order_id
     where p.provider = $1 and p.provider_reference = any($2::text[])`,
    [provider, references],
  );
  return new Map(rows.map(({ reference, id, number }) => [reference, { id, number }]));
}

/** Writes a difference down, or that it was seen again. True when it was not known. */
export async function writeDifference(
  em: EntityManager,
  provider: string,
  { kind, subject, orderId, ours, theirs, at, summary }: RefundDifference,
  now: Date,
): Promise<boolean> {
  const [known] = await query(
    em,
    `select from refund_difference where provider = $1 and kind = $2 and subject = $3 and settled_at is null`,
    [provider, kind, subject],
  );
  await query(
    em,
    `insert into refund_difference (provider, kind, subject, order_id, ours, theirs, summary, happened_at, found_at, seen_at)
     values ($1, $2, $3, $4, $5::jsonb, $6::jsonb, $7, $8, $9, $9)
     on conflict (provider, kind, subject) do update set ours = excluded.ours, theirs = excluded.theirs,
       summary = excluded.summary, seen_at = excluded.seen_at, settled_at = null,
       found_at = case when refund_difference.settled_at is null then refund_difference.found_at else excluded.found_at end`,
    [
      provider,
      kind,
      subject,
      orderId,
      JSON.stringify(ours),
      JSON.stringify(theirs),
      summary,
      at,
      now,
    ],
  );
  return known === undefined;
}

/** Differences of a provider that a comparison of everything since then did not find any more. */
export function findVanishedDifferences(
  em: EntityManager,
  wish: { readonly provider: string; readonly since: Date; readonly begunAt: Date },
): Promise<{ kind: string; subject: string; orderId: string | null }[]> {
  return query(
    em,
    `select kind, subject, order_id as "orderId" from refund_difference
     where provider = $1 and settled_at is null and happened_at >= $2 and seen_at < $3
     order by order_id, kind, subject`,
    [wish.provider, wish.since, wish.begunAt],
  );
}

export async function closeDifference(
  em: EntityManager,
  provider: string,
  { kind, subject }: { readonly kind: string; readonly subject: string },
  now: Date,
): Promise<void> {
  await query(
    em,
    `update refund_difference set settled_at = $4
     where provider = $1 and kind = $2 and subject = $3 and settled_at is null`,
    [provider, kind, subject, now],
  );
}
