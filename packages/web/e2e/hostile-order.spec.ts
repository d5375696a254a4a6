import fs from 'node:fs';
import type { Page } from '@playwright/test';
import { api, expect, signIn, test, type OutsideWorld } from './kit.ts';
import { expectHarmless, screens, watchFor } from './violations.ts';

// Everything a customer, or whoever sets up what is sold, can write, written by somebody who means harm.

const mark = `h${Date.now()}`;
const email = `${mark}@example.com`;
const evil = {
  firstName: `<img src=x onerror="ran('first name')">{{1337*7331}}`,
  lastName: `"><script>ran('last name')</script>\r\nBcc: victim@example.com`,
  product: `${mark}<svg onload="ran('product')">\${1337*7331}`,
  offer: `${mark}'><img src=x onerror=ran('offer')>`,
  link: `${mark}<a href="javascript:ran('link')">x</a>`,
  source: `javascript:ran('${mark}')`,
  tags: [`=HYPERLINK("http://evil.example","${mark}")`, `<b onload=ran('tag')>`, '\u202Egpj.exe'],
  fields: [
    { key: 'phone', value: `+358'=cmd|' /C calc'!A0` },
    { key: 'street', value: `-1+1` },
    { key: 'city', value: `\t=1+1` },
    { key: 'company', value: `@SUM(1)<img src=x onerror=ran('company')>` },
    { key: 'apartment', value: `\r=1+1` },
  ],
};

/** Sells a hostile product by a hostile link to a hostile customer, in the checkout that sends receipts. */
async function sellIt(world: OutsideWorld): Promise<string> {
  const { checkouts } = await api<{ checkouts: { id: string; name: string }[] }>(
    '{ checkouts { id name } }',
  );
  const checkoutId = checkouts.find(({ name }) => name === 'Taidekoulu Verkossa')?.id;
  const save = async (name: string, selection: string, input: object): Promise<string> => {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
    const answer = await api<
      Record<string, Record<string, { id: string }> & { errors: unknown[] }>
    >(
      `mutation ($input: ${type}!) { ${name}(input: $input) { ${selection} { id } errors { message } } }`,
      { input: { idempotencyKey: `${mark}${name}`, checkoutId, ...input } },
    );
    expect(answer[name]?.errors).toEqual([]);
    return answer[name]?.[selection]?.id ?? '';
  };
  const productId = await save('saveProduct', 'product', {
    name: evil.product,
    type: 'E_BOOK',
    vatRateBp: 2550,
    prices: [{ currency: 'EUR', priceMinor: 8900 }],
  });
  const offerId = await save('saveOffer', 'offer', {
    name: evil.offer,
    products: [{ productId }],
    addOns: [],
  });
  await save('saveCheckoutLink', 'checkoutLink', {
    offerId,
    slug: mark,
    name: evil.link,
    source: evil.source,
    tags: evil.tags,
  });
  const { firstName, lastName, fields } = evil;
  const { orderId } = await world.shop({ linkSlug: mark, email, firstName, lastName, fields });
  expect(orderId).toMatch(/^ord_/u);
  return orderId;
}

const panelOf = (page: Page) => page.getByRole('complementary');

test('what strangers write stays text on every screen, in every mail and in every file', async ({
  page,
  context,
  world,
}) => {
  test.setTimeout(240_000);
  await world.fail('webhook', { kind: 'error-400' });
  const orderId = await sellIt(world);
  const seen = await watchFor(context);
  await signIn(page);

  // The panel with all that hangs on it, and its dialogs.
  await page.goto(`/orders?order=${orderId}`);
  await expect(panelOf(page).getByRole('region', { name: 'History' })).toBeVisible();
  await expect(panelOf(page)).toContainText('<img src=x onerror=');
  await expect(panelOf(page)).toContainText(`${mark}<svg onload=`);
  const attempts = panelOf(page).getByRole('button', { name: /attempt/iu });
  for (const button of await attempts.all()) await button.click();
  await expectHarmless(page, seen);
  for (const name of ['Refund…', 'Complete order…', 'Re-run…']) {
    const button = panelOf(page).getByRole('button', { name }).first();
    if (!(await button.isVisible())) continue;
    await button.click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await expectHarmless(page, seen);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
  }
  // Every screen on which the names appear: lists, filters, reports, forms.
  for (const screen of [...screens, `/people/personal-data?order=${orderId}`]) {
    await page.goto(screen);
    await expect(page.locator('#root')).not.toBeEmpty();
    await page.waitForLoadState('networkidle');
    await expectHarmless(page, seen);
  }
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`/orders?text=${mark}`);
  await page.waitForLoadState('networkidle');
  await expectHarmless(page, seen);
  await page.setViewportSize({ width: 1440, height: 900 });

  await theMails(page, world);
  await theFile(page);
  await theWebhook(world);
});

async function theMails(page: Page, world: OutsideWorld): Promise<void> {
  await expect
    .poll(async () => (await world.inbox()).filter(({ to }) => to.includes(email)).length)
    .toBeGreaterThan(0);
  const inbox = await world.inbox();
  expect(inbox.filter(({ to }) => to.includes('victim'))).toEqual([]);
  for (const mail of inbox.filter(({ to }) => to.includes(email))) {
    expect(mail.to).toEqual([email]);
    expect(mail.subject).not.toMatch(/[\r\n]/u);
    const theirs = await page.evaluate((html) => {
      const parsed = new DOMParser().parseFromString(html, 'text/html');
      const found = parsed.querySelectorAll(
        'script, img, svg, iframe, object, [onerror], [onload], a[href^="javascript"]',
      );
      return { found: [...found].map((one) => one.outerHTML), text: parsed.body.textContent };
    }, mail.html);
    expect(theirs.found).toEqual([]);
    expect(theirs.text).toContain('<img src=x onerror=');
    expect(theirs.text).not.toContain('9801547');
  }
}

async function theFile(page: Page): Promise<void> {
  await page.goto(`/orders?text=${mark}`);
  await expect(page.getByTestId('orders-total')).toHaveText('1 order');
  await page.getByRole('button', { name: 'Export…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Export orders' });
  const downloading = page.waitForEvent('download');
  await dialog.getByRole('button', { name: /^Export 1 order/u }).click();
  const text = fs.readFileSync(await (await downloading).path(), 'utf8');
  const cells = text.split(/[,\r\n]/u).map((cell) => cell.replace(/^"/u, ''));
  expect(cells.filter((cell) => /^[\s"']*[=+\-@]/u.test(cell) && !cell.startsWith("'"))).toEqual(
    [],
  );
  expect(text).toContain(mark);
}

async function theWebhook(world: OutsideWorld): Promise<void> {
  await world.mend();
  const deliveries = await world.deliveries();
  expect(deliveries.filter(({ verified }) => !verified)).toEqual([]);
}
