import { notifications } from '@mantine/notifications';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, test } from 'vitest';
import { openAt } from '../../app/test-router.tsx';
import type { Answers } from '../../app/test-server.tsx';
import { readConfigurationSearch } from '../../settings/configuration-search.ts';
import { viewerWith } from '../../settings/test-configuration.tsx';
import { MembersPage } from './members-page.tsx';

afterEach(() => notifications.clean());

const checkout = { __typename: 'Checkout', id: 'chk_1', name: 'Courses' };
const veikko = {
  __typename: 'Member',
  id: 'mem_veikko',
  name: 'Veikko',
  email: 'veikko@example.com',
  role: 'VIEWER',
  createdAt: '2026-01-02T10:00:00.000Z',
  disabledAt: null as string | null,
  lastSeenAt: null,
  twoFactorEnabled: true,
  roleRefusal: null as string | null,
  disableRefusal: null as string | null,
  checkouts: [checkout],
};
const lastAdmin = {
  ...veikko,
  id: 'mem_aino',
  name: 'Aino',
  email: 'aino@example.com',
  role: 'ADMIN',
  roleRefusal: 'You cannot change your own role. Another admin can.',
  disableRefusal: 'You cannot disable yourself. Another admin can.',
};
const salla = {
  __typename: 'Invitation',
  id: 'inv_salla',
  email: 'salla@example.com',
  name: 'Salla',
  role: 'MAINTAINER',
  invitedBy: 'Aino',
  createdAt: '2026-01-02T10:00:00.000Z',
  expiresAt: '2026-01-09T10:00:00.000Z',
  checkouts: [checkout],
};
const session = {
  __typename: 'MemberSession',
  id: 'ses_1',
  createdAt: '2026-01-02T10:00:00.000Z',
  lastUsedAt: '2026-01-02T10:00:00.000Z',
  address: '192.0.2.7',
  agent: 'Firefox on macOS',
  isPresent: false,
};
const refusal = (path: readonly string[] | null, message: string) => ({
  __typename: 'PlainError',
  message,
  path,
});

const page = {
  path: '/people/members',
  readSearch: readConfigurationSearch,
  component: MembersPage,
};

function open(answers: Answers = {}, address = '/people/members') {
  return openAt(address, [page], {
    Viewer: () => ({ viewer: viewerWith(['READ_ORDERS', 'MANAGE_MEMBERS']) }),
    Members: () => ({ members: [lastAdmin, veikko], invitations: [salla] }),
    MemberSessions: ({ id }) => ({
      node: { __typename: 'Member', id, sessions: id === 'mem_veikko' ? [session] : [] },
    }),
    MemberSignIns: ({ id }) => ({
      node: {
        __typename: 'Member',
        id,
        signIns: {
          __typename: 'MemberSignInConnection',
          edges: [],
          pageInfo: { __typename: 'PageInfo', endCursor: null, hasNextPage: false },
        },
      },
    }),
    ...answers,
  });
}

const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));
const type = (name: string, value: string) =>
  fireEvent.change(screen.getByRole('textbox', { name }), { target: { value } });

