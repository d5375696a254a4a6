import fs from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { api, makeFolder, run, tokenFor } from './kit.ts';

const zone = 'Europe/Helsinki';
const report = (...more: string[]): [string, ...string[]] => [
  'nightly-report.ts',
  '--time-zone',
  zone,
  '--out',
  '.',
  ...more,
];

type Figures = { orders: number; money: { gross: { minor: number; currency: string } }[] };

test('the report of yesterday is two files that say what the API says', async () => {
  const token = await tokenFor('nightly-report.ts');
  const cwd = makeFolder();

  const { code, out, err } = await run(report(), { token, cwd });

  const { salesReport } = await api<{
    salesReport: {
      from: string;
      totals: Figures;
      breakdown: { label: string; figures: Figures }[];
    };
  }>(
    `query ($range: ReportRange!) { salesReport(range: $range) {
      from totals { orders money { gross { minor currency } } }
      breakdown(by: PRODUCT, first: 250) { label figures { orders money { gross { minor currency } } } }
    } }`,
    { range: { period: 'YESTERDAY', timeZone: zone } },
  );
  const name = `sales-${salesReport.from}_${salesReport.from}`;
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toBe(`${name}.json\n${name}.csv\n`);
  expect(fs.readdirSync(cwd).sort()).toEqual([`${name}.csv`, `${name}.json`]);
  const written = JSON.parse(fs.readFileSync(path.join(cwd, `${name}.json`), 'utf8')) as object;
  expect(written).toMatchObject({ ...salesReport, timeZone: zone });
  const table = fs.readFileSync(path.join(cwd, `${name}.csv`), 'utf8');
  const rows = parse<Record<string, string>>(table, { columns: true, bom: true });
  expect(rows.map((row) => row[`Product (${zone})`])).toEqual(
    salesReport.breakdown.map(({ label }) => label),
  );
});

test('a second start replaces the files, and other days and dimensions have files of their own', async () => {
  const token = await tokenFor('nightly-report.ts');
  const cwd = makeFolder();
  const days = ['--from', '2026-11-01', '--to', '2026-11-03', '--by', 'country'];
  fs.writeFileSync(path.join(cwd, 'sales-2026-11-01_2026-11-03.csv'), 'of an earlier start');

  expect((await run(report(...days), { token, cwd })).code).toBe(0);

  const files = ['sales-2026-11-01_2026-11-03.csv', 'sales-2026-11-01_2026-11-03.json'];
  expect(fs.readdirSync(cwd).sort()).toEqual(files);
  expect(fs.readFileSync(path.join(cwd, files[0] ?? ''), 'utf8')).toMatch(/^Country /);
});

test.each([
  ['a dimension that there is not', ['--by', 'MOON'], 'MOON'],
  ['a period beside days', ['--period', 'TODAY', '--from', '2026-11-01'], 'not both'],
  ['a folder that is not there', ['--out', 'nowhere'], 'cannot be written'],
])('%s is refused with words, and leaves no file', async (_, more, words) => {
  const cwd = makeFolder();
  const { code, err } = await run(report(...more), {
    token: await tokenFor('nightly-report.ts'),
    cwd,
  });

  expect(code).toBe(2);
  expect(err).toContain(words);
  expect(fs.readdirSync(cwd)).toEqual([]);
});

test('a place that cannot be written to is said, and nothing half-done stays beside it', async () => {
  const token = await tokenFor('nightly-report.ts');
  const cwd = makeFolder();
  const taken = 'sales-2026-11-01_2026-11-01.json';
  fs.mkdirSync(path.join(cwd, taken, 'a folder'), { recursive: true });

  const { code, out, err } = await run(report('--from', '2026-11-01', '--to', '2026-11-01'), {
    token,
    cwd,
  });

  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain('cannot be written');
  expect(fs.readdirSync(cwd)).toEqual([taken]);
});

test('a token that may not read reports is told so, and no file is left', async () => {
  const cwd = makeFolder();
  const { code, err } = await run(report(), { token: await tokenFor('tail.ts'), cwd });

  expect({ code, err }).toEqual({ code: 2, err: 'This needs the permission READ_REPORTS.\n' });
  expect(fs.readdirSync(cwd)).toEqual([]);
});
