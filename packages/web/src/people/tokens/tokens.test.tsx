import { notifications } from '@mantine/notifications';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openAt } from '../../app/test-router.tsx';
import type { Answers } from '../../app/test-server.tsx';
import type { ApiTokenShownFragment } from '../../generated.ts';
import { readConfigurationSearch } from '../../settings/configuration-search.ts';
import { viewerWith } from '../../settings/test-configuration.tsx';
import { PeoplePage } from '../people-page.tsx';
import { TokensPage } from './tokens-page.tsx';

const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();

const report = {
  __typename: 'ApiToken',
  id: 'tok_1',
  name: 'Nightly report',
  prefix: 'oms_live_abc123',
  permissions: ['READ_ORDERS', 'RERUN_ACTIONS', 'READ_REPORTS'],
  checkouts: null,
  allowedAddresses: [],
  createdAt: '2026-11-01T10:00:00.000Z',
  createdBy: 'Aino Admin',
  expiresAt: inDays(30),
  lastUsedAt: null,
  revokedAt: null,
  state: 'LIVE',
} as unknown as ApiTokenShownFragment;
const soon = {
  ...report,
  id: 'tok_2',
  name: 'Shop window',
  expiresAt: inDays(13),
  checkouts: [{ __typename: 'Checkout', id: 'chk_1', name: 'Courses' }],
} as unknown as ApiTokenShownFragment;
const ended = {
  ...report,
  id: 'tok_3',
  name: 'Old script',
  state: 'REVOKED',
  revokedAt: inDays(-3),
} as unknown as ApiTokenShownFragment;

const givable = ['READ_ORDERS', 'RERUN_ACTIONS', 'READ_REPORTS', 'WRITE_CHECKOUT'];
const people = {
  path: '/people',
  readSearch: readConfigurationSearch,
  component: PeoplePage,
  children: [{ path: '/tokens', component: TokensPage }],
};

/** The page at an address, against a server that answers by name. */
function open(address: string, answers: Answers = {}, permissions = ['MANAGE_TOKENS']) {
  return openAt(address, [people], {
    Viewer: () => ({ viewer: viewerWith(permissions) }),
    ApiTokens: () => ({ apiTokens: [soon, report, ended], givablePermissions: givable }),
    ...answers,
  });
}

beforeEach(() => vi.stubGlobal('scrollTo', () => {}));
afterEach(() => {
  notifications.clean();
  vi.unstubAllGlobals();
});

const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));
const card = async (name: string) => {
  const button = await screen.findByRole('button', { name });
  return within(button.closest('li') as HTMLElement);
};

