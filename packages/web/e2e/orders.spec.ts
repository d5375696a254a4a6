import type { Page, WebSocketRoute } from '@playwright/test';
import { expect, nothingSerious, signIn, test } from './kit.ts';

const header = (page: Page, name: string) => page.getByRole('columnheader', { name });

test('the table has the eight columns in their order', async ({ page }) => {
  await signIn(page);
  const names = [
    'Status',
    'Created',
    'Customer',
    'Total',
    'Products',
    'Payment Method',
    'Source',
    'Country',
  ];
  for (const name of names) await expect(header(page, name)).toBeVisible();
  const shown = await page.locator('.ag-header-cell-text').evaluateAll((cells) =>
    cells
      .map((cell) => ({
        text: cell.textContent?.trim() ?? '',
        left: cell.getBoundingClientRect().left,
      }))
      .sort((a, b) => a.left - b.left)
      .map(({ text }) => text),
  );
  expect(shown.filter((text) => text !== '')).toEqual(names);
});

test('a view lives in the address: filters, sort, the open order; Back works', async ({ page }) => {
  await signIn(page);
  await page.goto('/orders?status=REFUNDED&sort=-total');
  await expect(page.locator('.ag-row').first()).toContainText('Refunded');
  await page.locator('.ag-row').first().click();
  await expect(page.getByRole('complementary')).toBeVisible();
  const address = page.url();
  expect(address).toMatch(/order=ord_/);

  await page.goBack();
  await expect(page.getByRole('complementary')).toBeHidden();
  await page.goto(address);
  await expect(page.getByRole('complementary')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('complementary')).toBeHidden();
});

test('the table shows how the list is sorted, wherever that came from', async ({ page }) => {
  await signIn(page);
  const isSorted = (name: string, how: string) =>
    expect(page.getByRole('columnheader', { name })).toHaveAttribute('aria-sort', how);
  await page.goto('/orders?sort=total');
  await isSorted('Total', 'ascending');
  await page.getByRole('button', { name: 'How the table looks' }).click();
  await page.getByRole('menuitem', { name: 'Reset the columns' }).click();
  await isSorted('Total', 'ascending');

  await page.getByRole('columnheader', { name: 'Created' }).click();
  await isSorted('Created', 'descending');
  await isSorted('Total', 'none');
  await page.goBack();
  await isSorted('Total', 'ascending');
  await isSorted('Created', 'none');
});

test('visits that were never paid are hidden until asked for, and it says so', async ({ page }) => {
  await signIn(page);
  const total = page.getByTestId('orders-total');
  await expect(total).toContainText(/\d orders/);
  const quiet = Number((await total.textContent())?.replace(/\D/g, ''));
  await expect(page.getByText('Visits without payment are hidden.')).toBeVisible();
  await page.getByRole('button', { name: 'Show them' }).click();
  await expect(page.getByText('Visits without payment are shown.')).toBeVisible();
  await expect
    .poll(async () => Number((await total.textContent())?.replace(/\D/g, '')))
    .toBeGreaterThan(quiet * 1.8);
});

test('scrolling reaches orders far beyond the first page', async ({ page }) => {
  await signIn(page);
  await expect(page.locator('.ag-row').first()).toBeVisible();
  const viewport = page.locator('.ag-grid-viewport');
  const lastIndex = () =>
    page
      .locator('.ag-row')
      .evaluateAll((rows) => Math.max(...rows.map((row) => Number(row.getAttribute('row-index')))));
  // A jump that the table misses, because its rows grow at that moment, is missed in a third of the tries.
  for (let round = 1; round <= 3; round += 1) {
    await page.reload();
    await expect(page.locator('.ag-row').first()).toBeVisible();
    await expect
      .poll(
        async () => {
          await viewport.evaluate((element) => element.scrollTo({ top: element.scrollHeight }));
          return lastIndex();
        },
        { timeout: 30_000 },
      )
      .toBeGreaterThan(400);
  }
});

test('the keyboard moves along the list with the panel open', async ({ page }) => {
  await signIn(page);
  await page.locator('.ag-row').first().click();
  const panel = page.getByRole('complementary');
  await expect(panel).toBeVisible();
  const first = new URL(page.url()).searchParams.get('order');
  await page.keyboard.press('j');
  await expect.poll(() => new URL(page.url()).searchParams.get('order')).not.toBe(first);
  await page.keyboard.press('k');
  await expect.poll(() => new URL(page.url()).searchParams.get('order')).toBe(first);
});

test('the keyboard gets from the endless list into the panel and back', async ({ page }) => {
  await signIn(page);
  await expect(page.locator('.ag-row').first()).toBeVisible();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary')).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Copy the link to this order' })).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(page.locator('.ag-cell:focus')).toHaveCount(1);
});

test('a lost connection is said and made up for', async ({ page, world }) => {
  const open: WebSocketRoute[] = [];
  let isCut = false;
  await page.routeWebSocket(/\/graphql$/, (socket) => {
    if (isCut) return void socket.close({ code: 1013, reason: 'Try again later' });
    open.push(socket);
    socket.connectToServer();
  });
  await signIn(page);
  await expect(page.locator('.ag-row').first()).toBeVisible();
  isCut = true;
  for (const socket of open) await socket.close({ code: 1012, reason: 'Service restart' });
  await expect(page.getByText(/Connection lost/)).toBeVisible();
  const email = `kaisla.${Date.now()}@example.com`;
  await world.shop({ email });
  await expect(page.locator('.ag-row', { hasText: email })).toHaveCount(0);

  isCut = false;
  await expect(page.getByText(/Connection lost/)).toBeHidden({ timeout: 40_000 });
  await expect(page.locator('.ag-row', { hasText: email })).toBeVisible();
});

test('a viewer sees orders with masked customers and cannot re-run', async ({ page }) => {
  await signIn(page, 'viewer');
  await expect(page.locator('.ag-row').first()).toBeVisible();
  const emails = await page.locator('.ag-row [col-id="customer"]').allTextContents();
  const filled = emails.filter((email) => email.includes('@'));
  expect(filled.length).toBeGreaterThan(5);
  for (const email of filled) expect(email).toMatch(/^.…@/u);
  await page.goto('/orders?status=COMPLETED');
  await page.locator('.ag-row').first().click();
  const rerun = page
    .getByRole('region', { name: 'Post-Purchase Actions' })
    .getByRole('button', { name: /^Re-run/ });
  await expect(rerun.first()).toHaveAttribute('aria-disabled', 'true');
});

test('a wrong password is refused in words', async ({ page }) => {
  await page.goto('/orders');
  await page.getByLabel('Email').fill('admin@example.com');
  await page.getByLabel('Password', { exact: true }).fill('not-the-password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toContainText('Email or password is wrong.');
});

for (const scheme of ['light', 'dark'] as const) {
  test(`nothing serious keeps anybody out, in the ${scheme} theme`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await page.goto('/orders');
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
    await nothingSerious(page);
    await signIn(page);
    await expect(page.locator('.ag-row').first()).toBeVisible();
    await nothingSerious(page);
    await page.goto('/orders?tab=attention');
    await page.locator('.ag-row').first().click();
    await expect(page.getByRole('region', { name: 'History' })).toBeVisible();
    await nothingSerious(page);
  });
}

test('on a phone the list is one of cards and the order a page', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page);
  const card = page
    .getByRole('list', { name: /orders/i })
    .getByRole('listitem')
    .first();
  await card.click();
  await expect(page.getByRole('region', { name: 'General' })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await nothingSerious(page);
});
