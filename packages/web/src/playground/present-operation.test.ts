import { expect, test } from 'vitest';
import { examples } from './examples.ts';
import { presentOperation } from './present-operation.ts';

test.each([
  ['keeps the name of an operation that is there', 'query A { a } query B { b }', 'B'],
  ['leaves out one that was edited away', '{ a }', undefined],
  ['leaves text that is no GraphQL to the server', 'query B {', 'B'],
])('%s', (_, query, operationName) => {
  expect(presentOperation({ query, operationName: 'B' }).asked.operationName).toBe(operationName);
});

test('has examples of a query, a mutation and a subscription', () => {
  const kinds = examples.map(({ query }) => /^(query|mutation|subscription)\b/m.exec(query)?.[1]);
  expect(new Set(kinds)).toEqual(new Set(['query', 'mutation', 'subscription']));
});
