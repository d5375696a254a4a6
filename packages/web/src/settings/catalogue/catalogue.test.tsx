import { notifications } from '@mantine/notifications';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, test } from 'vitest';
import type { ProductShownFragment } from '../../generated.ts';
import { changes, openConfiguration, viewerWith } from '../test-configuration.tsx';

afterEach(() => notifications.clean());

const money = (minor: number, currency: string, decimal: string) => ({
  __typename: 'Money',
  minor,
  currency,
  decimal,
});

const workbook = {
  __typename: 'Product',
  id: 'prd_1',
  name: 'Workbook',
  type: 'E_BOOK',
  vatRateBp: 1350,
  prices: [
    {
      __typename: 'Price',
      currency: 'EUR',
      price: money(4900, 'EUR', '49.00'),
      discounted: money(2900, 'EUR', '29.00'),
    },
    { __typename: 'Price', currency: 'JPY', price: money(6000, 'JPY', '6000'), discounted: null },
  ],
  archivedAt: null,
} as unknown as ProductShownFragment;

const refusal = (path: readonly string[] | null, message: string) => ({
  __typename: 'PlainError',
  code: 'INVALID',
  message,
  path,
});

function openProduct(answers: readonly object[]) {
  let at = 0;
  let kept = workbook;
  return openConfiguration('/configuration/products?open=prd_1', {
    Products: () => ({ products: [kept] }),
    SaveProduct: () => {
      const answer = answers[at++];
      if (answer instanceof Error) throw answer;
      kept = (answer as { product: ProductShownFragment | null }).product ?? kept;
      return { saveProduct: { __typename: 'SaveProductPayload', ...answer } };
    },
  });
}

const saved = { product: workbook, errors: [] };
const field = (name: string) => screen.getByRole<HTMLInputElement>('textbox', { name });
const type = (name: string, value: string) => fireEvent.change(field(name), { target: { value } });
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));
const problemAt = (name: string) => {
  const ids = field(name).getAttribute('aria-describedby')?.split(' ') ?? [];
  return ids.map((id) => document.getElementById(id)?.textContent ?? '').join(' ');
};

