import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeToken } from '../../test/kit/api-token.ts';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { makeExampleHistory } from '../../test/kit/example-history.ts';
import { seedTwoCheckouts } from '../../test/kit/orders.ts';
import { signIn, startTestServer, type RunningTestServer } from '../../test/kit/running-server.ts';
import { shop } from '../../test/kit/shop.ts';
import { query } from '../database/orm.ts';
import type { Permission } from '../domain/permission.ts';
import { makeSchema } from '../graphql/schema.ts';

let database: TestDatabase;
let server: RunningTestServer;
beforeAll(async () => {
  database = await freshDatabase();
  server = await startTestServer(database, await makeSchema());
  await makeExampleHistory(database);
  await seedTwoCheckouts(database);
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});

const tokenFor = async (permissions: Permission[], checkoutIds: 'ALL' | string[] = 'ALL') => {
  const { secret } = await makeToken(database, { permissions, checkoutIds });
  return { authorization: `Bearer ${secret}` };
};

const days = 'from=2026-10-25&to=2026-10-26&timeZone=Europe/Helsinki';
const get = (parameters: string, headers: Record<string, string>) =>
  fetch(`${server.url}/reports/sales.csv?${parameters}`, { headers });
const table = async (parameters: string) => {
  const response = await get(parameters, await tokenFor(['READ_REPORTS']));
  return parse(await response.text(), { delimiter: ',', record_delimiter: '\r\n', bom: true });
};

