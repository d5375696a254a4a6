import type { EntityManager } from '@mikro-orm/postgresql';
import { query } from './orm.ts';

// What erasing takes from the tables (docs/personal-data.md is the list). Money, books, statuses and the
// history stay as they are; that nothing comes back later is held by the triggers of migration 0023.

/** What stands for the customer of an erased order, so that orders of one person still belong together. */
export type ErasedOrder = { readonly orderId: string; readonly pseudonym: string };

/** Takes everything personal from orders that are locked. Those that were erased before stay as they are. */
export async function eraseOrders(
  em: EntityManager,
  erased: readonly ErasedOrder[],
  at: Date,
): Promise<void> {
  const ids = erased.map(({ orderId }) => orderId);
  const names = erased.map(({ pseudonym }) => pseudonym);
  // First: from here on the triggers keep out what would come late.
  await query(
    em,
    `update orders o set email = case when o.email is not null then e.pseudonym end, first_name = null,
       last_name = null, billing_fields = '[]', erased_at = $3
     from unnest($1::text[], $2::text[]) as e (id, pseudonym) where o.id = e.id and o.erased_at is null`,
    [ids, names, at],
  );
  await query(
    em,
    `update action a set message = case when a.message is not null then 'The customer’s data was erased.' end,
       given_to = case when a.given_to is not null then e.pseudonym end
     from unnest($1::text[], $2::text[]) as e (id, pseudonym) where a.order_id = e.id`,
    [ids, names],
  );
  for (const statement of [
    `update attempt set message = case when message is not null then 'The customer’s data was erased.' end,
       technical = null, request = null, response = null
     where action_id in (select id from action where order_id = any($1))`,
    `update action_step set fact = null where action_id in (select id from action where order_id = any($1))`,
    `update payment set failure_message = null, redirect_url = null, client_secret = null where order_id = any($1)`,
    `update refund set reason = null where order_id = any($1)`,
    `update refund_leg set failure_message = null
     where refund_id in (select id from refund where order_id = any($1))`,
    `delete from history_reason where order_id = any($1)`,
  ]) {
    await query(em, statement, [ids]);
  }
}

/** Wishes of exports that name the customer: such a file is to be asked for anew. */
export async function forgetWishesNaming(
  em: EntityManager,
  words: readonly string[],
): Promise<void> {
  await query(
    em,
    `update order_export set wish = null where wish is not null and exists (
       select from unnest($1::text[]) as w (word) where position(lower(w.word) in lower(wish::text)) > 0)`,
    [words],
  );
}

/**
 * Keys that hold the address, which they should not, become `hidden(key)`: their rows stay, so that a late
 * repetition is still known. Of an answer that holds it nothing stays.
 */
export async function hideKeysNaming(
  em: EntityManager,
  email: string,
  hidden: (key: string) => string,
): Promise<void> {
  await query(
    em,
    `update idempotency_key set result = 'null' where position(lower($1) in lower(result::text)) > 0`,
    [email],
  );
  const named = await query<{ actor: string; key: string }>(
    em,
    `select actor, key from idempotency_key where position(lower($1) in lower(key)) > 0`,
    [email],
  );
  for (const { actor, key } of named) {
    await query(em, 'update idempotency_key set key = $3 where actor = $1 and key = $2', [
      actor,
      key,
      hidden(key),
    ]);
  }
}
