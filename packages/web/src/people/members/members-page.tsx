import { IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import { useMembersQuery, useViewerQuery } from '../../generated.ts';
import { isFound } from '../../settings/configuration-search.ts';
import { CardWord, RecordList, type Column } from '../../settings/record-list.tsx';
import { useConfigurationPlace } from '../../settings/use-configuration-place.ts';
import { NoPermission } from '../../ui/states.tsx';
import { MemberStatePill } from '../../ui/status-pill.tsx';
import { Ago, useNow } from '../../ui/time.tsx';
import { roleNames } from '../role-words.ts';
import { daysLeft } from './expiry.ts';
import { MemberPanel } from './member-panel.tsx';
import { type PersonRow, rowsOf } from './person-row.ts';

const columns: readonly Column<PersonRow>[] = [
  { name: 'Email', isElastic: true, cell: ({ email }) => email },
  { name: 'Role', cell: ({ role }) => roleNames[role] },
  {
    name: 'Checkouts',
    isMinor: true,
    isElastic: true,
    cell: ({ role, checkouts }) =>
      role === 'ADMIN' ? 'All' : checkouts.map(({ name }) => name).join(', '),
  },
  {
    name: 'Two-factor',
    isMinor: true,
    cell: ({ member }) => member && (member.twoFactorEnabled ? 'On' : 'Off'),
  },
  {
    name: 'Last seen',
    cell: ({ member }) =>
      member?.lastSeenAt && (
        <>
          <CardWord>{'seen '}</CardWord>
          <Ago at={member.lastSeenAt} />
        </>
      ),
  },
  { name: 'State', cell: (row) => (isUsual(row) ? null : <State row={row} />) },
];

/** Who may come in, who was invited, and as what. */
export function MembersPage() {
  const viewer = useViewerQuery().data?.viewer;
  if (viewer && !viewer.permissions.includes('MANAGE_MEMBERS')) {
    return (
      <NoPermission title="You may not manage members">
        <p>Members are invited and given roles by admins. An admin can give you that role.</p>
      </NoPermission>
    );
  }
  return <Members />;
}

function Members() {
  const { search } = useConfigurationPlace();
  const { data, error, refetch } = useMembersQuery({ fetchPolicy: 'cache-and-network' });
  // Told by the server once, and kept nowhere but here.
  const [link, setLink] = useState<{ id: string; url: string } | null>(null);
  const all = data ? rowsOf(data.members, data.invitations) : null;
  const rows = all?.filter(({ name, email, role, checkouts }) =>
    isFound(search.find, [name, email, roleNames[role], ...checkouts.map((one) => one.name)]),
  );
  return (
    <>
      <RecordList
        one="member"
        many="members"
        add="Invite a member"
        rows={rows ?? null}
        total={all?.length ?? 0}
        error={error}
        onRetry={() => void refetch()}
        columns={columns}
        empty={{ icon: IconUsers, words: <p>Invite the people you work with.</p> }}
      />
      <MemberPanel rows={all} error={error} link={link} onLink={setLink} />
    </>
  );
}

/** A member who may sign in: nothing to say about it. */
function isUsual({ member }: PersonRow): boolean {
  return member !== null && member.disabledAt === null;
}

function State({ row: { invitation } }: { row: PersonRow }) {
  const nowMs = useNow();
  if (!invitation) return <MemberStatePill state="DISABLED" />;
  const left = daysLeft(invitation.expiresAt, nowMs);
  return left === null ? (
    <MemberStatePill state="EXPIRED" />
  ) : (
    <MemberStatePill state="INVITED" more={`expires ${left}`} />
  );
}
