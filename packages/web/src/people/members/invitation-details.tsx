import { Button, CopyButton, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconCopy, IconMailForward, IconTrash } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import {
  useResendInvitationMutation,
  useWithdrawInvitationMutation,
  type InvitationShownFragment,
} from '../../generated.ts';
import panel from '../../settings/form/form-panel.module.css';
import { useConfigurationPlace } from '../../settings/use-configuration-place.ts';
import { QuestionDialog } from '../../ui/dialog.tsx';
import { TipArea } from '../../ui/tip.tsx';
import { Ago, exactTime, useNow } from '../../ui/time.tsx';
import { roleNames } from '../role-words.ts';
import { daysLeft } from './expiry.ts';
import styles from './members.module.css';
import { useDeed } from './use-deed.ts';
import { Words } from '../../ui/request-id.tsx';

/** Somebody who was invited and has not joined: how long the link works, and what can be done about it. */
export function InvitationDetails(props: {
  invitation: InvitationShownFragment;
  /** The one that was made just now; afterwards nobody can read it again. */
  link: string | null;
  onLink: (link: { id: string; url: string }) => void;
}) {
  const { invitation, link } = props;
  return (
    <>
      <TipArea className={panel.scroll}>
        <div className={panel.form}>
          <Facts invitation={invitation} />
          {link && <LinkOnce link={link} />}
        </div>
      </TipArea>
      <div className={panel.foot}>
        <div className={panel.others}>
          <Withdraw invitation={invitation} />
        </div>
        {invitation.email && <Resend invitation={invitation} onLink={props.onLink} />}
      </div>
    </>
  );
}

function Facts({ invitation }: { invitation: InvitationShownFragment }) {
  const { email, role, checkouts, invitedBy, createdAt, expiresAt } = invitation;
  const left = daysLeft(expiresAt, useNow());
  return (
    <dl className={styles.facts}>
      <dt>Email</dt>
      <dd>{email ?? 'Whoever opens the link says it'}</dd>
      <dt>Role</dt>
      <dd>{roleNames[role]}</dd>
      <dt>Checkouts</dt>
      <dd>{role === 'ADMIN' ? 'All' : checkouts.map(({ name }) => name).join(', ')}</dd>
      <dt>Invited</dt>
      <dd>
        by {invitedBy}, <Ago at={createdAt} focusable />
      </dd>
      <dt>Link</dt>
      <dd data-tip={exactTime(expiresAt)} tabIndex={0}>
        {left === null
          ? 'Expired. Send the invitation again for a new one.'
          : `Works once, expires ${left}`}
      </dd>
    </dl>
  );
}

function LinkOnce({ link }: { link: string }) {
  return (
    <div className={styles.link}>
      <TextInput
        label="The link, if the mail does not arrive"
        description="Shown this once. Give it to nobody else: whoever opens it first becomes the member."
        readOnly
        value={link}
        onFocus={({ currentTarget }) => currentTarget.select()}
      />
      <CopyButton value={link}>
        {({ copied, copy }) => (
          <Button
            variant="default"
            size="xs"
            leftSection={<IconCopy size={14} stroke={1.8} aria-hidden />}
            onClick={copy}
          >
            {copied ? 'Copied' : 'Copy the link'}
          </Button>
        )}
      </CopyButton>
    </div>
  );
}

function Resend(props: {
  invitation: InvitationShownFragment;
  onLink: (link: { id: string; url: string }) => void;
}) {
  const { id, email } = props.invitation;
  const [resend] = useResendInvitationMutation();
  const { run, isBusy, problem } = useDeed();
  // Pressed again after no answer, it is the same wish.
  const key = useRef(crypto.randomUUID());
  const send = async () => {
    const isDone = await run(async () => {
      const variables = { input: { id, idempotencyKey: key.current } };
      const payload = (await resend({ variables })).data?.resendInvitation;
      if (payload?.link) props.onLink({ id, url: payload.link });
      return payload?.errors;
    });
    if (!isDone) return;
    key.current = crypto.randomUUID();
    notifications.show({
      message: `A new link is on its way to ${email ?? 'them'}. The one before ends.`,
    });
  };
  return (
    <>
      {problem && (
        <p className={styles.problem} role="alert">
          <Words text={problem} />
        </p>
      )}
      <Button
        loading={isBusy}
        leftSection={<IconMailForward size={15} stroke={1.8} aria-hidden />}
        onClick={() => void send()}
      >
        Send again
      </Button>
    </>
  );
}

function Withdraw({ invitation }: { invitation: InvitationShownFragment }) {
  const { id, email, name } = invitation;
  const { close } = useConfigurationPlace();
  const [isAsking, setIsAsking] = useState(false);
  const [withdraw] = useWithdrawInvitationMutation({ refetchQueries: ['Members'] });
  const { run, isBusy, problem, forget } = useDeed();
  const who = name ?? email ?? 'whoever has the link';
  const takeBack = async () => {
    const isDone = await run(
      async () => (await withdraw({ variables: { id } })).data?.withdrawInvitation.errors,
    );
    if (!isDone) return;
    setIsAsking(false);
    notifications.show({ message: `The invitation of ${who} is withdrawn.` });
    close();
  };
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconTrash size={15} stroke={1.8} aria-hidden />}
        onClick={() => {
          forget();
          setIsAsking(true);
        }}
      >
        Withdraw…
      </Button>
      <QuestionDialog
        opened={isAsking}
        title={`Withdraw the invitation of ${who}?`}
        confirmLabel="Withdraw the invitation"
        danger
        busy={isBusy}
        onConfirm={() => void takeBack()}
        onClose={() => setIsAsking(false)}
      >
        <p>The link that was sent works no more. You can invite the same address again.</p>
        {problem && (
          <p className={styles.problem} role="alert">
            <Words text={problem} />
          </p>
        )}
      </QuestionDialog>
    </>
  );
}
