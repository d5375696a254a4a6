import { ActionTable } from '../database/action.ts';
import { isErased, OrderLineTable, type OrderRow } from '../database/order.ts';
import { beginToWait } from '../database/action-lease.ts';
import { query } from '../database/orm.ts';
import type { ActionLevel } from '../domain/action.ts';
import { vatWithin } from '../domain/vat.ts';
import type { Work } from './request.ts';

/**
 * The payments cover the total: in this one transaction the order is paid, the sale stands in the books
 * and every configured action exists and is queued. Nothing here talks to the outside.
 */
export async function confirmOrder(work: Work, order: OrderRow, paidAt: Date): Promise<void> {
  order.paidAt = paidAt;
  await bookSale(work, order, paidAt);
  await createActions(work, order);
  work.touch(order.id);
  work.record(order.id, { event: 'order.paid', summary: 'The payment was confirmed.' });
}

/** The sale stands in the books once, however often this is asked for. */
export async function bookSale(work: Work, order: OrderRow, at: Date): Promise<void> {
  const lines = await work.em.find(OrderLineTable, { orderId: order.id });
  await query(
    work.em,
    `insert into book_entry (order_id, order_line_id, checkout_id, kind, at, currency, gross_minor, vat_minor)
     select $1, line, $2, 'SALE', $3, $4, gross, vat
     from unnest($5::text[], $6::bigint[], $7::bigint[]) as l (line, gross, vat)
     on conflict (order_line_id) where kind = 'SALE' do nothing`,
    [
      order.id,
      order.checkoutId,
      at,
      order.currency,
      lines.map(({ id }) => id),
      lines.map(({ priceMinor }) => priceMinor),
      lines.map(({ priceMinor, vatRateBp }) => vatWithin(priceMinor, vatRateBp)),
    ],
  );
}

type ConfiguredRow = {
  configuration_id: string;
  version: number;
  level: ActionLevel;
  kind: string;
  name: string;
  settings: Record<string, unknown>;
  order_line_id: string | null;
};

/**
 * One action per enabled configuration of the checkout and the offer, and per line of the products that
 * have one: the same product twice gives its action twice. Each carries a copy of the settings. Where the
 * customer was erased before the money came, they have failed from the start, so that somebody sees to it.
 */
export async function createActions(work: Work, order: OrderRow): Promise<void> {
  const configured = await query<ConfiguredRow>(
    work.em,
    `select c.id as configuration_id, c.version, c.level, c.kind, v.name, v.settings, l.id as order_line_id
     from action_configuration c
     join action_configuration_version v on v.configuration_id = c.id and v.version = c.version
     left join order_line l on c.level = 'PRODUCT' and l.order_id = $1 and l.product_id = c.product_id
     where c.checkout_id = $2 and c.enabled and c.deleted_at is null
       and (c.level = 'CHECKOUT' or c.offer_id = $3 or l.id is not null)
       and not exists (select from action a where a.order_id = $1 and a.configuration_id = c.id
         and a.order_line_id is not distinct from l.id and a.purpose = 'DELIVERY')
     order by c.created_at, c.id, l.position`,
    [order.id, order.checkoutId, order.offerId],
  );
  const created: string[] = [];
  const cannotRun = isErased(order);
  for (const row of configured) {
    const id = work.request.tools.newId('act');
    work.em.create(ActionTable, {
      id,
      orderId: order.id,
      orderLineId: row.order_line_id,
      configurationId: row.configuration_id,
      configurationVersion: row.version,
      purpose: 'DELIVERY',
      level: row.level,
      kind: row.kind,
      name: row.name,
      settings: row.settings,
      ...(cannotRun
        ? { status: 'FAILED', finishedAt: work.now, message: 'The customer’s data was erased.' }
        : { status: 'PENDING', nextAttemptAt: work.now }),
      runRequestedAt: work.now,
      changedAt: work.now,
      createdAt: work.now,
    });
    if (cannotRun) continue;
    created.push(id);
    work.wake(id);
  }
  await work.em.flush();
  await beginToWait(work.em, created);
}
