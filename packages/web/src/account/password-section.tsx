import { Button, Checkbox, PasswordInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { askAccount, useSending } from './account-api.ts';
import { AccountSection } from './account-section.tsx';
import styles from './account.module.css';
import { NewPasswordInput } from './new-password-input.tsx';
import { Problem } from './problem.tsx';

export function PasswordSection(props: { email: string; onChanged: () => void }) {
  const { isBusy, problems, send } = useSending();
  const [currentPassword, setCurrentPassword] = useState('');
  const [newPassword, setNewPassword] = useState('');
  const [endsOthers, setEndsOthers] = useState(true);
  const change = async () => {
    const wish = { currentPassword, newPassword, keepOtherSessions: !endsOthers };
    if (!(await send(() => askAccount('/change-password', wish)))) return;
    setCurrentPassword('');
    setNewPassword('');
    notifications.show({ message: 'Your password is changed.' });
    props.onChanged();
  };
  return (
    <AccountSection
      title="Password"
      hint="You get a mail whenever it changes. Use one that you use nowhere else."
    >
      <form
        className={styles.fields}
        onSubmit={(event) => {
          event.preventDefault();
          void change();
        }}
      >
        <Problem words={problems['']} />
        {/* For password managers, which ask whose password this is. */}
        <input type="email" autoComplete="username" value={props.email} readOnly hidden />
        <PasswordInput
          label="Present password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={currentPassword}
          error={problems['currentPassword']}
          visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the present password' }}
          onChange={({ currentTarget }) => setCurrentPassword(currentTarget.value)}
        />
        <NewPasswordInput
          value={newPassword}
          error={problems['newPassword']}
          onChange={setNewPassword}
        />
        <Checkbox
          label="Sign out everywhere else"
          checked={endsOthers}
          onChange={({ currentTarget }) => setEndsOthers(currentTarget.checked)}
        />
        <div className={styles.buttons}>
          <Button type="submit" loading={isBusy}>
            Change the password
          </Button>
        </div>
      </form>
    </AccountSection>
  );
}
