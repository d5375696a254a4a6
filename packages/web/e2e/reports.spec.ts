import type { Page } from '@playwright/test';
import { expect, nothingSerious, signIn, test } from './kit.ts';

/** The count and the gross sum that the list of orders says of itself. */
async function listSays(page: Page): Promise<{ orders: string; sums: string }> {
  const orders = page.getByTestId('orders-total');
  await expect(orders).toHaveText(/^[\d,]+ orders?$/);
  const sums = page.getByTestId('list-totals');
  await expect(sums).toHaveText(/sold/);
  return {
    orders: (await orders.innerText()).replace(/ orders?$/, ''),
    sums: await sums.innerText(),
  };
}

async function openReports(page: Page, search = ''): Promise<void> {
  await signIn(page);
  await page.goto(`/reports${search}`);
  await expect(page.getByText('Gross revenue')).toBeVisible();
}

test('a bar of the chart opens the orders behind it', async ({ page }) => {
  await openReports(page, '?period=LAST_MONTH&view=table');
  const row = page.getByRole('table', { name: 'Sales over time' }).getByRole('row').nth(3);
  const [, orders = '', gross = ''] = (await row.innerText()).split('\t');
  await page.getByRole('button', { name: 'Show as a chart' }).click();
  await page.locator('[data-testid=sales-chart] .recharts-bar-rectangle path').nth(2).click();

  await expect(page).toHaveURL(/\/orders\?report=/);
  const list = await listSays(page);
  expect(list.orders).toBe(orders.trim());
  expect(list.sums).toContain(gross.trim());
});

test('a source opens its orders: as many, and for as much', async ({ page }) => {
  await openReports(page, '?period=LAST_MONTH');
  const bar = page
    .getByRole('list', { name: 'Sources by gross revenue' })
    .getByRole('link')
    .first();
  const [name = '', gross = ''] = (await bar.innerText()).split('\n').filter(Boolean);
  const count = page
    .getByRole('row', { name: new RegExp(`^${name} `) })
    .getByRole('link')
    .first();
  const orders = await count.innerText();
  await bar.click();

  const list = await listSays(page);
  expect(list.orders).toBe(orders);
  expect(list.sums).toContain(gross);
  await page.getByRole('button', { name: /^Remove the filter From a report/ }).click();
  await expect(page).toHaveURL(/\/orders$/);
});

test('what one looks at is in the address, and Back works', async ({ page }) => {
  await openReports(page);
  await page.getByRole('tab', { name: 'Countries' }).click();
  await expect(page).toHaveURL(/by=COUNTRY/);
  await expect(page.getByRole('list', { name: 'Countries by gross revenue' })).toContainText(
    'Finland',
  );
  await page.goBack();
  await expect(page.getByRole('tab', { name: 'Sources' })).toHaveAttribute('aria-selected', 'true');
});

test('customer service sees no reports', async ({ page }) => {
  await signIn(page, 'support');
  await expect(page.getByRole('link', { name: 'Order Reports' })).toHaveCount(0);
  await page.goto('/reports');
  await expect(page.getByText('You may not see reports')).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`reports are accessible in the ${colorScheme} theme and on a phone`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await openReports(page);
    await expect(page.getByRole('list', { name: 'Sources by gross revenue' })).toBeVisible();
    await nothingSerious(page);
    await page.setViewportSize({ width: 390, height: 844 });
    await expect(page.getByText('Gross revenue')).toBeVisible();
    await nothingSerious(page);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBe(390);
  });
}