describe('a product', () => {
  test('is shown as people write its numbers', async () => {
    openProduct([]);
    await screen.findByRole('textbox', { name: 'Price in EUR' });
    const shown = ['Name', 'VAT rate', 'Price in EUR', 'Discounted price in EUR', 'Price in JPY'];
    expect(shown.map((name) => field(name).value)).toEqual([
      'Workbook',
      '13.5',
      '49.00',
      '29.00',
      '6000',
    ]);
  });

  test('is sent in minor units and basis points', async () => {
    const server = openProduct([saved]);
    await screen.findByRole('textbox', { name: 'VAT rate' });
    type('VAT rate', '25.5');
    type('Price in EUR', '1,049.9');
    type('Discounted price in EUR', '');
    type('Price in JPY', '7000');
    press('Save');

    await waitFor(() => expect(server.inputsOf('SaveProduct')).toHaveLength(1));
    expect(server.inputsOf('SaveProduct')).toEqual([
      {
        id: 'prd_1',
        idempotencyKey: expect.stringMatching(/^[0-9a-f-]{36}$/),
        checkoutId: 'chk_1',
        name: 'Workbook',
        type: 'E_BOOK',
        vatRateBp: 2550,
        prices: [
          { currency: 'EUR', priceMinor: 104_990, discountedMinor: null },
          { currency: 'JPY', priceMinor: 7000, discountedMinor: null },
        ],
        archived: false,
      },
    ]);
  });

  test.each([
    ['Price in EUR', '49.999', 'EUR has at most 2 decimals.'],
    ['Price in EUR', '', 'Enter an amount in EUR.'],
    ['Discounted price in EUR', '-1', 'An amount cannot be below zero.'],
    ['Price in JPY', '60.5', 'JPY has no decimals.'],
    ['VAT rate', '25.55', 'At most one decimal.'],
    ['Name', ' ', 'Give it a name.'],
  ])('says at "%s" what is wrong with "%s", and sends nothing', async (name, typed, words) => {
    const server = openProduct([]);
    await screen.findByRole('textbox', { name });
    type(name, typed);
    press('Save');
    await waitFor(() => expect(problemAt(name)).toContain(words));
    expect(document.activeElement).toBe(field(name));
    expect(field(name).value).toBe(typed);
    expect(server.askedOf('SaveProduct')).toEqual([]);
  });

  test('has the refusal of the server at its field until that is mended', async () => {
    const words = 'It must be below the price.';
    openProduct([{ product: null, errors: [refusal(['prices', '0', 'discountedMinor'], words)] }]);
    await screen.findByRole('textbox', { name: 'Name' });
    type('Discounted price in EUR', '59');
    press('Save');

    await waitFor(() => expect(problemAt('Discounted price in EUR')).toContain(words));
    expect(document.activeElement).toBe(field('Discounted price in EUR'));
    expect(field('Discounted price in EUR').value).toBe('59');
    type('Discounted price in EUR', '39');
    expect(problemAt('Discounted price in EUR')).not.toContain(words);
  });

  test('says above the form what concerns no field of it', async () => {
    openProduct([{ product: null, errors: [refusal(null, 'You may not do that here.')] }]);
    await screen.findByRole('textbox', { name: 'Name' });
    type('Name', 'Workbook 2');
    press('Save');
    expect((await screen.findByRole('alert')).textContent).toBe('You may not do that here.');
  });

  test('is sent once however often the answer gets lost', async () => {
    const server = openProduct([new Error('connection reset'), saved]);
    await screen.findByRole('textbox', { name: 'Name' });
    type('Name', 'Workbook 2');
    press('Save');
    expect((await screen.findByRole('alert')).textContent).toContain(
      'What you typed is still here.',
    );
    press('Save');
    await waitFor(() => expect(server.inputsOf('SaveProduct')).toHaveLength(2));
    const [first, second] = server.inputsOf('SaveProduct');
    expect(second).toEqual(first);
  });

  test('is not left half typed without a question', async () => {
    const server = openProduct([]);
    await screen.findByRole('textbox', { name: 'Name' });
    type('Name', 'Workbook 2');
    press('Back to the list');
    const dialog = within(await screen.findByRole('dialog'));
    fireEvent.click(dialog.getByRole('button', { name: 'Cancel' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(field('Name').value).toBe('Workbook 2');
    expect(server.address()).toBe('/configuration/products?open=prd_1');

    press('Back to the list');
    fireEvent.click(await screen.findByRole('button', { name: 'Discard the changes' }));
    await waitFor(() => expect(screen.queryByRole('textbox', { name: 'Name' })).toBeNull());
    expect(server.address()).toBe('/configuration/products');
  });

  test('is left without a question once it is saved', async () => {
    const server = openProduct([{ product: { ...workbook, name: 'Workbook 2' }, errors: [] }]);
    await screen.findByRole('textbox', { name: 'Name' });
    type('Name', 'Workbook 2');
    press('Save');
    await waitFor(() =>
      expect(screen.getByRole('heading', { level: 2 }).textContent).toBe('Workbook 2'),
    );
    press('Back to the list');
    await waitFor(() => expect(server.address()).toBe('/configuration/products'));
  });
});

test('a product tells who changed what of it, in the words of its form', async () => {
  const server = openConfiguration('/configuration/products?open=prd_1', {
    Products: () => ({ products: [workbook] }),
    RecordHistory: ({ after }) => ({
      node: {
        __typename: 'Product',
        id: 'prd_1',
        history: after
          ? changes([{ summary: 'Workbook was created.', changes: [] }])
          : changes(
              [{ summary: 'Workbook was changed.', changes: [['vatRateBp', '1000', '1350']] }],
              'older',
            ),
      },
    }),
  });
  const list = await screen.findByRole('list', { name: 'Changes' });
  expect(list.textContent).toMatch(/^Workbook was changed\.VAT rate: 10% → 13\.5%Sami · /);
  press('Show more');
  await screen.findByText('Workbook was created.');
  expect(within(list).getAllByRole('listitem')).toHaveLength(2);
  expect(screen.queryByRole('button', { name: 'Show more' })).toBeNull();
  expect(server.askedOf('RecordHistory').map(({ variables }) => variables)).toEqual([
    { id: 'prd_1' },
    { id: 'prd_1', after: 'older' },
  ]);
});

test('the configuration is closed to those who may not change it, also by its address', async () => {
  const server = openConfiguration('/configuration/products', {
    Viewer: () => ({ viewer: viewerWith(['READ_ORDERS']) }),
  });
  await screen.findByText('You may not change the configuration');
  expect(server.askedOf('Products')).toEqual([]);
});

test('a checkout that is not mine is no checkout', async () => {
  openConfiguration('/configuration/products?checkout=chk_9', {});
  await screen.findByText('There is no such checkout');
  expect(screen.getByRole('link', { name: 'Go to Courses' })).toBeTruthy();
});

test('an archived product is listed when asked for', async () => {
  const archived = {
    ...workbook,
    id: 'prd_2',
    name: 'Old book',
    archivedAt: '2026-01-01T00:00:00.000Z',
  };
  openConfiguration('/configuration/products', {
    Products: () => ({ products: [workbook, archived] }),
  });
  await screen.findByRole('button', { name: 'Workbook' });
  expect(screen.queryByRole('button', { name: 'Old book' })).toBeNull();
  press('Show 1 archived');
  await screen.findByRole('button', { name: 'Old book' });
});
