import { Button } from '@mantine/core';
import { useState } from 'react';
import { askAccount, useSending } from '../account/account-api.ts';
import { NewPasswordInput } from '../account/new-password-input.tsx';
import { Problem } from '../account/problem.tsx';
import { SignInCard } from './sign-in-card.tsx';
import { RESET_PATH } from './reset-path.ts';
import styles from './sign-in-page.module.css';

/** Where the link in the mail leads. Its key is taken out of the address, and so out of the history, at once. */
export function ResetPage() {
  const [token] = useState(() => takeToken());
  const { isBusy, problems, send } = useSending();
  const [newPassword, setNewPassword] = useState('');
  const [isDone, setIsDone] = useState(false);
  const submit = async () => {
    if (!(await send(() => askAccount('/reset-password', { token, newPassword })))) return;
    sessionStorage.removeItem(RESET_PATH);
    setIsDone(true);
  };
  const signIn = (
    <Button component="a" href="/orders" size="md" variant={isDone ? 'filled' : 'subtle'}>
      {isDone ? 'Sign in' : 'Back to the sign-in'}
    </Button>
  );
  if (isDone) {
    return (
      <SignInCard title="Your password is new">
        <p className={styles.words} role="status">
          You were signed out everywhere. Sign in with the new password.
        </p>
        {signIn}
      </SignInCard>
    );
  }
  return (
    <SignInCard title="Choose a new password">
      <Problem
        words={
          problems[''] ??
          (token
            ? null
            : 'This link is not whole. Open it from the mail again, or ask for a new one.')
        }
      />
      {token && (
        <form
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault();
            void submit();
          }}
        >
          <NewPasswordInput
            size="md"
            value={newPassword}
            error={problems['newPassword']}
            onChange={setNewPassword}
          />
          <Button type="submit" size="md" loading={isBusy}>
            Save the new password
          </Button>
        </form>
      )}
      {signIn}
    </SignInCard>
  );
}

/** Kept for a reload of this tab alone. */
function takeToken(): string {
  const token = location.hash.slice(1);
  if (!token) return sessionStorage.getItem(RESET_PATH) ?? '';
  sessionStorage.setItem(RESET_PATH, token);
  history.replaceState(null, '', RESET_PATH);
  return token;
}
