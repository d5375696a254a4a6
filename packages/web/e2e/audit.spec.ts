import { expect, nothingSerious, signIn, test } from './kit.ts';

test('an admin finds who looked at many customers, and opens the order of an entry', async ({
  page,
  world,
}) => {
  const { number } = await world.shop();
  await signIn(page);
  await expect(page.locator('.ag-row').first()).toBeVisible();
  await page.getByRole('link', { name: 'People' }).click();
  await page.getByRole('link', { name: 'Audit log' }).click();
  const log = page.getByRole('table', { name: 'Audit log' });
  // The list of orders that was just shown is on record itself.
  await expect(
    log.getByRole('row', { name: /Aino Admin.*Personal data of .* customers/u }).first(),
  ).toBeVisible();
  await nothingSerious(page);

  await page.getByRole('searchbox', { name: 'Order number' }).fill(number);
  await expect(page).toHaveURL(new RegExp(`number=${number}`, 'u'));
  await expect(log.getByRole('row', { name: /The payment was confirmed/u })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('searchbox', { name: 'Order number' })).toHaveValue('');
  await page.goForward();
  await log.getByRole('row', { name: /The payment was confirmed/u }).click();
  await expect(page).toHaveURL(/\/orders\?.*order=ord_/u);
  await expect(page.getByRole('heading', { name: new RegExp(number, 'u') })).toBeVisible();
});

test('whoever is no admin sees neither the page nor a way to it', async ({ page }) => {
  await signIn(page, 'maintainer');
  await expect(page.getByRole('link', { name: 'People' })).toHaveCount(0);
  await page.goto('/people/audit');
  await expect(page.getByText('You may not see members, tokens or the audit log')).toBeVisible();
});
