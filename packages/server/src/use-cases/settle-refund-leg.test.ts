import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { seedTwoCheckouts } from '../../test/kit/orders.ts';
import { askRefund, refundableOrder, refunder } from '../../test/kit/refundable-order.ts';
import {
  attemptLeg,
  eventsOf,
  moneyOf,
  newsOfHeld,
  RefundingProvider,
  tellNews,
} from '../../test/kit/refunding-provider.ts';
import { accepted, newKey, requestOf } from '../../test/kit/shop.ts';
import { query } from '../database/orm.ts';
import { completeOrder } from './complete-order.ts';
import type { Request } from './request.ts';
import { rerunAction } from './rerun-action.ts';
import { type SettleRefundLeg, settleRefundLeg } from './settle-refund-leg.ts';

let database: TestDatabase;
let stripe: RefundingProvider;
beforeAll(async () => {
  database = await freshDatabase();
  await seedTwoCheckouts(database);
});
afterAll(() => database.drop());
beforeEach(() => {
  stripe = new RefundingProvider();
  database.tools.setNow(new Date('2026-11-20T12:00:00.000Z'));
});

const rows = <Row extends object>(sql: string, parameters: unknown[] = []) =>
  query<Row>(database.orm.em.fork(), sql, parameters);

/** A refund of 49.00 € of 99.00 € whose answer was lost. */
async function unknownLeg(provider: RefundingProvider = stripe, how: 'before' | 'after' = 'after') {
  const { orderId, lineIds } = await refundableOrder(database, {
    payments: [{ provider: provider.name }],
  });
  const { refundId } = accepted(await askRefund(database, orderId, { [lineIds[0] ?? '']: 4900 }));
  const [leg] = await rows<{ id: string; actionId: string }>(
    `select l.id, a.id as "actionId" from refund_leg l join action a on a.refund_leg_id = l.id where refund_id = $1`,
    [refundId],
  );
  const { id: legId = '', actionId = '' } = leg ?? {};
  provider.whims.push(how === 'after' ? 'is lost after it was done' : 'is lost before it is done');
  await attemptLeg(database, legId, provider);
  return { orderId, lineIds, legId, actionId };
}

const settle = (
  legId: string,
  step: SettleRefundLeg['step'],
  more: Partial<SettleRefundLeg> & { request?: Request; provider?: RefundingProvider } = {},
) => {
  const { request, provider = stripe, ...input } = more;
  return settleRefundLeg(
    {
      legId,
      step,
      idempotencyKey: newKey(),
      ...(step !== 'CHECK_AGAIN' && { reason: 'Seen in the dashboard' }),
      ...input,
    },
    request ?? requestOf(database, { permissions: refunder }),
    provider,
  );
};

const actionOf = async (legId: string) => {
  const [action] = await rows<{ status: string; run: number }>(
    'select status, run from action where refund_leg_id = $1',
    [legId],
  );
  return action;
};

const codes = async (outcome: ReturnType<typeof settle>) => {
  const result = await outcome;
  return result.ok ? 'was done' : result.refusals.map(({ code, path }) => [code, path]);
};

