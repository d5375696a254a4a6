import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { kajabiUrlExample } from '../src/actions/settings-examples-stand-in.ts';
import { query } from '../src/database/orm.ts';
import { previewRefund, type RefundOrder } from '../src/use-cases/refund-order.ts';
import { rerunAction, type RerunAction } from '../src/use-cases/rerun-action.ts';
import { startWorker } from '../src/worker/worker.ts';
import { type AccessShop, type Bought, openAccessShop } from './kit/access-shop.ts';
import { freshDatabase, type TestDatabase } from './kit/database.ts';
import { askRefund, refunder, sayingProviders, tellLeg } from './kit/refundable-order.ts';
import { accepted, newKey, requestOf } from './kit/shop.ts';
import { noMailer } from './kit/outside.ts';

// The sentences of `order-management.md` and of the rules on taking access away after a refund, each as a
// test under its own words, with real kinds of actions against a simulated Kajabi and Systeme.io.

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
let buyer: string;
let tests = 0;
beforeEach(async () => {
  await shop.reset();
  buyer = `buyer${(tests += 1)}@example.com`;
});

const rows = <Row extends object>(sql: string, parameters: unknown[] = []) =>
  query<Row>(database.orm.em.fork(), sql, parameters);
const has = (what = 'offer 1001') => shop.held().includes(`${buyer} ${what}`);
const removalOf = async (orderId: string) => {
  const removal = (await shop.actionsOf(orderId)).find(({ purpose }) => purpose === 'REMOVAL');
  if (!removal) throw new Error('There is no removal');
  return removal;
};
const rerun = (actionId: string, more: Partial<RerunAction> = {}) =>
  rerunAction(
    { actionId, idempotencyKey: newKey(), useLatest: false, acknowledge: 'NONE', ...more },
    requestOf(database),
  );

const lineOf = ({ lineIds }: Bought, amountMinor = 9900, removeAccess = true) => [
  { orderLineId: lineIds[0] ?? '', amountMinor, removeAccess },
];
const preview = (orderId: string, plan: Partial<RefundOrder['plan']>) =>
  previewRefund(
    { orderId, plan: { lines: [], returnMoney: true, removeOfferAccess: false, ...plan } },
    requestOf(database, { permissions: refunder }),
    { providers: sayingProviders },
  );

/** A refund of the whole first line through Stripe, with what it takes to tell its leg what became of it. */
async function refundThroughStripe(bought: Bought) {
  const { refundId } = accepted(
    await askRefund(database, bought.orderId, {}, { plan: { lines: lineOf(bought) } }),
  );
  const [leg] = await rows<{ id: string }>('select id from refund_leg where refund_id = $1', [
    refundId,
  ]);
  return (outcome: Parameters<typeof tellLeg>[3]) =>
    tellLeg(database, bought.orderId, leg?.id ?? '', outcome);
}

