import { act, fireEvent, render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { useOfferDeeds, useOfferedDeeds } from './offered-deeds.ts';

function Open(props: { order: string; onRefund: (order: string) => void }) {
  const { order } = props;
  useOfferDeeds([{ id: 'refund', name: 'Refund', key: 'F', run: () => props.onRefund(order) }]);
  return null;
}

function List() {
  return useOfferedDeeds().map(({ id, name, run }) => (
    <button key={id} type="button" onClick={run}>
      {name}
    </button>
  ));
}

test('what is open offers its deeds, always those of what is open now, and none once it is closed', () => {
  const done: string[] = [];
  const page = (order: string | null) => (
    <>
      {order && <Open order={order} onRefund={(one) => done.push(one)} />}
      <List />
    </>
  );
  const view = render(page('10042'));
  fireEvent.click(screen.getByRole('button', { name: 'Refund' }));
  view.rerender(page('10043'));
  fireEvent.click(screen.getByRole('button', { name: 'Refund' }));
  expect(done).toEqual(['10042', '10043']);
  act(() => view.rerender(page(null)));
  expect(screen.queryByRole('button', { name: 'Refund' })).toBeNull();
});
