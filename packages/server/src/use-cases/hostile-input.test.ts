import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { paidOrder } from '../../test/kit/paid-order.ts';
import { makeShop, newKey, requestOf, shop, surroundings, visit } from '../../test/kit/shop.ts';
import { query } from '../database/orm.ts';
import { completeOrder } from './complete-order.ts';
import { openCheckout, type OpenCheckout } from './open-checkout.ts';
import type { Reach } from './request.ts';
import { rerunAction } from './rerun-action.ts';
import { startPayment } from './start-payment.ts';
import { submitBilling, type SubmitBilling } from './submit-billing.ts';
import { updateCheckout } from './update-checkout.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await makeShop(database);
});
afterAll(() => database.drop());

const rows = <Row extends object>(sql: string, parameters: unknown[] = []) =>
  query<Row>(database.orm.em.fork(), sql, parameters);
const refusedAs = (code: string, path: string) => ({
  ok: false,
  refusals: [{ code, path: path.split('.') }],
});

describe('what nobody types', () => {
  const open = (more: Partial<OpenCheckout>) =>
    openCheckout(
      {
        idempotencyKey: newKey(),
        linkSlug: shop.linkSlug,
        analyticsConsent: 'NEVER_ASKED',
        ...more,
      },
      requestOf(database),
      surroundings.providers,
    );
  test.each<[string, Partial<OpenCheckout>, string, string]>([
    ['an idempotency key', { idempotencyKey: 'a\0b' }, 'INVALID', 'idempotencyKey'],
    ['a link', { linkSlug: 'course\0' }, 'NOT_FOUND', 'linkSlug'],
    ['a region', { region: '\0' }, 'INVALID', 'region'],
    ['a region without an end', { region: 'x'.repeat(101) }, 'INVALID', 'region'],
    ['a language', { language: 'fi\0' }, 'INVALID', 'language'],
    ['a language without an end', { language: 'x'.repeat(36) }, 'INVALID', 'language'],
  ])('is refused when a page is opened: %s', async (_, more, code, path) => {
    expect(await open(more)).toMatchObject(refusedAs(code, path));
  });

  test.each<[string, Partial<SubmitBilling>, string]>([
    ['a name', { firstName: 'On\0ni' }, 'firstName'],
    ['a last name', { lastName: '\0' }, 'lastName'],
    ['a region', { region: 'a\0' }, 'region'],
    ['an answer', { fields: [{ key: 'phone', value: '1\0' }] }, 'fields.0.value'],
  ])('is refused in the billing form: %s', async (_, more, path) => {
    const orderId = await visit(database);
    const form = { orderId, email: 'a@example.com', country: 'FI', ...more };
    expect(await submitBilling(form, requestOf(database))).toMatchObject(
      refusedAs('INVALID', path),
    );
  });

  test('is kept readable where half of a character came', async () => {
    const orderId = await visit(database);
    const form = {
      orderId,
      email: 'a@example.com',
      country: 'FI',
      firstName: 'On\ud83d',
      fields: [{ key: 'phone', value: '1\ud83d' }],
    };
    expect(await submitBilling(form, requestOf(database))).toMatchObject({ ok: true });
    expect(
      await rows('select first_name, billing_fields from orders where id = $1', [orderId]),
    ).toEqual([
      {
        first_name: 'On\ufffd',
        billing_fields: [{ key: 'phone', label: 'Phone', value: '1\ufffd' }],
      },
    ]);
  });

  test('names no order, action or code', async () => {
    const orderId = await visit(database);
    const request = requestOf(database, { permissions: ['COMPLETE_ORDERS', 'RERUN_ACTIONS'] });
    const key = { idempotencyKey: newKey() };
    expect(await updateCheckout({ orderId: `${orderId}\0` }, request)).toMatchObject(
      refusedAs('NOT_FOUND', 'orderId'),
    );
    expect(await updateCheckout({ orderId, discountCode: 'TEN\0' }, request)).toMatchObject(
      refusedAs('INVALID', 'discountCode'),
    );
    expect(
      await rerunAction(
        { ...key, actionId: 'act\0', useLatest: false, acknowledge: 'NONE' },
        request,
      ),
    ).toMatchObject(refusedAs('NOT_FOUND', 'actionId'));
  });
});

describe('an answer given before, asked for again by somebody who has lost the checkout since', () => {
  const who = (reach: Reach) =>
    requestOf(database, { permissions: ['COMPLETE_ORDERS', 'RERUN_ACTIONS'], reach });

  test('is not given: the order does not exist for them', async () => {
    const { orderId, actionIds } = await paidOrder(database);
    const visited = await visit(database);
    const opening = {
      idempotencyKey: newKey(),
      linkSlug: shop.linkSlug,
      analyticsConsent: 'NEVER_ASKED',
    } as const;
    const completing = {
      orderId,
      idempotencyKey: newKey(),
      runActions: false,
      actionsToRun: 'ALL',
      restoreRefunded: false,
      useLatestConfiguration: false,
    } as const;
    const rerunning = {
      actionId: actionIds[0] ?? '',
      idempotencyKey: newKey(),
      useLatest: false,
      acknowledge: 'NONE',
    } as const;
    const paying = {
      orderId: visited,
      idempotencyKey: newKey(),
      provider: 'stripe',
      method: 'card',
    } as const;
    const all = async (reach: Reach) => [
      await rerunAction(rerunning, who(reach)),
      await completeOrder(completing, who(reach)),
      await startPayment(paying, who(reach), surroundings),
      await openCheckout(opening, who(reach), surroundings.providers),
    ];
    expect((await all('ALL')).map(({ ok }) => ok)).toEqual([true, true, true, true]);
    expect((await all('ALL')).map(({ ok }) => ok)).toEqual([true, true, true, true]);
    expect(await all([])).toMatchObject([
      refusedAs('NOT_FOUND', 'actionId'),
      refusedAs('NOT_FOUND', 'orderId'),
      refusedAs('NOT_FOUND', 'orderId'),
      refusedAs('NOT_FOUND', 'linkSlug'),
    ]);
  });
});
