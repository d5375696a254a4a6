import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openAccessShop, type AccessShop } from '../../test/kit/access-shop.ts';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { refunder, sayingProviders } from '../../test/kit/refundable-order.ts';
import { accepted, requestOf } from '../../test/kit/shop.ts';
import { previewRefund, type RefundOrder } from './refund-order.ts';

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
beforeEach(() => shop.reset());

const whole = { 0: 9900, 1: 4900 };
/** A refund of these lines in full, with their access. */
async function preview(
  orderId: string,
  lineIds: readonly string[],
  more: Partial<RefundOrder['plan']> = {},
) {
  const lines = lineIds.map((orderLineId, index) => ({
    orderLineId,
    amountMinor: index === 0 ? whole[0] : whole[1],
    removeAccess: true,
  }));
  const plan = { lines, returnMoney: true, removeOfferAccess: false, ...more };
  return accepted(
    await previewRefund({ orderId, plan }, requestOf(database, { permissions: refunder }), {
      providers: sayingProviders,
    }),
  );
}

describe('the preview of a refund that takes access away', () => {
  test('names the removals that will run, and they do', async () => {
    await shop.configure({ name: 'Watercolours' });
    const { orderId, lineIds } = await shop.buy('one@example.com');
    const { lines, actionsToRun } = await preview(orderId, lineIds);
    expect(actionsToRun).toEqual(['Remove access: Watercolours']);
    expect(lines).toMatchObject([{ canRemoveAccess: true, keptBecause: null }]);

    await shop.refund(orderId, lineIds);
    const removals = (await shop.actionsOf(orderId)).filter(({ purpose }) => purpose === 'REMOVAL');
    expect(removals.map(({ name }) => name)).toEqual(actionsToRun);
  });

  test('says that access stays where another order of the customer gives it too', async () => {
    await shop.configure({ name: 'Watercolours' });
    const other = await shop.buy('Two@example.com');
    const { orderId, lineIds } = await shop.buy('two@example.com');
    const { lines, actionsToRun } = await preview(orderId, lineIds);
    expect(actionsToRun).toEqual([]);
    expect(lines[0]?.keptBecause).toContain(other.number);
  });

  test('keeps the access of the same product bought twice until both lines go', async () => {
    await shop.configure({ name: 'Watercolours' });
    const { orderId, lineIds } = await shop.buy('three@example.com', { twice: true });
    const one = await preview(orderId, lineIds.slice(0, 1));
    expect(one.actionsToRun).toEqual([]);
    expect(one.lines[0]?.keptBecause).not.toBeNull();
    const both = await preview(orderId, lineIds);
    expect(both.actionsToRun).toEqual([
      'Remove access: Watercolours',
      'Remove access: Watercolours',
    ]);
    expect(both.lines.map(({ keptBecause }) => keptBecause)).toEqual([null, null]);
  });

  test('takes none that was not asked for', async () => {
    await shop.configure({ name: 'Watercolours' });
    await shop.configure({ name: 'Members’ area', level: 'OFFER' });
    const { orderId, lineIds } = await shop.buy('four@example.com');
    const line = { orderLineId: lineIds[0] ?? '', amountMinor: 9900, removeAccess: false };
    expect((await preview(orderId, [], { lines: [line] })).actionsToRun).toEqual([]);
    expect(
      (await preview(orderId, [], { lines: [line], removeOfferAccess: true })).actionsToRun,
    ).toHaveLength(1);
  });
});
