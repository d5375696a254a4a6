import { act, screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { exampleOrder } from '../orders/example-orders.ts';
import { brokenOrders, openOrders, pageOfOrders } from './example-list.tsx';

test('an order that comes between the first answer and the open stream is shown', async () => {
  let orders = brokenOrders;
  const server = openOrders('/orders', { answers: { OrdersPage: () => pageOfOrders(orders) } });
  await screen.findByText('Aino Number1');
  orders = [exampleOrder(0), ...brokenOrders];
  expect(screen.queryByText('Aino Number0')).toBeNull();

  act(() => server.openStreams());
  await screen.findByText('Aino Number0');
  await waitFor(() => expect(server.askedOf('OrdersPage')).toHaveLength(2));
});
