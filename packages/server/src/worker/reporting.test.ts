import fs from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { exampleSpan, makeExampleHistory } from '../../test/kit/example-history.ts';
import type { SalesHistory } from '../../test/kit/sales-history.ts';
import { requestOf } from '../../test/kit/shop.ts';
import { BadRates } from '../domain/ecb-rates.ts';
import { makeRateSources } from '../surroundings.ts';
import { takeRates } from '../use-cases/take-rates.ts';
import { startReporting, type RateSource } from './reporting.ts';

let database: TestDatabase;
let history: SalesHistory;
const open: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  database = await freshDatabase();
  history = await makeExampleHistory(database);
});
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});
afterAll(() => database.drop());

const start = (rateSources: RateSource[], faults: unknown[] = []) => {
  const { orm, tools } = database;
  const onFault = (error: unknown) => void faults.push(error);
  const every = { foldEveryMs: 5, ratesEveryMs: 5 };
  const reporting = startReporting({ orm, tools, rateSources, onFault, ...every });
  open.push(() => reporting.stop());
};
const days = async () =>
  (
    await history.rows<{ day: string }>(
      `select distinct to_char(day, 'YYYY-MM-DD') as day from exchange_rate order by day`,
    )
  ).map(({ day }) => day);

describe('beside the worker', () => {
  test('what has changed is folded until nothing is left', async () => {
    const pending = () => history.rows('select from report_pending');
    expect((await pending()).length).toBeGreaterThan(0);
    start([]);
    await vi.waitFor(async () => expect(await pending()).toEqual([]), { timeout: 20_000 });
  });

  test('rates come from the operator’s file, again when it has changed', async () => {
    const file = path.join(await fs.mkdtemp(path.join(os.tmpdir(), 'rates-')), 'rates.csv');
    open.push(() => fs.rm(path.dirname(file), { recursive: true }));
    await fs.writeFile(file, 'Date,JPY\n2026-10-23,150.00\n');
    const [source] = makeRateSources({ rates: { file, url: null }, outgoing });
    start([source!]);
    await vi.waitFor(async () => expect(await days()).toEqual(['2026-10-23']), 20_000);
    await fs.writeFile(file, 'Date,JPY\n2026-10-26,100.00\n2026-10-23,999.00\n');
    await vi.waitFor(
      async () => expect(await days()).toEqual(['2026-10-23', '2026-10-26']),
      20_000,
    );
    // A day's rate is never changed, or converted figures of the past would move.
    expect(
      await history.rows('select per_euro::text as r from exchange_rate order by day'),
    ).toEqual([{ r: '150.00' }, { r: '100.00' }]);
  });

  test('a file that is not there is said, and keeps nothing else waiting', async () => {
    const faults: unknown[] = [];
    const [missing] = makeRateSources({ rates: { file: '/no/such/file', url: null }, outgoing });
    const other = vi.fn<RateSource>(async () => null);
    start([missing!, other], faults);
    await vi.waitFor(() => expect(other).toHaveBeenCalled(), 20_000);
    expect(String(faults[0])).toContain('/no/such/file');
  });

  test('rates come from the bank, when the operator has switched it on', async () => {
    const answers = [
      [503, 'Later'],
      [200, `<Cube><Cube time='2026-10-30'><Cube currency='JPY' rate='165.20'/></Cube></Cube>`],
    ] as const;
    let asked = 0;
    const bank: Server = createServer((_request, response) => {
      const [status, text] = answers[Math.min(asked, 1)]!;
      asked += 1;
      response.writeHead(status).end(text);
    }).listen(0, '127.0.0.1');
    await once(bank, 'listening');
    open.push(async () => void bank.close());
    const url = `http://127.0.0.1:${(bank.address() as AddressInfo).port}/daily.xml`;
    const faults: unknown[] = [];
    start(makeRateSources({ rates: { file: null, url }, outgoing }), faults);
    await vi.waitFor(async () => expect(await days()).toContain('2026-10-30'), 20_000);
    expect(String(faults[0])).toContain('503');
  });
});

const outgoing = { allowPrivate: ['127.0.0.1'], requireHttps: false, timeoutMs: 5_000 };

describe('a report in one currency', () => {
  const inHelsinki = { ...exampleSpan, timeZone: 'Europe/Helsinki' };

  test('tells each amount at the rate of its day, and which days these were', async () => {
    await takeRates('Date,JPY\n2026-10-23,150.00\n2026-10-26,100.00\n', requestOf(database));
    // The yen were paid on Sunday the 25th: Friday's rate holds.
    const report = await history.report({ ...inHelsinki, convertTo: 'EUR' });
    const { figures } = await report.totals();
    expect(figures.money.map((one) => [one.currency, one.orders, one.grossMinor])).toEqual([
      ['EUR', 5, 40610 + 10000],
    ]);
    // 3 048 yen at 150 are 20.32.
    expect(figures.money[0]?.vatMinor).toBe(8084 + 2032);
    expect(await report.exchangeUsed()).toEqual({
      to: 'EUR',
      from: '2026-10-23',
      until: '2026-10-23',
      missing: [],
    });
    const hours = await report.series('DAY');
    expect(hours[1]?.figures.money[0]?.grossMinor).toBe(9900 + 10000);
  });

  test('leaves what has no rate as it is, and names it', async () => {
    const report = await history.report({ ...inHelsinki, convertTo: 'SEK' });
    const { figures } = await report.totals();
    expect(figures.money.map((one) => [one.currency, one.grossMinor])).toEqual([
      ['EUR', 40610],
      ['JPY', 15000],
    ]);
    expect(await report.exchangeUsed()).toEqual({
      to: 'SEK',
      from: null,
      until: null,
      missing: ['EUR', 'JPY'],
    });
  });

  test('takes none of a file that is wrong somewhere', async () => {
    const before = await days();
    const wrong = 'Date,JPY\n2026-10-20,150.00\n2026-10-21,none\n';
    await expect(takeRates(wrong, requestOf(database))).rejects.toThrow(BadRates);
    expect(await days()).toEqual(before);
  });
});
