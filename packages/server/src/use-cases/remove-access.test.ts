import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type AccessShop, openAccessShop } from '../../test/kit/access-shop.ts';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { requestOf } from '../../test/kit/shop.ts';
import { kajabiUrlExample, systemeioExample } from '../actions/settings-examples-stand-in.ts';
import { OrderTable } from '../database/order.ts';
import { query } from '../database/orm.ts';
import { lockOrder } from './load-order.ts';
import { createRemovals, removableAccess, type ThoughtOf } from './remove-access.ts';
import { inOneTransaction, type Reach } from './request.ts';

let database: TestDatabase;
let shop: AccessShop;
let buyer: string;
beforeAll(async () => {
  database = await freshDatabase();
  shop = await openAccessShop(database);
});
afterAll(async () => {
  await shop.stop();
  await database.drop();
});
let tests = 0;
beforeEach(async () => {
  await shop.reset();
  buyer = `buyer${(tests += 1)}@example.com`;
});

const rows = <Row extends object>(sql: string, parameters: unknown[] = []) =>
  query<Row>(database.orm.em.fork(), sql, parameters);

async function formOf(orderId: string, thoughtOf?: ThoughtOf, reach: Reach = 'ALL') {
  const request = requestOf(database, { reach });
  const order = await request.em.findOneOrFail(OrderTable, orderId);
  const { byLine, offer } = await removableAccess(request.em, order, request, thoughtOf);
  return { byLine: Object.fromEntries(byLine), offer };
}

const goes = (...names: string[]) => ({ names, keptBecause: null });
const removalsOf = async (orderId: string) =>
  (await shop.actionsOf(orderId)).filter(({ purpose }) => purpose === 'REMOVAL');

