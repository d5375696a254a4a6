import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { newsOf } from '../../test/kit/paid-order.ts';
import {
  makeShop,
  obligingProvider,
  pay,
  providersOf,
  requestOf,
  visit,
} from '../../test/kit/shop.ts';
import { query } from '../database/orm.ts';
import type { PaymentProvider } from '../payments/payment-provider.ts';
import { lookUpPayments } from './look-up-payments.ts';

const MINUTE = 60_000;

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase({ lookUpDelaysMs: [2 * MINUTE, 10 * MINUTE, 60 * MINUTE] });
  await makeShop(database);
});
beforeEach(() => rows('update payment set look_up_at = null'));
afterAll(() => database.drop());

const rows = <Row extends object>(sql: string, parameters: unknown[] = []) =>
  query<Row>(database.orm.em.fork(), sql, parameters);
const later = (ms: number) => database.tools.setNow(new Date(database.tools.now().getTime() + ms));
const lookUp = (find: NonNullable<PaymentProvider['find']>) =>
  lookUpPayments(requestOf(database), providersOf({ ...obligingProvider, find }));

const newPayment = async () => pay(database, await visit(database));
const statusOf = async (paymentId: string) => {
  const [payment] = await rows<{ status: string; look_ups: number; waits: boolean }>(
    'select status, look_ups, look_up_at is not null as waits from payment where id = $1',
    [paymentId],
  );
  return payment;
};

describe('looking up a payment that stays pending', () => {
  test('counts once when several workers ask at the same moment', async () => {
    const paymentId = await newPayment();
    later(3 * MINUTE);
    const pending = async () => newsOf(paymentId, 'PENDING');
    await Promise.all([lookUp(pending), lookUp(pending), lookUp(pending), lookUp(pending)]);
    // Four look-ups would have used up the schedule, and the customer would count as gone.
    expect(await statusOf(paymentId)).toEqual({ status: 'PENDING', look_ups: 1, waits: true });
  });

  test('is not kept from its turn by one whose answer makes no sense', async () => {
    const [odd, healthy] = [await newPayment(), await newPayment()];
    later(3 * MINUTE);
    const find: PaymentProvider['find'] = async ({ id }) => {
      if (id === odd) throw new TypeError('undefined is not a payment');
      return newsOf(healthy, 'SUCCEEDED');
    };
    await expect(lookUp(find)).rejects.toThrow('undefined is not a payment');
    expect(await statusOf(healthy)).toMatchObject({ status: 'SUCCEEDED' });
    // It has its next turn later, as after any other answer that says nothing.
    expect(await statusOf(odd)).toEqual({ status: 'PENDING', look_ups: 1, waits: true });
    expect(await lookUp(find)).toBe(0);
  });

  test('does not wait for the slow answers before it', async () => {
    const payments = [await newPayment(), await newPayment(), await newPayment()];
    later(3 * MINUTE);
    let asked = 0;
    const everybodyIsAsked = Promise.withResolvers<void>();
    await lookUp(async ({ id }) => {
      asked += 1;
      if (asked === payments.length) everybodyIsAsked.resolve();
      await everybodyIsAsked.promise;
      return newsOf(id, 'PENDING');
    });
    expect(asked).toBe(3);
  });
});
