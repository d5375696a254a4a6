import type { Page } from '@playwright/test';
import { api, expect, nothingSerious, type OutsideWorld, signIn, test } from './kit.ts';

const receiver = (hook: string) => `${process.env['E2E_SIMULATOR_URL']}/hooks/${hook}`;
const panelOf = (page: Page) => page.getByRole('complementary');
const hooksOf = async (world: OutsideWorld) =>
  (await world.deliveries()).filter(({ verified }) => verified).map(({ hook }) => hook);

/** The actions of the demo's art school. */
async function openActions(page: Page): Promise<void> {
  const { checkouts } = await api<{ checkouts: { id: string; name: string }[] }>(
    '{ checkouts { id name } }',
  );
  const school = checkouts.find(({ name }) => name === 'Taidekoulu Verkossa');
  await page.goto(`/configuration/actions?checkout=${school?.id}`);
  await expect(page.getByRole('table', { name: 'actions' })).toBeVisible();
}

/** Picks a value in a field that offers a list. */
async function pick(page: Page, field: string, value: string): Promise<void> {
  await panelOf(page).getByRole('combobox', { name: field }).click();
  await page.getByRole('option', { name: value, exact: true }).click();
}

test('a webhook of a product is set up, tried, changed and switched off on the screen', async ({
  page,
  world,
}) => {
  const name = `Course desk ${Date.now()}`;
  const [first, second] = [`desk-${Date.now()}`, `desk-new-${Date.now()}`];
  await signIn(page, 'maintainer');
  await openActions(page);
  await page.getByRole('button', { name: 'New action' }).click();
  const panel = panelOf(page);
  await pick(page, 'What it does', 'Webhook');
  await panel.getByRole('radio', { name: 'One product' }).check();
  await pick(page, 'Product', 'Drawing Every Day');
  await panel.getByRole('textbox', { name: 'Name' }).fill(name);
  const address = panel.getByRole('textbox', { name: 'Address' });
  await address.fill('https://10.0.0.7/hook');
  await panel.getByLabel('Signing secret', { exact: false }).first().fill(secret());
  await panel.getByRole('button', { name: 'Set up the action' }).click();
  await expect(panel).toContainText('leads into a private or reserved network');
  await expect(address).toBeFocused();

  await address.fill(receiver(first));
  // What the receiver will read is there before anything is saved, for the product's own line.
  await expect(panel.getByLabel('What is sent, as JSON')).toContainText('"lineId": "lin_');
  await nothingSerious(page);
  await panel.getByRole('button', { name: 'Send test…' }).click();
  const dialog = page.getByRole('dialog', { name: `Send a test of “${name}”` });
  await dialog.getByRole('textbox', { name: 'Recipient' }).fill('me@example.com');
  await dialog.getByRole('button', { name: 'Send the test' }).click();
  await expect(dialog).toContainText('Answered with 200.');
  await expect.poll(() => hooksOf(world)).toContain(first);
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();

  await panel.getByRole('button', { name: 'Set up the action' }).click();
  await expect(panel.getByRole('heading', { level: 2 })).toHaveText(name);
  await expect(panel.getByRole('region', { name: 'Versions' })).toContainText('Version 1');
  await expect(panel).not.toContainText(secret());

  await address.fill(receiver(second));
  await panel.getByRole('button', { name: 'Save' }).click();
  const versions = panel.getByRole('region', { name: 'Versions' });
  await expect(versions).toContainText('Version 2');
  await expect(versions).toContainText(second);
  await expect(panel.getByRole('region', { name: 'History' })).toContainText('Maintainer');

  const email = `desk.${Date.now()}@example.com`;
  await world.shop({ email });
  await expect.poll(() => hooksOf(world)).toContain(second);
  await page.goto('/orders');
  await page.locator('.ag-row', { hasText: email }).click();
  const actions = page.getByRole('region', { name: 'Post-Purchase Actions' });
  const action = actions.getByRole('listitem').filter({ hasText: name });
  await expect(action).toContainText('for Drawing Every Day');

  await openActions(page);
  await page.getByRole('searchbox', { name: 'Search the actions' }).fill(name);
  await page.getByRole('switch', { name: `Enabled: ${name}` }).click({ force: true });
  await expect(page.getByText(`“${name}” is disabled`)).toBeVisible();
  const before = (await hooksOf(world)).filter((hook) => hook === second).length;
  const { number } = await world.shop({ email: `off.${Date.now()}@example.com` });
  expect(number).not.toBe('');
  expect(await actionNamesOf(number)).not.toContain(name);
  expect((await hooksOf(world)).filter((hook) => hook === second)).toHaveLength(before);
});

test('an admin has the team told of orders that wait, and sees who set it so', async ({
  page,
  world,
}) => {
  const team = `team.${Date.now()}@example.com`;
  await signIn(page, 'admin');
  await page.keyboard.press('g');
  await page.keyboard.press('c');
  const places = page.getByRole('navigation', { name: 'Configuration' });
  await places.getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByText('Alerts are off.')).toBeVisible();
  await page.getByRole('textbox', { name: 'Time after the payment' }).fill('2');
  await page.getByRole('textbox', { name: 'Email' }).fill(team);
  await expect(page.getByText('Nobody is told yet: say below when.')).toBeVisible();
  await page.getByRole('textbox', { name: 'When more orders require attention than' }).fill('0');
  await expect(page.getByText('The team is told by email.')).toBeVisible();
  await nothingSerious(page);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('The settings are saved.')).toBeVisible();
  const changes = page.getByRole('list', { name: 'Changes' });
  await expect(changes).toContainText('Time after the payment: as usual → 2 seconds');
  await expect(changes).not.toContainText(team);

  await world.fail('webhook', { kind: 'error-400' });
  await world.shop({ email: `waits.${Date.now()}@example.com` });
  await expect
    .poll(async () => (await world.inbox()).find(({ to }) => to.includes(team))?.subject, {
      timeout: 60_000,
    })
    .toMatch(/needs? somebody, more than 0\./);
  // The counter is seen from other pages too.
  await expect(page.getByTestId('attention-badge')).toBeVisible();

  await page.getByRole('textbox', { name: 'Email' }).fill('');
  await page.getByRole('textbox', { name: 'When more orders require attention than' }).fill('');
  await page.getByRole('button', { name: 'Back to 3 seconds' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Alerts are off.')).toBeVisible();
});

test('a maintainer is not shown the settings, and reads why at their address', async ({ page }) => {
  await signIn(page, 'maintainer');
  await page.goto('/configuration/settings');
  await expect(page.getByText('You may not change the settings')).toBeVisible();
  const places = page.getByRole('navigation', { name: 'Configuration' });
  await expect(places.getByRole('link', { name: 'Products' })).toBeVisible();
  await expect(places.getByRole('link', { name: 'Settings' })).toHaveCount(0);
});

function secret(): string {
  return process.env['E2E_WEBHOOK_SECRET'] ?? '';
}

async function actionNamesOf(number: string): Promise<string[]> {
  const { orders } = await api<{ orders: { nodes: { actions: { name: string }[] }[] } }>(
    `query ($number: String!) { orders(first: 1, filter: { numbers: [$number] }) { nodes { actions { name } } } }`,
    { number },
  );
  return orders.nodes.flatMap(({ actions }) => actions.map(({ name }) => name));
}