describe('what a refund could take away', () => {
  test('is the access of each product, and that of offer and checkout at Kajabi', async () => {
    const { url } = shop.simulator;
    await shop.configure({ name: 'Course' });
    await shop.configure({ name: 'Community', kind: 'systemeio-access' });
    const offer = { level: 'OFFER', settings: kajabiUrlExample(url, '1002') } as const;
    await shop.configure({ name: 'Drawing', ...offer });
    await shop.configure({
      name: 'List',
      level: 'CHECKOUT',
      kind: 'systemeio-access',
    });
    const { orderId, lineIds } = await shop.buy(buyer);
    const [line = ''] = lineIds;
    expect(await formOf(orderId)).toEqual({
      byLine: {
        [line]: {
          names: ['Course'],
          keptBecause: '“Community” stays: the checkout of this order still gives it.',
        },
      },
      offer: goes('Drawing'),
    });
    const wholeOrder = { lineIds, offer: false, wholeOrder: true };
    expect((await formOf(orderId, wholeOrder)).byLine).toEqual({
      [line]: goes('Course', 'Community'),
    });
  });

  test('is nothing where nothing was given', async () => {
    const plain = await shop.buy(buyer);
    expect(await formOf(plain.orderId)).toEqual({ byLine: {}, offer: null });

    await shop.configure();
    const refused = await shop.buy(`refused.${buyer}`, { run: false });
    const [action] = await shop.actionsOf(refused.orderId);
    await rows(
      `update action set status = 'FAILED', attempt = 1, next_attempt_at = null where id = $1`,
      [action?.id],
    );
    expect(await formOf(refused.orderId)).toEqual({ byLine: {}, offer: null });
  });

  test('is also what waits to be given now', async () => {
    await shop.configure();
    const { orderId, lineIds } = await shop.buy(buyer, { run: false });
    expect((await formOf(orderId)).byLine).toEqual({ [lineIds[0] ?? '']: goes('Course') });
  });

  test('stays where another order of the same customer gives it, which is named', async () => {
    await shop.configure();
    const first = await shop.buy(buyer);
    const second = await shop.buy(buyer.toUpperCase());
    await shop.buy('other@example.com');
    const [line = ''] = first.lineIds;
    const kept = {
      names: [],
      keptBecause: `“Course” stays: order ${second.number} of the same customer still gives it.`,
    };
    expect((await formOf(first.orderId)).byLine).toEqual({ [line]: kept });

    await shop.refund(second.orderId, second.lineIds, { keepAccess: true });
    expect((await formOf(first.orderId)).byLine).toEqual({ [line]: goes('Course') });
  });

  test('does not name an order of a checkout that the reader may not see', async () => {
    await shop.configure();
    const first = await shop.buy(buyer);
    const second = await shop.buy(buyer);
    await rows(`insert into checkout (id, name, created_at) values ('chk_far', 'Far', now())`);
    await rows(
      `insert into offer (id, checkout_id, name, created_at) values ('off_far', 'chk_far', 'Far', now())`,
    );
    await rows(`update orders set checkout_id = 'chk_far', offer_id = 'off_far' where id = $1`, [
      second.orderId,
    ]);
    const words = async (reach: Reach) =>
      (await formOf(first.orderId, undefined, reach)).byLine[first.lineIds[0] ?? '']?.keptBecause;
    expect(await words(['chk_test'])).toBe(
      '“Course” stays: an order of the same customer at another checkout still gives it.',
    );
    expect(await words('ALL')).toContain(`order ${second.number} of the same customer`);
  });

  test('stays where the same product is bought twice in one order, unless both are refunded', async () => {
    await shop.configure();
    const { orderId, lineIds } = await shop.buy(buyer, { twice: true });
    const [main = '', bump = ''] = lineIds;
    const stays = {
      names: [],
      keptBecause: '“Course” stays: another product of this order still gives it.',
    };
    expect((await formOf(orderId)).byLine).toEqual({ [main]: stays, [bump]: stays });
    const both = { lineIds, offer: false, wholeOrder: true };
    expect((await formOf(orderId, both)).byLine).toEqual({
      [main]: goes('Course'),
      [bump]: goes('Course'),
    });
  });

  test('goes in part where another order gives a part of it', async () => {
    const access = { kind: 'systemeio-access', name: 'Community' } as const;
    const all = await shop.configure(access);
    const first = await shop.buy(buyer);
    await rows('update action_configuration set enabled = false where id = $1', [all]);
    await shop.configure({
      ...access,
      settings: { ...systemeioExample, tags: ['501'], courseId: undefined },
    });
    const second = await shop.buy(buyer);
    expect((await formOf(first.orderId)).byLine[first.lineIds[0] ?? '']).toEqual({
      names: ['Community'],
      keptBecause: `“Community” stays in part: order ${second.number} of the same customer still gives it.`,
    });
  });

  test('says what its settings do not know how to take away', async () => {
    const { deactivationUrl: _, ...settings } = kajabiUrlExample(shop.simulator.url);
    await shop.configure({ settings });
    const { orderId, lineIds } = await shop.buy(buyer);
    expect((await formOf(orderId)).byLine[lineIds[0] ?? '']).toEqual({
      names: [],
      keptBecause:
        '“Course” cannot be taken away from here, since its settings do not say how. Take it away yourself where it was given.',
    });
  });

  test('is asked for with the same number of queries however much was sold', async () => {
    await shop.configure();
    const { orderId } = await shop.buy(buyer);
    await rows(
      `insert into orders select (o).* from (select jsonb_populate_record(o, jsonb_build_object('id', 'ord_' || n, 'number', n::text)) as o
         from orders o, generate_series(1, 30) as s (n) where o.id = $1) x`,
      [orderId],
    );
    await rows(
      `insert into action select (a).* from (select jsonb_populate_record(a, jsonb_build_object('id', 'act_' || n,
         'order_id', 'ord_' || n, 'order_line_id', null, 'level', 'CHECKOUT')) as a from action a, generate_series(1, 30) as s (n) where a.order_id = $1) x`,
      [orderId],
    );
    const request = requestOf(database);
    const order = await request.em.findOneOrFail(OrderTable, orderId);
    let statements = 0;
    const counting = new Proxy(request.em, {
      get: (em, name) => {
        if (name === 'getKysely') statements += 1;
        const value: unknown = Reflect.get(em, name);
        return typeof value === 'function' ? value.bind(em) : value;
      },
    });
    const { byLine } = await removableAccess(counting, order, request);
    expect([...byLine.values()]).toMatchObject([{ names: [] }]);
    expect(statements).toBe(3);
  });
});

