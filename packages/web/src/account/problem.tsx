import { Alert } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import styles from './account.module.css';

/** What went wrong with the whole of a form, in words; nothing where nothing did. */
export function Problem({ words }: { words: string | null | undefined }) {
  if (!words) return null;
  return (
    <Alert
      color="red"
      variant="light"
      role="alert"
      icon={<IconAlertCircle size={18} />}
      classNames={{ message: styles.problem ?? '' }}
    >
      {words}
    </Alert>
  );
}
