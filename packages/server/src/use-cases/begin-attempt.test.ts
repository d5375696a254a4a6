import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type AccessShop, openAccessShop } from '../../test/kit/access-shop.ts';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { accepted, newKey, requestOf } from '../../test/kit/shop.ts';
import { systemeioExample } from '../actions/settings-examples-stand-in.ts';
import { query } from '../database/orm.ts';
import { failingAt } from '../actions/platform-stand-in.ts';
import { lockOrder } from './load-order.ts';
import { createRemovals } from './remove-access.ts';
import { inOneTransaction } from './request.ts';
import { rerunAction } from './rerun-action.ts';

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
const grantOf = async (orderId: string) => {
  const [grant] = await shop.actionsOf(orderId);
  if (!grant) throw new Error('There is no grant');
  return grant;
};
const correctEmail = (orderId: string, email: string) =>
  rows('update orders set email = $2 where id = $1', [orderId, email]);
const has = (what = 'offer 1001', who = buyer) => shop.held().includes(`${who} ${what}`);

const lastPart = (address: string) => address.replace(/\?.*$/, '').split('/').at(-1);

describe('a removal', () => {
  test('takes away by the very id the grant was given with, though the email was corrected since', async () => {
    await shop.configure();
    const { orderId, lineIds } = await shop.buy(buyer);
    const [given] = shop.simulator.access.list();
    await correctEmail(orderId, 'corrected@example.com');
    await shop.refund(orderId, lineIds);
    await shop.runWaiting(orderId);
    expect(shop.held()).toEqual([]);
    const [sent] = await rows<{ id: string }>(
      `select request -> 'body' ->> 'external_user_id' as id from attempt where action_id = $1`,
      [(await removalOf(orderId)).id],
    );
    expect(sent?.id).toBe(given?.externalId);
  });

  test('knows whose access it is after the email was corrected: that of the grant', async () => {
    await shop.configure();
    const first = await shop.buy(buyer);
    const second = await shop.buy(buyer);
    await correctEmail(first.orderId, 'corrected@example.com');
    await shop.refund(first.orderId, first.lineIds);
    await shop.runWaiting(first.orderId);
    expect(await removalOf(first.orderId)).toMatchObject({
      message: `Kept: order ${second.number} of the same customer still gives it.`,
    });
    expect(has()).toBe(true);
  });

  test('keeps what another paid order gives, until that is refunded too', async () => {
    await shop.configure();
    const first = await shop.buy(buyer);
    const second = await shop.buy(buyer);
    await shop.refund(first.orderId, first.lineIds);
    await shop.runWaiting(first.orderId);
    expect(await removalOf(first.orderId)).toMatchObject({
      status: 'SUCCEEDED',
      message: `Kept: order ${second.number} of the same customer still gives it.`,
    });
    expect(has()).toBe(true);
    const [told] = await rows<{ summary: string }>(
      `select summary from history_entry where order_id = $1 and event = 'access.kept'`,
      [first.orderId],
    );
    expect(told?.summary).toBe(
      `Remove access: Course (run 1) took nothing away. Kept: order ${second.number} of the same customer still gives it.`,
    );
    await shop.refund(second.orderId, second.lineIds);
    await shop.runWaiting(second.orderId);
    expect(await removalOf(second.orderId)).toMatchObject({
      status: 'SUCCEEDED',
      message: 'Kajabi took the offer away.',
    });
    expect(shop.changes()).toEqual(['given 1001', 'taken 1001']);
  });

  test('that kept what another order was about to give goes with the refund of that one', async () => {
    await shop.configure();
    const first = await shop.buy(buyer);
    const second = await shop.buy(buyer, { run: false });
    await shop.refund(first.orderId, first.lineIds);
    await shop.runWaiting(first.orderId);
    expect((await removalOf(first.orderId)).message).toContain(`order ${second.number}`);

    await shop.refund(second.orderId, second.lineIds);
    expect(await grantOf(second.orderId)).toMatchObject({ status: 'CANCELLED', attempt: 0 });
    await shop.runWaiting(second.orderId);
    expect(shop.changes()).toEqual(['given 1001', 'taken 1001']);
  });

  test('leaves the tags of Systeme.io that another order gives, and takes the rest', async () => {
    const access = { kind: 'systemeio-access', name: 'Community' } as const;
    const wide = await shop.configure(access);
    const first = await shop.buy(buyer);
    await rows('update action_configuration set enabled = false where id = $1', [wide]);
    const narrow = { ...systemeioExample, tags: ['503', '502'], courseId: undefined };
    await shop.configure({ ...access, settings: narrow });
    const second = await shop.buy(buyer);

    await shop.refund(first.orderId, first.lineIds);
    await shop.runWaiting(first.orderId);
    expect(shop.held()).toEqual([`${buyer} tag 502`, `${buyer} tag 503`]);
    expect((await removalOf(first.orderId)).message).toBe(
      `The contact at Systeme.io no longer has tag 501, course 301. Kept in part: order ${second.number} of the same customer still gives it.`,
    );
    await shop.refund(second.orderId, second.lineIds);
    await shop.runWaiting(second.orderId);
    expect(shop.held()).toEqual([]);
  });

  test('of one of two lines with the same product leaves the other its access', async () => {
    await shop.configure();
    const { orderId, lineIds } = await shop.buy(buyer, { twice: true });
    await shop.refund(orderId, lineIds.slice(0, 1));
    await shop.runWaiting(orderId);
    expect((await removalOf(orderId)).message).toBe(
      'Kept: another product of this order still gives it.',
    );
    expect(has()).toBe(true);
    await shop.refund(orderId, lineIds.slice(1));
    await shop.runWaiting(orderId);
    expect(shop.held()).toEqual([]);
  });

  test('of both lines at once takes the access away once', async () => {
    await shop.configure();
    const { orderId, lineIds } = await shop.buy(buyer, { twice: true });
    await shop.refund(orderId, lineIds);
    await shop.runWaiting(orderId);
    expect(shop.changes()).toEqual(['given 1001', 'taken 1001']);
    expect((await removalOf(orderId, 1)).message).toBe(
      'The customer did not have this offer any more.',
    );
  });

  test('of a product keeps what the offer of the same order gives as well', async () => {
    await shop.configure();
    await shop.configure({ level: 'OFFER', name: 'Course with the offer' });
    const { orderId, lineIds } = await shop.buy(buyer, { twice: true });
    await shop.refund(orderId, lineIds.slice(0, 1));
    await shop.runWaiting(orderId);
    expect((await removalOf(orderId)).message).toMatch(/^Kept: .* of this order still gives it\.$/);
    await shop.refund(orderId, lineIds.slice(1), { removeOfferAccess: true });
    await shop.runWaiting(orderId);
    expect(shop.held()).toEqual([]);
  });

  test('that had to keep something looks again when the rest of its refund settles', async () => {
    await shop.configure();
    await shop.configure({ level: 'OFFER', name: 'Course with the offer' });
    const { orderId, lineIds } = await shop.buy(buyer, { twice: true });
    await shop.refund(orderId, lineIds.slice(0, 1));
    await shop.runWaiting(orderId);
    expect(has()).toBe(true);
    await shop.refund(orderId, lineIds.slice(1), { keepAccess: true });
    const wish = { lineIds: lineIds.slice(0, 1), offer: false };
    await inOneTransaction(requestOf(database), async (work) =>
      createRemovals(work, await lockOrder(work, orderId, 'orderId'), wish),
    );
    expect(await removalOf(orderId)).toMatchObject({ status: 'PENDING', run: 2 });
    await shop.runWaiting(orderId);
    expect(shop.held()).toEqual([]);
  });

  test('leaves nothing to an offer whose access was itself asked to be taken away', async () => {
    await shop.configure({ level: 'OFFER', name: 'Course' });
    const first = await shop.buy(buyer, { twice: true });
    await shop.refund(first.orderId, first.lineIds.slice(0, 1), { removeOfferAccess: true });
    await shop.runWaiting(first.orderId);
    expect(shop.held()).toEqual([]);

    const second = await shop.buy(buyer);
    expect(has()).toBe(true);
    await shop.refund(second.orderId, second.lineIds, { removeOfferAccess: true });
    await shop.runWaiting(second.orderId);
    expect(shop.held()).toEqual([]);
  });

  test('of the offer leaves alone what no product of Kajabi is', async () => {
    await shop.configure({ level: 'OFFER', name: 'Course' });
    await shop.configure({ level: 'CHECKOUT', kind: 'systemeio-access', name: 'Community' });
    const { orderId, lineIds } = await shop.buy(buyer);
    await shop.refund(orderId, lineIds, { removeOfferAccess: true });
    await shop.runWaiting(orderId);
    expect((await removalOf(orderId)).name).toBe('Remove access: Course');
    expect(shop.held()).toEqual([`${buyer} course 301`, `${buyer} tag 501`, `${buyer} tag 503`]);
  });

  test('that failed half-way goes on where it stopped', async () => {
    await shop.configure({ kind: 'systemeio-access' });
    const { orderId, lineIds } = await shop.buy(buyer);
    await shop.refund(orderId, lineIds);
    const { id } = await removalOf(orderId);
    shop.simulator.systemeio.calls.clear();
    const { fetch } = failingAt(shop.simulator, 'systemeio', { call: 2, kind: 'error-500' });
    await shop.run(id, shop.typesWith(fetch));
    expect(await removalOf(orderId)).toMatchObject({ status: 'PENDING', attempt: 1 });
    await shop.hurry(id);
    await shop.run(id);
    expect(shop.held()).toEqual([]);
    const calls = shop.simulator.systemeio.calls.list().toReversed();
    expect(
      calls.map(({ method, address, answered }) => [method, lastPart(address), answered]),
    ).toEqual([
      ['DELETE', '501', 204],
      ['DELETE', '503', 500],
      ['DELETE', '503', 204],
      ['GET', 'enrollments', 200],
      ['DELETE', expect.stringMatching(/^\d+$/), 204],
    ]);
  });
});

