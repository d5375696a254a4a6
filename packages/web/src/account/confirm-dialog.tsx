import { Button } from '@mantine/core';
import { IconFingerprint } from '@tabler/icons-react';
import { use, useId, useState, useSyncExternalStore } from 'react';
import { Dialog } from '../ui/dialog.tsx';
import { askAccount, useAccount, useSending } from './account-api.ts';
import styles from './account.module.css';
import { CodeInput } from './code-input.tsx';
import { ConfirmationContext } from './confirmation.ts';
import { OwnPasswordInput } from './own-password-input.tsx';
import { canUsePasskeys, provePasskey } from './passkey-browser.ts';
import { Problem } from './problem.tsx';

/** Opens when something wants a fresh proof; what was asked for goes on by itself afterwards. */
export function ConfirmDialog() {
  const confirmation = use(ConfirmationContext);
  const isAsked = useSyncExternalStore(confirmation.subscribe, confirmation.isAsked);
  return isAsked ? <Asking onSettled={confirmation.settle} /> : null;
}

function Asking({ onSettled }: { onSettled: (isConfirmed: boolean) => void }) {
  const { account } = useAccount();
  const { isBusy, problems, send } = useSending();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const formId = useId();
  const confirm = async () => {
    const wish = account?.hasTwoFactor ? { password, code } : { password };
    if (await send(() => askAccount('/confirm', wish))) onSettled(true);
  };
  const confirmByPasskey = async () => {
    const done = await send(() => provePasskey('/confirm/passkey/challenge', '/confirm/passkey'));
    if (done) onSettled(true);
  };
  return (
    <Dialog
      opened
      title="Confirm that it is you"
      onClose={() => onSettled(false)}
      buttons={
        <>
          <Button variant="default" onClick={() => onSettled(false)}>
            Cancel
          </Button>
          <Button type="submit" form={formId} loading={isBusy}>
            Confirm
          </Button>
        </>
      }
    >
      <p>
        You signed in a while ago, and this could lock others out or open a door. Afterwards it is
        done at once; you need not begin again.
      </p>
      <form
        id={formId}
        className={styles.fields}
        onSubmit={(event) => {
          event.preventDefault();
          void confirm();
        }}
      >
        <Problem words={problems['']} />
        <OwnPasswordInput value={password} error={problems['password']} onChange={setPassword} />
        {account?.hasTwoFactor && (
          <CodeInput value={code} error={problems['code']} onChange={setCode} />
        )}
        {account && account.passkeys.length > 0 && canUsePasskeys() && (
          <Button
            variant="default"
            leftSection={<IconFingerprint size={16} aria-hidden />}
            onClick={() => void confirmByPasskey()}
          >
            Use a passkey instead
          </Button>
        )}
      </form>
    </Dialog>
  );
}
