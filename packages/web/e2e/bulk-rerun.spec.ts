import type { Page } from '@playwright/test';
import { api, expect, nothingSerious, type OutsideWorld, signIn, test } from './kit.ts';

const rowOf = (page: Page, email: string) => page.locator('.ag-row', { hasText: email });
const choose = (page: Page, email: string) => rowOf(page, email).getByRole('checkbox').click();

/** So many orders whose webhooks have failed, in the attention list. */
async function breakOrders(world: OutsideWorld, count: number): Promise<string[]> {
  const emails = Array.from({ length: count }, (_, n) => `bulk${n}.${Date.now()}@example.com`);
  await world.fail('webhook', { kind: 'error-400' });
  for (const email of emails) await world.shop({ email });
  await expect
    .poll(async () => (await waiting(emails)).length, { timeout: 30_000 })
    .toBe(emails.length);
  return emails;
}

/** Which of them need somebody now. */
async function waiting(emails: readonly string[]): Promise<string[]> {
  const { orders } = await api<{ orders: { nodes: { customer: { email: string } }[] } }>(
    `{ orders(first: 100, filter: { needsAttention: true }) { nodes { customer { email } } } }`,
  );
  return orders.nodes
    .map(({ customer }) => customer.email)
    .filter((email) => emails.includes(email));
}

async function failedOf(email: string): Promise<number> {
  const { orders } = await api<{ orders: { nodes: { actions: { status: string }[] }[] } }>(
    `query ($email: String!) { orders(first: 1, filter: { email: $email }) { nodes { actions { status } } } }`,
    { email },
  );
  return orders.nodes[0]?.actions.filter(({ status }) => status === 'FAILED').length ?? 0;
}

test('the failed actions of selected orders run again together, and the others stay', async ({
  page,
  world,
}) => {
  const [first = '', second = '', third = ''] = await breakOrders(world, 3);
  const count = (await failedOf(first)) + (await failedOf(second));
  await signIn(page);
  await page.goto('/orders?tab=attention');
  await choose(page, first);
  await choose(page, second);
  await expect(page.getByText('2 selected')).toBeVisible();
  await expect(page.getByRole('complementary')).toHaveCount(0);

  await page.getByRole('button', { name: 'Re-run failed actions…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText(`${count} failed actions of 2 orders will run again.`);
  await nothingSerious(page);
  await world.mend();
  await dialog.getByRole('button', { name: `Re-run ${count} actions` }).click();

  const results = page.getByRole('dialog', { name: `Re-run of ${count} actions` });
  await expect(results).toContainText(`Finished: ${count} succeeded`);
  await expect(results.getByRole('list', { name: 'Results' }).getByText('Succeeded')).toHaveCount(
    count,
  );
  await results.getByRole('button', { name: 'Close' }).last().click();
  await expect(rowOf(page, first)).toHaveCount(0);
  await expect(rowOf(page, second)).toHaveCount(0);
  await expect(rowOf(page, third)).toBeVisible();
  expect(await waiting([first, second, third])).toEqual([third]);
});

test('all that match are counted by kind and error, and a running bulk re-run outlives a reload', async ({
  page,
  world,
}) => {
  const [email = ''] = await breakOrders(world, 1);
  await signIn(page);
  await page.goto(`/orders?tab=attention&email=${encodeURIComponent(email)}`);
  await expect(rowOf(page, email)).toBeVisible();
  await page.getByRole('button', { name: 'Re-run failed actions…' }).click();
  const dialog = page.getByRole('dialog');
  const count = await failedOf(email);
  await expect(dialog).toContainText(`${count} failed action`);
  await dialog.getByRole('combobox', { name: 'Error contains' }).fill('no such error');
  await expect(dialog).toContainText('No failed action matches.');
  await expect(dialog.getByRole('button', { name: 'Re-run', exact: true })).toBeDisabled();
  await dialog.getByRole('combobox', { name: 'Error contains' }).fill('did not accept');
  await page.keyboard.press('Tab');
  await dialog.getByText('Webhook', { exact: true }).click();
  const confirm = dialog.getByRole('button', { name: /^Re-run \d+ action/ });
  await expect(confirm).toBeEnabled();

  // The receiver now keeps silent, so that the re-run is still under way when the page is reloaded.
  await world.mend();
  await world.fail('webhook', { kind: 'hang-before' });
  await confirm.click();
  await expect(page).toHaveURL(/bulk=blk_/);
  await expect(page.getByRole('dialog').getByRole('progressbar')).toBeVisible();
  await page.goto('/orders?tab=attention');
  const banner = page.getByRole('region', { name: /^Re-run of/ }).first();
  await expect(banner).toContainText('Running: ');
  await world.mend();
  await banner.getByRole('button', { name: 'Show results' }).click();
  await expect(page.getByRole('dialog').getByRole('list', { name: 'Results' })).toBeVisible();
});

test('on a phone orders are selected one tap each', async ({ page, world }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await breakOrders(world, 1);
  await signIn(page);
  await page.goto('/orders?tab=attention');
  await page.getByRole('button', { name: 'Select' }).click();
  await page.getByRole('list', { name: 'Orders' }).getByRole('listitem').first().click();
  await expect(page.getByText('1 selected')).toBeVisible();
  await page.getByRole('button', { name: 'Re-run failed actions…' }).click();
  await expect(page.getByRole('dialog')).toContainText('of 1 order will run again.');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});

test('a viewer is offered neither boxes nor filters by personal data', async ({ page }) => {
  await signIn(page, 'viewer');
  await page.goto('/orders?tab=attention&email=someone');
  await expect(page.locator('.ag-row').first()).toBeVisible();
  await expect(page.locator('.ag-row').first().getByRole('checkbox')).toHaveCount(0);
  await expect(page.getByRole('button', { name: /Re-run failed/ })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Filter by Tag' })).toBeVisible();
  for (const name of ['Email', 'First name', 'Last name']) {
    await expect(page.getByRole('button', { name: `Filter by ${name}` })).toHaveCount(0);
  }
  const address = page.url();
  await page.getByRole('columnheader', { name: 'Customer' }).click();
  expect(page.url()).toBe(address);
});
