import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { OrderExportProgressFragment, Permission } from '../generated.ts';
import { optionsForLanguage } from '../order-export/export-options.ts';
import { openOrders } from './example-list.tsx';
import type { Answers } from './test-server.tsx';

const exampleExport = (changes: Partial<OrderExportProgressFragment> = {}) => ({
  __typename: 'OrderExport',
  id: 'exp_1',
  status: 'WAITING',
  total: 4312,
  rows: 0,
  progress: 0,
  downloadUrl: 'https://orders.example.com/exports/exp_1.csv?key=secret',
  failureMessage: null,
  ...changes,
});

const payload = (exported: object | null, errors: object[] = []) => ({
  __typename: 'RequestOrderExportPayload',
  export: exported,
  errors,
});
const answers: Answers = {
  RequestOrderExport: () => ({ requestOrderExport: payload(exampleExport()) }),
};
const MAY: readonly Permission[] = ['READ_ORDERS', 'READ_PERSONAL_DATA', 'EXPORT_ORDERS'];
const downloads: string[] = [];

beforeEach(() => {
  localStorage.clear();
  downloads.length = 0;
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (
    this: HTMLAnchorElement,
  ) {
    downloads.push(this.getAttribute('href') ?? '');
  });
});
afterEach(() => void vi.restoreAllMocks());

async function openDialog() {
  fireEvent.click(await screen.findByRole('button', { name: 'Export…' }));
  return within(await screen.findByRole('dialog', { name: 'Export orders' }));
}
const inputsOf = (server: ReturnType<typeof openOrders>) =>
  server.askedOf('RequestOrderExport').map(({ variables }) => variables['input'] as object);
const press = (dialog: Awaited<ReturnType<typeof openDialog>>, name: string) =>
  fireEvent.click(dialog.getByRole('button', { name }));

