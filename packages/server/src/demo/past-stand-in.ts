import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { query } from '../database/orm.ts';
import { makeDemoPast } from './past.ts';
import { makeDemoShop } from './shop.ts';

// A shop and a past for tests: real ones, in a database of their own.

export const now = new Date('2026-11-23T10:00:00.000Z');
export const past = { orders: 1_200, months: 12, seed: 20_261_126, now };

export type MadePast = { orders: number; paid: number };

/** A database with a shop as old as the past needs it. */
export async function withShop(): Promise<TestDatabase> {
  const fresh = await freshDatabase();
  fresh.tools.setNow(now);
  await makeDemoShop(fresh.orm.em, fresh.tools, {
    webhookUrl: 'http://127.0.0.1:4999/hooks',
    webhookSecret: `whsec_${Buffer.alloc(32, 5).toString('base64')}`,
    publicUrl: 'http://localhost:4000',
  });
  // So few orders would never come to the limits that the shop sets.
  await query(
    fresh.orm.em.fork(),
    'update discount_code set usage_limit = 6 where usage_limit is not null',
  );
  return fresh;
}

export async function withPast(options: typeof past): Promise<[TestDatabase, MadePast]> {
  const fresh = await withShop();
  return [fresh, await makeDemoPast(fresh.orm.em, fresh.tools, options)];
}

/** What makes an order what it is, but for the ids of the shop. */
export const WHOLE_ORDERS = `
  select o.id, o.number, o.status, o.version, o.email, o.first_name, o.currency, o.total_minor, o.discount_code,
    o.created_at, o.paid_at, o.all_succeeded_at, o.closed_by_hand_at, o.attention, o.attention_at, o.attention_summary, l.lines -> 0 ->> 'productName' as product,
    l.payment ->> 'providerReference' as reference
  from orders o join order_list l on l.order_id = o.id order by o.id`;
