import type { EntityManager } from '@mikro-orm/postgresql';
import { query } from './orm.ts';

/** How many other refunds of a payment were sent that did not fail: some banks take only one. */
export async function refundsSentFor(
  em: EntityManager,
  paymentId: string,
  besideLegId: string,
): Promise<number> {
  const [row] = await query<{ sent: number }>(
    em,
    `select count(*) as sent from refund_leg
     where payment_id = $1 and id <> $2 and sent_at is not null and status <> 'FAILED'`,
    [paymentId, besideLegId],
  );
  return row?.sent ?? 0;
}
