import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../test/kit/database.ts';
import { makeShop, shop } from '../../test/kit/shop.ts';
import { CheckoutLinkTable } from './catalogue.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await makeShop(database);
});
afterAll(() => database.drop());

test('tags come back as they were given, whatever stands in them', async () => {
  const odd = ['null', 'NULL', '', ' a ', 'a\tb', 'a\r\nb', '\\', '\\n', '"', '{a,b}', ',', "'"];
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
