import { Button, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { QuestionDialog } from '../ui/dialog.tsx';
import { Ago } from '../ui/time.tsx';
import { useAskAccount, useSending, type Account } from './account-api.ts';
import { AccountSection } from './account-section.tsx';
import styles from './account.module.css';
import { canUsePasskeys, makePasskey, type PasskeyOffer } from './passkey-browser.ts';
import { Problem } from './problem.tsx';

type Passkey = Account['passkeys'][number];

export function PasskeysSection(props: { account: Account; onChanged: () => void }) {
  const { passkeys } = props.account;
  const [leaving, setLeaving] = useState<Passkey | null>(null);
  return (
    <AccountSection
      title="Passkeys"
      hint="Sign in with your fingerprint, face or PIN instead of password and code. A passkey stays on your device, or in your password manager."
    >
      {passkeys.length > 0 ? (
        <ul className={styles.passkeys} aria-label="Your passkeys">
          {passkeys.map((passkey) => (
            <li key={passkey.id} className={styles.passkey}>
              <div>
                <div className={styles.passkeyName}>{passkey.name}</div>
                <div className={styles.passkeyFacts}>
                  Added <Ago at={passkey.createdAt} />,{' '}
                  {passkey.lastUsedAt ? (
                    <>
                      last used <Ago at={passkey.lastUsedAt} />
                    </>
                  ) : (
                    'not used yet'
                  )}
                </div>
              </div>
              <Button
                variant="default"
                size="compact-sm"
                aria-label={`Remove the passkey ${passkey.name}`}
                onClick={() => setLeaving(passkey)}
              >
                Remove
              </Button>
            </li>
          ))}
        </ul>
      ) : (
        <p className="dim">You have no passkey.</p>
      )}
      <AddPasskey onAdded={props.onChanged} />
      {leaving && (
        <RemovePasskey
          passkey={leaving}
          onRemoved={props.onChanged}
          onClose={() => setLeaving(null)}
        />
      )}
    </AccountSection>
  );
}

function AddPasskey({ onAdded }: { onAdded: () => void }) {
  const ask = useAskAccount();
  const { isBusy, problems, send } = useSending();
  const [name, setName] = useState('');
  if (!canUsePasskeys()) return <p className="dim">This browser cannot use passkeys.</p>;
  const add = async () => {
    const added = await send(async () => {
      const offer = await ask<PasskeyOffer>('/passkeys/offer');
      if (!offer.ok) return offer;
      const made = await makePasskey(offer.value);
      return made.ok ? ask('/passkeys/add', { name, response: made.value }) : made;
    });
    if (!added) return;
    setName('');
    notifications.show({ message: 'The passkey is added.' });
    onAdded();
  };
  return (
    <form
      className={styles.fields}
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <Problem words={problems['']} />
      <TextInput
        label="Name of the new passkey"
        description="So that you know it again, such as “Work laptop”."
        required
        withAsterisk={false}
        maxLength={60}
        value={name}
        error={problems['name']}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
      />
      <div className={styles.buttons}>
        <Button type="submit" variant="default" loading={isBusy}>
          Add a passkey
        </Button>
      </div>
    </form>
  );
}

function RemovePasskey(props: { passkey: Passkey; onRemoved: () => void; onClose: () => void }) {
  const ask = useAskAccount();
  const { isBusy, problems, send } = useSending();
  const remove = async () => {
    if (!(await send(() => ask('/passkeys/remove', { id: props.passkey.id })))) return;
    notifications.show({ message: 'The passkey is removed.' });
    props.onClose();
    props.onRemoved();
  };
  return (
    <QuestionDialog
      opened
      title={`Remove the passkey ${props.passkey.name}?`}
      confirmLabel="Remove the passkey"
      danger
      busy={isBusy}
      onConfirm={() => void remove()}
      onClose={props.onClose}
    >
      <p>
        It no longer signs you in. On your device it may still be offered; delete it there, too.
      </p>
      <Problem words={problems['']} />
    </QuestionDialog>
  );
}