describe('a grant', () => {
  test('that failed half-way and was taken away gives everything when it is run again', async () => {
    await shop.configure({ kind: 'systemeio-access' });
    const { orderId, lineIds } = await shop.buy(buyer, { run: false });
    const { id } = await grantOf(orderId);
    const { fetch } = failingAt(shop.simulator, 'systemeio', { call: 4, kind: 'error-400' });
    await shop.run(id, shop.typesWith(fetch));
    expect(await grantOf(orderId)).toMatchObject({ status: 'FAILED' });
    expect(shop.held()).toEqual([`${buyer} tag 501`]);

    await shop.refund(orderId, lineIds);
    await shop.runWaiting(orderId);
    expect(shop.held()).toEqual([]);
    const wish = { actionId: id, useLatest: false, acknowledge: 'NONE' } as const;
    accepted(await rerunAction({ ...wish, idempotencyKey: newKey() }, requestOf(database)));
    await shop.runWaiting(orderId);
    expect(shop.held()).toEqual([`${buyer} course 301`, `${buyer} tag 501`, `${buyer} tag 503`]);
  });

  test('given again after half a removal is taken away whole by the next refund', async () => {
    await shop.configure({ kind: 'systemeio-access' });
    const { orderId, lineIds } = await shop.buy(buyer);
    await shop.refund(orderId, lineIds);
    const { fetch } = failingAt(shop.simulator, 'systemeio', { call: 2, kind: 'error-400' });
    await shop.run((await removalOf(orderId)).id, shop.typesWith(fetch));
    expect(await removalOf(orderId)).toMatchObject({ status: 'FAILED' });
    expect(has('tag 501')).toBe(false);

    await shop.complete(orderId, { restoreRefunded: true });
    await shop.runWaiting(orderId);
    expect(has('tag 501')).toBe(true);
    await shop.refund(orderId, lineIds);
    await shop.runWaiting(orderId);
    expect(await removalOf(orderId)).toMatchObject({ status: 'SUCCEEDED', run: 2 });
    expect(shop.held()).toEqual([]);
  });

  test('run again by hand after its removal gives the access again, and a later refund takes it anew', async () => {
    await shop.configure();
    const { orderId, lineIds } = await shop.buy(buyer);
    await shop.refund(orderId, lineIds);
    await shop.runWaiting(orderId);
    const { id } = await grantOf(orderId);
    const wish = { actionId: id, useLatest: false, acknowledge: 'REPEATS_SIDE_EFFECT' } as const;
    accepted(await rerunAction({ ...wish, idempotencyKey: newKey() }, requestOf(database)));
    await shop.runWaiting(orderId);
    expect(has()).toBe(true);

    await shop.complete(orderId, { restoreRefunded: true });
    await shop.runWaiting(orderId);
    expect(has()).toBe(true);
    await shop.refund(orderId, lineIds);
    expect(await removalOf(orderId)).toMatchObject({ status: 'PENDING', run: 2 });
    await shop.runWaiting(orderId);
    expect(shop.held()).toEqual([]);
    expect(shop.changes()).toEqual(['given 1001', 'taken 1001', 'given 1001', 'taken 1001']);
  });
});
