import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  api,
  type Bought,
  buy,
  control,
  eventually,
  makeFolder,
  makeToken,
  run,
  start,
  type Surroundings,
  tokenFor,
  world,
} from './kit.ts';
import { amountsAtStripe, refund, refundsOf, resultsIn, write } from './refund-runs.ts';
import { openTroubledWay, type TroubledWay } from './troubled-way.ts';

/** As a machine that goes down: nothing of the script gets to say goodbye. */
async function killAtLoss(around: Surroundings, way: TroubledWay): Promise<void> {
  const loss = way.untilLost();
  const script = start(refund('--yes'), around);
  await Promise.race([
    loss,
    script.ended.then(({ out, err }) => {
      throw new Error(`It ended before anything was lost:\n${out}${err}`);
    }),
  ]);
  script.process.kill('SIGKILL');
  await script.ended.catch(() => {});
}

/** By somebody else, to its end. */
async function refundByHand(orderId: string, amountMinor: number): Promise<void> {
  const { order } = await api<{ order: { lines: { id: string }[] } }>(
    'query ($orderId: ID!) { order(id: $orderId) { lines { id } } }',
    { orderId },
  );
  const plan = { lines: [{ orderLineId: order.lines[0]?.id, amountMinor }] };
  const { refundOrder } = await api<{ refundOrder: { errors: object[] } }>(
    'mutation ($input: RefundOrderInput!) { refundOrder(input: $input) { errors { message } } }',
    { input: { orderId, plan, idempotencyKey: `by hand ${orderId}` } },
  );
  expect(refundOrder.errors).toEqual([]);
  await eventually(async () => expect((await refundsOf(orderId)).refunded.minor).toBe(amountMinor));
}