describe('Remove access', () => {
  test('shown per product when the refunded amount equals the full product price', async () => {
    await shop.configure();
    const bought = await shop.buy(buyer);
    const part = accepted(await preview(bought.orderId, { lines: lineOf(bought, 9899, false) }));
    expect(part.lines.map(({ canRemoveAccess }) => canRemoveAccess)).toEqual([false]);
    const asked = await preview(bought.orderId, { lines: lineOf(bought, 9899) });
    expect(asked).toMatchObject({ ok: false, refusals: [{ code: 'ACCESS_NEEDS_FULL_REFUND' }] });
    const whole = accepted(await preview(bought.orderId, { lines: lineOf(bought) }));
    expect(whole).toMatchObject({
      lines: [{ canRemoveAccess: true, keptBecause: null }],
      actionsToRun: ['Remove access: Course'],
    });
  });

  test('automatically removes the customer’s access, such as a Kajabi course grant', async () => {
    await shop.configure();
    await shop.configure({ kind: 'systemeio-access', name: 'Community' });
    const bought = await shop.buy(buyer);
    expect(shop.held()).toHaveLength(4);
    const faults: unknown[] = [];
    const worker = await startWorker({
      orm: database.orm,
      databaseUrl: database.url,
      tools: database.tools,
      actionTypes: shop.types,
      publicUrl: 'http://shop.test',
      providers: sayingProviders,
      mailer: noMailer,
      name: 'worker-under-test',
      concurrency: 3,
      heartbeatMs: 100,
      sweepEveryMs: 50,
      stopWithinMs: 1_000,
      onFault: (error) => void faults.push(error),
    });
    try {
      await shop.refund(bought.orderId, bought.lineIds);
      await expect.poll(() => shop.held(), { timeout: 20_000 }).toEqual([]);
    } finally {
      await worker.stop();
    }
    expect(faults).toEqual([]);
  });

  test('access goes when the money is returned, not when it is asked for', async () => {
    await shop.configure();
    const bought = await shop.buy(buyer);
    const tell = await refundThroughStripe(bought);
    await expect(removalOf(bought.orderId)).rejects.toThrow('There is no removal');
    await tell({ status: 'PENDING', reference: 're_1' });
    await expect(removalOf(bought.orderId)).rejects.toThrow('There is no removal');
    await tell({ status: 'SUCCEEDED', reference: 're_1' });
    expect(await removalOf(bought.orderId)).toMatchObject({ status: 'PENDING' });
  });

  test('a refund that is refused takes nothing away', async () => {
    await shop.configure();
    const bought = await shop.buy(buyer);
    const tell = await refundThroughStripe(bought);
    await tell({ status: 'FAILED', message: 'Stripe refused it.' });
    await expect(removalOf(bought.orderId)).rejects.toThrow('There is no removal');
    expect(has()).toBe(true);
  });

  test('where another paid order of the same customer grants the same access, it is kept, and the form says why', async () => {
    await shop.configure();
    const first = await shop.buy(buyer);
    const second = await shop.buy(buyer);
    const plan = accepted(await preview(first.orderId, { lines: lineOf(first) }));
    expect(plan).toMatchObject({
      lines: [
        {
          canRemoveAccess: true,
          keptBecause: `“Course” stays: order ${second.number} of the same customer still gives it.`,
        },
      ],
      actionsToRun: [],
    });
    await shop.refund(first.orderId, first.lineIds);
    await shop.runWaiting(first.orderId);
    expect(has()).toBe(true);
  });
});

describe('Remove offer access', () => {
  test('shown only if the order has offer- or order-level Kajabi actions', async () => {
    await shop.configure();
    await shop.configure({ level: 'OFFER', kind: 'systemeio-access', name: 'Community' });
    const without = await shop.buy(buyer);
    expect(
      await preview(without.orderId, { lines: lineOf(without), removeOfferAccess: true }),
    ).toMatchObject({ ok: false, refusals: [{ path: ['plan', 'removeOfferAccess'] }] });

    const settings = kajabiUrlExample(shop.simulator.url, '1002');
    await shop.configure({ level: 'CHECKOUT', name: 'Drawing', settings });
    const bought = await shop.buy(`second.${buyer}`);
    const plan = await preview(bought.orderId, { lines: lineOf(bought), removeOfferAccess: true });
    expect(accepted(plan).actionsToRun).toEqual([
      'Remove access: Course',
      'Remove access: Drawing',
    ]);
  });

  test('removes access granted through those actions', async () => {
    const { url } = shop.simulator;
    await shop.configure({ level: 'OFFER', name: 'Course' });
    await shop.configure({
      level: 'CHECKOUT',
      name: 'Drawing',
      settings: kajabiUrlExample(url, '1002'),
    });
    const { orderId, lineIds } = await shop.buy(buyer);
    expect([has('offer 1001'), has('offer 1002')]).toEqual([true, true]);
    await shop.refund(orderId, lineIds, { removeOfferAccess: true });
    await shop.runWaiting(orderId);
    expect(shop.held()).toEqual([]);
  });

  test('is left alone unless it is asked for', async () => {
    await shop.configure({ level: 'OFFER', name: 'Course' });
    const { orderId, lineIds } = await shop.buy(buyer);
    await shop.refund(orderId, lineIds);
    await shop.runWaiting(orderId);
    expect(has()).toBe(true);
  });
});

