import { notifications } from '@mantine/notifications';
import { fireEvent, screen } from '@testing-library/react';
import { afterEach, describe, expect, test } from 'vitest';
import { openAt } from '../app/test-router.tsx';
import type { Answers } from '../app/test-server.tsx';
import { viewerWith } from '../settings/test-configuration.tsx';
import { PersonalDataPage } from './personal-data-page.tsx';
import { readPersonalDataSearch } from './personal-data-search.ts';

afterEach(() => notifications.clean());

const held = {
  __typename: 'CustomerData',
  orders: 3,
  visits: 1,
  firstAt: '2026-01-02T10:00:00.000Z',
  lastAt: '2026-11-02T10:00:00.000Z',
  attempts: 4,
  refunds: 0,
  accessGiven: 1,
  failedActions: 0,
  canErase: true,
  refusal: null,
  obstacles: [],
};
const nothing = { ...held, orders: 0, visits: 0, firstAt: null, lastAt: null, canErase: false };

const page = {
  path: '/people/personal-data',
  readSearch: readPersonalDataSearch,
  component: PersonalDataPage,
};

function open(answers: Answers, address = '/people/personal-data') {
  return openAt(address, [page], {
    Viewer: () => ({ viewer: viewerWith(['READ_ORDERS', 'MANAGE_PERSONAL_DATA']) }),
    CustomerData: () => ({ customerData: held }),
    ...answers,
  });
}

const type = (name: string, value: string) =>
  fireEvent.change(screen.getByRole('textbox', { name }), { target: { value } });
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));
async function find(email: string) {
  await screen.findByText('Nobody is chosen yet');
  type('Email address of the customer', email);
  press('Find');
}

describe('personal data', () => {
  test('shows what is held in numbers, and that there is nothing where there is nothing', async () => {
    const server = open({
      CustomerData: ({ email }) => ({
        customerData: email === 'aino@example.com' ? held : nothing,
      }),
    });
    await find(' aino@example.com ');
    await screen.findByText('3 (1 never paid)');
    screen.getByText('4 mails and calls, with the answers');
    type('Email address of the customer', 'nobody@example.com');
    press('Find');
    await screen.findByText('Nothing is held under this address');
    expect(server.askedOf('CustomerData').map(({ variables }) => variables)).toEqual([
      { email: 'aino@example.com' },
      { email: 'nobody@example.com' },
    ]);
  });

  test('erases only after the address was typed, says what stays open, and once', async () => {
    let erased = false;
    const server = open({
      CustomerData: () => ({ customerData: erased ? nothing : held }),
      EraseCustomer: () => {
        erased = true;
        return {
          eraseCustomer: {
            __typename: 'EraseCustomerPayload',
            erasedOrders: 3,
            remainingOrders: 0,
            errors: [],
          },
        };
      },
    });
    await find('aino@example.com');
    await screen.findByText('3 (1 never paid)');
    press('Erase this customer…');
    await screen.findByText(/1 access at other platforms stays open/);
    const button = screen.getByRole<HTMLButtonElement>('button', { name: 'Erase from 3 orders' });
    expect(button.disabled).toBe(true);
    type('Type the address to confirm', 'aino@example.co');
    expect(button.disabled).toBe(true);
    type('Type the address to confirm', 'AINO@example.com');
    fireEvent.click(button);
    await screen.findByText('The customer was erased from 3 orders.');
    await screen.findByText('Nothing is held under this address');
    expect(server.askedOf('EraseCustomer').map(({ variables }) => variables)).toEqual([
      { input: { email: 'aino@example.com', idempotencyKey: expect.any(String) } },
    ]);
  });

  test('says why a customer cannot be erased now, and at which order', async () => {
    const message = 'A refund is under way: wait until it is settled, or settle it by hand.';
    open({
      CustomerData: () => ({
        customerData: {
          ...held,
          canErase: false,
          refusal: { __typename: 'Refusal', code: 'WORK_UNDER_WAY', message },
          obstacles: [
            {
              __typename: 'ErasureObstacle',
              message,
              order: { __typename: 'Order', id: 'ord_7', number: '10007' },
            },
          ],
        },
      }),
    });
    await find('aino@example.com');
    const link = await screen.findByRole<HTMLAnchorElement>('link', { name: 'Order 10007' });
    expect(link.getAttribute('href')).toBe('/orders?order=ord_7');
    screen.getByText(new RegExp(message));
    press('Erase this customer…');
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  test('comes from an order without an address of a person in the address of the page', async () => {
    const server = open(
      {
        CustomerOfOrder: () => ({
          order: {
            __typename: 'Order',
            id: 'ord_7',
            customer: {
              __typename: 'Customer',
              visibility: 'FULL',
              email: 'aino@example.com',
              erasedAt: null,
            },
          },
        }),
      },
      '/people/personal-data?order=ord_7',
    );
    await screen.findByText('3 (1 never paid)');
    expect(server.askedOf('CustomerData')[0]?.variables).toEqual({ email: 'aino@example.com' });
  });

  test('says so when the server cannot be reached, and finds again', async () => {
    let isThere = false;
    open({ CustomerData: () => (isThere ? { customerData: held } : 'unreachable') });
    await find('aino@example.com');
    await screen.findByText('It could not be found out what is held');
    isThere = true;
    press('Try again');
    expect(await screen.findByText('3 (1 never paid)')).toBeTruthy();
  });

  test('is closed to others', async () => {
    open({ Viewer: () => ({ viewer: viewerWith(['READ_ORDERS']) }) });
    expect(await screen.findByText('You may not hand out or erase customers’ data')).toBeTruthy();
    expect(screen.queryByRole('search')).toBeNull();
  });
});