describe('a run of refunds', () => {
  test('refunds each row exactly once, although the script was killed twice on its way', async () => {
    const token = await tokenFor('refund-from-csv.ts');
    const cwd = makeFolder();
    const [first, second, third, fourth] = await Promise.all([buy(), buy(), buy(), buy()]);
    write(cwd, [
      `${first.number},full,Called off`,
      `${second.number},full,Called off`,
      `${third.number},"10,00",Goodwill`,
      `${fourth.number},5.00,Goodwill`,
      `${fourth.number},5.00,Goodwill`,
      '1,full,There is none',
    ]);
    const sent: string[] = [];
    const sentFor = ({ orderId }: Bought) => sent.filter((body) => body.includes(orderId));
    const way = await openTroubledWay((body) => {
      if (!body.includes('mutation RefundOrder')) return 'pass';
      sent.push(body);
      if (body.includes(second.orderId) && sentFor(second).length === 1) return 'lose-answer';
      if (body.includes(third.orderId) && sentFor(third).length === 1) return 'lose-request';
      return 'pass';
    });
    const around = { token, cwd, url: way.url };

    // The second refund is made, and its answer never comes.
    await killAtLoss(around, way);
    expect(resultsIn(cwd, 'test').map(({ status }) => status)).toEqual(['REFUNDED']);
    expect((await refundsOf(second.orderId)).refunds).toHaveLength(1);

    // Started again, it is killed while the third is on its way to the product.
    await killAtLoss(around, way);
    expect((await refundsOf(third.orderId)).refunds).toEqual([]);
    // A crash in the middle of a line, as a power cut would leave it.
    fs.appendFileSync(path.join(cwd, 'refunds.csv.test.result.csv'), '4,1004');
    fs.appendFileSync(path.join(cwd, 'refunds.csv.test.sent.jsonl'), '{"orderId":"or');

    const last = await run(refund('--yes'), around);
    expect(last.code).toBe(1);
    expect(last.out).toContain('5 of 6 rows refunded.');
    expect(resultsIn(cwd, 'test').map(({ status }) => status)).toEqual([
      ...Array.from({ length: 5 }, () => 'REFUNDED'),
      'REFUSED',
    ]);
    // The very same text, so that the product knows it by its key.
    for (const bought of [second, third]) {
      const [once, again, ...more] = sentFor(bought);
      expect(again).toBe(once);
      expect(more).toEqual([]);
    }

    for (const { orderId, number } of [first, second]) {
      const order = await refundsOf(orderId);
      const amount = order.total.minor;
      expect(order.refunds).toEqual([{ amount: { minor: amount }, status: 'SUCCEEDED' }]);
      expect(order.refunded.minor).toBe(amount);
      expect(await amountsAtStripe(number)).toEqual([{ amount, status: 'succeeded' }]);
    }
    expect(await amountsAtStripe(third.number)).toEqual([{ amount: 1000, status: 'succeeded' }]);
    expect((await refundsOf(third.orderId)).refunded.minor).toBe(1000);
    const five = { amount: 500, status: 'succeeded' };
    expect(await amountsAtStripe(fourth.number)).toEqual([five, five]);
    expect((await refundsOf(fourth.orderId)).refunded.minor).toBe(1000);

    // The row that could not be is taken out: all is done, and nothing is sent any more.
    const count = sent.length;
    const text = fs.readFileSync(path.join(cwd, 'refunds.csv'), 'utf8');
    fs.writeFileSync(path.join(cwd, 'refunds.csv'), text.replace('1,full,There is none\n', ''));
    expect((await run(refund('--yes'), around)).code).toBe(0);
    expect(sent).toHaveLength(count);
  });

  test('is not gone on with where that could refund twice: another token, another product, a changed row', async () => {
    const token = await tokenFor('refund-from-csv.ts');
    const cwd = makeFolder();
    const { orderId, number } = await buy();
    write(cwd, [`${number},10.00,Goodwill`]);
    const way = await openTroubledWay((body) =>
      body.includes('mutation RefundOrder') ? 'lose-answer' : 'pass',
    );
    await killAtLoss({ token, cwd, url: way.url }, way);

    const other = await makeToken('READ_ORDERS,REFUND_ORDERS');
    const withOther = await run(refund('--yes'), { token: other, cwd, url: way.url });
    expect(withOther).toMatchObject({ code: 2, out: '' });
    expect(withOther.err).toContain('begun with another token');
    const elsewhere = await run(refund('--yes'), { token, cwd });
    expect(elsewhere).toMatchObject({ code: 2, out: '' });
    expect(elsewhere.err).toContain(`begun at ${way.url}`);
    write(cwd, [`${number},11.00,Goodwill`]);
    const changed = await run(refund('--yes'), { token, cwd, url: way.url });
    expect(changed).toMatchObject({ code: 2, out: '' });
    expect(changed.err).toContain('would be refunded in addition');

    expect((await refundsOf(orderId)).refunds).toHaveLength(1);
  });

  test('plans anew for an order that moved on while the script was down', async () => {
    const token = await tokenFor('refund-from-csv.ts');
    const cwd = makeFolder();
    const { orderId, number } = await buy();
    write(cwd, [`${number},full,`]);
    let sent = 0;
    const way = await openTroubledWay((body) => {
      if (!body.includes('mutation RefundOrder')) return 'pass';
      sent += 1;
      return sent === 1 ? 'lose-request' : 'pass';
    });
    const around = { token, cwd, url: way.url };
    await killAtLoss(around, way);
    await refundByHand(orderId, 1000);

    const { code } = await run(refund('--yes'), around);

    expect(code).toBe(0);
    expect(sent).toBe(3);
    expect((await amountsAtStripe(number)).map(({ amount }) => amount)).toEqual([7900, 1000]);
  });

  test('waits as long as the product says when there are too many requests', async () => {
    const token = await tokenFor('refund-from-csv.ts');
    const cwd = makeFolder();
    const { orderId, number } = await buy();
    write(cwd, [`${number},full,`]);
    let tries = 0;
    const way = await openTroubledWay((body) => {
      if (!body.includes('mutation RefundOrder')) return 'pass';
      tries += 1;
      return tries === 1 ? 'too-many' : 'pass';
    });

    const { code } = await run(refund('--yes'), { token, cwd, url: way.url });

    expect(code).toBe(0);
    expect(tries).toBe(2);
    expect((await refundsOf(orderId)).refunds).toHaveLength(1);
  });

  test('looks again at what was not settled in time, and says how it ended', async () => {
    const token = await tokenFor('refund-from-csv.ts');
    const cwd = makeFolder();
    const [good, bad] = await Promise.all([buy(), buy()]);
    write(cwd, [`${good.number},full,`, `${bad.number},full,`, '=1+1,full,']);
    await control('PUT', '/control/refunds', { beginAs: 'pending' });
    onTestFinished(() => control('PUT', '/control/refunds', { beginAs: 'succeeded' }));

    const first = await run(refund('--yes', '--wait', '1'), { token, cwd });
    expect(first.code).toBe(1);
    expect(resultsIn(cwd, 'test').map(({ status }) => status)).toEqual(['OPEN', 'OPEN', 'REFUSED']);

    for (const [{ orderId, number }, status] of [
      [good, 'succeeded'],
      [bad, 'failed'],
    ] as const) {
      await eventually(async () => expect(await world.stripeRefunds(number)).toHaveLength(1));
      const [atStripe] = (await world.stripeRefunds(number)) as unknown as { id: string }[];
      await control('POST', `/control/refunds/${atStripe?.id}`, { status });
      await eventually(async () =>
        expect((await refundsOf(orderId)).refunds[0]?.status).toBe(status.toUpperCase()),
      );
    }
    const second = await run(refund('--yes', '--wait', '1'), { token, cwd });
    expect(second.code).toBe(1);
    expect(second.out).toContain('1 of 3 rows refunded.');
    expect(resultsIn(cwd, 'test').map(({ order, status }) => [order, status])).toEqual([
      [good.number, 'REFUNDED'],
      [bad.number, 'FAILED'],
      ["'=1+1", 'REFUSED'],
    ]);
    // Refused by the provider is an end too: a further start asks for nothing.
    const third = await run(refund('--yes'), { token, cwd });
    expect(third.out).toContain('FAILED  by an earlier start');
    for (const { number } of [good, bad]) expect(await world.stripeRefunds(number)).toHaveLength(1);
  });
});
