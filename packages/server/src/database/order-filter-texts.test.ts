import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { SqlParameters } from './order-filter.ts';
import { textSearch } from './order-filter-texts.ts';
import { query } from './orm.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

/** Of what searches compare, all that a text leads to. */
async function ledTo(part: string, searches: readonly string[]): Promise<string[]> {
  const parameters = new SqlParameters();
  const conditions = textSearch({ findable: [part] }, parameters);
  const found = await query<{ search: string }>(
    database.orm.em.fork(),
    `select o.search from unnest(${parameters.add(searches)}::text[]) with ordinality as o (search, place)
     where ${conditions.join(' and ')} order by o.place`,
    parameters.values,
  );
  return found.map(({ search }) => search);
}

test.each([
  ['Kirsi.Laine@Example.com', ['1001 kirsi.laine@example.com kirsi laine']],
  ['laine@example.com kirsi', ['1001 kirsi.laine@example.com kirsi laine']],
  ['laine@', ['1001 kirsi.laine@example.com kirsi laine', "1002 anna.o'laine@acme.fi"]],
  ["O'Laine@acme.fi", ["1002 anna.o'laine@acme.fi"]],
  ['100%@acme.fi', ['1003 100%@acme.fi']],
  ['info@acme.fi', []],
])('%s leads to nobody else', async (part, expected) => {
  // Of two addresses in one order either may be meant, so it is looked at.
  const several = '1006 a@acme.fi b@acme.fi';
  const all = [
    '1001 kirsi.laine@example.com kirsi laine',
    "1002 anna.o'laine@acme.fi",
    '1003 100%@acme.fi',
    '1004 a visit',
    '1005 laine.kirsi@example.com',
    several,
  ];
  expect(await ledTo(part, all)).toEqual([...expected, several]);
});

test('whatever holds a text with an @ is led to', async () => {
  const letters = fc.string({
    unit: fc.constantFrom('a', 'b', 'ä', '.', '%', '_', '\\', ' ', '😀', 'İ', '@'),
    maxLength: 50,
  });
  await fc.assert(
    fc.asyncProperty(letters, letters, letters, letters, async (head, mailbox, domain, tail) => {
      const part = `${mailbox.trim()}abc@${domain.trim()}`;
      const [row] = await query<{ search: string }>(
        database.orm.em.fork(),
        'select lower($1::text) as search',
        [`${head}${part}${tail}`],
      );
      const search = row?.search ?? '';
      expect(await ledTo(part, [search])).toEqual([search]);
    }),
    { numRuns: 300 },
  );
});