describe('a report as a file', () => {
  test('has a row per day, columns per currency, and the zone in its header', async () => {
    const [header, ...rows] = await table(`${days}&grain=DAY`);
    expect(header).toEqual([
      'From (Europe/Helsinki)',
      'Until (Europe/Helsinki)',
      'Orders',
      'Lines',
      'Opened',
      'Conversion',
      ...['EUR', 'JPY'].flatMap((currency) => [
        `Gross ${currency}`,
        `Refunded ${currency}`,
        `Net ${currency}`,
        `VAT ${currency}`,
        `VAT refunded ${currency}`,
        `Net VAT ${currency}`,
        `Average order ${currency}`,
        `Impression value ${currency}`,
        `Through order bumps ${currency}`,
        `Through pre-upsells ${currency}`,
      ]),
    ]);
    expect(rows.map((row) => row.slice(0, 13))).toEqual([
      [
        '2026-10-25 00:00:00',
        '2026-10-26 00:00:00',
        '2',
        '2',
        '3',
        '0.6667',
        '99.00',
        '33.00',
        '66.00',
        '20.12',
        '6.71',
        '13.41',
        '99.00',
      ],
      // More was refunded than sold: the amount below zero stays a number.
      [
        '2026-10-26 00:00:00',
        '2026-10-27 00:00:00',
        '1',
        '1',
        '0',
        '',
        '89.10',
        '132.00',
        '-42.90',
        '18.10',
        '26.82',
        '-8.72',
        '89.10',
      ],
    ]);
    expect(rows.map((row) => row[16])).toEqual(['15000', '0']);
  });

  test('opens right in Finnish Excel when asked to', async () => {
    const style = 'separator=semicolon&decimalMark=comma&byteOrderMark=true';
    const response = await get(`${days}&grain=DAY&${style}`, await tokenFor(['READ_REPORTS']));
    const text = Buffer.from(await response.arrayBuffer()).toString('utf8');
    expect(text).toMatch(/^\uFEFFFrom \(Europe\/Helsinki\);Until/u);
    expect(text).toContain(';89,10;132,00;-42,90;');
  });

  test('has a row per key, named so that no spreadsheet computes it', async () => {
    await query(database.orm.em.fork(), `update offer set name = '=1+1' where id = 'off_course'`);
    const [header, ...rows] = await table(`${days}&by=OFFER`);
    expect(header?.slice(0, 4)).toEqual(['Offer (Europe/Helsinki)', 'Key', 'Orders', 'Lines']);
    expect(rows.map((row) => row.slice(0, 4))).toEqual([["'=1+1", 'off_course', '3', '3']]);
  });

  test('is called what it is, and kept by nobody in between', async () => {
    const { headers } = await get(`${days}&by=PAYMENT_METHOD`, await tokenFor(['READ_REPORTS']));
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    expect(headers.get('content-disposition')).toBe(
      'attachment; filename="sales-by-payment-method-2026-10-25-2026-10-26.csv"',
    );
    expect(headers.get('cache-control')).toBe('no-store');
  });

  test('is the one whose address the API tells', async () => {
    const headers = await tokenFor(['READ_REPORTS']);
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({
        query: `{ salesReport(range: { from: "2026-10-25", to: "2026-10-26", timeZone: "Europe/Helsinki" }, checkoutIds: ["chk_test"]) {
          csvPath(by: COUNTRY) } }`,
      }),
    });
    const { data } = (await response.json()) as { data: { salesReport: { csvPath: string } } };
    const { csvPath } = data.salesReport;
    expect(csvPath).toBe(
      '/reports/sales.csv?from=2026-10-25&to=2026-10-26&timeZone=Europe%2FHelsinki&by=COUNTRY&checkoutIds=chk_test',
    );
    const file = await fetch(`${server.url}${csvPath}`, { headers });
    expect(parse(await file.text()).map(([label]) => label)).toEqual([
      'Country (Europe/Helsinki)',
      'Sweden',
      'Finland',
    ]);
  });

  test('holds only what the one who asks may see', async () => {
    const elsewhere = await get(`${days}&by=OFFER`, await tokenFor(['READ_REPORTS'], ['chk_one']));
    expect((await elsewhere.text()).trim().split('\r\n')).toHaveLength(1);
    expect((await get(`${days}&by=OFFER`, {})).status).toBe(401);
    const refused = await get(`${days}&by=OFFER`, await tokenFor(['READ_ORDERS']));
    expect([refused.status, await refused.json()]).toEqual([
      403,
      { error: 'This needs the permission READ_REPORTS.', requestId: expect.any(String) },
    ]);
  });

  test('is handed to a signed-in member whose role may read reports', async () => {
    const statusFor = async (role: 'VIEWER' | 'CUSTOMER_SERVICE') => {
      const [email, password] = [`${role}@example.com`, 'correct horse battery'];
      const who = { email, password, name: role, role, checkoutIds: [shop.checkoutId] };
      await server.sessions.createMember(who);
      const response = await get(`${days}&by=OFFER`, {
        cookie: await signIn(server.url, email, password),
      });
      return response.status;
    };
    expect(await statusFor('VIEWER')).toBe(200);
    expect(await statusFor('CUSTOMER_SERVICE')).toBe(403);
  });

  test.each([
    ['', 'Give `timeZone`'],
    ['timeZone=Mars/Base', 'IANA'],
    ['timeZone=%2B02:07&period=TODAY&by=OFFER', 'quarter of an hour'],
    ['timeZone=UTC', 'Give `period`, or both'],
    ['timeZone=UTC&period=NEVER&by=OFFER', '`period` is one of TODAY'],
    ['timeZone=UTC&period=TODAY&from=2026-01-01', 'not both'],
    ['timeZone=UTC&from=2026-02-30&to=2026-03-01', 'such as 2026-11-23'],
    ['timeZone=UTC&from=2026-03-02&to=2026-03-01', 'must not lie after'],
    ['timeZone=UTC&from=1999-12-31&to=2026-03-01', 'from 2000-01-01'],
    ['timeZone=UTC&period=TODAY', 'Give `by` or `grain`'],
    ['timeZone=UTC&period=TODAY&by=OFFER&grain=DAY', 'Give `by` or `grain`'],
    ['timeZone=UTC&period=TODAY&by=OFFER&separator=pipe', '`separator` is one of'],
    ['timeZone=UTC&period=TODAY&by=OFFER&checkoutIds=%00', 'ids of checkouts'],
    ['timeZone=UTC&from=2000-01-01&to=2026-01-01&grain=HOUR', 'fewer days, or by DAY'],
  ])('says what is wrong with “%s”', async (parameters, words) => {
    const response = await get(parameters, await tokenFor(['READ_REPORTS']));
    expect(response.status).toBe(400);
    expect(((await response.json()) as { error: string }).error).toContain(words);
  });
});