describe('the members', () => {
  test('stand in one list with those who were invited, whose link may be too old', async () => {
    open();
    const list = await screen.findByRole('list', { name: 'members' });
    const rows = within(list).getAllByRole('listitem');
    expect(rows.map(({ textContent }) => textContent)).toEqual([
      'SallaEmail: salla@example.comRole: MaintainerState: Invitation expired',
      'AinoEmail: aino@example.comRole: Admin',
      'VeikkoEmail: veikko@example.comRole: Viewer',
    ]);
  });

  test('that cannot be loaded say so, and can be asked for again', async () => {
    let tries = 0;
    open({
      Members: () => ((tries += 1) === 1 ? 'unreachable' : { members: [veikko], invitations: [] }),
    });
    expect(await screen.findByText('The members could not be loaded')).toBeTruthy();
    press('Try again');
    expect(await screen.findByRole('button', { name: 'Veikko' })).toBeTruthy();
  });

  test('are not shown to somebody who may not manage them', async () => {
    open({ Viewer: () => ({ viewer: viewerWith(['READ_ORDERS']) }) });
    expect(await screen.findByText('You may not manage members')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Invite a member' })).toBeNull();
  });
});

describe('an invitation', () => {
  test('that is refused says so at its field; once sent, its link is shown', async () => {
    const answers = [
      { invitation: null, link: null, errors: [refusal(['email'], 'Invited already.')] },
      { invitation: salla, link: 'https://orders.example.com/invitation#once', errors: [] },
    ];
    const server = open(
      {
        InviteMember: () => ({
          inviteMember: { __typename: 'InviteMemberPayload', ...answers.shift() },
        }),
      },
      '/people/members?open=new',
    );
    await screen.findByRole('checkbox', { name: 'Courses' });
    press('Send the invitation');
    expect(screen.getByText('Say where the invitation goes.')).toBeTruthy();
    expect(screen.getByText(/Choose at least one checkout/)).toBeTruthy();
    expect(server.askedOf('InviteMember')).toEqual([]);

    type('Email', 'salla@example.com');
    fireEvent.click(screen.getByRole('checkbox', { name: 'Courses' }));
    press('Send the invitation');
    expect(await screen.findByText('Invited already.')).toBeTruthy();
    press('Send the invitation');
    expect((await screen.findByRole<HTMLInputElement>('textbox', { name: /The link/ })).value).toBe(
      'https://orders.example.com/invitation#once',
    );
    // The same wish again carries the same key.
    const [first, second] = server
      .askedOf('InviteMember')
      .map(({ variables }) => variables['input'] as { idempotencyKey: string });
    expect(second).toEqual(first);
  });

  test('opened later shows no link, says that it expired, and can be withdrawn', async () => {
    const server = open(
      {
        WithdrawInvitation: () => ({
          withdrawInvitation: {
            __typename: 'WithdrawInvitationPayload',
            invitation: { __typename: 'Invitation', id: 'inv_salla' },
            errors: [],
          },
        }),
      },
      '/people/members?open=inv_salla',
    );
    expect(await screen.findByText(/Expired. Send the invitation again/)).toBeTruthy();
    expect(screen.queryByRole('textbox', { name: /The link/ })).toBeNull();
    press('Withdraw…');
    const dialog = await screen.findByRole('dialog');
    expect(dialog.textContent).toContain('The link that was sent works no more.');
    fireEvent.click(within(dialog).getByRole('button', { name: 'Withdraw the invitation' }));
    await waitFor(() => expect(server.askedOf('WithdrawInvitation')).toHaveLength(1));
  });
});

describe('a member', () => {
  test('keeps what the server does not let be changed, and says why', async () => {
    open({}, '/people/members?open=mem_aino');
    expect(await screen.findByText(lastAdmin.roleRefusal)).toBeTruthy();
    expect(screen.getByRole<HTMLInputElement>('radio', { name: 'Viewer' }).disabled).toBe(true);
    press('Disable…');
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  test('gets another role; what is refused stands at its field', async () => {
    const message = 'You cannot make somebody Admin: that role may do more than you.';
    const server = open(
      {
        UpdateMember: () => ({
          updateMember: {
            __typename: 'MemberPayload',
            member: null,
            errors: [refusal(['role'], message)],
          },
        }),
      },
      '/people/members?open=mem_veikko',
    );
    fireEvent.click(await screen.findByRole('radio', { name: 'Admin' }));
    press('Save');
    expect(await screen.findByText(message)).toBeTruthy();
    expect(server.askedOf('UpdateMember')[0]?.variables).toEqual({
      input: { memberId: 'mem_veikko', name: 'Veikko', role: 'ADMIN', checkoutIds: ['chk_1'] },
    });
  });

  test('is signed out of one browser, and disabled after the consequence is read', async () => {
    const server = open(
      {
        RevokeSession: () => ({
          revokeSession: { __typename: 'MemberPayload', member: veikko, errors: [] },
        }),
        DisableMember: () => ({
          disableMember: {
            __typename: 'MemberPayload',
            member: null,
            errors: [refusal(null, 'This is the only admin who can sign in.')],
          },
        }),
      },
      '/people/members?open=mem_veikko',
    );
    fireEvent.click(await screen.findByRole('button', { name: 'Sign out: Firefox on macOS' }));
    await waitFor(() => expect(server.askedOf('RevokeSession')).toHaveLength(1));
    expect(server.askedOf('RevokeSession')[0]?.variables).toEqual({ sessionId: 'ses_1' });

    press('Disable…');
    const dialog = await screen.findByRole('dialog');
    expect(dialog.textContent).toContain('is signed out everywhere at once and cannot sign in');
    fireEvent.click(within(dialog).getByRole('button', { name: 'Disable Veikko' }));
    expect((await within(dialog).findByRole('alert')).textContent).toBe(
      'This is the only admin who can sign in.',
    );
  });
});
