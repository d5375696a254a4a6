import { Button } from '@mantine/core';
import { useState } from 'react';
import { askAccount, useSending, type AccountAnswer } from '../account/account-api.ts';
import { CodeInput } from '../account/code-input.tsx';
import { Problem } from '../account/problem.tsx';
import { SignInCard } from './sign-in-card.tsx';
import styles from './sign-in-page.module.css';

/** After the password: the code. Where the first step has run out, back to it, with the reason. */
export function CodeStep(props: { onSignedIn: () => void; onBack: (problem?: string) => void }) {
  const { isBusy, problems, send } = useSending();
  const [code, setCode] = useState('');
  const submit = async () => {
    const answer = await send(async () => {
      const heard = await askAccount('/sign-in/code', { code });
      const over = overOf(heard);
      if (over !== null) props.onBack(over);
      return heard;
    });
    if (answer) props.onSignedIn();
    else setCode('');
  };
  return (
    <SignInCard title="Enter your code">
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Problem words={problems['']} />
        <CodeInput size="md" autoFocus value={code} error={problems['code']} onChange={setCode} />
        <Button type="submit" size="md" loading={isBusy}>
          Sign in
        </Button>
      </form>
      <Button variant="subtle" onClick={() => props.onBack()}>
        Back
      </Button>
    </SignInCard>
  );
}

function overOf(answer: AccountAnswer<unknown>): string | null {
  if (answer.ok) return null;
  return answer.problems.find(({ code }) => code === 'SIGN_IN_AGAIN')?.message ?? null;
}
