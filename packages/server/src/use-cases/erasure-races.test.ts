import { afterAll, beforeAll, expect, test } from 'vitest';
import { openAccessShop, type AccessShop } from '../../test/kit/access-shop.ts';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { dumpDatabase, tablesWith } from '../../test/kit/personal-traces.ts';
import { askRefund } from '../../test/kit/refundable-order.ts';
import { newKey, requestOf } from '../../test/kit/shop.ts';
import { checkHistory } from '../database/history-check.ts';
import { query } from '../database/orm.ts';
import { Permission } from '../domain/permission.ts';
import { advanceBulkRerun } from './advance-bulk-rerun.ts';
import { rerunFailedActions } from './bulk-rerun.ts';
import { completeOrder } from './complete-order.ts';
import { eraseCustomer } from './erase-customer.ts';
import { rerunAction } from './rerun-action.ts';

let database: TestDatabase;
let shop: AccessShop;
beforeAll(async () => {
  database = await freshDatabase({ retrySchedule: [] });
  shop = await openAccessShop(database);
  await shop.reset();
  await shop.configure();
});
afterAll(async () => {
  await shop.stop();
  await database.drop();
});

const rows = <Row extends object>(sql: string, parameters: unknown[] = []) =>
  query<Row>(database.orm.em.fork(), sql, parameters);
const admin = () => requestOf(database, { permissions: Object.values(Permission) });

test('an erasure that meets a re-run, a bulk re-run, a refund and a completion: one of them wins whole', async () => {
  for (let round = 0; round < 24; round += 1) {
    const email = `racer${round}@example.com`;
    const { orderId, lineIds } = await shop.buy(email, { run: false });
    await rows(
      `update action set status = 'FAILED', next_attempt_at = null, finished_at = now() where order_id = $1`,
      [orderId],
    );
    const [action] = await shop.actionsOf(orderId);
    const key = newKey();
    const others: (() => Promise<unknown>)[] = [
      () =>
        rerunAction(
          {
            actionId: action?.id ?? '',
            idempotencyKey: key,
            useLatest: false,
            acknowledge: 'NONE',
          },
          admin(),
        ),
      async () => {
        const bulk = { filter: {}, idempotencyKey: key, dryRun: false };
        const asked = await rerunFailedActions(bulk, admin());
        if (asked.ok) await advanceBulkRerun(asked.value.bulkRerunId ?? '', admin());
      },
      () =>
        askRefund(database, orderId, { [lineIds[0] ?? '']: 100 }, { plan: { returnMoney: false } }),
      () =>
        completeOrder(
          {
            orderId,
            idempotencyKey: key,
            runActions: true,
            actionsToRun: 'ALL',
            restoreRefunded: false,
            useLatestConfiguration: false,
          },
          admin(),
        ),
    ];
    const other = others[round % others.length];
    const [erased] = await Promise.all([
      eraseCustomer({ email, idempotencyKey: newKey() }, admin()),
      other?.(),
    ]);
    const [order] = await rows<{ isErased: boolean; open: number }>(
      `select erased_at is not null as "isErased", (select count(*)::int from action a where a.order_id = o.id
         and a.status = 'PENDING' and a.purpose <> 'REFUND') as open from orders o where id = $1`,
      [orderId],
    );
    expect(order?.isErased).toBe(erased.ok);
    if (!erased.ok) continue;
    expect(order?.open).toBe(0);
    expect(tablesWith(await dumpDatabase(database), email)).toEqual([]);
  }
  expect(await checkHistory(database.orm.em)).toMatchObject({ faultCount: 0 });
});
