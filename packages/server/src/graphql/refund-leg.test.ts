import type { GraphQLSchema } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { ask, contextOf, servicesOf, viewerOf } from '../../test/kit/graphql.ts';
import { seedTwoCheckouts } from '../../test/kit/orders.ts';
import { askRefund, refundableOrder } from '../../test/kit/refundable-order.ts';
import { attemptLeg, RefundingProvider } from '../../test/kit/refunding-provider.ts';
import { accepted, newKey } from '../../test/kit/shop.ts';
import { query } from '../database/orm.ts';
import { makeSchema } from './schema.ts';

let database: TestDatabase;
let schema: GraphQLSchema;
let stripe: RefundingProvider;
beforeAll(async () => {
  schema = await makeSchema();
  database = await freshDatabase();
  await seedTwoCheckouts(database);
});
afterAll(() => database.drop());
beforeEach(() => {
  stripe = new RefundingProvider();
});

const answer = (source: string, variables: Record<string, unknown>, viewer = viewerOf()) =>
  ask(
    schema,
    source,
    contextOf({ ...servicesOf(database), providers: stripe.providers }, viewer),
    variables,
  );

const LEGS = `query ($id: ID!) { order(id: $id) { refunds { status legs {
  id status movesMoney settledAt nextSteps failureMessage } } } }`;
const SETTLE = `mutation ($input: SettleRefundLegInput!) { settleRefundLeg(input: $input) {
  order { id refunded { decimal } refundPending { decimal } attention { summary } }
  refund { status legs { status nextSteps settledAt } }
  errors { __typename code path message } } }`;

/** A refund of 49.00 € whose answer was lost, beside one of 10.00 € that was only recorded. */
async function lost() {
  const { orderId, lineIds } = await refundableOrder(database);
  const [line = ''] = lineIds;
  accepted(await askRefund(database, orderId, { [line]: 1000 }, { plan: { returnMoney: false } }));
  const { refundId } = accepted(await askRefund(database, orderId, { [line]: 4900 }));
  const [leg] = await query<{ id: string }>(
    database.orm.em.fork(),
    'select id from refund_leg where refund_id = $1',
    [refundId],
  );
  stripe.whims.push('is lost after it was done');
  await attemptLeg(database, leg?.id ?? '', stripe);
  return { orderId, legId: leg?.id ?? '' };
}

describe('a share of a refund', () => {
  test('says what may be done about it, to whoever may refund', async () => {
    const { orderId, legId } = await lost();
    const { data, errors } = await answer(LEGS, { id: orderId });
    expect(errors).toBeUndefined();
    const recorded = {
      status: 'RECORDED',
      legs: [
        {
          id: expect.stringMatching(/^leg_/) as unknown,
          status: 'RECORDED',
          movesMoney: false,
          settledAt: expect.any(String) as unknown,
          nextSteps: [],
          failureMessage: null,
        },
      ],
    };
    const unknown = (nextSteps: string[]) => ({
      status: 'UNKNOWN',
      legs: [
        {
          id: legId,
          status: 'UNKNOWN',
          movesMoney: true,
          settledAt: null,
          nextSteps,
          failureMessage: 'No answer came.',
        },
      ],
    });
    const all = ['CHECK_AGAIN', 'RECORD_AS_RETURNED', 'RELEASE'];
    expect(refundsOf(data)).toEqual([unknown(all), recorded]);

    const onlooker = viewerOf({ permissions: ['READ_ORDERS'] });
    const seen = await answer(LEGS, { id: orderId }, onlooker);
    expect(refundsOf(seen.data)).toEqual([unknown([]), recorded]);
  });
});

describe('settleRefundLeg', () => {
  test('answers with the order and the refund as they are then', async () => {
    const { orderId, legId } = await lost();
    const { data, errors } = await answer(SETTLE, {
      input: {
        legId,
        idempotencyKey: newKey(),
        step: 'RECORD_AS_RETURNED',
        expectedStatus: 'UNKNOWN',
        reason: 'Seen at Stripe',
      },
    });
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      settleRefundLeg: {
        order: {
          id: orderId,
          refunded: { decimal: '59.00' },
          refundPending: { decimal: '0.00' },
          attention: null,
        },
        refund: {
          status: 'SUCCEEDED',
          legs: [{ status: 'SUCCEEDED', nextSteps: [], settledAt: expect.any(String) as unknown }],
        },
        errors: [],
      },
    });
  });

  test('refuses with a path, and tells a stale screen the order', async () => {
    const { legId } = await lost();
    const refusalOf = async (input: object) => {
      const { data } = await answer(SETTLE, {
        input: { legId, idempotencyKey: newKey(), step: 'RELEASE', ...input },
      });
      return (data as { settleRefundLeg: object } | null)?.settleRefundLeg;
    };
    expect(await refusalOf({})).toEqual({
      order: null,
      refund: null,
      errors: [
        {
          __typename: 'PlainError',
          code: 'INVALID',
          path: ['reason'],
          message: 'Say why: where you have seen what became of the money.',
        },
      ],
    });
    expect(await refusalOf({ expectedStatus: 'PENDING', reason: 'x' })).toMatchObject({
      errors: [{ __typename: 'StaleError', code: 'STALE', path: ['expectedStatus'] }],
    });
  });
});

/** Sorted, since both were asked for at the same moment. */
function refundsOf(data: ExecutionData) {
  const { order } = data as { order: { refunds: { status: string }[] } };
  return order.refunds.toSorted((a, b) => (a.status < b.status ? 1 : -1));
}
type ExecutionData = Awaited<ReturnType<typeof ask>>['data'];
