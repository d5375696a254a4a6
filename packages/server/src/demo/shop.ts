import type { EntityManager } from '@mikro-orm/postgresql';
import { query } from '../database/orm.ts';
import type { Tools } from '../use-cases/request.ts';
import { artSchool } from './shop-art.ts';
import type { SellerPlan } from './shop-plan.ts';
import { sellerRows } from './shop-rows.ts';
import { wellbeingAcademy } from './shop-wellbeing.ts';
import { insertRows } from './rows.ts';

export type DemoShop = {
  readonly checkoutIds: readonly string[];
  readonly linkIds: readonly string[];
  /** What shoppers may open, alphabetically; one for each of `linkIds`. */
  readonly linkSlugs: readonly string[];
};

export type DemoShopOptions = {
  /** Where the receiver takes webhooks: each goes to a name below it, `<webhookUrl>/accounting`. */
  readonly webhookUrl: string;
  /** `whsec_` and Base64, one for all of them. */
  readonly webhookSecret: string;
  /** Where a customer comes back to from a provider's page. */
  readonly publicUrl: string;
};

const sellers: readonly SellerPlan[] = [artSchool, wellbeingAcademy];

/** Whether there is any shop already, a demo or a real one. */
export async function hasShop(em: EntityManager): Promise<boolean> {
  const [row] = await query<{ found: boolean }>(
    em.fork(),
    'select exists (select from checkout) as found',
  );
  return row?.found === true;
}

/**
 * Two sellers with all that they sell, in one transaction: checkouts, products, offers, add-ons, links,
 * codes and what runs after a payment. The shop is dated back, so that a past fits into it.
 */
export async function makeDemoShop(
  em: EntityManager,
  tools: Tools,
  options: DemoShopOptions,
): Promise<DemoShop> {
  await em.fork().transactional(async (within) => {
    for (const seller of sellers) {
      for (const [table, rows] of sellerRows(seller, tools, options)) {
        await insertRows(within, table, rows);
      }
    }
  });
  return readShop(em);
}

/** The shop that is there already; null before one is made. */
export async function findDemoShop(em: EntityManager): Promise<DemoShop | null> {
  return (await hasShop(em)) ? readShop(em) : null;
}

async function readShop(em: EntityManager): Promise<DemoShop> {
  const checkouts = await query<{ id: string }>(em.fork(), 'select id from checkout order by name');
  const links = await query<{ id: string; slug: string }>(
    em.fork(),
    'select id, slug from checkout_link where archived_at is null order by slug',
  );
  return {
    checkoutIds: checkouts.map(({ id }) => id),
    linkIds: links.map(({ id }) => id),
    linkSlugs: links.map(({ slug }) => slug),
  };
}
