import { Anchor, Button, PasswordInput, TextInput } from '@mantine/core';
import { IconFingerprint, IconLogin2 } from '@tabler/icons-react';
import { useState } from 'react';
import { askAccount, useSending } from '../account/account-api.ts';
import { canUsePasskeys, provePasskey } from '../account/passkey-browser.ts';
import { Problem } from '../account/problem.tsx';
import { SignInCard } from './sign-in-card.tsx';
import styles from './sign-in-page.module.css';

type Next = { readonly next: 'NOTHING' | 'SECOND_FACTOR' };

export function PasswordStep(props: {
  ended: boolean;
  /** Why somebody is back here from a later step. */
  problem: string | null;
  email: string;
  onEmail: (email: string) => void;
  onSignedIn: () => void;
  onCodeNeeded: () => void;
  onForgotten: () => void;
}) {
  const { email } = props;
  const { isBusy, problems, send } = useSending();
  const [password, setPassword] = useState('');
  const [isEmailKnown] = useState(email !== '');
  const problem = problems[''] ?? props.problem;
  const signIn = async () => {
    const answer = await send(() => askAccount<Next>('/sign-in/email', { email, password }));
    if (answer?.next === 'SECOND_FACTOR') props.onCodeNeeded();
    else if (answer) props.onSignedIn();
  };
  const signInByPasskey = async () => {
    const done = await send(() => provePasskey('/sign-in/passkey/challenge', '/sign-in/passkey'));
    if (done) props.onSignedIn();
  };
  return (
    <SignInCard title="Sign in to Order Management">
      {props.ended && !problem && (
        <p className={styles.ended} role="status">
          Your session has ended. Sign in to continue where you were.
        </p>
      )}
      <Problem words={problem} />
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void signIn();
        }}
      >
        <TextInput
          label="Email"
          type="email"
          autoComplete="username"
          size="md"
          required
          withAsterisk={false}
          autoFocus={!isEmailKnown}
          value={email}
          onChange={({ currentTarget }) => props.onEmail(currentTarget.value)}
        />
        <PasswordInput
          label="Password"
          autoComplete="current-password"
          size="md"
          required
          withAsterisk={false}
          autoFocus={isEmailKnown}
          value={password}
          visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the password' }}
          onChange={({ currentTarget }) => setPassword(currentTarget.value)}
        />
        <Button type="submit" size="md" loading={isBusy} leftSection={<IconLogin2 size={18} />}>
          Sign in
        </Button>
      </form>
      {canUsePasskeys() && (
        <Button
          variant="default"
          size="md"
          leftSection={<IconFingerprint size={18} aria-hidden />}
          onClick={() => void signInByPasskey()}
        >
          Use a passkey
        </Button>
      )}
      <Anchor component="button" type="button" size="sm" onClick={props.onForgotten}>
        Forgot the password?
      </Anchor>
    </SignInCard>
  );
}
