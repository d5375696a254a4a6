import { ActionIcon, CopyButton } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import styles from './request-id.module.css';

/** Of a toast that may hold an id: long enough to find the button. */
export const TOAST_WITH_ID_MS = 20_000;

const ASKING = 'Tell us this id:';

/** Words about a fault with the id by which it is found in our log, where there is one. `Words` shows them. */
export function withRequestId(words: string, requestId: string | null): string {
  return requestId === null ? words : `${words} ${ASKING} ${requestId}.`;
}

/** Words for people; an id of a request at their end can be copied. */
export function Words({ text }: { text: string }) {
  const [words = '', rest] = text.split(` ${ASKING} `);
  if (rest === undefined) return text;
  return (
    <>
      {words} <RequestId id={rest.replace(/\.$/, '')} />
    </>
  );
}

/** What support needs to find in the log what went wrong. */
export function RequestId({ id }: { id: string }) {
  return (
    <span className={styles.requestId}>
      {ASKING} <code>{id}</code>
      <CopyButton value={id}>
        {({ copied, copy }) => (
          <ActionIcon
            variant="subtle"
            color="gray"
            size={24}
            aria-label={copied ? 'Copied' : 'Copy the id'}
            onClick={copy}
          >
            {copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
          </ActionIcon>
        )}
      </CopyButton>
    </span>
  );
}
