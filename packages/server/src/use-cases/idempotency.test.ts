import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import {
  boughtBy,
  dumpDatabase,
  personaOf,
  runActionsOf,
  tablesWith,
  talkativeActions,
} from '../../test/kit/personal-traces.ts';
import { askRefund } from '../../test/kit/refundable-order.ts';
import { accepted, makeShop, newKey, requestOf } from '../../test/kit/shop.ts';
import { query } from '../database/orm.ts';
import { makeSealer, type Sealer } from '../database/sealing.ts';
import { permissionsOf } from '../domain/permission.ts';
import { eraseCustomer } from './erase-customer.ts';
import { once } from './idempotency.ts';
import { decide, type Request } from './request.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const oldKey = Buffer.alloc(32, 7);
const freshKey = Buffer.alloc(32, 9);
const under = (sealer: Sealer): Request => ({
  ...requestOf(database),
  tools: { ...database.tools, sealer },
});

/** Does something that counts how often it was done. */
function counting(key: string) {
  let done = 0;
  const ask = (request: Request, amountMinor = 100) =>
    decide(request, (work) =>
      once(work, { operation: 'give', key, input: { amountMinor } }, () =>
        Promise.resolve({ done: (done += 1) }),
      ),
    );
  return { ask, done: () => done };
}

describe('a request that is repeated after the keys were rotated', () => {
  test('is known again while the old key may open, and happens once', async () => {
    const { ask, done } = counting(newKey());
    accepted(await ask(under(makeSealer(oldKey))));
    const rotated = under(makeSealer(freshKey, [oldKey]));
    expect(accepted(await ask(rotated))).toEqual({ done: 1 });
    expect(await ask(rotated, 200)).toMatchObject({
      refusals: [{ code: 'IDEMPOTENCY_KEY_REUSED' }],
    });
    expect(done()).toBe(1);
  });

  test('is not done again either once the old key is gone', async () => {
    const { ask, done } = counting(newKey());
    accepted(await ask(under(makeSealer(oldKey))));
    expect(await ask(under(makeSealer(freshKey)))).toMatchObject({
      refusals: [{ code: 'IDEMPOTENCY_KEY_REUSED' }],
    });
    expect(done()).toBe(1);
  });
});

test('a request from before digests were keyed is known again', async () => {
  const key = newKey();
  const { ask, done } = counting(key);
  accepted(await ask(under(makeSealer(oldKey))));
  const plain = createHash('sha256').update('{"amountMinor":100}').digest('hex');
  await query(database.orm.em.fork(), 'update idempotency_key set input_hash = $1 where key = $2', [
    plain,
    key,
  ]);
  expect(accepted(await ask(under(makeSealer(oldKey))))).toEqual({ done: 1 });
  expect(done()).toBe(1);
});

test('a repeated request whose key named the customer is not done again', async () => {
  await makeShop(database);
  const jaana = personaOf('jaanax');
  const admin = requestOf(database, { permissions: [...permissionsOf('ADMIN')] });
  const erase = () =>
    eraseCustomer({ email: jaana.email, idempotencyKey: `erase-${jaana.email}` }, admin);
  const orderId = await boughtBy(database, jaana);
  await runActionsOf(database, orderId, talkativeActions());
  const [line] = await query<{ id: string }>(
    database.orm.em.fork(),
    'select id from order_line where order_id = $1',
    [orderId],
  );
  const refund = () =>
    askRefund(
      database,
      orderId,
      { [line?.id ?? '']: 900 },
      { plan: { returnMoney: false }, idempotencyKey: `refund-${jaana.email}` },
    );
  const first = accepted(await refund());
  accepted(await erase());
  expect(accepted(await erase())).toEqual({ erased: 1, remaining: 0 });
  expect(accepted(await refund())).toEqual(first);
  expect(await query(database.orm.em.fork(), 'select amount_minor as amount from refund')).toEqual([
    { amount: 900 },
  ]);
  expect(tablesWith(await dumpDatabase(database), jaana.mark)).toEqual([]);
});
