import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { atOnceOf, callAtOnce } from './at-once.ts';
import { makeSchema } from './schema.ts';

const marked = (extensions: object) => {
  const schema = buildSchema('type Query { row: Int }');
  const field = schema.getQueryType()?.getFields()['row'];
  if (field) field.extensions = { atOnce: () => 1, ...extensions };
  return schema;
};

test('a field that refuses somebody cannot be called past its rule', () => {
  for (const rule of [
    { accessRule: 'READ_ORDERS' },
    { accessRule: 'signed in' },
    { isFresh: true },
  ]) {
    expect(() => callAtOnce(marked(rule))).toThrow('Query.row has a rule');
  }
  expect(() => callAtOnce(marked({ accessRule: 'masked' }))).not.toThrow();
});

test('what a list shows of an order is called directly', async () => {
  const schema = await makeSchema();
  const type = schema.getType('Order');
  const fields = type && 'getFields' in type ? Object.values(type.getFields()) : [];
  const direct = fields.filter((field) => atOnceOf(field)).map(({ name }) => name);
  expect(direct).toContain('customer');
  expect(direct).toContain('attention');
  expect(direct).not.toContain('refunds');
});
