import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { makeShop, shop } from '../../test/kit/shop.ts';
import { CheckoutLinkTable } from './catalogue.ts';
import { query } from './orm.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await makeShop(database);
});
afterAll(() => database.drop());

const odd = [
  'null',
  'NULL',
  '',
  ' a ',
  'a\tb',
  'a\r\nb',
  '\\',
  '\\n',
  '"',
  '{a,b}',
  ',',
  "'",
  '[1:2]',
  'ä',
];

test('tags come back as they were given, whatever stands in them', async () => {
  const tag = fc.oneof(
    fc.constantFrom(...odd),
    fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0')),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(tag, { maxLength: 5 }), async (tags) => {
      const where = { slug: shop.linkSlug };
      const em = database.orm.em.fork();
      const link = await em.findOneOrFail(CheckoutLinkTable, where);
      link.tags = tags;
      await em.flush();
      const found = await database.orm.em.fork().findOneOrFail(CheckoutLinkTable, where);
      expect(found.tags).toEqual(tags);
    }),
    { examples: [[odd], [[]]], numRuns: 50 },
  );
});

test('texts of a statement are read as PostgreSQL has them, nulls and other shapes too', async () => {
  const text = fc.oneof(fc.constantFrom(null, 'vip', ...odd), fc.string({ maxLength: 4 }));
  const read = async (sql: string, values: unknown[]) =>
    (await query<{ value: unknown }>(database.orm.em.fork(), `select ${sql} as value`, values))[0]
      ?.value;
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        text.filter((one) => !one?.includes('\0')),
        { maxLength: 4 },
      ),
      async (texts) => {
        expect(await read('$1::text[]', [texts])).toEqual(texts);
      },
    ),
    { numRuns: 50 },
  );
  expect(await read(`array[array['a'], array['b']]`, [])).toEqual([['a'], ['b']]);
  expect(await read(`'[0:1]={a,b}'::text[]`, [])).toEqual(['a', 'b']);
});
