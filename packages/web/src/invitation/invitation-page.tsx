import { Button, TextInput } from '@mantine/core';
import { IconLogin2 } from '@tabler/icons-react';
import { useEffect, useState, type ReactNode } from 'react';
import { NewPasswordInput } from '../account/new-password-input.tsx';
import { Problem } from '../account/problem.tsx';
import { daysLeft } from '../people/members/expiry.ts';
import { Words } from '../ui/request-id.tsx';
import { roleNames } from '../people/role-words.ts';
import { SignInCard } from '../sign-in/sign-in-card.tsx';
import styles from '../sign-in/sign-in-page.module.css';
import { LinesSkeleton } from '../ui/states.tsx';
import { useNow } from '../ui/time.tsx';
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
  if (joined) {
    return (
      <Message
        title="You are a member now"
        words="Sign in with your email and the password you have just chosen."
      >
        <SignInLink>Sign in</SignInLink>
      </Message>
    );
  }
  switch (looked?.kind) {
    case undefined:
      return (
        <SignInCard title="Join Order Management">
          <LinesSkeleton label="Opening the invitation" lines={5} />
        </SignInCard>
      );
    case 'open':
      return (
        <SignInCard title="Join Order Management">
          <JoinForm
            invitation={looked.invitation}
            token={token}
            onGone={(words) => setLooked({ kind: 'gone', words })}
            onJoined={(isSignedIn) => (isSignedIn ? props.onSignedIn() : setJoined(true))}
          />
        </SignInCard>
      );
    case 'gone':
      return (
        <Message title="This invitation is over" words={looked.words}>
          <SignInLink>Go to the sign-in</SignInLink>
        </Message>
      );
    case 'unreachable':
      return (
        <Message title="The invitation could not be opened" words={looked.words}>
          <Button variant="default" size="md" onClick={lookAgain}>
            Try again
          </Button>
        </Message>
      );
  }
}

function Message(props: { title: string; words: string; children: ReactNode }) {
  return (
    <SignInCard title={props.title}>
      <p className={styles.words} role="status">
        <Words text={props.words} />
      </p>
      {props.children}
    </SignInCard>
  );
}

function SignInLink(props: { children: ReactNode }) {
  return (
    <Button component="a" href="/orders" variant="default" size="md">
      {props.children}
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
      <p className={styles.words}>
        {invitedBy} invites you as {roleNames[role]}. The link works once and expires {left}.
      </p>
      <Problem words={problems['whole']} />
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
        <NewPasswordInput
          label="Password"
          size="md"
          value={password}
          error={problems['password']}
          onChange={change('password', setPassword)}
        />
        <Button type="submit" size="md" loading={isBusy} leftSection={<IconLogin2 size={18} />}>
          Join
        </Button>
      </form>
    </>
  );
}
