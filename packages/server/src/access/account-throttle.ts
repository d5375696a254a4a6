import { createHash } from 'node:crypto';
import type { MikroORM } from '@mikro-orm/postgresql';
import { query } from '../database/orm.ts';
import { networkOf } from './client-network.ts';
import { AUTH_SCHEMA } from './session-library.ts';

const WINDOW_MS = 60_000;

/**
 * Counts the tries to sign in as one account, from wherever they come: the library counts by address
 * only, and addresses can be had by the thousand. Answers with the seconds to wait, or null when the
 * try is allowed. The address of the account is kept as a hash; the library sweeps old rows away.
 */
export function throttleAccount(
  orm: MikroORM,
  email: string,
  now: Date,
  triesPerMinute: number,
): Promise<number | null> {
  const account = createHash('sha256').update(email.trim().toLowerCase()).digest('hex');
  return throttle(orm, `account|${account}`, now, triesPerMinute);
}

/** The same for whoever opens links of invitations from one address. */
export function throttleInvitations(
  orm: MikroORM,
  address: string,
  now: Date,
  triesPerMinute: number,
): Promise<number | null> {
  return throttle(orm, `invitations|${networkOf(address)}`, now, triesPerMinute);
}

/**
 * The same for anything that may be tried only so often in a minute; `key` holds nothing personal. A minute that
 * begins too far ahead was begun by a clock that has been set back since. The row's id is chance: were it the key, two
 * that come first at once could meet at the index of ids, which "on conflict" does not watch.
 */
export async function throttle(
  orm: MikroORM,
  key: string,
  now: Date,
  triesPerMinute: number,
): Promise<number | null> {
  const [row] = await query<{ count: number; startedAt: number }>(
    orm.em.fork(),
    `insert into ${AUTH_SCHEMA}."rateLimit" as r (id, key, count, "lastRequest")
     values (gen_random_uuid()::text, $1, 1, $2)
     on conflict (key) do update set
       count = case when r."lastRequest" not between $2 - $3 + 1 and $2 + $3 then 1 else r.count + 1 end,
       "lastRequest" = case when r."lastRequest" not between $2 - $3 + 1 and $2 + $3 then $2 else r."lastRequest" end
     returning count, "lastRequest" as "startedAt"`,
    [key, now.getTime(), WINDOW_MS],
  );
  if (!row || row.count <= triesPerMinute) return null;
  return Math.max(1, Math.ceil((row.startedAt + WINDOW_MS - now.getTime()) / 1000));
}
