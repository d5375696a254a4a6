import { Button } from '@mantine/core';
import { useState } from 'react';
import { SignInCard } from '../sign-in/sign-in-card.tsx';
import styles from '../sign-in/sign-in-page.module.css';
import { RecoveryCodes } from './recovery-codes.tsx';
import { TwoFactorSetup } from './two-factor-setup.tsx';

/** For a member whose role needs two-factor sign-in: nothing else opens before it is set up. */
export function MustSetUpTwoFactor(props: { onDone: () => void; onSignOut: () => void }) {
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  return (
    <SignInCard title="Set up two-factor sign-in">
      {codes ? (
        <RecoveryCodes codes={codes} onKept={props.onDone} />
      ) : (
        <>
          <p className={styles.words}>
            Your role needs a second factor: a code from an app on your phone.
          </p>
          <TwoFactorSetup onDone={setCodes} />
          <Button variant="subtle" onClick={props.onSignOut}>
            Sign out
          </Button>
        </>
      )}
    </SignInCard>
  );
}
