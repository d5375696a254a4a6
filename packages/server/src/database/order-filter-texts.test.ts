import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { SqlParameters } from './order-filter.ts';
import { textSearch } from './order-filter-texts.ts';
import { query } from './orm.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

describe('an address is looked for by what is before its @', () => {
  test.each([
    ['Kirsi.Laine@example.com', { 'a@acme.fi': 300 }, true],
    ['Kirsi.Laine@example.com', { 'a@acme.fi': 297, 'kirsi.laine@acme.fi': 3 }, false],
    ['info@example.com', { 'a@acme.fi': 300 }, false],
    ['info@example.com', { 'a@acme.fi': 286, 'b@example.com': 14 }, false],
    ['info@example.com', { 'a@acme.fi': 285, 'b@example.com': 15 }, true],
  ] as const)('for %s among %j: %s', async (address, tried, isSo) => {
    const parameters = new SqlParameters();
    const { triedColumns, conditions } = textSearch({ findable: [address] }, 300, parameters);
    const orders = Object.entries(tried).map(
      ([email, count]) => `select '${email}' as search from generate_series(1, ${count})`,
    );
    const namesake = address.toLowerCase().replace('example.com', 'elsewhere.fi');
    const found = await query(
      database.orm.em.fork(),
      `with tried as (select ${triedColumns.join(', ')} from (${orders.join(' union all ')}) o)
       select o.search from (select '${namesake}' as search) o where ${conditions.join(' and ')}`,
      parameters.values,
    );
    expect(found).toEqual(isSo ? [{ search: namesake }] : []);
  });
});
