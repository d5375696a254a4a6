import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconShieldCheck, IconShieldOff } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { Account } from './account-api.ts';
import { AccountSection } from './account-section.tsx';
import styles from './account.module.css';
import { RecoveryCodes } from './recovery-codes.tsx';
import { TwoFactorProof } from './two-factor-proof.tsx';
import { TwoFactorSetup } from './two-factor-setup.tsx';

type Step = 'NONE' | 'SET_UP' | 'RENEW' | 'SWITCH_OFF';

/** Two-factor sign-in: its state, the way there, and the ways out of it. */
export function TwoFactorSection(props: { account: Account; onChanged: () => void }) {
  const { hasTwoFactor, recoveryCodesLeft } = props.account;
  const [step, setStep] = useState<Step>('NONE');
  const [recoveryCodes, setRecoveryCodes] = useState<readonly string[] | null>(null);
  const buttons = useRef<HTMLDivElement>(null);
  const cancel = () => {
    flushSync(() => setStep('NONE'));
    buttons.current?.querySelector('button')?.focus();
  };
  const done = (codes: readonly string[] | null, words: string) => {
    setStep('NONE');
    setRecoveryCodes(codes);
    notifications.show({ message: words });
    props.onChanged();
  };
  return (
    <AccountSection
      title="Two-factor sign-in"
      hint="A code from an app on your phone, beside the password: whoever learns the password alone stays outside."
    >
      <div className={styles.state} role="status">
        {hasTwoFactor ? (
          <>
            <IconShieldCheck size={18} color="var(--good-text)" aria-hidden />
            On, with {recoveryCodesLeft} recovery {recoveryCodesLeft === 1 ? 'code' : 'codes'} left
          </>
        ) : (
          <>
            <IconShieldOff size={18} color="var(--text-dim)" aria-hidden />
            Off
          </>
        )}
      </div>
      {recoveryCodes && (
        <RecoveryCodes codes={recoveryCodes} onKept={() => setRecoveryCodes(null)} />
      )}
      {step === 'SET_UP' && (
        <TwoFactorSetup
          onDone={(codes) => done(codes, 'Two-factor sign-in is on.')}
          onCancel={cancel}
        />
      )}
      {step === 'RENEW' && (
        <TwoFactorProof
          path="/two-factor/recovery-codes"
          words="The present recovery codes will be worth nothing."
          deed="Make new recovery codes"
          onDone={(value) => done(value.recoveryCodes ?? null, 'Your recovery codes are new.')}
          onCancel={cancel}
        />
      )}
      {step === 'SWITCH_OFF' && (
        <TwoFactorProof
          path="/two-factor/switch-off"
          words="The password alone will then be enough to sign in. You will be signed out everywhere else."
          deed="Switch two-factor sign-in off"
          isDangerous
          onDone={() => done(null, 'Two-factor sign-in is off.')}
          onCancel={cancel}
        />
      )}
      {step === 'NONE' && !recoveryCodes && (
        <div ref={buttons} className={styles.buttons}>
          {hasTwoFactor ? (
            <>
              <Button variant="default" onClick={() => setStep('RENEW')}>
                New recovery codes
              </Button>
              <Button variant="default" onClick={() => setStep('SWITCH_OFF')}>
                Switch off
              </Button>
            </>
          ) : (
            <Button onClick={() => setStep('SET_UP')}>Set up two-factor sign-in</Button>
          )}
        </div>
      )}
    </AccountSection>
  );
}
