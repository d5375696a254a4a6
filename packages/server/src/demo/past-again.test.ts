import { describe, expect, test } from 'vitest';
import { query } from '../database/orm.ts';
import { now, past, WHOLE_ORDERS, withPast, withShop } from './past-stand-in.ts';
import { makeDemoPast } from './past.ts';

const goDark = () => {
  throw new Error('The lights went out');
};

describe('making the demo past', () => {
  test('is the same again from the same seed, and another from another', async () => {
    const fewer = { ...past, orders: 150 };
    const [first, second, other] = await Promise.all([
      withPast(fewer),
      withPast(fewer),
      withPast({ ...fewer, seed: 7 }),
    ]);
    const ordersOf = ([{ orm }]: typeof first) => query<object>(orm.em.fork(), WHOLE_ORDERS);
    const [one, again, different] = await Promise.all([first, second, other].map(ordersOf));
    await Promise.all([first, second, other].map(([other]) => other.drop()));
    expect(one).toHaveLength(150);
    expect(again).toEqual(one);
    expect(different).not.toEqual(one);
  }, 60_000);

  test('goes on where it was interrupted, with the seed and the end it began with', async () => {
    const whole = { ...past, orders: 600 };
    const [undisturbed] = await withPast(whole);
    const broken = await withShop();
    const { em } = broken.orm;
    await expect(makeDemoPast(em, broken.tools, { ...whole, onProgress: goDark })).rejects.toThrow(
      'The lights went out',
    );
    const [left] = await query<{ count: number }>(em.fork(), 'select count(*) from orders');
    expect(left?.count).toBeLessThan(600);

    const later = new Date(now.getTime() + 3_600_000);
    await makeDemoPast(em, broken.tools, { ...whole, seed: 1, now: later });
    const finished = await query<object>(em.fork(), WHOLE_ORDERS);
    const expected = await query<object>(undisturbed.orm.em.fork(), WHOLE_ORDERS);
    await Promise.all([undisturbed.drop(), broken.drop()]);
    expect(finished).toEqual(expected);
  }, 60_000);

  test('can be longer than the shop has existed', async () => {
    const [long, told] = await withPast({ ...past, orders: 100, months: 30 });
    await long.drop();
    expect(told.orders).toBe(100);
  });
});
