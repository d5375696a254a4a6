import { Button, TextInput } from '@mantine/core';
import { IconMailForward } from '@tabler/icons-react';
import { useState } from 'react';
import { askAccount, useSending } from '../account/account-api.ts';
import { Problem } from '../account/problem.tsx';
import { SignInCard } from './sign-in-card.tsx';
import styles from './sign-in-page.module.css';

/** Asks for a link by mail. What it says afterwards is the same whether there is such a member or not. */
export function ForgotStep(props: {
  email: string;
  onEmail: (email: string) => void;
  onBack: () => void;
}) {
  const { email } = props;
  const { isBusy, problems, send } = useSending();
  const [sentTo, setSentTo] = useState<string | null>(null);
  const ask = async () => {
    if (await send(() => askAccount('/forgot-password', { email }))) setSentTo(email);
  };
  return (
    <SignInCard title={sentTo ? 'Look into your mail' : 'Choose a new password'}>
      {sentTo ? (
        <p className={styles.words} role="status">
          If {sentTo} belongs to a member, a link is on its way there. It is good once, for one
          hour. Nothing came? Look into the spam folder, or ask an admin of the shop.
        </p>
      ) : (
        <>
          <p className={styles.words}>We send a link to your address.</p>
          <Problem words={problems['']} />
          <form
            className={styles.form}
            onSubmit={(event) => {
              event.preventDefault();
              void ask();
            }}
          >
            <TextInput
              label="Email"
              type="email"
              autoComplete="username"
              size="md"
              required
              withAsterisk={false}
              autoFocus
              value={email}
              onChange={({ currentTarget }) => props.onEmail(currentTarget.value)}
            />
            <Button
              type="submit"
              size="md"
              loading={isBusy}
              leftSection={<IconMailForward size={18} aria-hidden />}
            >
              Send the link
            </Button>
          </form>
        </>
      )}
      <Button variant="subtle" onClick={props.onBack}>
        Back to the sign-in
      </Button>
    </SignInCard>
  );
}
