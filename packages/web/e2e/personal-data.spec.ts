import { api, expect, signIn, test } from './kit.ts';

type Seen = {
  number: string;
  status: string;
  customer: { email: string; erasedAt: string | null };
};

async function orderOf(id: string): Promise<Seen> {
  const { order } = await api<{ order: Seen }>(
    'query ($id: ID!) { order(id: $id) { number status customer { email erasedAt } } }',
    { id },
  );
  return order;
}

test('an admin hands out a customer’s data, then erases them; the sale stays', async ({
  page,
  world,
}) => {
  const email = `rauha.${Date.now()}@example.com`;
  const { orderId } = await world.shop({ email });
  await expect.poll(async () => (await orderOf(orderId)).status).toBe('COMPLETED');
  await signIn(page);
  await page.goto(`/orders?order=${orderId}`);
  await page.getByRole('button', { name: 'More about this customer' }).click();
  await page.getByRole('menuitem', { name: 'Erase this customer…' }).click();
  await expect(page).toHaveURL(new RegExp(`/people/personal-data\\?order=${orderId}$`));
  const held = page.getByRole('region', { name: `What is held of ${email}` });
  await expect(held).toContainText('Orders1');

  const [file] = await Promise.all([
    page.waitForEvent('download'),
    held.getByRole('button', { name: 'Download everything (JSON)' }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^customer-data-.*\.json$/);
  const chunks: Buffer[] = [];
  for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer);
  const told = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { orders: { id: string }[] };
  expect(told.orders.map(({ id }) => id)).toEqual([orderId]);

  await held.getByRole('button', { name: 'Erase this customer…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('Nothing brings them back.');
  const erase = dialog.getByRole('button', { name: 'Erase from 1 order' });
  await expect(erase).toBeDisabled();
  await dialog.getByLabel('Type the address to confirm').fill(email);
  await erase.click();
  await expect(page.getByText('Nothing is held under this address')).toBeVisible();

  await page.goto(`/orders?order=${orderId}`);
  const panel = page.getByRole('complementary');
  await expect(panel).toContainText('The customer’s data was erased');
  await expect(panel).toContainText('Completed');
  await expect(page.getByRole('button', { name: 'More about this customer' })).toHaveCount(0);
  const { status, customer } = await orderOf(orderId);
  expect(status).toBe('COMPLETED');
  expect(customer.email).toMatch(/^erased-\w+@erased\.invalid$/);
});
