import type { Page } from '@playwright/test';
import { api, expect, nothingSerious, type OutsideWorld, signIn, test } from './kit.ts';

const panelOf = (page: Page) => page.getByRole('complementary');
const refundsOf = (page: Page) => panelOf(page).getByRole('region', { name: 'Refunds' });
const formOf = (page: Page) => page.getByRole('dialog', { name: /^Refund/ });
const amountOf = (page: Page) => formOf(page).getByRole('textbox', { name: /^Refund amount for/ });

type Seen = {
  status: string;
  total: { minor: number };
  refunded: { minor: number };
  refundPending: { minor: number };
  refunds: { status: string; legs: { status: string }[] }[];
  actions: { purpose: string; status: string }[];
};

async function orderOf(orderId: string): Promise<Seen> {
  const { order } = await api<{ order: Seen }>(
    `query ($orderId: ID!) { order(id: $orderId) {
      status total { minor } refunded { minor } refundPending { minor }
      refunds { status legs { status } }
      actions { purpose status }
    } }`,
    { orderId },
  );
  return order;
}

/** An order of 89.00 € paid by Stripe, all its actions done, open in the panel. */
async function openPaid(
  page: Page,
  world: OutsideWorld,
): Promise<{ orderId: string; number: string; email: string }> {
  const email = `hilla.${Date.now()}@example.com`;
  const { orderId, number } = await world.shop({ email });
  await expect.poll(async () => (await orderOf(orderId)).status).toBe('COMPLETED');
  await signIn(page);
  await page.goto(`/orders?order=${orderId}`);
  await expect(panelOf(page).getByRole('region', { name: 'History' })).toBeVisible();
  return { orderId, number, email };
}

async function openForm(page: Page): Promise<void> {
  await panelOf(page).getByRole('button', { name: 'Refund…' }).click();
  await expect(formOf(page)).toContainText('Refund amount per product');
}

async function closeOutcome(page: Page): Promise<void> {
  await formOf(page).getByRole('button', { name: 'Close' }).last().click();
  await expect(formOf(page)).toBeHidden();
}

/** Refunds `typed` while Stripe does not answer and its news are lost: nobody knows what became of it. */
async function refundIntoSilence(
  page: Page,
  world: OutsideWorld,
  { typed, kind }: { typed: string; kind: 'drop-before' | 'drop-after' },
): Promise<void> {
  await world.fail('stripe', { kind });
  await world.fail('stripe-events', { drop: true });
  await openForm(page);
  await amountOf(page).fill(typed);
  await formOf(page)
    .getByRole('button', { name: `Refund €${typed}` })
    .click();
  await expect(formOf(page)).toContainText('may already be on its way');
  await expect(formOf(page)).toContainText('will not be sent twice');
}

