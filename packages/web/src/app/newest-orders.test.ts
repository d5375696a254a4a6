import { gql } from '@apollo/client';
import { expect, test, vi } from 'vitest';
import { NewestOrdersCache } from './newest-orders.ts';

const query = gql`
  query {
    orders {
      id
      version
      status
    }
  }
`;
const answer = (version: number, status: string) => ({
  orders: [{ __typename: 'Order', id: 'ord_1', version, status }],
});

test('an answer from before a change does not undo the news of it', () => {
  vi.spyOn(console, 'error').mockReturnValue();
  const cache = new NewestOrdersCache();
  cache.writeQuery({ query, data: answer(2, 'REFUNDED') });
  cache.writeQuery({ query, data: answer(1, 'PAID') });
  expect(cache.readQuery({ query })).toEqual(answer(2, 'REFUNDED'));
  cache.writeQuery({ query, data: answer(3, 'COMPLETED') });
  expect(cache.readQuery({ query })).toEqual(answer(3, 'COMPLETED'));
});

test('an answer of the same version says what has changed beside it', () => {
  const cache = new NewestOrdersCache();
  cache.writeQuery({ query, data: answer(2, 'PAID') });
  cache.writeQuery({ query, data: answer(2, 'COMPLETED') });
  expect(cache.readQuery({ query })).toEqual(answer(2, 'COMPLETED'));
});

test('whoever signs in next begins anew', async () => {
  const cache = new NewestOrdersCache();
  cache.writeQuery({ query, data: answer(2, 'PAID') });
  await cache.reset();
  cache.writeQuery({ query, data: answer(1, 'STARTED') });
  expect(cache.readQuery({ query })).toEqual(answer(1, 'STARTED'));
});
