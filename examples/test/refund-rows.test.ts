import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { buy, makeFolder, run, tokenFor } from './kit.ts';
import { amountsAtStripe, refund, refundsOf, resultsIn, write } from './refund-runs.ts';

describe('the rows of a file of refunds', () => {
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
});