describe('the list of tokens', () => {
  test('says of each what it may do, where, and until when', async () => {
    open('/people/tokens');
    const shown = await card('Nightly report');
    expect(shown.getByText('See orders, Re-run actions', { exact: false })).toBeTruthy();
    expect(shown.getByText('All', { exact: false })).toBeTruthy();
    expect(shown.getByText('in 30 days')).toBeTruthy();
    expect(shown.getByText('Never', { exact: false })).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Old script' })).toBeNull();
  });

  test('warns of a token that ends within two weeks', async () => {
    open('/people/tokens');
    const shown = await card('Shop window');
    expect(shown.getByText('Courses')).toBeTruthy();
    expect(shown.getByText('in 13 days').textContent).toContain('which is soon');
    expect((await card('Nightly report')).getByText('in 30 days').textContent).not.toContain(
      'soon',
    );
  });

  test('shows those that ended apart, at a press', async () => {
    open('/people/tokens');
    await card('Nightly report');
    press('Show 1 that ended');
    expect((await card('Old script')).getByText('Revoked')).toBeTruthy();
    press('Hide that ended');
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Old script' })).toBeNull());
  });

  test('says why it is empty, and what a token is for', async () => {
    open('/people/tokens', {
      ApiTokens: () => ({ apiTokens: [], givablePermissions: givable }),
    });
    expect(await screen.findByText('No API tokens yet')).toBeTruthy();
    expect(screen.getByText(/A token lets a program in/)).toBeTruthy();
  });

  test('says when it could not be loaded, and tries again', async () => {
    let fails = true;
    open('/people/tokens', {
      ApiTokens: () => {
        if (fails) throw new Error('connection reset');
        return { apiTokens: [report], givablePermissions: givable };
      },
    });
    expect(await screen.findByText('The API tokens could not be loaded')).toBeTruthy();
    fails = false;
    press('Try again');
    await card('Nightly report');
  });

  test('says why there may be no such token', async () => {
    open('/people/tokens?open=tok_none');
    expect(await screen.findByText('There is no such API token')).toBeTruthy();
    expect(screen.getByText(/^The address is incomplete, or the token is not for/)).toBeTruthy();
  });

  test('gives the focus back to what opened a token, once it is closed', async () => {
    const server = open('/people/tokens');
    const opener = await screen.findByRole('button', { name: 'Nightly report' });
    opener.focus();
    fireEvent.click(opener);
    await screen.findByRole('complementary', { name: 'Nightly report' });
    fireEvent.keyDown(document.body, { key: 'Escape' });
    await waitFor(() => expect(server.address()).toBe('/people/tokens'));
    await waitFor(() => expect(document.activeElement).toBe(opener));
  });

  test('leads to what is on record of a token, where the audit log may be read', async () => {
    const used = { ...report, lastUsedAt: inDays(-1) };
    const tokens = { apiTokens: [used], givablePermissions: givable };
    const address = '/people/tokens?open=tok_1';
    const { unmount } = open(address, { ApiTokens: () => tokens }, [
      'MANAGE_TOKENS',
      'READ_AUDIT_LOG',
    ]);
    await screen.findByRole('region', { name: 'On record' });
    const ways = screen.getAllByRole('link', { name: /Nightly report/ });
    expect(ways.map((way) => [way.textContent, way.getAttribute('href')])).toEqual([
      [
        'What happened to Nightly report',
        expect.stringMatching(/^\/people\/audit\?subject=tok_1&subjectName=API.token.Nightly/u),
      ],
      ['What Nightly report did', '/people/audit?who=tok_1'],
    ]);
    unmount();
    open(address, { ApiTokens: () => tokens });
    await screen.findByText('Begins with');
    expect(screen.queryByRole('link', { name: /Nightly report/ })).toBeNull();
  });

  test('is not there for those who may not manage tokens', async () => {
    const server = open('/people/tokens', {}, ['READ_ORDERS']);
    expect(
      await screen.findByText('You may not see members, tokens or the audit log'),
    ).toBeTruthy();
    expect(server.askedOf('ApiTokens')).toEqual([]);
  });
});

