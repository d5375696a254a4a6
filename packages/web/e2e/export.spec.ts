import fs from 'node:fs';
import type { Download, Page } from '@playwright/test';
import { expect, nothingSerious, signIn, test } from './kit.ts';

const openDialog = async (page: Page) => {
  await page.getByRole('button', { name: 'Export…' }).click();
  return page.getByRole('dialog', { name: 'Export orders' });
};
const contentOf = async (download: Download) => fs.readFileSync(await download.path(), 'utf8');
/** The rows of a file whose cells hold no line breaks. */
const rowsOf = (text: string) => text.split('\r\n').slice(1, -1);

/** How many orders the list says it has. */
async function shownTotal(page: Page): Promise<number> {
  const total = page.getByTestId('orders-total');
  await expect(total).toHaveText(/^[\d,]+ orders?$/u);
  return Number((await total.textContent())?.replaceAll(/\D/gu, ''));
}

test('the file holds the orders on screen, in their order, and is saved under a name that says so', async ({
  page,
}) => {
  await signIn(page);
  await page.goto('/orders?status=REFUNDED&sort=-total');
  const total = await shownTotal(page);
  await expect(page.locator('.ag-row').first()).toBeVisible();
  const firstEmail = await page.locator('.ag-row[row-index="0"] [col-id="customer"]').textContent();

  const dialog = await openDialog(page);
  await expect(dialog).toContainText(`Filters and columns as on screen: ${total} orders`);
  await nothingSerious(page);
  const downloading = page.waitForEvent('download');
  await dialog.getByRole('button', { name: /^Export [\d,]+ orders$/u }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^orders-\d{4}-\d\d-\d\d-\d{4}\.csv$/u);
  const text = await contentOf(download);
  expect(text.split('\r\n')[0]).toBe(
    'Order,Status,Created (Europe/Helsinki),Customer,Total,Currency,Products,Order bumps,Pre-upsells,' +
      'Payment provider,Payment method,Payment status,Source,Tags,Country',
  );
  const rows = rowsOf(text);
  expect(rows).toHaveLength(total);
  expect(rows.every((row) => row.includes(',Refunded,'))).toBe(true);
  expect(rows[0]).toContain(`,${firstEmail},`);

  await expect(dialog).toContainText(
    `${total} orders downloaded. The file is with your downloads.`,
  );
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(dialog).toBeHidden();
});

test('a spreadsheet in Finnish gets it its way, and so does the next export', async ({ page }) => {
  await signIn(page);
  await page.goto('/orders?status=PARTIALLY_REFUNDED');
  const total = await shownTotal(page);
  const dialog = await openDialog(page);
  await dialog.getByRole('radio', { name: /One row per product/ }).check();
  await dialog.getByText('49,90').click();
  await dialog.getByRole('checkbox', { name: /For Excel/ }).check();
  const downloading = page.waitForEvent('download');
  await dialog.getByRole('button', { name: /^Export [\d,]+ orders$/u }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^order-lines-/u);
  const text = await contentOf(download);
  expect(text.startsWith('\uFEFFOrder;Status;')).toBe(true);
  expect(text.split('\r\n')[0]).toContain(
    ';Product;Kind;Price before discount;Discount;Price;VAT rate %;VAT;Refunded',
  );
  expect(rowsOf(text).length).toBeGreaterThanOrEqual(total);
  expect(rowsOf(text).every((row) => /;\d+,\d\d$|;\d+$/u.test(row))).toBe(true);

  await dialog.getByRole('button', { name: 'Done' }).click();
  const again = await openDialog(page);
  await expect(again.getByRole('radio', { name: /One row per product/ })).toBeChecked();
  await expect(again.getByRole('radio', { name: 'Semicolon' })).toBeChecked();
});

test('a viewer gets it masked, and support is not offered it', async ({ page, browser }) => {
  await signIn(page, 'viewer');
  const dialog = await openDialog(page);
  await expect(dialog).toContainText('shortened, as on your screen');
  await dialog.getByRole('radio', { name: /All fields/ }).check();
  const downloading = page.waitForEvent('download');
  await dialog.getByRole('button', { name: /^Export [\d,]+ orders$/u }).click();
  const rows = rowsOf(await contentOf(await downloading));
  expect(rows.length).toBeGreaterThan(100);
  expect(rows.filter((row) => /[\w.]{2,}@example/u.test(row))).toEqual([]);

  const other = await browser.newPage();
  await signIn(other, 'support');
  await expect(other.getByRole('button', { name: 'Export…' })).toHaveCount(0);
  await other.close();
});
