import { randomUUID } from 'node:crypto';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test as base } from '@playwright/test';
import { OutsideWorld } from './outside-world.ts';

export const people = {
  admin: { email: 'admin@example.com', password: 'demo-admin-2026' },
  maintainer: { email: 'maintainer@example.com', password: 'demo-maintainer-2026' },
  support: { email: 'support@example.com', password: 'demo-support-2026' },
  viewer: { email: 'viewer@example.com', password: 'demo-viewer-2026' },
} as const;

/** Signs in through the form and waits for the orders. */
export async function signIn(page: Page, person: keyof typeof people = 'admin'): Promise<void> {
  const { email, password } = people[person];
  await page.goto('/orders');
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('tab', { name: /All orders/ })).toBeVisible();
}

/** Asks our API as a script does, with the demo's token. */
export async function api<Data>(query: string, variables: object = {}): Promise<Data> {
  const response = await fetch(`${process.env['E2E_URL']}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${process.env['E2E_API_TOKEN']}`,
    },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as {
    data: Data;
    errors?: { message: string }[];
  };
  if (errors) throw new Error(errors.map(({ message }) => message).join('\n'));
  return data;
}

/**
 * What axe calls serious or critical keeps somebody out. Looked at once everything stands still: colours that fade in
 * have no contrast yet.
 */
export async function nothingSerious(page: Page, within = 'html'): Promise<void> {
  await page.waitForFunction(() => {
    const dialogs = [...document.querySelectorAll('[role=dialog]')].filter((one) =>
      one.checkVisibility(),
    );
    return (
      document
        .getAnimations()
        // What turns for ever would be waited for for ever.
        .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
        .every(({ playState }) => playState !== 'running') &&
      // One that has not begun to fade in is no animation yet.
      dialogs.every((dialog) => getComputedStyle(dialog).opacity === '1')
    );
  });
  const { violations } = await new AxeBuilder({ page }).include(within).analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(
    serious.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
    ),
  ).toEqual([]);
}

const INVITE = `mutation ($input: InviteMemberInput!) {
  inviteMember(input: $input) { link errors { message } }
}`;

/** Somebody of the test's own, who has joined by an invitation: what happens to them disturbs no other test. */
export async function joinedMember(
  role: 'VIEWER' | 'CUSTOMER_SERVICE' | 'MAINTAINER',
): Promise<{ email: string; password: string }> {
  const member = { email: `${randomUUID()}@example.com`, password: 'a long and quiet evening' };
  const { checkouts } = await api<{ checkouts: { id: string }[] }>('{ checkouts { id } }');
  const checkoutIds = checkouts.map(({ id }) => id);
  const input = { email: member.email, role, checkoutIds, idempotencyKey: member.email };
  const { inviteMember } = await api<{ inviteMember: { link: string } }>(INVITE, { input });
  const joined = await fetch(`${process.env['E2E_URL']}/api/invitations/accept`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      token: new URL(inviteMember.link).hash.slice(1),
      name: 'Veera Virta',
      password: member.password,
    }),
  });
  if (!joined.ok) throw new Error(`Nobody joined: ${joined.status}`);
  return member;
}

export const test = base.extend<{ world: OutsideWorld }>({
  // Playwright reads the names of its fixtures from this pattern.
  // oxlint-disable-next-line no-empty-pattern
  world: async ({}, provide) => {
    const world = new OutsideWorld(process.env['E2E_SIMULATOR_URL'] ?? '');
    await world.mend();
    await provide(world);
    await world.mend();
  },
});
export { expect, OutsideWorld };