describe('a new token', () => {
  const secret = `oms_live_${'s'.repeat(49)}`;
  const made = { __typename: 'CreateApiTokenPayload', secret, token: report, errors: [] };
  const start = async (answers: readonly object[]) => {
    let at = 0;
    const server = open('/people/tokens?open=new', {
      CreateApiToken: () => {
        const answer = answers[at++];
        if (answer instanceof Error) throw answer;
        return { createApiToken: answer };
      },
    });
    await screen.findByRole('textbox', { name: 'Name' });
    await screen.findByRole('checkbox', { name: 'See orders' });
    return server;
  };
  const name = (text: string) =>
    fireEvent.change(screen.getByRole('textbox', { name: 'Name' }), { target: { value: text } });
  const fill = () => {
    name('Nightly report');
    press('Attention and re-run');
  };
  const inputs = (server: ReturnType<typeof open>) =>
    server.askedOf('CreateApiToken').map(({ variables }) => variables['input'] as object);

  test('offers what the server says may be given, and usual sets of it', async () => {
    await start([]);
    expect(screen.getByRole('checkbox', { name: 'Be a checkout page' })).toBeTruthy();
    expect(screen.queryByRole('checkbox', { name: 'Refund orders' })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Refunds' })).toBeNull();
    press('Checkout page');
    const chosen = screen.getAllByRole<HTMLInputElement>('checkbox').filter((one) => one.checked);
    expect(chosen.map(({ labels }) => labels?.[0]?.textContent)).toEqual(['Be a checkout page']);
  });

  test('is sent as it was chosen, and shows its secret once, with a call to try', async () => {
    const server = await start([made]);
    fill();
    fireEvent.click(screen.getByRole('radio', { name: '30 days' }));
    fireEvent.change(screen.getByRole('textbox', { name: 'Only from these addresses' }), {
      target: { value: '203.0.113.7\n 10.0.0.0/8 ' },
    });
    press('Create the token');

    expect((await screen.findByLabelText('Token')).textContent).toBe(secret);
    expect(screen.getByLabelText('A first call').textContent).toContain(
      `-H 'Authorization: Bearer ${secret}'`,
    );
    const [input] = inputs(server) as { expiresAt: string }[];
    expect(input).toEqual({
      idempotencyKey: expect.stringMatching(/^[0-9a-f-]{36}$/),
      name: 'Nightly report',
      permissions: ['READ_ORDERS', 'RERUN_ACTIONS'],
      checkoutIds: null,
      expiresAt: expect.any(String),
      allowedAddresses: ['203.0.113.7', '10.0.0.0/8'],
    });
    const lifeMs = Date.parse(input?.expiresAt ?? '') - Date.now();
    expect(lifeMs).toBeGreaterThan(29.99 * DAY_MS);
    expect(lifeMs).toBeLessThanOrEqual(30 * DAY_MS);
  });

  test('is not left without a warning that it will not be shown again', async () => {
    const server = await start([made]);
    fill();
    press('Create the token');
    await screen.findByLabelText('Token');
    press('Done');
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText(/It will not be shown again/)).toBeTruthy();
    fireEvent.click(dialog.getByRole('button', { name: 'Cancel' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(screen.getByLabelText('Token').textContent).toBe(secret);
    expect(server.address()).toBe('/people/tokens?open=new');
  });

  test('is left at once when it has been copied', async () => {
    const server = await start([made]);
    fill();
    press('Create the token');
    fireEvent.copy(await screen.findByLabelText('Token'));
    press('Done');
    await waitFor(() => expect(server.address()).toBe('/people/tokens'));
    expect(document.body.textContent).not.toContain(secret);
  });

  test('whose answer got lost is not made twice, and says that its secret is gone', async () => {
    const server = await start([new Error('connection reset'), { ...made, secret: null }]);
    fill();
    press('Create the token');
    await screen.findByText(/What you typed is still here/);
    press('Create the token');
    expect(await screen.findByText(/Revoke it in the list/)).toBeTruthy();
    const [first, second] = inputs(server);
    expect(second).toEqual(first);
  });

  test('says at the field what is missing, and sends nothing', async () => {
    const server = await start([]);
    press('Create the token');
    expect(await screen.findByText('Give it a name by which you will know it.')).toBeTruthy();
    expect(screen.getByText('Choose at least one thing that it may do.')).toBeTruthy();
    name('Script');
    press('Create the token');
    await waitFor(() =>
      expect(document.activeElement).toBe(screen.getByRole('group', { name: 'Permissions' })),
    );
    expect(inputs(server)).toEqual([]);
  });

  test('has the refusal of the server at its field', async () => {
    const refused = (path: string[], message: string) => ({
      __typename: 'CreateApiTokenPayload',
      secret: null,
      token: null,
      errors: [{ __typename: 'PlainError', code: 'INVALID', message, path }],
    });
    await start([refused(['allowedAddresses', '0'], 'An address looks like 203.0.113.7.')]);
    fill();
    press('Create the token');
    expect(await screen.findByText('An address looks like 203.0.113.7.')).toBeTruthy();
    expect(document.activeElement).toBe(
      screen.getByRole('textbox', { name: 'Only from these addresses' }),
    );
  });
});

describe('revoking a token', () => {
  const payload = (over: object) => ({
    revokeApiToken: { __typename: 'RevokeApiTokenPayload', token: null, errors: [], ...over },
  });

  test('names the consequence first, then happens', async () => {
    const revoked = { ...report, state: 'REVOKED', revokedAt: inDays(0) };
    let now: object = report;
    const server = open('/people/tokens?open=tok_1', {
      ApiTokens: () => ({ apiTokens: [now], givablePermissions: givable }),
      RevokeApiToken: () => {
        now = revoked;
        return payload({ token: revoked });
      },
    });
    fireEvent.click(await screen.findByRole('button', { name: 'Revoke…' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Revoke “Nightly report”?' }));
    expect(dialog.getByText(/stop at once, also those that listen/)).toBeTruthy();
    expect(server.askedOf('RevokeApiToken')).toEqual([]);
    fireEvent.click(dialog.getByRole('button', { name: 'Revoke' }));

    expect(await screen.findByText('“Nightly report” is revoked.')).toBeTruthy();
    expect(server.askedOf('RevokeApiToken').map(({ variables }) => variables)).toEqual([
      { id: 'tok_1' },
    ]);
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Revoke…' })).toBeNull());
  });

  test('says why it was refused, and stays open', async () => {
    const errors = [
      {
        __typename: 'PlainError',
        code: 'NOT_FOUND',
        message: 'There is no such API token.',
        path: ['id'],
      },
    ];
    open('/people/tokens?open=tok_1', { RevokeApiToken: () => payload({ errors }) });
    fireEvent.click(await screen.findByRole('button', { name: 'Revoke…' }));
    const dialog = within(await screen.findByRole('dialog'));
    fireEvent.click(dialog.getByRole('button', { name: 'Revoke' }));
    expect((await dialog.findByRole('alert')).textContent).toBe('There is no such API token.');
  });
});
