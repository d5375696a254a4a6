import { useApolloClient } from '@apollo/client/react';
import { ErrorState, LinesSkeleton } from '../ui/states.tsx';
import { useAccount } from './account-api.ts';
import styles from './account.module.css';
import { PasskeysSection } from './passkeys-section.tsx';
import { SessionsSection } from './sessions-section.tsx';
import { PasswordSection } from './password-section.tsx';
import { TwoFactorSection } from './two-factor-section.tsx';

/** One's own account: how one signs in. Names and roles are given by an admin. */
export function AccountPage() {
  const { account, problem, reload } = useAccount();
  const client = useApolloClient();
  // What changes how one signs in may end what is open elsewhere.
  const onChanged = () => {
    reload();
    void client.refetchQueries({ include: ['OwnSessions'] });
  };
  if (!account) {
    return problem ? (
      <ErrorState
        title="Your account could not be loaded"
        error={{ errors: [{ message: problem }] }}
        onRetry={reload}
      />
    ) : (
      <div className={styles.page}>
        <h1 className={styles.title}>Your account</h1>
        <div className={styles.loading}>
          <LinesSkeleton label="Loading your account" lines={8} />
        </div>
      </div>
    );
  }
  return (
    <div className={styles.page}>
      <h1 className={styles.title}>Your account</h1>
      <p className={styles.who}>
        {account.name}, {account.email}
      </p>
      <PasswordSection email={account.email} onChanged={onChanged} />
      <TwoFactorSection account={account} onChanged={onChanged} />
      <PasskeysSection account={account} onChanged={onChanged} />
      <SessionsSection />
    </div>
  );
}