describe('a refund whose outcome is open', () => {
  test('is asked after again, by a worker and never by the button itself', async () => {
    const { orderId, legId } = await unknownLeg();
    accepted(await settle(legId, 'CHECK_AGAIN', { expectedStatus: 'UNKNOWN' }));
    expect(stripe.questions).toEqual([]);
    expect(await actionOf(legId)).toEqual({ status: 'PENDING', run: 1 });

    await attemptLeg(database, legId, stripe);
    expect(await moneyOf(database, orderId)).toMatchObject({
      status: 'PARTIALLY_REFUNDED',
      refunded: 4900,
      attention: [],
    });
    expect(stripe.calls).toEqual([legId]);
    expect(
      await rows(
        `select trigger, actor_name as "by" from attempt where order_id = $1 order by attempt`,
        [orderId],
      ),
    ).toEqual([
      { trigger: 'AUTOMATIC', by: 'Automatic' },
      { trigger: 'RERUN', by: 'Aino' },
    ]);
    expect(await eventsOf(database, orderId)).toEqual([
      'refund.requested',
      'refund.unknown',
      'refund.check_asked',
      'refund.succeeded',
    ]);
  });

  test('is recorded as returned by whoever has seen it there, with the reason', async () => {
    const { orderId, legId } = await unknownLeg();
    accepted(await settle(legId, 'RECORD_AS_RETURNED', { reason: '  Seen as re_77  ' }));
    expect(await moneyOf(database, orderId)).toEqual({
      status: 'PARTIALLY_REFUNDED',
      refunded: 4900,
      pending: 0,
      lines: [[4900, 0, 996]],
      payments: ['PARTIALLY_REFUNDED 4900 0'],
      refunds: ['SUCCEEDED 4900'],
      books: { REFUND: [-4900, -996] },
      attention: [],
    });
    expect(await actionOf(legId)).toEqual({ status: 'CANCELLED', run: 1 });
    expect(
      await rows(
        `select event, n.reason, actor_name as "by" from history_entry h left join history_reason n on n.entry_id = h.id where h.order_id = $1 and event like 'refund.%' order by seq desc limit 1`,
        [orderId],
      ),
    ).toEqual([{ event: 'refund.returned_by_hand', reason: 'Seen as re_77', by: 'Aino' }]);

    // The provider's own news of it change nothing any more.
    await tellNews(database, [newsOfHeld(stripe.refunds[0]!)]);
    expect(await moneyOf(database, orderId)).toMatchObject({ refunded: 4900 });
  });

  test('is released by whoever has seen that nothing was returned, and is never sent again', async () => {
    const { orderId, legId } = await unknownLeg(stripe, 'before');
    accepted(await settle(legId, 'RELEASE'));
    expect(await moneyOf(database, orderId)).toEqual({
      status: 'COMPLETED',
      refunded: 0,
      pending: 0,
      lines: [[0, 0, 0]],
      payments: ['SUCCEEDED 0 0'],
      refunds: ['FAILED 4900'],
      books: {},
      attention: [],
    });
    await attemptLeg(database, legId, stripe);
    expect(stripe.calls).toEqual([legId]);
    expect((await eventsOf(database, orderId)).at(-1)).toBe('refund.released');
  });

  test('released by mistake still counts when the provider reports it', async () => {
    const { orderId, legId } = await unknownLeg();
    accepted(await settle(legId, 'RELEASE'));
    await tellNews(database, [newsOfHeld(stripe.refunds[0]!)]);
    expect(await moneyOf(database, orderId)).toMatchObject({
      status: 'PARTIALLY_REFUNDED',
      refunded: 4900,
      payments: ['PARTIALLY_REFUNDED 4900 0'],
      refunds: ['SUCCEEDED 4900'],
      attention: [],
    });
  });

  test('released by mistake and refunded once more is counted as far as there is room, and shown', async () => {
    const { orderId, legId, lineIds } = await unknownLeg();
    accepted(await settle(legId, 'RELEASE'));
    const { refundId } = accepted(await askRefund(database, orderId, { [lineIds[0] ?? '']: 9900 }));
    const [second] = await rows<{ id: string }>('select id from refund_leg where refund_id = $1', [
      refundId,
    ]);
    await attemptLeg(database, second?.id ?? '', stripe);
    await tellNews(database, [newsOfHeld(stripe.refunds[0]!)]);
    expect(await moneyOf(database, orderId)).toMatchObject({
      status: 'REFUNDED',
      refunded: 9900,
      pending: 0,
      payments: ['REFUNDED 9900 0'],
      attention: ['REFUND_DIFFERS'],
    });
  });

  test('is settled by hand where its provider cannot be asked', async () => {
    const paytrail = new RefundingProvider('paytrail');
    paytrail.canAsk = false;
    const { orderId, legId } = await unknownLeg(paytrail);
    expect(await codes(settle(legId, 'CHECK_AGAIN', { provider: paytrail }))).toEqual([
      ['INVALID', ['step']],
    ]);
    accepted(await settle(legId, 'RECORD_AS_RETURNED', { provider: paytrail }));
    expect(await moneyOf(database, orderId)).toMatchObject({ refunded: 4900 });
  });

  test('is not settled by hand while a worker is at it', async () => {
    const { orderId, legId } = await unknownLeg();
    const before = await moneyOf(database, orderId);
    stripe.answersQuestions = true;
    await rows(
      `update action set status = 'RUNNING', lease_until = now() + interval '1 minute', next_attempt_at = null
       where refund_leg_id = $1`,
      [legId],
    );
    for (const step of ['CHECK_AGAIN', 'RECORD_AS_RETURNED', 'RELEASE'] as const) {
      expect(await codes(settle(legId, step))).toEqual([['ALREADY_RUNNING', null]]);
    }
    expect(await moneyOf(database, orderId)).toEqual(before);
  });

  test('settled while a check of it is on its way is not sent again by that check', async () => {
    const { orderId, legId } = await unknownLeg(stripe, 'before');
    stripe.onQuestion = async () => {
      // As if the worker's lease had lapsed meanwhile, so that the button was free.
      await rows(
        `update action set status = 'PENDING', lease_until = null, worker = null, next_attempt_at = now()
         where refund_leg_id = $1`,
        [legId],
      );
      accepted(await settle(legId, 'RELEASE'));
    };
    await attemptLeg(database, legId, stripe);
    expect(stripe.calls).toEqual([legId]);
    expect(await moneyOf(database, orderId)).toMatchObject({
      refunds: ['FAILED 4900'],
      pending: 0,
    });
  });
});

