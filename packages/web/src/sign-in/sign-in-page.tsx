import { useState } from 'react';
import { CodeStep } from './code-step.tsx';
import { ForgotStep } from './forgot-step.tsx';
import { PasswordStep } from './password-step.tsx';

type Step =
  | { readonly name: 'PASSWORD'; readonly problem: string | null }
  | { readonly name: 'CODE' }
  | { readonly name: 'FORGOT' };

/** The ways in. `ended` says that a session ran out, so that nobody wonders why they are here. */
export function SignInPage(props: { ended: boolean; onSignedIn: () => void }) {
  const [step, setStep] = useState<Step>({ name: 'PASSWORD', problem: null });
  const [email, setEmail] = useState('');
  const begin = (problem: string | null = null) => setStep({ name: 'PASSWORD', problem });
  switch (step.name) {
    case 'PASSWORD':
      return (
        <PasswordStep
          ended={props.ended}
          problem={step.problem}
          email={email}
          onEmail={setEmail}
          onSignedIn={props.onSignedIn}
          onCodeNeeded={() => setStep({ name: 'CODE' })}
          onForgotten={() => setStep({ name: 'FORGOT' })}
        />
      );
    case 'CODE':
      return <CodeStep onSignedIn={props.onSignedIn} onBack={begin} />;
    case 'FORGOT':
      return <ForgotStep email={email} onEmail={setEmail} onBack={() => begin()} />;
  }
}
