import type { Page } from '@playwright/test';
import { api, expect, signIn, test } from './kit.ts';

const badgeCount = async (page: Page) => {
  const badge = page.getByTestId('attention-badge');
  return (await badge.count()) === 0
    ? 0
    : Number(await badge.locator('span').first().textContent());
};
/** The row of an order in the table, whichever tab shows it. */
const rowOf = (page: Page, email: string) => page.locator('.ag-row', { hasText: email });

test('an order appears, is paid and completes, without a reload', async ({ page, world }) => {
  await signIn(page);
  const email = `onni.${Date.now()}@example.com`;
  const visit = world.shop({
    email,
    firstName: 'Onni',
    lastName: 'Salo',
    orderBumps: 1,
    discountCode: 'WELCOME10',
  });
  await expect(rowOf(page, email)).toBeVisible();
  await expect(rowOf(page, email)).toContainText('Completed');
  const { number } = await visit;

  await rowOf(page, email).click();
  const panel = page.getByRole('complementary', { name: new RegExp(number) });
  await expect(panel).toContainText('Onni Salo');
  await expect(panel).toContainText('WELCOME10');
  await expect(panel.getByRole('region', { name: 'Post-Purchase Actions' })).toContainText(
    'Succeeded',
  );

  const receipt = (await world.inbox()).find(({ to }) => to.includes(email));
  expect(receipt?.subject).toContain(number);
  expect(receipt?.text).toContain('WELCOME10');
  const deliveries = await world.deliveries();
  expect(deliveries.length).toBeGreaterThan(0);
  expect(deliveries.every(({ verified }) => verified)).toBe(true);
});

test('what failed raises the counter on another page, is mended and re-run, and the counter falls', async ({
  page,
  context,
  world,
}) => {
  await signIn(page);
  const other = await context.newPage();
  await other.goto('/orders?status=REFUNDED');
  await expect(other.getByTestId('orders-total')).toContainText('orders');
  const before = await badgeCount(other);

  await world.fail('webhook', { kind: 'error-400' });
  const email = `helmi.${Date.now()}@example.com`;
  await world.shop({ email });
  await expect(rowOf(page, email)).toContainText('Paid');
  // Nothing happens to the order when the grace is over: the count moves on its own.
  await expect.poll(() => badgeCount(other)).toBe(before + 1);

  await page.getByRole('tab', { name: /Requires attention/ }).click();
  await expect(page.getByRole('tab', { name: /Requires attention/ })).toContainText(
    String(before + 1),
  );
  await rowOf(page, email).click();
  const actions = page.getByRole('region', { name: 'Post-Purchase Actions' });
  await expect(actions).toContainText('The receiver did not accept the call (400)');
  await expect(page.getByRole('note', { name: 'Requires attention' })).toContainText('failed');

  await world.mend();
  const failed = actions.getByRole('button', { name: /^Re-run (?!.*…)/ });
  const names = await failed.evaluateAll((buttons) =>
    buttons.map((one) => one.getAttribute('aria-label')),
  );
  const broken = await api<{
    orders: { nodes: { actions: { name: string; status: string }[] }[] };
  }>(
    `query ($email: String!) { orders(first: 1, filter: { email: $email }) { nodes { actions { name status } } } }`,
    { email },
  );
  for (const { name } of broken.orders.nodes[0]?.actions.filter(
    ({ status }) => status === 'FAILED',
  ) ?? []) {
    expect(names).toContain(`Re-run ${name}`);
    await actions.getByRole('button', { name: `Re-run ${name}`, exact: true }).click();
  }
  await expect(page.getByRole('complementary')).toContainText('Completed');
  await expect.poll(() => badgeCount(other)).toBe(before);
  await expect.poll(() => badgeCount(page)).toBe(before);
});

test('a re-run of what succeeded asks first, and says what will fire again', async ({
  page,
  world,
}) => {
  await signIn(page);
  const email = `eero.${Date.now()}@example.com`;
  await world.shop({ email });
  await expect(rowOf(page, email)).toContainText('Completed');
  await rowOf(page, email).click();
  const actions = page.getByRole('region', { name: 'Post-Purchase Actions' });
  await actions.getByRole('button', { name: /^Re-run Receipt/ }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText(`The receipt email will be sent again to ${email}`);
  expect((await world.inbox()).filter(({ to }) => to.includes(email))).toHaveLength(1);
  await dialog.getByRole('button', { name: /^Re-run/ }).click();
  await expect
    .poll(async () => (await world.inbox()).filter(({ to }) => to.includes(email)).length)
    .toBe(2);
  await expect(page.getByRole('complementary')).toContainText('Completed');
});

test('a payment that fails first is shown with its reason, and the second attempt pays', async ({
  page,
  world,
}) => {
  await signIn(page);
  const email = `venla.${Date.now()}@example.com`;
  await world.shop({
    email,
    tries: [
      { provider: 'stripe', method: null, outcome: 'decline' },
      { provider: 'paytrail', method: null, outcome: 'succeed' },
    ],
  });
  await expect(rowOf(page, email)).toContainText('Completed');
  await rowOf(page, email).click();
  const payments = page.getByRole('region', { name: 'Payments' });
  await expect(payments).toContainText(/Your card (was declined|has)/);
  await expect(payments).toContainText('Failed');
  await expect(payments).toContainText('Succeeded');
});
