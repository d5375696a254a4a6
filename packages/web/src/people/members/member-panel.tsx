import { IconMoodEmpty } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { NEW } from '../../settings/configuration-search.ts';
import panel from '../../settings/form/form-panel.module.css';
import { SidePanel } from '../../settings/form/form-panel.tsx';
import { useConfigurationPlace } from '../../settings/use-configuration-place.ts';
import { EmptyState, LinesSkeleton } from '../../ui/states.tsx';
import { TipArea } from '../../ui/tip.tsx';
import { InvitationDetails } from './invitation-details.tsx';
import { InviteForm } from './invite-form.tsx';
import { MemberForm } from './member-form.tsx';
import type { PersonRow } from './person-row.ts';

type Link = { readonly id: string; readonly url: string };

/** Beside the list: a member, an invitation, or a new one. `rows` is null until they are known. */
export function MemberPanel(props: {
  rows: readonly PersonRow[] | null;
  error: unknown;
  /** Of the invitation that was sent just now. */
  link: Link | null;
  onLink: (link: Link) => void;
}) {
  const { search, close } = useConfigurationPlace();
  const { open } = search;
  if (open === undefined) return null;
  const row = props.rows?.find(({ id }) => id === open) ?? null;
  if (props.rows === null && props.error) return null;
  return (
    <SidePanel
      key={open}
      title={open === NEW ? 'Invite a member' : (row?.name ?? 'Member')}
      closeName="Close the member"
      onClose={close}
    >
      <Contents {...props} row={row} isNew={open === NEW} />
    </SidePanel>
  );
}

function Contents(
  props: Parameters<typeof MemberPanel>[0] & { row: PersonRow | null; isNew: boolean },
) {
  const { row, link, onLink } = props;
  if (props.isNew) return <InviteForm onLink={onLink} />;
  if (row?.member) return <MemberForm member={row.member} />;
  if (row?.invitation) {
    const own = link?.id === row.id ? link.url : null;
    return <InvitationDetails invitation={row.invitation} link={own} onLink={onLink} />;
  }
  return (
    <Plain>
      {props.rows === null ? (
        <LinesSkeleton label="Loading the member" lines={6} />
      ) : (
        <EmptyState icon={IconMoodEmpty} title="There is no such member">
          The invitation was accepted or withdrawn, or the address is incomplete.
        </EmptyState>
      )}
    </Plain>
  );
}

function Plain(props: { children: ReactNode }) {
  return (
    <TipArea className={panel.scroll}>
      <div className={panel.form}>{props.children}</div>
    </TipArea>
  );
}
