import fs from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
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
import { openTroubledWay, type TroubledWay } from './troubled-way.ts';

type Seen = {
  total: { minor: number };
  refunded: { minor: number };
  refundPending: { minor: number };
  refunds: { amount: { minor: number }; status: string }[];
};

async function refundsOf(orderId: string): Promise<Seen> {
  const { order } = await api<{ order: Seen }>(
    `query ($orderId: ID!) { order(id: $orderId) {
      total { minor } refunded { minor } refundPending { minor }
      refunds { amount { minor } status }
    } }`,
    { orderId },
  );
  return order;
}

const amountsAtStripe = async (number: string) =>
  (await world.stripeRefunds(number)).map(({ amount, status }) => ({ amount, status }));

/** The latest line of each row. */
function resultsIn(folder: string, runName: string): Record<string, string>[] {
  const text = fs.readFileSync(path.join(folder, `refunds.csv.${runName}.result.csv`), 'utf8');
  const lines = parse<Record<string, string>>(text, { columns: true });
  return [...new Map(lines.map((line) => [line['key'], line])).values()];
}

const write = (folder: string, rows: readonly string[]) =>
  fs.writeFileSync(
    path.join(folder, 'refunds.csv'),
    ['order,amount,reason', ...rows, ''].join('\n'),
  );

const refund = (...more: string[]): [string, ...string[]] => [
  'refund-from-csv.ts',
  'refunds.csv',
  '--run',
  'test',
  ...more,
];

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

describe('refunds from a file', () => {
  test('are only told without --yes, and nothing is written or sent', async () => {
    const token = await tokenFor('refund-from-csv.ts');
    const cwd = makeFolder();
    const { orderId, number } = await buy();
    write(cwd, [`${number},full,Called off`, `${number},9999.00,`, `${number},"1,005",`]);

    const { code, out } = await run(refund(), { token, cwd });

    expect(out).toContain(`line 2  ${number}  would refund  89.00 EUR, then REFUNDED. `);
    expect(out).toMatch(/line 3 {2}\d+ {2}REFUSED {2}.*89\.00/);
    expect(out).toContain('"1,005" is neither "full" nor an amount in EUR such as 89.00.');
    expect(code).toBe(1);
    expect(fs.readdirSync(cwd)).toEqual(['refunds.csv']);
    expect((await refundsOf(orderId)).refunds).toEqual([]);
    expect(await amountsAtStripe(number)).toEqual([]);
  });

  test('are made exactly once each, although the script was killed twice on its way', async () => {
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

  test('are not gone on with where that could refund twice: another token, another product, a changed row', async () => {
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

  test('wait as long as the product says when there are too many requests', async () => {
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

  test('go by the currency of the order, which may have no decimals', async () => {
    const token = await tokenFor('refund-from-csv.ts');
    const cwd = makeFolder();
    const { number } = await buy({ country: 'JP', currency: 'JPY' });
    write(cwd, [`${number},500.5,`, `${number},500,`]);

    const { code, out } = await run(refund('--yes'), { token, cwd });

    expect(code).toBe(1);
    expect(out).toContain('"500.5" is neither "full" nor an amount in JPY');
    expect(
      resultsIn(cwd, 'test').map(({ status, amount, currency }) => [status, amount, currency]),
    ).toEqual([
      ['REFUSED', '', ''],
      ['REFUNDED', '500', 'JPY'],
    ]);
    expect(await amountsAtStripe(number)).toEqual([{ amount: 500, status: 'succeeded' }]);
  });

  test('of an order with several products name one of them', async () => {
    const token = await tokenFor('refund-from-csv.ts');
    const cwd = makeFolder();
    const { number } = await buy({ orderBumps: 1 });
    fs.writeFileSync(
      path.join(cwd, 'refunds.csv'),
      `Order;Amount;Product\n${number};1,50;\n${number};1,50;the colour workbook\n`,
    );

    const { code, out } = await run(refund('--yes'), { token, cwd });

    expect(code).toBe(1);
    expect(out).toContain(
      'Of which product? Name it in "product": Drawing Every Day, The Colour Workbook.',
    );
    expect(await amountsAtStripe(number)).toEqual([{ amount: 150, status: 'succeeded' }]);
  });

  test('are refused as a whole for a token that may not refund', async () => {
    const cwd = makeFolder();
    const { orderId, number } = await buy();
    write(cwd, [`${number},full,`]);

    const { code, out, err } = await run(refund('--yes'), {
      token: await tokenFor('tail.ts'),
      cwd,
    });

    expect(code).toBe(2);
    expect({ out, err }).toEqual({ out: '', err: 'This needs the permission REFUND_ORDERS.\n' });
    expect(fs.readdirSync(cwd)).toEqual(['refunds.csv']);
    expect((await refundsOf(orderId)).refunds).toEqual([]);
  });

  test('that are not settled in time are looked at again by the next start, which says how they ended', async () => {
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
