import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionConfigurationRow, ActionConfigurationVersionRow } from './catalogue.ts';
import { REASON, type HistoryEntryFound, type SequenceWish } from './order-parts.ts';
import { query } from './orm.ts';

/**
 * Action configurations as they are read by many at once. Deleted ones are not found. Each function is
 * one statement; secrets in the settings are sealed.
 */

/** With the settings of its present version. */
export type ConfigurationFound = ActionConfigurationRow &
  Pick<ActionConfigurationVersionRow, 'settings'>;

export function findConfigurations(
  em: EntityManager,
  ids: readonly string[],
): Promise<ConfigurationFound[]> {
  return query(em, `${SELECT} and c.id = any($1::text[])`, [ids]);
}

/** In the order in which their actions are made. */
export function findConfigurationsOfCheckout(
  em: EntityManager,
  checkoutId: string,
): Promise<ConfigurationFound[]> {
  return query(em, `${SELECT} and c.checkout_id = $1 order by c.created_at, c.id limit 5000`, [
    checkoutId,
  ]);
}

const SELECT = `
  select c.id, c.checkout_id as "checkoutId", c.level, c.product_id as "productId", c.offer_id as "offerId",
    c.kind, c.name, c.enabled, c.version, c.created_at as "createdAt", c.deleted_at as "deletedAt", v.settings
  from action_configuration c
  join action_configuration_version v on v.configuration_id = c.id and v.version = c.version
  where c.deleted_at is null`;

/** Every version, newest first. */
export function findConfigurationVersions(
  em: EntityManager,
  configurationIds: readonly string[],
): Promise<ActionConfigurationVersionRow[]> {
  return query(
    em,
    `select configuration_id as "configurationId", version, name, settings, created_at as "createdAt",
       created_by as "createdBy"
     from action_configuration_version where configuration_id = any($1::text[])
     order by configuration_id, version desc`,
    [configurationIds],
  );
}

/** How many actions made from each are neither done nor called off. `id` is the configuration's. */
export function countOpenActions(
  em: EntityManager,
  configurationIds: readonly string[],
): Promise<{ id: string; openActions: number }[]> {
  return query(
    em,
    `select configuration_id as id, count(*)::int as "openActions" from action
     where configuration_id = any($1::text[]) and status not in ('SUCCEEDED', 'CANCELLED')
     group by configuration_id`,
    [configurationIds],
  );
}

/** As `findHistoryPages`, for the chains of what belongs to no order: `id` names the chain. */
export function findChainPages(
  em: EntityManager,
  wishes: readonly SequenceWish[],
): Promise<HistoryEntryFound[]> {
  return query(
    em,
    `select (w.place - 1)::int as wish, h.*
     from unnest($1::text[], $2::int[], $3::int[]) with ordinality as w (id, first, after, place)
     cross join lateral (
       select id, seq, order_id as "orderId", at, actor_kind as "actorKind", actor_id as "actorId",
         actor_name as "actorName", event, summary, changes, ${REASON} as reason
       from history_entry
       where chain = w.id and order_id is null and (w.after is null or seq < w.after)
       order by seq desc limit w.first + 1) h
     order by w.place, h.seq desc`,
    [
      wishes.map(({ id }) => id),
      wishes.map(({ first }) => first),
      wishes.map(({ after }) => after),
    ],
  );
}
