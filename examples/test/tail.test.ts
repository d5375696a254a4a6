import { expect, test } from 'vitest';
import { api, buy, eventually, run, type Running, start, tokenFor } from './kit.ts';
import { openBusyProduct } from './busy-product.ts';
import { openCuttableWay } from './troubled-way.ts';

/** It hears from now on: the present count is the first thing it is told. */
async function untilConnected(tail: Running, times = 1): Promise<void> {
  await eventually(() => {
    expect(tail.said().split('-- require attention: ')).toHaveLength(times + 1);
  });
}

async function complete(orderId: string): Promise<void> {
  const { completeOrder } = await api<{ completeOrder: { errors: object[] } }>(
    'mutation ($input: CompleteOrderInput!) { completeOrder(input: $input) { errors { message } } }',
    { input: { orderId, runActions: false, idempotencyKey: `tail.test/${orderId}` } },
  );
  expect(completeOrder.errors).toEqual([]);
}

test('a change is a line at once, and Ctrl-C ends it well', async () => {
  const { orderId, number } = await buy();
  const tail = start(['tail.ts'], { token: await tokenFor('tail.ts') });
  await untilConnected(tail);

  await complete(orderId);

  await eventually(() => {
    expect(tail.said()).toMatch(
      new RegExp(` {2}${number} {2}.* {2}MARKED_AS_COMPLETED {2}89.00 EUR`),
    );
  });
  tail.process.kill('SIGINT');
  expect((await tail.ended).code).toBe(0);
});

test('a lost connection is made again', async () => {
  const { orderId, number } = await buy();
  const way = await openCuttableWay();
  const tail = start(['tail.ts'], { token: await tokenFor('tail.ts'), url: way.url });
  await untilConnected(tail);

  way.cut();
  await untilConnected(tail, 2);
  await complete(orderId);

  await eventually(() => expect(tail.said()).toContain(`  ${number}  `));
  expect(tail.said()).toContain('The connection was lost');
  tail.process.kill('SIGTERM');
  expect((await tail.ended).code).toBe(0);
});

test('where there are too many requests it waits as long as the product says', async () => {
  const busy = await openBusyProduct();
  const tail = start(['tail.ts'], { token: 'any', url: busy.url });

  await untilConnected(tail);

  expect(tail.said()).toContain('Too many requests in one minute. Nothing was done.');
  expect(tail.said()).toContain('-- require attention: 7');
  expect(busy.sockets()).toBe(2);
  tail.process.kill('SIGINT');
  expect((await tail.ended).code).toBe(0);
});

test('it ends after so many lines, or so many seconds', async () => {
  const token = await tokenFor('tail.ts');
  const { orderId } = await buy();
  const tail = start(['tail.ts', '--count', '1'], { token });
  await untilConnected(tail);
  await complete(orderId);

  const { code, out } = await tail.ended;
  expect(code).toBe(0);
  expect(out.split('\n').filter((line) => line.includes(' EUR'))).toHaveLength(1);
  expect((await run(['tail.ts', '--for', '1'], { token })).code).toBe(0);
});

test('a token that may not read orders is told so', async () => {
  const { code, err } = await run(['tail.ts', '--for', '60'], {
    token: await tokenFor('nightly-report.ts'),
  });

  expect(code).toBe(2);
  expect(err).toContain('This needs the permission READ_ORDERS.');
});
