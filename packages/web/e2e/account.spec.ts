import { createHmac } from 'node:crypto';
import type { Page } from '@playwright/test';
import { expect, joinedMember, test, type OutsideWorld } from './kit.ts';

// One member's way through their own account, in order.
let email = '';
let first = '';
const second = 'changed on the account page';
const third = 'chosen by a link from the mail';

test.describe.configure({ mode: 'serial' });

let secret = '';
let recoveryCodes: string[] = [];
let usedCode = '';

test.beforeAll(async () => {
  ({ email, password: first } = await joinedMember('VIEWER'));
});

test('a member changes the password, and is told by mail', async ({ page, world }) => {
  await signIn(page, first);
  await openAccount(page);
  const section = page.getByRole('region', { name: 'Password' });
  await section.getByLabel('Present password', { exact: true }).fill('not my password');
  await section.getByLabel('New password', { exact: true }).fill(second);
  await expect(section.getByText('Long enough.')).toBeVisible();
  await section.getByRole('button', { name: 'Change the password' }).click();
  await expect(section.getByText('This is not your password.')).toBeVisible();

  await section.getByLabel('Present password', { exact: true }).fill(first);
  await section.getByRole('button', { name: 'Change the password' }).click();
  await expect(page.getByText('Your password is changed.')).toBeVisible();
  await page.goto('/orders');
  await expect(page.getByRole('tab', { name: /All orders/ })).toBeVisible();
  await expect.poll(() => mailsTo(world)).toContain('Your password was changed');
});

test('sets up two-factor sign-in, and signs in with a code', async ({ page }) => {
  await signIn(page, second);
  await openAccount(page);
  const section = page.getByRole('region', { name: 'Two-factor sign-in' });
  await section.getByRole('button', { name: 'Set up two-factor sign-in' }).click();
  await section.getByLabel('Your password', { exact: true }).fill(second);
  await section.getByRole('button', { name: 'Go on' }).click();
  await expect(section.getByRole('img', { name: /QR code/ })).toBeVisible();
  secret = (await section.locator('code').innerText()).replaceAll(/\s/g, '');
  await section.getByLabel('Code', { exact: true }).fill('000000');
  await section.getByRole('button', { name: 'Switch two-factor sign-in on' }).click();
  await expect(section.getByText(/This code is wrong/)).toBeVisible();
  await section.getByLabel('Code', { exact: true }).fill(await freshCode(page));
  await section.getByRole('button', { name: 'Switch two-factor sign-in on' }).click();

  const codes = section.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
  await expect(codes).toHaveCount(10);
  recoveryCodes = await codes.allInnerTexts();
  await section.getByRole('button', { name: 'I have kept them' }).click();
  await expect(section.getByText('On, with 10 recovery codes left')).toBeVisible();
  // The browser of the test before.
  const sessions = page.getByRole('list', { name: 'Sessions' }).getByRole('listitem');
  await expect(sessions).toHaveCount(1);

  await signOut(page);
  await enter(page, second);
  await expect(page.getByRole('heading', { name: 'Enter your code' })).toBeVisible();
  await page.getByLabel('Code', { exact: true }).fill(usedCode);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText(/This code has been used/)).toBeVisible();
  await page.getByLabel('Code', { exact: true }).fill(await freshCode(page));
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Your account' })).toBeVisible();
});

test('signs in with a recovery code, once', async ({ page, world }) => {
  await page.goto('/account');
  await enter(page, second);
  await page.getByLabel('Code', { exact: true }).fill(recoveryCodes[0] ?? '');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('On, with 9 recovery codes left')).toBeVisible();
  await expect.poll(() => mailsTo(world)).toContain('A recovery code was used');
});

test('chooses a new password by mail, which opens nothing without the code', async ({
  page,
  world,
}) => {
  await page.goto('/orders');
  await page.getByLabel('Email').fill(email);
  await page.getByRole('button', { name: 'Forgot the password?' }).click();
  await page.getByRole('button', { name: 'Send the link' }).click();
  await expect(page.getByRole('status')).toContainText('a link is on its way');
  await expect.poll(() => linkIn(world)).not.toBe('');
  const link = await linkIn(world);

  await page.goto(link);
  await expect(page).toHaveURL(/\/reset-password$/);
  await page.getByLabel('New password', { exact: true }).fill('too short');
  await page.getByRole('button', { name: 'Save the new password' }).click();
  await expect(page.getByText(/A password has 12 to 128 characters/)).toBeVisible();
  await page.getByLabel('New password', { exact: true }).fill(third);
  await page.getByRole('button', { name: 'Save the new password' }).click();
  await expect(page.getByRole('heading', { name: 'Your password is new' })).toBeVisible();

  await page.goto('about:blank');
  await page.goto(link);
  await page.getByLabel('New password', { exact: true }).fill('by the same link again');
  await page.getByRole('button', { name: 'Save the new password' }).click();
  await expect(page.getByText(/This link has been used/)).toBeVisible();
  await page.getByRole('link', { name: 'Back to the sign-in' }).click();
  await enter(page, third);
  await expect(page.getByRole('heading', { name: 'Enter your code' })).toBeVisible();
});

