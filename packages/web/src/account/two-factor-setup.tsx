import { Button } from '@mantine/core';
import { useState } from 'react';
import { askAccount, useSending } from './account-api.ts';
import styles from './account.module.css';
import { CodeInput } from './code-input.tsx';
import { OwnPasswordInput } from './own-password-input.tsx';
import { Problem } from './problem.tsx';
import { QrCode } from './qr-code.tsx';

type Secret = { readonly uri: string; readonly secret: string };

/** The password, then the app takes the secret, then its first code proves that it has it. */
export function TwoFactorSetup(props: {
  onDone: (recoveryCodes: readonly string[]) => void;
  onCancel?: () => void;
}) {
  const { isBusy, problems, send } = useSending();
  const [secret, setSecret] = useState<Secret | null>(null);
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const begin = async () => {
    const made = await send(() => askAccount<Secret>('/two-factor/set-up', { password }));
    setSecret(made);
  };
  const confirm = async () => {
    const value = await send(() =>
      askAccount<{ recoveryCodes: string[] }>('/two-factor/confirm', { code: code.trim() }),
    );
    if (value) props.onDone(value.recoveryCodes);
  };
  const cancel = props.onCancel && (
    <Button variant="default" onClick={props.onCancel}>
      Cancel
    </Button>
  );
  return (
    <form
      className={styles.fields}
      onSubmit={(event) => {
        event.preventDefault();
        void (secret ? confirm() : begin());
      }}
    >
      <Problem words={problems['']} />
      {secret ? (
        <>
          <p>
            Scan this with an authenticator app, such as the one of your password manager, and type
            the six digits it shows.
          </p>
          <QrCode text={secret.uri} name="QR code for your authenticator app" />
          <p>
            No camera? Enter this in the app:
            <br />
            <code className={styles.secret}>
              {secret.secret.replaceAll(/(.{4})/g, '$1 ').trim()}
            </code>
          </p>
          <CodeInput
            description="Six digits from your authenticator app."
            autoFocus
            value={code}
            error={problems['code']}
            onChange={setCode}
          />
          <p className="dim">Everywhere else you will be signed out.</p>
          <div className={styles.buttons}>
            <Button type="submit" loading={isBusy}>
              Switch two-factor sign-in on
            </Button>
            {cancel}
          </div>
        </>
      ) : (
        <>
          <OwnPasswordInput value={password} error={problems['password']} onChange={setPassword} />
          <div className={styles.buttons}>
            <Button type="submit" loading={isBusy}>
              Go on
            </Button>
            {cancel}
          </div>
        </>
      )}
    </form>
  );
}
