import { Alert, Button, PasswordInput, TextInput } from '@mantine/core';
import { IconAlertCircle, IconLogin2 } from '@tabler/icons-react';
import { useState } from 'react';
import styles from './sign-in-page.module.css';

/** Email and password. `ended` says that a session ran out, so that nobody wonders why they are here. */
export function SignInPage(props: { ended: boolean; onSignedIn: () => void }) {
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const submit = async (form: FormData) => {
    setBusy(true);
    const refused = await signIn(textOf(form, 'email'), textOf(form, 'password'));
    setBusy(false);
    setProblem(refused);
    if (!refused) props.onSignedIn();
  };

  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <img src="/icon.svg" width={36} height={36} alt="" />
        <h1 className={styles.title}>Sign in to Order Management</h1>
        {props.ended && !problem && (
          <p className={styles.ended} role="status">
            Your session has ended. Sign in to continue where you were.
          </p>
        )}
        {problem && (
          <Alert
            color="red"
            variant="light"
            role="alert"
            icon={<IconAlertCircle size={18} />}
            classNames={{ message: styles.problem ?? '' }}
          >
            {problem}
          </Alert>
        )}
        <form
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault();
            void submit(new FormData(event.currentTarget));
          }}
        >
          <TextInput
            label="Email"
            name="email"
            type="email"
            autoComplete="username"
            size="md"
            required
            withAsterisk={false}
            autoFocus
          />
          <PasswordInput
            label="Password"
            name="password"
            autoComplete="current-password"
            size="md"
            required
            withAsterisk={false}
            visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the password' }}
          />
          <Button type="submit" size="md" loading={busy} leftSection={<IconLogin2 size={18} />}>
            Sign in
          </Button>
        </form>
      </div>
    </main>
  );
}

/** Answers with the reason why not, or null when signed in. */
async function signIn(email: string, password: string): Promise<string | null> {
  let response: Response;
  try {
    response = await fetch('/api/auth/sign-in/email', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    });
  } catch {
    return 'The server could not be reached. Check your connection, then try again.';
  }
  if (response.ok) return null;
  if (response.status === 429) {
    const seconds = Number(
      response.headers.get('x-retry-after') ?? response.headers.get('retry-after'),
    );
    const wait = seconds > 0 ? `${seconds} seconds` : 'a minute';
    return `Too many attempts. Wait ${wait}, then try again.`;
  }
  return response.status < 500
    ? 'Email or password is wrong.'
    : 'The server could not sign you in right now. Try again in a moment.';
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}
