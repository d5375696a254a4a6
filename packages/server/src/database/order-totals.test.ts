import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { countOrders } from './order-search.ts';
import { findOrderFacets } from './order-facets.ts';
import type { Onlooker } from './order-filter.ts';
import { readOrderTotals } from './order-totals.ts';
import { connect, query } from './orm.ts';

const onlooker: Onlooker = {
  reach: 'ALL',
  mayReadPersonalData: true,
  now: new Date('2026-11-10T12:00:00.000Z'),
};

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

test('sums and facets of a list are planned for what they are asked of, as often as that is', async () => {
  const orm = connect(database.url, { poolSize: 1 });
  database.closeWithIt(orm);
  const filter = { createdFrom: new Date('2026-01-01T00:00:00.000Z'), createdBefore: onlooker.now };
  for (let turn = 0; turn < 5; turn += 1) {
    await countOrders(orm.em.fork(), filter, onlooker);
    await readOrderTotals(orm.em.fork(), filter, onlooker);
    await findOrderFacets(orm.em.fork(), 'ALL');
  }
  const kept = await query<{ what: string }>(
    orm.em.fork(),
    `select case when statement like '%gross_minor%' then 'sums' when statement like '%newest%' then 'facets'
       else 'count' end as what from pg_prepared_statements`,
  );
  expect(kept).toEqual([{ what: 'count' }]);
});
