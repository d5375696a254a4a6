import { act, fireEvent, screen } from '@testing-library/react';
import { useRef, useState } from 'react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { renderWithServer } from '../app/test-server.tsx';
import { OrderFilters } from './order-filters.tsx';
import type { OrderSearch } from './order-search.ts';

/** The bar with an address of its own: gives back each address it came to, and a way to type. */
function openFilters(start: OrderSearch = {}) {
  const addresses: OrderSearch[] = [];
  function Bar() {
    const [search, setSearch] = useState(start);
    return (
      <OrderFilters
        search={search}
        mayReadPersonalData
        searchBoxRef={useRef<HTMLInputElement>(null)}
        onChange={(next) => {
          addresses.push(next);
          setSearch(next);
        }}
      />
    );
  }
  renderWithServer(<Bar />, {
    OrderFacets: () => ({
      orderFacets: { __typename: 'OrderFacets', sources: [], tags: [], discountCodes: [] },
    }),
  });
  const box = screen.getByRole('searchbox', { name: /^Search by order number/ });
  const type = (words: string) => {
    for (let length = 1; length <= words.length; length += 1) {
      fireEvent.change(box, { target: { value: words.slice(0, length) } });
    }
  };
  return { addresses, box, type };
}

const wait = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('the search box', () => {
  test('searches for what is typed once the typing pauses', async () => {
    const { addresses, type } = openFilters();
    type('aino');
    expect(addresses).toEqual([]);
    await wait(1000);
    expect(addresses).toEqual([{ text: 'aino' }]);
  });

  test('takes a filter typed in one go for that filter alone', async () => {
    const { addresses, box, type } = openFilters();
    type('status: paid');
    fireEvent.keyDown(box, { key: 'Enter' });
    await wait(1000);
    expect(addresses).toEqual([{ status: ['PAID'] }]);
  });

  test('stays empty when it is cleared while the typing has hardly paused', async () => {
    const { addresses, type } = openFilters();
    type('aino');
    fireEvent.click(screen.getByRole('button', { name: 'Clear the search' }));
    await wait(1000);
    expect(addresses).toEqual([]);
  });
});
