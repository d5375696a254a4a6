import { Alert, Button, Loader, PasswordInput, TextInput } from '@mantine/core';
import { IconAlertCircle, IconLogin2 } from '@tabler/icons-react';
import { useEffect, useState, type ReactNode } from 'react';
import { roleNames } from '../people/role-words.ts';
import styles from '../sign-in/sign-in-page.module.css';
import { daysLeft } from '../people/members/expiry.ts';
import { useNow } from '../ui/time.tsx';
import own from './invitation-page.module.css';
import { acceptInvitation, lookAtInvitation, type Invitation, type Looked } from './invitation.ts';

/**
 * Where the link of an invitation leads: says who invites, and takes name and password. The token stands behind
 * the `#`, which no server is ever told by itself.
 */
export function InvitationPage(props: { token: string; onSignedIn: () => void }) {
  const { token } = props;
  const [looked, setLooked] = useState<Looked | null>(null);
  const [joined, setJoined] = useState(false);
  useEffect(() => {
    void lookAtInvitation(token).then(setLooked);
  }, [token]);
  const lookAgain = () => {
    setLooked(null);
    void lookAtInvitation(token).then(setLooked);
  };

  return (
    <main className={`${styles.page} ${own.page}`}>
      <div className={styles.card}>
        <img src="/icon.svg" width={36} height={36} alt="" />
        {joined ? (
          <Message
            title="You are a member now"
            words="Sign in with your email and the password you have just chosen."
          >
            <SignInLink />
          </Message>
        ) : looked === null ? (
          <Loader aria-label="Opening the invitation" size="sm" />
        ) : looked.kind === 'open' ? (
          <JoinForm
            invitation={looked.invitation}
            token={token}
            onGone={(words) => setLooked({ kind: 'gone', words })}
            onJoined={(isSignedIn) => (isSignedIn ? props.onSignedIn() : setJoined(true))}
          />
        ) : looked.kind === 'gone' ? (
          <Message title="This invitation is over" words={looked.words}>
            <SignInLink />
          </Message>
        ) : (
          <Message title="The invitation could not be opened" words={looked.words}>
            <Button variant="default" onClick={lookAgain}>
              Try again
            </Button>
          </Message>
        )}
      </div>
    </main>
  );
}

function Message(props: { title: string; words: string; children: ReactNode }) {
  return (
    <>
      <h1 className={styles.title}>{props.title}</h1>
      <p className={styles.ended} role="status">
        {props.words}
      </p>
      {props.children}
    </>
  );
}

function SignInLink() {
  return (
    <Button component="a" href="/orders" variant="default">
      Go to the sign-in
    </Button>
  );
}

type Problems = Readonly<Record<string, string>>;

function JoinForm(props: {
  invitation: Invitation;
  token: string;
  onGone: (words: string) => void;
  onJoined: (isSignedIn: boolean) => void;
}) {
  const { invitedBy, role, expiresAt } = props.invitation;
  const [email, setEmail] = useState(props.invitation.email ?? '');
  const [name, setName] = useState(props.invitation.name ?? '');
  const [password, setPassword] = useState('');
  const [problems, setProblems] = useState<Problems>({});
  const [isBusy, setIsBusy] = useState(false);
  const left = daysLeft(expiresAt, useNow()) ?? 'now';

  const join = async () => {
    setIsBusy(true);
    const accepted = await acceptInvitation({ token: props.token, email, name, password });
    setIsBusy(false);
    switch (accepted.kind) {
      case 'joined':
        return props.onJoined(accepted.isSignedIn);
      case 'gone':
        return props.onGone(accepted.words);
      case 'unreachable':
        return setProblems({ whole: accepted.words });
      case 'refused':
        return setProblems(
          Object.fromEntries(
            accepted.problems.map(({ path, message }) => [path?.[0] ?? 'whole', message]),
          ),
        );
    }
  };
  const change = (field: string, set: (value: string) => void) => (value: string) => {
    set(value);
    setProblems(Object.fromEntries(Object.entries(problems).filter(([name]) => name !== field)));
  };
  const emailProblem = problems['email'];
  return (
    <>
      <h1 className={styles.title}>Join Order Management</h1>
      <p className={styles.ended}>
        {invitedBy} invites you as {roleNames[role]}. The link works once and expires {left}.
      </p>
      {problems['whole'] && (
        <Alert
          color="red"
          variant="light"
          role="alert"
          icon={<IconAlertCircle size={18} />}
          classNames={{ message: styles.problem ?? '' }}
        >
          {problems['whole']}
        </Alert>
      )}
      <form
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void join();
        }}
      >
        <TextInput
          label="Email"
          type="email"
          autoComplete="username"
          size="md"
          readOnly={props.invitation.email !== null}
          value={email}
          error={emailProblem}
          onChange={({ currentTarget }) => change('email', setEmail)(currentTarget.value)}
        />
        <TextInput
          label="Your name"
          autoComplete="name"
          size="md"
          maxLength={200}
          value={name}
          error={problems['name']}
          onChange={({ currentTarget }) => change('name', setName)(currentTarget.value)}
        />
        <PasswordInput
          label="Password"
          description="12 to 128 characters; a few words are a good one."
          autoComplete="new-password"
          size="md"
          visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the password' }}
          value={password}
          error={problems['password']}
          onChange={({ currentTarget }) => change('password', setPassword)(currentTarget.value)}
        />
        <Button type="submit" size="md" loading={isBusy} leftSection={<IconLogin2 size={18} />}>
          Join
        </Button>
      </form>
    </>
  );
}
