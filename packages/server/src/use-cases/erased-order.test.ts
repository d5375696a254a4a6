import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openAccessShop, type AccessShop } from '../../test/kit/access-shop.ts';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { dumpDatabase, tablesWith } from '../../test/kit/personal-traces.ts';
import { accepted, newKey, requestOf } from '../../test/kit/shop.ts';
import { query } from '../database/orm.ts';
import { findActionsOfOrders } from '../database/order-parts.ts';
import { Permission } from '../domain/permission.ts';
import { advanceBulkRerun } from './advance-bulk-rerun.ts';
import { rerunFailedActions } from './bulk-rerun.ts';
import { completeOrder } from './complete-order.ts';
import { readCustomerData } from './customer-data.ts';
import { eraseCustomer } from './erase-customer.ts';
import { rerunAction, rerunOptionsOf } from './rerun-action.ts';

// What can still be done with an order whose customer was erased, and what cannot.

let database: TestDatabase;
let shop: AccessShop;
beforeAll(async () => {
  database = await freshDatabase({ retrySchedule: [] });
  shop = await openAccessShop(database);
});
afterAll(async () => {
  await shop.stop();
  await database.drop();
});
let email: string;
let tests = 0;
beforeEach(async () => {
  await shop.reset();
  email = `erasable${(tests += 1)}@example.com`;
});

const rows = <Row extends object>(sql: string, parameters: unknown[] = []) =>
  query<Row>(database.orm.em.fork(), sql, parameters);
const admin = () => requestOf(database, { permissions: Object.values(Permission) });
const erase = async () =>
  accepted(await eraseCustomer({ email, idempotencyKey: newKey() }, admin()));

async function boughtInVain() {
  await shop.configure();
  const bought = await shop.buy(email, { run: false });
  await rows(
    `update action set status = 'FAILED', next_attempt_at = null, finished_at = now(), message = $2
     where order_id = $1`,
    [bought.orderId, `${email} is unknown there.`],
  );
  const [action] = await shop.actionsOf(bought.orderId);
  return { ...bought, actionId: action?.id ?? '' };
}
const actionOf = async (orderId: string) => (await shop.actionsOf(orderId))[0];

describe('an order whose customer was erased', () => {
  test('offers no re-run, and refuses one with words', async () => {
    const { orderId, actionId } = await boughtInVain();
    expect(await readCustomerData(email, admin())).toMatchObject({
      failedActions: 1,
      refusal: null,
    });
    await erase();
    const before = await actionOf(orderId);
    const [found] = await findActionsOfOrders(database.orm.em.fork(), [orderId]);
    if (!found) throw new Error('The action is gone');
    const options = rerunOptionsOf(found, admin().permissions, null);
    expect(options).toMatchObject({ allowed: false, refusal: { code: 'CUSTOMER_ERASED' } });
    const wish = { actionId, idempotencyKey: newKey(), useLatest: false };
    expect(await rerunAction({ ...wish, acknowledge: 'NONE' }, admin())).toMatchObject({
      refusals: [{ code: 'CUSTOMER_ERASED' }],
    });
    expect(await actionOf(orderId)).toEqual(before);
  });

  test('is no part of a bulk re-run, nor of one that was begun before', async () => {
    const { orderId } = await boughtInVain();
    const all = { filter: {}, idempotencyKey: newKey(), dryRun: false };
    const { bulkRerunId } = accepted(await rerunFailedActions(all, admin()));
    await erase();
    await advanceBulkRerun(bulkRerunId ?? '', admin());
    expect(
      await rows(`select refusal ->> 'code' as code from bulk_rerun_action where order_id = $1`, [
        orderId,
      ]),
    ).toEqual([{ code: 'CUSTOMER_ERASED' }]);
    const counted = { ...all, idempotencyKey: newKey(), dryRun: true };
    expect(accepted(await rerunFailedActions(counted, admin()))).toMatchObject({ matched: 0 });
  });

  test('is completed by hand without running anything', async () => {
    const { orderId } = await boughtInVain();
    await erase();
    const input = {
      orderId,
      idempotencyKey: newKey(),
      runActions: true,
      actionsToRun: 'ALL' as const,
      restoreRefunded: false,
      useLatestConfiguration: false,
    };
    accepted(await completeOrder(input, admin()));
    expect(await actionOf(orderId)).toMatchObject({ status: 'FAILED', run: 1 });
    expect(await rows('select status, attention from orders where id = $1', [orderId])).toEqual([
      { status: 'MARKED_AS_COMPLETED', attention: [] },
    ]);
  });

  test('is refunded without a removal: its access stays, as was said before', async () => {
    await shop.configure();
    const { orderId, lineIds } = await shop.buy(email);
    expect(await readCustomerData(email, admin())).toMatchObject({ accessGiven: 1 });
    await erase();
    await shop.refund(orderId, lineIds, { keepAccess: true });
    expect(
      await rows('select refunded_minor as back from orders where id = $1', [orderId]),
    ).toEqual([{ back: 9900 }]);
    expect((await shop.actionsOf(orderId)).map(({ purpose }) => purpose)).toEqual(['DELIVERY']);
    expect(shop.held()).toEqual([`${email} offer 1001`]);
  });

  test('takes no word of the customer back, by the database itself', async () => {
    const { orderId, lineIds } = await shop.buy(email);
    await shop.refund(orderId, lineIds, { keepAccess: true });
    await erase();
    const [{ seen } = { seen: 0 }] = await rows<{ seen: number }>(
      `with o as (update orders set email = $2, first_name = $2, last_name = $2, erased_at = null,
           billing_fields = '[{"value":"late"}]' where id = $1 returning id),
         p as (update payment set failure_message = $2, redirect_url = $2, client_secret = $2 where order_id = $1 returning id),
         r as (update refund set reason = $2 where order_id = $1 returning id),
         l as (update refund_leg set failure_message = $2
           where refund_id in (select id from refund where order_id = $1) returning id),
         h as (insert into history_entry (id, chain, order_id, at, actor_kind, actor_name, event, summary, reason)
           values ('his_' || $1, $1, $1, now(), 'SYSTEM', 'Automatic', 'order.noted', 'Noted.', $2) returning id)
       select (select count(*) from o) + (select count(*) from p) + (select count(*) from r)
         + (select count(*) from l) + (select count(*) from h) as seen`,
      [orderId, email],
    );
    expect(seen).toBe(5);
    expect(tablesWith(await dumpDatabase(database), email)).toEqual([]);
    expect(tablesWith(await dumpDatabase(database), '"late"')).toEqual([]);
  });

  test('lets nobody queue anything for it, by the database itself', async () => {
    const { actionId } = await boughtInVain();
    await erase();
    await expect(
      rows(`update action set status = 'PENDING', next_attempt_at = now() where id = $1`, [
        actionId,
      ]),
    ).rejects.toThrow('whose customer was erased');
  });
});
