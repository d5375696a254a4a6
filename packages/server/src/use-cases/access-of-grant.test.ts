import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type AccessShop, openAccessShop } from '../../test/kit/access-shop.ts';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { runOnce } from '../../test/kit/paid-order.ts';
import { query } from '../database/orm.ts';

let database: TestDatabase;
let shop: AccessShop;
beforeAll(async () => {
  database = await freshDatabase();
  shop = await openAccessShop(database);
});
afterAll(async () => {
  await shop.stop();
  await database.drop();
});
let buyer: string;
let tests = 0;
beforeEach(async () => {
  await shop.reset();
  shop.simulator.access.changes.clear();
  buyer = `buyer${(tests += 1)}@example.com`;
});

const rows = <Row extends object>(sql: string, parameters: unknown[] = []) =>
  query<Row>(database.orm.em.fork(), sql, parameters);
const removalOf = async (orderId: string, place = 0) => {
  const removals = (await shop.actionsOf(orderId)).filter(({ purpose }) => purpose === 'REMOVAL');
  const removal = removals[place];
  if (!removal) throw new Error('There is no such removal');
  return removal;
};
describe('a grant', () => {
  test('whose secret cannot be opened stops no refund, and fails for everybody to see', async () => {
    await shop.configure();
    const { orderId, lineIds } = await shop.buy(buyer, { twice: true, run: false });
    const [first = '', second = ''] = (await shop.actionsOf(orderId)).map(({ id }) => id);
    await shop.run(second);
    await rows(
      `update action set settings = settings || '{"activationUrl": "sealed:v1:00000000:AAAA"}' where id = any($1)`,
      [[first, second]],
    );
    const faults: unknown[] = [];
    const run = (id: string) =>
      runOnce(database, id, shop.types, (fault) => void faults.push(fault));
    await run(first);
    await shop.refund(orderId, lineIds);
    await run((await removalOf(orderId)).id);
    expect(await shop.actionsOf(orderId)).toMatchObject([
      { id: first, message: 'Something went wrong on our side.' },
      { id: second, message: 'Kajabi granted the offer.' },
      { purpose: 'REMOVAL', message: 'Something went wrong on our side.' },
      { purpose: 'REMOVAL' },
    ]);
    expect(faults).toHaveLength(2);
  });

  test('of which nobody knows what it gives is not taken anything from', async () => {
    await shop.configure();
    const first = await shop.buy(buyer);
    const second = await shop.buy(buyer);
    await rows(
      `update action set settings = settings || '{"activationUrl": "sealed:v1:00000000:AAAA"}' where order_id = $1`,
      [second.orderId],
    );
    await shop.refund(first.orderId, first.lineIds);
    await shop.runWaiting(first.orderId);
    expect((await removalOf(first.orderId)).message).toContain(`Kept: order ${second.number}`);
  });
});
