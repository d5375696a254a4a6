import { Button, Modal } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import styles from './dialog.module.css';

/** True on a phone: lists become cards, panels pages, dialogs sheets from below. */
export function useIsNarrow(): boolean {
  return useMediaQuery('(max-width: 48em)', matchMedia('(max-width: 48em)').matches);
}

/**
 * A question with its consequence above the buttons. Keeps the focus inside and gives it back;
 * a sheet from below on a phone.
 */
export function QuestionDialog(props: {
  opened: boolean;
  title: string;
  children: ReactNode;
  confirmLabel: string;
  danger?: boolean;
  busy?: boolean;
  onConfirm: () => void;
  onClose: () => void;
}) {
  const isNarrow = useIsNarrow();
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={props.title}
      closeButtonProps={{ 'aria-label': 'Close' }}
      classNames={{
        title: styles.title ?? '',
        inner: isNarrow ? (styles.sheetInner ?? '') : '',
        content: isNarrow ? (styles.sheet ?? '') : '',
      }}
      transitionProps={{ transition: isNarrow ? 'slide-up' : 'pop', duration: 150 }}
      centered={!isNarrow}
    >
      <div className={styles.body}>{props.children}</div>
      <div className={styles.buttons}>
        <Button variant="default" onClick={props.onClose} data-autofocus>
          Cancel
        </Button>
        <Button
          color={props.danger ? 'red.8' : 'violet'}
          loading={props.busy ?? false}
          onClick={props.onConfirm}
        >
          {props.confirmLabel}
        </Button>
      </div>
    </Modal>
  );
}