describe('a refund that failed late', () => {
  test('asks for nobody any more once somebody took note of it', async () => {
    const { orderId, legId } = await unknownLeg();
    await attemptLeg(database, legId, stripe);
    await tellNews(database, [newsOfHeld({ ...stripe.refunds[0]!, status: 'FAILED' })]);
    expect(await moneyOf(database, orderId)).toMatchObject({ attention: ['REFUND_FAILED'] });
    accepted(await settle(legId, 'RELEASE', { reason: 'Paid by bank transfer' }));
    expect(await moneyOf(database, orderId)).toMatchObject({ attention: [], refunded: 0 });
    expect(await codes(settle(legId, 'RELEASE'))).toEqual([['INVALID', ['step']]]);
  });
});

describe('settling a refund', () => {
  test('is refused with its reasons, and changes nothing', async () => {
    const { orderId, legId } = await unknownLeg();
    const before = await moneyOf(database, orderId);
    const events = await eventsOf(database, orderId);
    expect(
      await Promise.all([
        codes(settle('leg_unknown', 'RELEASE')),
        codes(
          settle(legId, 'RELEASE', {
            request: requestOf(database, { permissions: refunder, reach: ['chk_two'] }),
          }),
        ),
        codes(
          settle(legId, 'RELEASE', {
            request: requestOf(database, { permissions: ['READ_ORDERS'] }),
          }),
        ),
        codes(settle(legId, 'RELEASE', { reason: '  ' })),
        codes(settle(legId, 'RECORD_AS_RETURNED', { reason: null })),
        codes(settle(legId, 'RELEASE', { reason: 'x'.repeat(2_001) })),
        codes(settle(legId, 'RELEASE', { expectedStatus: 'PENDING' })),
      ]),
    ).toEqual([
      [['NOT_FOUND', ['legId']]],
      [['NOT_FOUND', ['legId']]],
      [['NOT_ALLOWED', null]],
      [['INVALID', ['reason']]],
      [['INVALID', ['reason']]],
      [['INVALID', ['reason']]],
      [['STALE', ['expectedStatus']]],
    ]);
    expect(await moneyOf(database, orderId)).toEqual(before);
    expect(await eventsOf(database, orderId)).toEqual(events);
  });

  test('happens once for one key, and not at all when the outcome is known', async () => {
    const { orderId, legId } = await unknownLeg();
    const idempotencyKey = newKey();
    const first = accepted(await settle(legId, 'RECORD_AS_RETURNED', { idempotencyKey }));
    expect(accepted(await settle(legId, 'RECORD_AS_RETURNED', { idempotencyKey }))).toEqual(first);
    expect(await codes(settle(legId, 'RELEASE'))).toEqual([['INVALID', ['step']]]);
    expect(await moneyOf(database, orderId)).toMatchObject({ books: { REFUND: [-4900, -996] } });
  });
});

describe('the action that sends a refund', () => {
  test('has no re-run, in any state', async () => {
    const { legId, actionId } = await unknownLeg();
    for (const status of ['PENDING', 'UNKNOWN', 'FAILED', 'SUCCEEDED']) {
      await rows(
        `update action set status = $2::text, next_attempt_at = case when $2::text = 'PENDING' then now() end where id = $1`,
        [actionId, status],
      );
      const outcome = await rerunAction(
        { actionId, idempotencyKey: newKey(), useLatest: false, acknowledge: 'NONE' },
        requestOf(database),
      );
      expect(outcome).toMatchObject({
        ok: false,
        refusals: [
          {
            code: 'NOT_ALLOWED',
            message: 'A refund is never sent again. Settle it from the list of refunds.',
          },
        ],
      });
    }
    expect(stripe.calls).toEqual([legId]);
  });

  test('is left alone by Complete Order, whichever way it is chosen', async () => {
    for (const runActions of [true, false]) {
      const { orderId, legId } = await unknownLeg();
      const before = await actionOf(legId);
      accepted(
        await completeOrder(
          {
            orderId,
            idempotencyKey: newKey(),
            runActions,
            actionsToRun: 'ALL',
            restoreRefunded: false,
            useLatestConfiguration: false,
          },
          requestOf(database, { permissions: refunder }),
        ),
      );
      expect(await actionOf(legId)).toEqual(before);
      expect(await moneyOf(database, orderId)).toMatchObject({
        pending: 4900,
        attention: ['REFUND_UNKNOWN'],
      });
    }
  });
});