describe('the removals of a refund', () => {
  test('take back each grant of the product, with its settings, and are told to the history', async () => {
    await shop.configure();
    await shop.configure({ name: 'Community', kind: 'systemeio-access' });
    const { orderId, lineIds } = await shop.buy(buyer);
    const grants = await shop.actionsOf(orderId);
    await shop.refund(orderId, lineIds);
    expect(await removalsOf(orderId)).toMatchObject(
      grants.map(({ id, name }) => ({
        name: `Remove access: ${name}`,
        status: 'PENDING',
        removesActionId: id,
      })),
    );
    const same = await rows(
      `select 1 from action r join action g on g.id = r.removes_action_id
       where r.order_id = $1 and r.settings = g.settings and r.order_line_id = g.order_line_id
         and r.configuration_id = g.configuration_id and r.level is null`,
      [orderId],
    );
    expect(same).toHaveLength(2);
    const history = await rows<{ summary: string }>(
      `select summary from history_entry where order_id = $1 and event = 'access.removal_requested' order by seq`,
      [orderId],
    );
    expect(history.map(({ summary }) => summary)).toEqual([
      'The access that Course gave is to be taken away.',
      'The access that Community gave is to be taken away.',
    ]);
  });

  test('are not made where nobody asked for them', async () => {
    await shop.configure();
    const { orderId, lineIds } = await shop.buy(buyer);
    await shop.refund(orderId, lineIds, { keepAccess: true });
    expect(await removalsOf(orderId)).toEqual([]);
  });

  test('call off what waits and has given nothing, of that product alone', async () => {
    await shop.configure();
    const { orderId, lineIds } = await shop.buy(buyer, { twice: true, run: false });
    await shop.refund(orderId, lineIds.slice(0, 1));
    expect((await shop.actionsOf(orderId)).map(({ status }) => status)).toEqual([
      'CANCELLED',
      'PENDING',
    ]);
    const [told] = await rows<{ summary: string }>(
      `select summary from history_entry where order_id = $1 and event = 'action.cancelled'`,
      [orderId],
    );
    expect(told?.summary).toBe('Course was called off, since its access goes with the refund.');
  });

  test('call off what waits for another try, and take away what an earlier one may have given', async () => {
    await shop.configure();
    const { orderId, lineIds } = await shop.buy(buyer, { run: false });
    shop.simulator.faults.set('kajabi', { kind: 'drop-after', times: 1 });
    await shop.runWaiting(orderId);
    expect(shop.held()).toEqual([`${buyer} offer 1001`]);
    await shop.refund(orderId, lineIds);
    expect(await shop.actionsOf(orderId)).toMatchObject([
      { purpose: 'DELIVERY', status: 'CANCELLED' },
      { purpose: 'REMOVAL', status: 'PENDING' },
    ]);
    await shop.runWaiting(orderId);
    expect(shop.held()).toEqual([]);
  });

  test('are made once for one refund, however often they are asked for', async () => {
    await shop.configure();
    const { orderId, lineIds } = await shop.buy(buyer);
    await shop.refund(orderId, lineIds);
    const again = () =>
      inOneTransaction(requestOf(database), async (work) =>
        createRemovals(work, await lockOrder(work, orderId, 'orderId'), { lineIds, offer: false }),
      );
    await again();
    await shop.runWaiting(orderId);
    await again();
    expect(await removalsOf(orderId)).toMatchObject([{ status: 'SUCCEEDED', run: 1, attempt: 1 }]);
  });
});
