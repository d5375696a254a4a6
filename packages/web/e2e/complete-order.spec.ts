import type { Page } from '@playwright/test';
import { api, expect, signIn, test } from './kit.ts';

const rowOf = (page: Page, email: string) => page.locator('.ag-row', { hasText: email });
const panelOf = (page: Page) => page.getByRole('complementary');

type Seen = { status: string; version: number; actions: { name: string; status: string }[] };

async function orderOf(email: string): Promise<Seen> {
  const { orders } = await api<{ orders: { nodes: Seen[] } }>(
    `query ($email: String!) { orders(first: 1, filter: { email: $email }) {
      nodes { status version actions { name status } } } }`,
    { email },
  );
  const [order] = orders.nodes;
  if (!order) throw new Error(`There is no order of ${email}`);
  return order;
}

/** A paid order whose webhooks have failed, open in the panel of the attention tab. */
async function openBroken(page: Page, email: string, shop: () => Promise<unknown>) {
  await signIn(page);
  await shop();
  await expect
    .poll(async () => (await orderOf(email)).actions.map(({ status }) => status))
    .toContain('FAILED');
  await page.goto('/orders?tab=attention');
  await rowOf(page, email).click();
  await expect(panelOf(page).getByRole('region', { name: 'History' })).toBeVisible();
}

test('Complete Order runs everything again and closes the order, although an action fails once more', async ({
  page,
  world,
}) => {
  const email = `lumi.${Date.now()}@example.com`;
  await world.fail('webhook', { kind: 'error-400' });
  await openBroken(page, email, () => world.shop({ email }));
  const before = await orderOf(email);
  const succeeded = before.actions.filter(({ status }) => status === 'SUCCEEDED').length;
  const all = before.actions.length;

  await panelOf(page).getByRole('button', { name: 'Complete order…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('is marked as Completed whatever the actions do');
  await expect(dialog).toContainText(`${all} actions will run.`);
  await expect(dialog).toContainText(`${succeeded} of them ha`);
  await expect(dialog.getByRole('checkbox', { name: 'Run post-purchase actions' })).toBeChecked();
  await expect(dialog.getByRole('checkbox', { name: 'Also restore refunded data' })).toHaveCount(0);
  await expect(
    dialog.getByRole('checkbox', { name: 'Use latest configuration' }),
  ).not.toBeChecked();
  await dialog.getByRole('button', { name: `Complete order and run ${all} actions` }).click();

  await expect(panelOf(page)).toContainText('by hand');
  await expect(page.getByRole('note', { name: 'Requires attention' })).toHaveCount(0);
  await expect
    .poll(async () => (await world.inbox()).filter(({ to }) => to.includes(email)).length)
    .toBe(2);
  const actions = page.getByRole('region', { name: 'Post-Purchase Actions' });
  await expect(actions).toContainText('The receiver did not accept the call (400)');
  expect((await orderOf(email)).status).toBe('MARKED_AS_COMPLETED');
});

test('with the actions switched off nothing fires, and each can still be re-run', async ({
  page,
  world,
}) => {
  const email = `aamu.${Date.now()}@example.com`;
  await world.fail('webhook', { kind: 'error-400' });
  await openBroken(page, email, () => world.shop({ email }));
  await page.keyboard.press('c');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('checkbox', { name: 'Run post-purchase actions' }).uncheck();
  await expect(dialog).toContainText('Nothing fires.');
  await dialog.getByRole('button', { name: 'Complete order', exact: true }).click();
  await expect(panelOf(page)).toContainText('by hand');
  expect((await world.inbox()).filter(({ to }) => to.includes(email))).toHaveLength(1);

  await world.mend();
  const actions = page.getByRole('region', { name: 'Post-Purchase Actions' });
  for (const { name } of (await orderOf(email)).actions.filter(
    ({ status }) => status === 'FAILED',
  )) {
    await actions.getByRole('button', { name: `Re-run ${name}`, exact: true }).click();
  }
  await expect
    .poll(async () => (await orderOf(email)).actions.every(({ status }) => status === 'SUCCEEDED'))
    .toBe(true);
  expect((await orderOf(email)).status).toBe('MARKED_AS_COMPLETED');
});

test('what changed meanwhile is said before anything is done', async ({ page, world }) => {
  const email = `kanerva.${Date.now()}@example.com`;
  await world.fail('webhook', { kind: 'error-400' });
  await openBroken(page, email, () => world.shop({ email }));
  // The dialog asks the server when it opens; only then does somebody else act.
  const asked = page.waitForResponse(
    (response) => response.request().postData()?.includes('CompletionQuestion') ?? false,
  );
  await page.keyboard.press('c');
  await asked;
  const dialog = page.getByRole('dialog');
  const confirm = dialog.getByRole('button', { name: /^Complete order/ });

  const orderId = new URL(page.url()).searchParams.get('order');
  await api(
    `mutation ($input: CompleteOrderInput!) { completeOrder(input: $input) { errors { message } } }`,
    { input: { orderId, idempotencyKey: crypto.randomUUID(), runActions: false } },
  );
  await confirm.click();
  await expect(dialog.getByRole('alert')).toContainText('the order has changed');
  await expect(dialog.getByRole('alert')).toContainText('Marked as completed without running');
  await confirm.click();
  await expect(dialog).toBeHidden();
  await expect
    .poll(async () => (await world.inbox()).filter(({ to }) => to.includes(email)).length)
    .toBe(2);
});

test('a viewer reads why an order cannot be completed', async ({ page }) => {
  await signIn(page, 'viewer');
  await page.goto('/orders?status=COMPLETED');
  await page.locator('.ag-row').first().click();
  const button = panelOf(page).getByRole('button', { name: 'Complete order…' });
  await expect(button).toHaveAttribute('aria-disabled', 'true');
  await button.hover();
  await expect(page.getByRole('tooltip')).toContainText('Your role may not complete orders.');
  await page.keyboard.press('c');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});
