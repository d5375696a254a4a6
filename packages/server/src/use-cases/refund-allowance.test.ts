import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { seedTwoCheckouts } from '../../test/kit/orders.ts';
import { askRefund, refundableOrder, refunder, tellLeg } from '../../test/kit/refundable-order.ts';
import { accepted, newKey, requestOf } from '../../test/kit/shop.ts';
import { query } from '../database/orm.ts';
import type { RefundLimit } from '../domain/refund-limit.ts';
import { saveSettings } from './manage-settings.ts';
import type { Outcome } from './outcome.ts';
import { readAllowances } from './refund-allowance.ts';
import type { Actor, Request } from './request.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await seedTwoCheckouts(database);
  for (const [id, role] of [
    ['salla', 'CUSTOMER_SERVICE'],
    ['sami', 'CUSTOMER_SERVICE'],
    ['mikko', 'MAINTAINER'],
  ]) {
    await rows(
      `insert into member (id, user_id, name, email, role, created_at) values ($1, $1, 'Same Name', $1, $2, now())`,
      [`mem_${id}`, role],
    );
  }
});
afterAll(() => database.drop());
beforeEach(async () => {
  database.tools.setNow(NOON);
  await rows('delete from refund_part');
  await rows('delete from action');
  await rows('delete from refund_leg');
  await rows(`update refund set actor_id = null`);
});

const NOON = new Date('2026-11-10T12:00:00.000Z');
const rows = <Row extends object>(sql: string, parameters: unknown[] = []) =>
  query<Row>(database.orm.em.fork(), sql, parameters);
const limit = async (...refundLimits: RefundLimit[]) =>
  accepted(
    await saveSettings(
      { idempotencyKey: newKey(), refundLimits },
      requestOf(database, { permissions: ['MANAGE_SETTINGS'] }),
    ),
  );
const ofService = (perRefundMinor: number | null, perDayMinor: number | null): RefundLimit => ({
  role: 'CUSTOMER_SERVICE',
  currency: 'EUR',
  perRefundMinor,
  perDayMinor,
});
const person = (id: string): Actor => ({ kind: 'PERSON', id: `mem_${id}`, name: 'Same Name' });
const asking = (actor: Actor): Request => ({
  ...requestOf(database, { permissions: refunder }),
  actor,
});
const codesOf = (outcome: Outcome<unknown>) =>
  outcome.ok ? 'accepted' : outcome.refusals.map(({ code, path }) => [code, path]);
/** Of an order of its own. */
async function refundOnce(actor: Actor, amountMinor: number, currency = 'EUR') {
  const { orderId, lineIds } = await refundableOrder(database, { currency });
  const outcome = await askRefund(
    database,
    orderId,
    { [lineIds[0] ?? '']: amountMinor },
    { request: asking(actor) },
  );
  return { orderId, outcome };
}
const ask = async (actor: Actor, amountMinor: number, currency?: string) =>
  codesOf((await refundOnce(actor, amountMinor, currency)).outcome);
const OVER = [['OVER_VIEWER_LIMIT', ['plan']]];