describe('exporting the orders on screen', () => {
  test('asks for its filter, its columns in their order, and its order of rows', async () => {
    localStorage.setItem(
      'orders.columns.all',
      JSON.stringify(['total', 'status'].map((colId) => ({ colId, width: 100, flex: null }))),
    );
    const server = openOrders('/orders?tag=vip&sort=total', { permissions: MAY, answers });
    const dialog = await openDialog();
    expect(dialog.getByText('2 orders')).toBeTruthy();
    press(dialog, 'Export 2 orders');
    await waitFor(() => expect(inputsOf(server)).toHaveLength(1));
    expect(inputsOf(server)).toEqual([
      {
        filter: expect.objectContaining({ tags: ['vip'] }) as object,
        sort: { field: 'TOTAL', direction: 'ASC' },
        columns:
          'NUMBER TOTAL STATUS CREATED CUSTOMER PRODUCTS PAYMENT_METHOD SOURCE COUNTRY'.split(' '),
        allFields: false,
        lines: 'ORDERS',
        separator: 'COMMA',
        decimalStyle: 'POINT',
        byteOrderMark: false,
        timeZone: 'Europe/Helsinki',
        idempotencyKey: expect.stringMatching(/^[0-9a-f-]{36}$/u) as string,
      },
    ]);
    await waitFor(() => expect(downloads).toEqual(['/exports/exp_1.csv?key=secret']));
  });

  test('shows how far the download is, and that it is done', async () => {
    const server = openOrders('/orders', { permissions: MAY, answers });
    const dialog = await openDialog();
    press(dialog, 'Export 2 orders');
    expect(await dialog.findByText('Starting the download of 4,312 orders…')).toBeTruthy();
    const say = (changes: Partial<OrderExportProgressFragment>) =>
      act(() => server.say('OrderExportChanged', { orderExportChanged: exampleExport(changes) }));
    say({ status: 'RUNNING', progress: 0.5, rows: 2156 });
    expect(await dialog.findByText('50 % of 4,312 orders downloaded')).toBeTruthy();
    expect(dialog.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('50');
    say({ status: 'READY', progress: 1, rows: 4312 });
    expect(
      await dialog.findByText('4,312 orders downloaded. The file is with your downloads.'),
    ).toBeTruthy();
    press(dialog, 'Done');
    expect((await openDialog()).getByRole('radio', { name: /As on screen/ })).toBeTruthy();
  });

  test('says why a download broke off, and asks for a new one', async () => {
    const server = openOrders('/orders', { permissions: MAY, answers });
    const dialog = await openDialog();
    press(dialog, 'Export 2 orders');
    await dialog.findByText(/Starting/);
    const failureMessage = 'The download broke off after 500 of 4312 orders.';
    act(() =>
      server.say('OrderExportChanged', {
        orderExportChanged: exampleExport({ status: 'FAILED', failureMessage }),
      }),
    );
    expect((await dialog.findByRole('alert')).textContent).toBe(failureMessage);
    press(dialog, 'Try again');
    await waitFor(() => expect(inputsOf(server)).toHaveLength(2));
    const [first, second] = inputsOf(server) as { idempotencyKey: string }[];
    expect(second?.idempotencyKey).not.toBe(first?.idempotencyKey);
  });

  test('can be cancelled', async () => {
    const failed = exampleExport({ status: 'FAILED', failureMessage: 'It was cancelled.' });
    const server = openOrders('/orders', {
      permissions: MAY,
      answers: {
        ...answers,
        CancelOrderExport: () => ({
          cancelOrderExport: { ...payload(failed), __typename: 'CancelOrderExportPayload' },
        }),
      },
    });
    const dialog = await openDialog();
    press(dialog, 'Export 2 orders');
    await dialog.findByText(/Starting/);
    press(dialog, 'Cancel the export');
    expect((await dialog.findByRole('alert')).textContent).toBe('It was cancelled.');
    expect(server.askedOf('CancelOrderExport')[0]?.variables).toEqual({ id: 'exp_1' });
  });

  test('asks again with the same key after a lost answer, so that there is one', async () => {
    const server = openOrders('/orders', {
      permissions: MAY,
      answers: { RequestOrderExport: () => 'unreachable' },
    });
    const dialog = await openDialog();
    press(dialog, 'Export 2 orders');
    await dialog.findByRole('alert');
    press(dialog, 'Export 2 orders');
    await waitFor(() => expect(inputsOf(server)).toHaveLength(2));
    const [first, second] = inputsOf(server) as { idempotencyKey: string }[];
    expect(second?.idempotencyKey).toBe(first?.idempotencyKey);
  });

  test('remembers how the file was wanted', async () => {
    const server = openOrders('/orders', { permissions: MAY, answers });
    const dialog = await openDialog();
    fireEvent.click(dialog.getByRole('radio', { name: /One row per product/ }));
    fireEvent.click(dialog.getByRole('radio', { name: '49,90' }));
    // A comma cannot separate the columns as well.
    expect(dialog.getByRole<HTMLInputElement>('radio', { name: 'Semicolon' }).checked).toBe(true);
    fireEvent.click(dialog.getByRole('checkbox', { name: /For Excel/ }));
    server.unmount();
    openOrders('/orders', { permissions: MAY, answers });
    const again = await openDialog();
    const isOn = (name: RegExp | string, role: 'radio' | 'checkbox' = 'radio') =>
      again.getByRole<HTMLInputElement>(role, { name }).checked;
    expect(isOn(/One row per product/)).toBe(true);
    expect(isOn('49,90')).toBe(true);
    expect(isOn('Semicolon')).toBe(true);
    expect(isOn(/For Excel/, 'checkbox')).toBe(true);
  });

  test('is not offered to those who may not', async () => {
    openOrders('/orders', { permissions: ['READ_ORDERS'] });
    await screen.findByText('2 orders');
    expect(screen.queryByRole('button', { name: 'Export…' })).toBeNull();
  });

  test('says to those who see masked data that the file is masked too', async () => {
    openOrders('/orders', { permissions: ['READ_ORDERS', 'EXPORT_ORDERS'], answers });
    const dialog = await openDialog();
    expect(dialog.getByText(/Names and email addresses are shortened/)).toBeTruthy();
  });
});

test.each([
  ['fi', { separator: 'SEMICOLON', decimalStyle: 'COMMA', byteOrderMark: true }],
  ['en-GB', { separator: 'COMMA', decimalStyle: 'POINT', byteOrderMark: false }],
  ['ja', { separator: 'COMMA', decimalStyle: 'POINT', byteOrderMark: true }],
])('a reader of %s finds the style of their spreadsheet chosen', (language, style) => {
  expect(optionsForLanguage(language)).toEqual({ contents: 'SCREEN', ...style });
});
