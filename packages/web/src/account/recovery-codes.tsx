import { Button, CopyButton } from '@mantine/core';
import styles from './account.module.css';

/** Shown this once, to be kept where the phone is not. */
export function RecoveryCodes(props: { codes: readonly string[]; onKept: () => void }) {
  const text = `${props.codes.join('\n')}\n`;
  return (
    <div className={styles.fields}>
      <p>
        <strong>Keep these recovery codes, away from your phone.</strong> Each signs you in once
        when you do not have your app. They are not shown again.
      </p>
      <ul className={styles.codes} aria-label="Recovery codes">
        {props.codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className={styles.buttons}>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {copied ? 'Copied' : 'Copy them'}
            </Button>
          )}
        </CopyButton>
        <Button
          variant="default"
          component="a"
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
          download="order-management-recovery-codes.txt"
        >
          Download
        </Button>
        <Button onClick={props.onKept}>I have kept them</Button>
      </div>
    </div>
  );
}