test('a full refund goes back through Stripe once and takes the access with it', async ({
  page,
  world,
}) => {
  const { orderId, number, email } = await openPaid(page, world);
  expect(await world.accessOf(email)).toHaveLength(1);

  await openForm(page);
  const form = formOf(page);
  await expect(form.getByRole('checkbox', { name: 'Refund payments' })).toBeChecked();
  await expect(form.getByRole('checkbox', { name: 'Remove access' })).toHaveCount(0);
  await form.getByRole('button', { name: 'Refund all: €89.00' }).click();
  await expect(form).toContainText('89.00 € will be returned through Stripe.');
  await expect(form).toContainText('€18.08');
  await expect(form).toContainText('The order will be Refunded.');
  await expect(form.getByRole('checkbox', { name: 'Remove access' })).toBeChecked();
  await form.getByRole('textbox', { name: 'Reason' }).fill('Bought it by mistake');
  await nothingSerious(page, '[role=dialog]');
  await form.getByRole('button', { name: 'Refund €89.00' }).click();

  // Live: nobody reloads.
  await expect(form).toContainText('€89.00 was returned through Stripe.');
  await nothingSerious(page, '[role=dialog]');
  await closeOutcome(page);
  await expect(panelOf(page).getByText('Refunded', { exact: true }).first()).toBeVisible();
  await expect(panelOf(page)).toContainText('originally €89.00');
  await expect(refundsOf(page)).toContainText('Bought it by mistake');
  await expect(refundsOf(page)).toContainText('was returned through Stripe');
  const history = panelOf(page).getByRole('region', { name: 'History' });
  await expect(history).toContainText('89.00 € was returned through Stripe.');

  await expect.poll(() => world.accessOf(email)).toEqual([]);
  expect((await world.stripeRefunds(number)).map(({ amount }) => amount)).toEqual([8900]);
  expect(await orderOf(orderId)).toMatchObject({
    status: 'REFUNDED',
    refunded: { minor: 8900 },
    refundPending: { minor: 0 },
  });
  // Nothing is left: the button says so instead of opening the form.
  await expect(panelOf(page).getByRole('button', { name: 'Refund…' })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
});

test('parts are refunded with comma or point, and never more than what is left', async ({
  page,
  world,
}) => {
  const { orderId, number, email } = await openPaid(page, world);
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder(/^Find an order/).fill('refund order');
  await page.getByText(`Refund order ${number}…`).click();
  await expect(amountOf(page)).toBeFocused();
  await amountOf(page).fill('10,50');
  await expect(formOf(page)).toContainText('10.50 € will be returned through Stripe.');
  await formOf(page).getByRole('button', { name: 'Refund €10.50' }).click();
  await expect(formOf(page)).toContainText('€10.50 was returned through Stripe.');
  await closeOutcome(page);

  await page.keyboard.press('f');
  await expect(formOf(page)).toContainText('At most €78.50 of €89.00');
  const refund = formOf(page).getByRole('button', { name: /^Refund( €|$)/ });
  for (const [typed, words] of [
    ['78.51', 'At most'],
    ['-1', 'below zero'],
    ['1.234', 'at most 2 decimals'],
    ['ten', 'Write it like'],
  ] as const) {
    await amountOf(page).fill(typed);
    await expect(formOf(page)).toContainText(words);
    await expect(amountOf(page)).toHaveAttribute('aria-invalid', 'true');
    await expect(refund).toBeDisabled();
  }
  await formOf(page).getByRole('checkbox', { name: 'Refund payments' }).uncheck();
  await amountOf(page).fill('8.50');
  await expect(formOf(page)).toContainText('recorded only');
  await formOf(page).getByRole('button', { name: 'Record refund of €8.50' }).click();
  await expect(formOf(page)).toContainText('€8.50 is recorded');

  expect(await orderOf(orderId)).toMatchObject({
    status: 'PARTIALLY_REFUNDED',
    refunded: { minor: 1900 },
    refunds: [{ status: 'SUCCEEDED' }, { status: 'RECORDED' }],
  });
  expect((await world.stripeRefunds(number)).map(({ amount }) => amount)).toEqual([1050]);
  expect(await world.accessOf(email)).toHaveLength(1);
});

test('a lost answer is held, then found by asking again: the money went back once', async ({
  page,
  world,
}) => {
  const { orderId, number } = await openPaid(page, world);
  await refundIntoSilence(page, world, { typed: '49.00', kind: 'drop-after' });
  expect(await orderOf(orderId)).toMatchObject({
    refunded: { minor: 0 },
    refundPending: { minor: 4900 },
  });
  await closeOutcome(page);
  await expect(panelOf(page).getByRole('note', { name: 'Requires attention' })).toBeVisible();
  // What is held cannot be refunded a second time.
  await openForm(page);
  await expect(formOf(page)).toContainText('At most €40.00 of €89.00');
  await expect(formOf(page)).toContainText('€49.00 is on its way back');
  await formOf(page).getByRole('button', { name: 'Cancel' }).click();
  await expect(formOf(page)).toBeHidden();

  await refundsOf(page).getByRole('button', { name: 'Check again with Stripe' }).click();
  const question = page.getByRole('dialog', { name: 'Ask Stripe what became of €49.00?' });
  await expect(question).toContainText('Nothing is sent twice');
  await world.mend();
  await question.getByRole('button', { name: 'Check again with Stripe' }).click();

  await expect(refundsOf(page)).toContainText('€49.00 was returned through Stripe.');
  await expect(panelOf(page).getByRole('note', { name: 'Requires attention' })).toHaveCount(0);
  expect((await world.stripeRefunds(number)).map(({ amount }) => amount)).toEqual([4900]);
  expect(await orderOf(orderId)).toMatchObject({
    status: 'PARTIALLY_REFUNDED',
    refunded: { minor: 4900 },
    refundPending: { minor: 0 },
  });
});

test('a person who has looked at Stripe releases what was not returned, and says how they know', async ({
  page,
  world,
}) => {
  const { orderId, number } = await openPaid(page, world);
  await refundIntoSilence(page, world, { typed: '12.00', kind: 'drop-before' });
  await formOf(page).getByRole('button', { name: 'Release' }).click();
  const question = page.getByRole('dialog', { name: 'Release €12.00?' });
  await expect(question).toContainText('the customer could get it twice');
  await nothingSerious(page, '[role=dialog]');
  const release = question.getByRole('button', { name: 'Release €12.00' });
  await release.click();
  const reason = question.getByRole('textbox', { name: 'How do you know?' });
  await expect(reason).toHaveAttribute('aria-invalid', 'true');
  await reason.fill('Stripe’s dashboard lists no refund of this payment');
  // The product may be asking Stripe at this very moment: then it says so, and one presses again.
  await expect(async () => {
    await release.click({ timeout: 5_000 });
    await expect(question).toBeHidden({ timeout: 3_000 });
  }).toPass();

  await expect(formOf(page)).toContainText('was not returned');
  await closeOutcome(page);
  const history = panelOf(page).getByRole('region', { name: 'History' });
  await expect(history).toContainText('Aino Admin');
  await openForm(page);
  await expect(formOf(page)).toContainText('At most €89.00');
  expect(await orderOf(orderId)).toMatchObject({
    status: 'COMPLETED',
    refunded: { minor: 0 },
    refundPending: { minor: 0 },
    refunds: [{ status: 'FAILED' }],
  });
  expect(await world.stripeRefunds(number)).toEqual([]);
});

test('on a phone the whole form is done with a thumb', async ({ page, world }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: 'dark' });
  const { orderId } = await openPaid(page, world);
  await openForm(page);
  const form = formOf(page);
  // A sheet from below: its buttons lie under the thumb.
  await expect
    .poll(async () => {
      const box = await form.boundingBox();
      return box && [Math.round(box.x), Math.round(box.width), Math.round(box.y + box.height)];
    })
    .toEqual([0, 390, 844]);
  await form.getByRole('button', { name: /^All of Drawing/ }).click();
  await form.getByRole('checkbox', { name: 'Remove access' }).uncheck();
  await expect(form).toContainText('89.00 € will be returned through Stripe.');
  await nothingSerious(page, '[role=dialog]');
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(
    true,
  );
  await form.getByRole('button', { name: 'Refund €89.00' }).click();
  await expect(form).toContainText('€89.00 was returned through Stripe.');
  expect((await orderOf(orderId)).actions.map(({ purpose }) => purpose)).not.toContain('REMOVAL');
});

test('a viewer reads why an order cannot be refunded', async ({ page }) => {
  await signIn(page, 'viewer');
  await page.goto('/orders?status=COMPLETED');
  await page.locator('.ag-row').first().click();
  const button = panelOf(page).getByRole('button', { name: 'Refund…' });
  await expect(button).toHaveAttribute('aria-disabled', 'true');
  await button.hover();
  await expect(page.getByRole('tooltip')).toContainText('Your role may not refund orders.');
  await page.keyboard.press('f');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});
