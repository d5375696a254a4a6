import { Button, CopyButton } from '@mantine/core';
import { IconCheck, IconCopy, IconKey } from '@tabler/icons-react';
import { useRef } from 'react';
import panel from '../../settings/form/form-panel.module.css';
import { LeaveGuard } from '../../settings/form/leave-guard.tsx';
import { useConfigurationPlace } from '../../settings/use-configuration-place.ts';
import styles from './tokens.module.css';

export type MadeToken = {
  /** Null where an earlier attempt had made it. */
  readonly secret: string | null;
  readonly name: string;
};

/** The secret of a token, this once: whoever leaves without having copied it is asked. */
export function MadeTokenShown({ made }: { made: MadeToken }) {
  const { close } = useConfigurationPlace();
  const isKept = useRef(made.secret === null);
  const keep = () => {
    isKept.current = true;
  };
  return (
    <>
      <div className={panel.scroll}>
        <div className={styles.made}>
          {made.secret === null ? (
            <p role="alert">
              “{made.name}” was made by an earlier attempt, whose answer got lost with the secret in
              it. Revoke it in the list, and make another.
            </p>
          ) : (
            <Secret secret={made.secret} name={made.name} onCopied={keep} />
          )}
        </div>
      </div>
      <div className={panel.foot}>
        <Button onClick={close}>Done</Button>
      </div>
      <LeaveGuard
        isUnsaved={() => !isKept.current}
        title="Leave without copying the token?"
        confirmLabel="Leave"
      >
        <p>It will not be shown again. Without it, this token is of no use to anybody.</p>
      </LeaveGuard>
    </>
  );
}

function Secret(props: { secret: string; name: string; onCopied: () => void }) {
  const { secret, name, onCopied } = props;
  return (
    <>
      <p className={styles.ready} role="status">
        <IconKey size={17} stroke={1.9} aria-hidden />
        <span>
          “{name}” is ready. <strong>Copy its token now: it is shown this once.</strong>
        </span>
      </p>
      <Copied label="Token" copyLabel="Copy the token" text={secret} onCopied={onCopied} />
      <p className={styles.hint}>
        Keep it where the program keeps its secrets, never in its source or in an address. Try it:
      </p>
      <Copied
        label="A first call"
        copyLabel="Copy the call"
        text={firstCall(secret)}
        onCopied={onCopied}
      />
    </>
  );
}

function Copied(props: { label: string; copyLabel: string; text: string; onCopied: () => void }) {
  const { label, text, onCopied } = props;
  return (
    <figure className={styles.copied}>
      <figcaption>{label}</figcaption>
      {/* Copied by hand or by its button, it is kept. */}
      <pre tabIndex={0} aria-label={label} onCopy={onCopied}>
        {text}
      </pre>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Button
            variant="default"
            size="xs"
            leftSection={
              copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />
            }
            onClick={() => {
              copy();
              onCopied();
            }}
          >
            {copied ? 'Copied' : props.copyLabel}
          </Button>
        )}
      </CopyButton>
    </figure>
  );
}

/** Asks who it is, which every token may. */
function firstCall(secret: string): string {
  return [
    `curl ${location.origin}/graphql`,
    `  -H 'Authorization: Bearer ${secret}'`,
    `  -H 'Content-Type: application/json'`,
    `  -d '{"query":"{ viewer { name permissions } }"}'`,
  ].join(' \\\n');
}