describe('a limit of refunds', () => {
  test('holds for each refund of its role, in its currency', async () => {
    await limit(ofService(5000, null));
    expect(await ask(person('salla'), 5001)).toEqual(OVER);
    expect(await ask(person('salla'), 5000)).toBe('accepted');
    expect(await ask(person('salla'), 5001, 'SEK')).toBe('accepted');
    expect(await ask(person('mikko'), 5001)).toBe('accepted');
  });

  test('of a day counts one person’s refunds of that day in UTC, whatever their name', async () => {
    await limit(ofService(null, 8000));
    database.tools.setNow(new Date('2026-11-09T23:59:59.999Z'));
    expect(await ask(person('salla'), 8000)).toBe('accepted');
    expect(await ask(person('salla'), 1)).toEqual(OVER);
    database.tools.setNow(new Date('2026-11-10T00:00:00.000Z'));
    expect(await ask(person('salla'), 5000)).toBe('accepted');
    expect(await ask(person('salla'), 3001)).toEqual(OVER);
    expect(await ask(person('sami'), 8000)).toBe('accepted');
    expect(await ask(person('salla'), 3000)).toBe('accepted');
    expect(await ask(person('salla'), 1)).toEqual(OVER);
  });

  test('does not count what failed', async () => {
    await limit(ofService(null, 5000));
    const { orderId, outcome } = await refundOnce(person('salla'), 5000);
    const { refundId } = accepted(outcome);
    const [leg] = await rows<{ id: string }>('select id from refund_leg where refund_id = $1', [
      refundId,
    ]);
    expect(await ask(person('salla'), 1)).toEqual(OVER);
    await tellLeg(database, orderId, leg?.id ?? '', { status: 'FAILED', message: 'Refused.' });
    expect(await ask(person('salla'), 5000)).toBe('accepted');
  });

  test('still counts what its provider had confirmed and a person has released', async () => {
    await limit(ofService(null, 5000));
    const { orderId, outcome } = await refundOnce(person('salla'), 5000);
    const [leg] = await rows<{ id: string }>('select id from refund_leg where refund_id = $1', [
      accepted(outcome).refundId,
    ]);
    const legId = leg?.id ?? '';
    await tellLeg(database, orderId, legId, { status: 'PENDING', reference: 're_1' });
    const released = { status: 'FAILED', message: 'Released.', mayStillSucceed: true } as const;
    await tellLeg(database, orderId, legId, released);
    expect(await ask(person('salla'), 1)).toEqual(OVER);
    await tellLeg(database, orderId, legId, { status: 'FAILED', message: 'It failed there.' });
    expect(await ask(person('salla'), 5000)).toBe('accepted');
  });

  test('is that of the day whose refunds count against it, however long one had to wait', async () => {
    await limit(ofService(null, 5000));
    database.tools.setNow(new Date('2026-11-09T23:59:59.900Z'));
    expect(await ask(person('salla'), 5000)).toBe('accepted');
    const { orderId, lineIds } = await refundableOrder(database);
    const asked: ReturnType<typeof askRefund>[] = [];
    await database.orm.em.fork().transactional(async (em) => {
      await query(em, 'select id from orders where id = $1 for update', [orderId]);
      const request = asking(person('salla'));
      asked.push(askRefund(database, orderId, { [lineIds[0] ?? '']: 5000 }, { request }));
      await expect
        .poll(() =>
          rows(
            `select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
          ),
        )
        .toHaveLength(1);
      database.tools.setNow(new Date('2026-11-10T00:00:00.100Z'));
    });
    expect((await Promise.all(asked)).map(codesOf)).toEqual([OVER]);
  });

  test('of API tokens holds for each of them', async () => {
    await limit({ role: null, currency: 'EUR', perRefundMinor: null, perDayMinor: 1000 });
    const token = (id: string): Actor => ({ kind: 'TOKEN', id, name: 'Script' });
    expect(await ask(token('tok_1'), 1001)).toEqual(OVER);
    expect(await ask(token('tok_1'), 1000)).toBe('accepted');
    expect(await ask(token('tok_1'), 1)).toEqual(OVER);
    expect(await ask(token('tok_2'), 1000)).toBe('accepted');
    expect(await ask(person('salla'), 9900)).toBe('accepted');
  });

  test('is not for what providers and the product itself do', async () => {
    await limit(ofService(0, 0), {
      role: null,
      currency: 'EUR',
      perRefundMinor: 0,
      perDayMinor: 0,
    });
    for (const kind of ['PROVIDER', 'SYSTEM'] as const) {
      const actor = { kind, id: null, name: 'Stripe' };
      expect(await readAllowances(database.orm.em.fork(), actor, ['EUR'], NOON)).toEqual([
        { perRefundMinor: null, leftTodayMinor: null },
      ]);
    }
  });

  test('is not passed by refunds of several orders at the same moment', async () => {
    await limit(ofService(null, 3000));
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => ask(person('salla'), 1000)));
    expect(outcomes.filter((one) => one === 'accepted')).toHaveLength(3);
    const [sum] = await rows(
      `select sum(amount_minor)::int as minor from refund where actor_id = 'mem_salla'`,
    );
    expect(sum).toEqual({ minor: 3000 });
  });
});
