import { Button } from '@mantine/core';
import { useState } from 'react';
import { askAccount, useSending } from './account-api.ts';
import styles from './account.module.css';
import { CodeInput } from './code-input.tsx';
import { OwnPasswordInput } from './own-password-input.tsx';
import { Problem } from './problem.tsx';

/** A deed about two-factor sign-in that wants the password and a code at once. */
export function TwoFactorProof(props: {
  path: string;
  /** The consequence. */
  words: string;
  deed: string;
  isDangerous?: boolean;
  /** `recoveryCodes`: where it made new ones. */
  onDone: (value: { readonly recoveryCodes?: readonly string[] }) => void;
  onCancel: () => void;
}) {
  const { isBusy, problems, send } = useSending();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const submit = async () => {
    const value = await send(() =>
      askAccount<{ recoveryCodes?: string[] }>(props.path, { password, code }),
    );
    if (value) props.onDone(value);
  };
  return (
    <form
      className={styles.fields}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <p>{props.words}</p>
      <Problem words={problems['']} />
      <OwnPasswordInput value={password} error={problems['password']} onChange={setPassword} />
      <CodeInput value={code} error={problems['code']} onChange={setCode} />
      <div className={styles.buttons}>
        <Button type="submit" color={props.isDangerous ? 'red.8' : 'violet'} loading={isBusy}>
          {props.deed}
        </Button>
        <Button variant="default" onClick={props.onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
