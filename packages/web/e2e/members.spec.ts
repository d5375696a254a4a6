import type { Browser, Page } from '@playwright/test';
import { expect, nothingSerious, type OutsideWorld, people, signIn, test } from './kit.ts';

const password = 'a long and quiet evening';
const panelOf = (page: Page) => page.getByRole('complementary');

/** Somebody else's browser, which knows nothing of the admin's. */
async function otherBrowser(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ baseURL: process.env['E2E_URL'] ?? '' });
  return context.newPage();
}

async function linkIn(world: OutsideWorld, email: string): Promise<string> {
  const find = async () =>
    (await world.inbox()).find(({ to }) => to.includes(email))?.text.match(/https?:\S+/)?.[0] ?? '';
  await expect.poll(find).toContain('/invitation#');
  return find();
}

test('somebody is invited, joins, is signed out by the admin, and in the end let in no more', async ({
  page,
  browser,
  world,
}) => {
  const email = `sanna.${Date.now()}@example.com`;
  const name = `Sanna ${Date.now()}`;
  await signIn(page, 'admin');
  await expect(page).toHaveTitle('Orders · Order Management');
  await page.keyboard.press('g');
  await page.keyboard.press('m');
  await page.getByRole('button', { name: 'Invite a member' }).click();
  await expect(page).toHaveTitle('Members · Order Management');
  const panel = panelOf(page);
  await panel.getByRole('textbox', { name: 'Email' }).fill(people.viewer.email.toUpperCase());
  await panel.getByRole('textbox', { name: 'Name' }).fill('Sanna');
  await panel.getByRole('checkbox', { name: 'Taidekoulu Verkossa' }).check();
  await nothingSerious(page);
  await panel.getByRole('button', { name: 'Send the invitation' }).click();
  await expect(panel).toContainText('Veikko Viewer has this address and is a member already.');
  await panel.getByRole('textbox', { name: 'Email' }).fill(email);
  await panel.getByRole('button', { name: 'Send the invitation' }).click();
  const shown = await panel.getByRole('textbox', { name: 'The link' }).inputValue();
  await expect(page.getByRole('row', { name: 'Sanna' }).first()).toContainText('expires in 7 days');
  await nothingSerious(page);

  const guest = await otherBrowser(browser);
  const link = await linkIn(world, email);
  expect(link).toBe(shown);
  await guest.goto(link);
  await expect(guest.getByText('Aino Admin invites you as Customer Service.')).toBeVisible();
  await expect(guest.getByLabel('Email')).toHaveValue(email);
  await nothingSerious(guest);
  await guest.getByLabel('Your name').fill(name);
  await guest.getByLabel('Password', { exact: true }).fill('too short');
  await guest.getByRole('button', { name: 'Join' }).click();
  await expect(guest.getByText('A password has 12 to 128 characters.')).toBeVisible();
  await guest.getByLabel('Password', { exact: true }).fill(password);
  await guest.getByRole('button', { name: 'Join' }).click();
  await expect(guest.getByRole('tab', { name: /All orders/ })).toBeVisible();
  // The screens of the role and no others.
  const places = guest.getByRole('navigation', { name: 'Main' });
  await expect(places.getByRole('link', { name: 'Order Management' })).toBeVisible();
  await expect(places.getByRole('link', { name: 'People' })).toHaveCount(0);

  const late = await otherBrowser(browser);
  await late.goto(link);
  await expect(late.getByRole('heading', { name: 'This invitation is over' })).toBeVisible();

  await page.goto('/people/members');
  await page.getByRole('table', { name: 'members' }).getByRole('button', { name }).click();
  await panel.getByRole('list', { name: 'Sessions' }).getByRole('button').click();
  await expect(panel.getByText('Signed in nowhere.')).toBeVisible();
  await expect(guest.getByText('Your session has ended.')).toBeVisible();

  await panel.getByRole('button', { name: 'Disable…' }).click();
  const dialog = page.getByRole('dialog', { name: `Disable ${name}?` });
  await expect(dialog).toContainText('is signed out everywhere at once and cannot sign in');
  await nothingSerious(page);
  await dialog.getByRole('button', { name: `Disable ${name}` }).click();
  await expect(page.getByRole('row', { name }).first()).toContainText('Disabled');
  await guest.getByLabel('Email').fill(email);
  await guest.getByLabel('Password', { exact: true }).fill(password);
  await guest.getByRole('button', { name: 'Sign in' }).click();
  await expect(guest.getByRole('alert')).toBeVisible();

  await panel.getByRole('button', { name: 'Enable' }).click();
  await expect(panel.getByRole('button', { name: 'Disable…' })).toBeVisible();
  await guest.getByRole('button', { name: 'Sign in' }).click();
  await expect(guest.getByRole('tab', { name: /All orders/ })).toBeVisible();
});

test('a new link ends the one before, and a withdrawn invitation opens nothing', async ({
  page,
  browser,
}) => {
  const email = `withdrawn.${Date.now()}@example.com`;
  await signIn(page, 'admin');
  await page.goto('/people/members?open=new');
  const panel = panelOf(page);
  await panel.getByRole('textbox', { name: 'Email' }).fill(email);
  await panel.getByRole('radio', { name: 'Admin' }).check();
  await panel.getByRole('button', { name: 'Send the invitation' }).click();
  const field = panel.getByRole('textbox', { name: 'The link' });
  const first = await field.inputValue();
  await panel.getByRole('button', { name: 'Send again' }).click();
  await expect(field).not.toHaveValue(first);
  const second = await field.inputValue();

  const guest = await otherBrowser(browser);
  await guest.goto(first);
  await expect(guest.getByRole('heading', { name: 'This invitation is over' })).toBeVisible();
  await guest.goto('about:blank');
  await guest.goto(second);
  await expect(guest.getByRole('heading', { name: 'Join Order Management' })).toBeVisible();

  await panel.getByRole('button', { name: 'Withdraw…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Withdraw the invitation' }).click();
  await expect(page.getByRole('row', { name: email })).toHaveCount(0);
  await guest.getByLabel('Your name').fill('Too late');
  await guest.getByLabel('Password', { exact: true }).fill(password);
  await guest.getByRole('button', { name: 'Join' }).click();
  await expect(guest.getByRole('heading', { name: 'This invitation is over' })).toBeVisible();
});

test('others read why they see no members', async ({ page }) => {
  await signIn(page, 'maintainer');
  await page.goto('/people/members');
  await expect(page.getByText(/You may not/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Invite a member' })).toHaveCount(0);
});

test('one’s own other browser is signed out from the account page', async ({ page, browser }) => {
  await signIn(page, 'support');
  const phone = await otherBrowser(browser);
  await signIn(phone, 'support');
  await page.goto('/account');
  const section = page.getByRole('region', { name: 'Where you are signed in' });
  await expect(section.getByText('This browser')).toBeVisible();
  await nothingSerious(page);
  await section.getByRole('button', { name: 'Sign out everywhere else' }).click();
  await expect(phone.getByText('Your session has ended.')).toBeVisible();
  await expect(section.getByRole('listitem')).toHaveCount(1);
  await expect(section.getByText('This browser')).toBeVisible();
});