describe('Each removal is an action of its own, with runs, errors and a re-run button', () => {
  test('one that fails asks for attention with its error, and a re-run brings it to its end', async () => {
    await shop.configure();
    const { orderId, lineIds } = await shop.buy(buyer);
    shop.simulator.faults.set('kajabi', { kind: 'error-400', times: 1 });
    await shop.refund(orderId, lineIds);
    await shop.runWaiting(orderId);
    const { id, status, message } = await removalOf(orderId);
    expect([status, message]).toEqual(['FAILED', expect.stringMatching(/^Kajabi .*\(400\)/)]);
    expect(await shop.attentionOf(orderId)).toEqual(['REMOVAL_FAILED']);
    expect(has()).toBe(true);

    accepted(await rerun(id));
    await shop.run(id);
    expect(await removalOf(orderId)).toMatchObject({ status: 'SUCCEEDED', run: 2 });
    expect(await shop.attentionOf(orderId)).toEqual([]);
    expect(has()).toBe(false);
  });

  test('one without a deactivation URL says so, and does it once the latest template has one', async () => {
    const { deactivationUrl, ...settings } = kajabiUrlExample(shop.simulator.url);
    const configurationId = await shop.configure({ settings });
    const { orderId, lineIds } = await shop.buy(buyer);
    await shop.refund(orderId, lineIds);
    await shop.runWaiting(orderId);
    const { id, message } = await removalOf(orderId);
    expect(message).toBe(
      'There is no deactivation URL in the settings, so nothing was taken away. Take the offer away from the member in Kajabi.',
    );
    await shop.change(configurationId, { ...settings, deactivationUrl });
    accepted(await rerun(id, { useLatest: true }));
    await shop.run(id);
    expect(await removalOf(orderId)).toMatchObject({
      name: 'Remove access: Course',
      status: 'SUCCEEDED',
      message: 'Kajabi took the offer away.',
    });
  });

  test('Complete Order never sends one again', async () => {
    await shop.configure();
    const { orderId, lineIds } = await shop.buy(buyer);
    await shop.refund(orderId, lineIds);
    await shop.runWaiting(orderId);
    await shop.complete(orderId, { restoreRefunded: false });
    expect(await removalOf(orderId)).toMatchObject({ status: 'SUCCEEDED', run: 1 });
    await shop.runWaiting(orderId);
    expect(has()).toBe(true);
  });
});

describe('What comes between the refund and the removal', () => {
  test('when the refund fails later, access stays removed and the order asks for attention', async () => {
    await shop.configure();
    const bought = await shop.buy(buyer);
    const tell = await refundThroughStripe(bought);
    await tell({ status: 'SUCCEEDED', reference: 're_1' });
    await shop.runWaiting(bought.orderId);
    expect(has()).toBe(false);
    await tell({ status: 'FAILED', message: 'The bank sent it back.' });
    await shop.runWaiting(bought.orderId);
    expect(has()).toBe(false);
    expect(await shop.attentionOf(bought.orderId)).toEqual(['REFUND_FAILED']);
  });

  test('nothing is taken away any more once the refund has failed', async () => {
    await shop.configure();
    const bought = await shop.buy(buyer);
    const tell = await refundThroughStripe(bought);
    await tell({ status: 'SUCCEEDED', reference: 're_1' });
    await tell({ status: 'FAILED', message: 'The bank sent it back.' });
    await shop.runWaiting(bought.orderId);
    expect(await removalOf(bought.orderId)).toMatchObject({
      status: 'SUCCEEDED',
      message: 'Kept: the refund that asked for this does not stand any more.',
    });
    expect(has()).toBe(true);
  });

  test('nor once the refund was restored', async () => {
    await shop.configure();
    await shop.configure({
      level: 'OFFER',
      name: 'Drawing',
      settings: kajabiUrlExample(shop.simulator.url, '1002'),
    });
    const { orderId, lineIds } = await shop.buy(buyer);
    await shop.refund(orderId, lineIds, { removeOfferAccess: true });
    await shop.complete(orderId, { restoreRefunded: true, runActions: false });
    await shop.runWaiting(orderId);
    expect([has('offer 1001'), has('offer 1002')]).toEqual([true, true]);
  });

  test('nor once somebody has run the delivery again', async () => {
    await shop.configure();
    const { orderId, lineIds } = await shop.buy(buyer);
    await shop.refund(orderId, lineIds);
    const [grant] = await shop.actionsOf(orderId);
    accepted(await rerun(grant?.id ?? '', { acknowledge: 'REPEATS_SIDE_EFFECT' }));
    const removal = await removalOf(orderId);
    await shop.run(removal.id);
    expect((await removalOf(orderId)).message).toBe('Kept: Course was run again after the refund.');
    await shop.runWaiting(orderId);
    expect(has()).toBe(true);
  });
});