test('adds a passkey, signs in with it alone, and removes it', async ({ page, world }) => {
  await giveAuthenticator(page);
  await page.goto('/account');
  await enter(page, third);
  await page.getByLabel('Code', { exact: true }).fill(recoveryCodes[1] ?? '');
  await page.getByRole('button', { name: 'Sign in' }).click();
  const section = page.getByRole('region', { name: 'Passkeys' });
  await section.getByLabel('Name of the new passkey').fill('Test device');
  await section.getByRole('button', { name: 'Add a passkey' }).click();
  await expect(section.getByRole('listitem')).toHaveText(/Test device/);
  await expect.poll(() => mailsTo(world)).toContain('A passkey was added');

  await signOut(page);
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await expect(section.getByRole('listitem')).toContainText('last used');
  await section.getByRole('button', { name: 'Remove the passkey Test device' }).click();
  await page.getByRole('button', { name: 'Remove the passkey', exact: true }).click();
  await expect(section.getByText('You have no passkey.')).toBeVisible();
});

test('is asked to confirm who they are, and what was asked for goes on', async ({ page }) => {
  await giveAuthenticator(page);
  await page.goto('/account');
  await enter(page, third);
  await page.getByLabel('Code', { exact: true }).fill(recoveryCodes[2] ?? '');
  await page.getByRole('button', { name: 'Sign in' }).click();
  const section = page.getByRole('region', { name: 'Passkeys' });
  await section.getByLabel('Name of the new passkey').fill('Later');
  await pretendOld(page);
  await section.getByRole('button', { name: 'Add a passkey' }).click();
  const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' });
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(section.getByText(/Confirm that it is you/)).toBeVisible();

  await pretendOld(page);
  await section.getByRole('button', { name: 'Add a passkey' }).click();
  await dialog.getByLabel('Your password', { exact: true }).fill(third);
  await dialog.getByLabel('Code', { exact: true }).fill(recoveryCodes[3] ?? '');
  await dialog.getByRole('button', { name: 'Confirm' }).click();
  await expect(section.getByRole('listitem')).toHaveText(/Later/);
});

test('switches two-factor sign-in off with password and code', async ({ page, world }) => {
  await page.goto('/account');
  await enter(page, third);
  await page.getByLabel('Code', { exact: true }).fill(recoveryCodes[4] ?? '');
  await page.getByRole('button', { name: 'Sign in' }).click();
  const section = page.getByRole('region', { name: 'Two-factor sign-in' });
  await section.getByRole('button', { name: 'Switch off' }).click();
  await section.getByLabel('Your password', { exact: true }).fill(third);
  await section.getByLabel('Code', { exact: true }).fill(recoveryCodes[5] ?? '');
  await section.getByRole('button', { name: 'Switch two-factor sign-in off' }).click();
  await expect(section.getByRole('status')).toHaveText('Off');
  await expect.poll(() => mailsTo(world)).toContain('Two-factor sign-in was switched off');
});

async function enter(page: Page, password: string): Promise<void> {
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

async function signIn(page: Page, password: string): Promise<void> {
  await page.goto('/orders');
  await enter(page, password);
  await expect(page.getByRole('tab', { name: /All orders/ })).toBeVisible();
}

async function openAccount(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Account:/ }).click();
  await page.getByRole('button', { name: 'Your account' }).click();
  await expect(page.getByRole('heading', { name: 'Your account' })).toBeVisible();
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Account:/ }).click();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(page.getByLabel('Email')).toBeVisible();
}

/** What the app shows, once it shows something else than last time. */
async function freshCode(page: Page): Promise<string> {
  await expect.poll(() => appCode(secret), { timeout: 40_000 }).not.toBe(usedCode);
  usedCode = appCode(secret);
  expect(page.isClosed()).toBe(false);
  return usedCode;
}

function appCode(base32: string): string {
  const bits = Array.from(base32, (sign) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(sign).toString(2).padStart(5, '0'),
  ).join('');
  const key = Buffer.from(bits.match(/.{8}/g)?.map((byte) => Number.parseInt(byte, 2)) ?? []);
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const hash = createHmac('sha1', key).update(counter).digest();
  const offset = (hash.at(-1) ?? 0) & 0xf;
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** A device of Chromium's own that knows its owner. */
async function giveAuthenticator(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

/** The server says once that the proof is too old, as it does ten minutes after the sign-in. */
async function pretendOld(page: Page): Promise<void> {
  const message =
    'Nothing was done yet. Confirm that it is you: you signed in more than ten minutes ago.';
  await page.route(
    '**/api/auth/passkeys/offer',
    (route) =>
      route.fulfill({
        status: 403,
        json: { errors: [{ code: 'CONFIRM_IDENTITY', message, path: null }] },
      }),
    { times: 1 },
  );
}

async function mailsTo(world: OutsideWorld): Promise<string[]> {
  return (await world.inbox()).filter(({ to }) => to.includes(email)).map(({ subject }) => subject);
}

async function linkIn(world: OutsideWorld): Promise<string> {
  const mail = (await world.inbox()).find(
    ({ to, subject }) => to.includes(email) && subject === 'Choose a new password',
  );
  return /https?:\/\/\S+#\S+/.exec(mail?.text ?? '')?.[0] ?? '';
}
