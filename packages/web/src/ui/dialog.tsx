import { Button, Modal } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useRef, type ReactNode, type RefObject } from 'react';
import styles from './dialog.module.css';

/** True on a phone: lists become cards, panels pages, dialogs sheets from below. */
export function useIsNarrow(): boolean {
  return useMediaQuery('(max-width: 48em)', matchMedia('(max-width: 48em)').matches);
}

/** What the dialogs have in common: keeps the focus inside and gives it back; a sheet from below on a phone. */
export function Dialog(props: {
  opened: boolean;
  title: string;
  size?: 'md' | 'lg';
  children: ReactNode;
  buttons: ReactNode;
  onClose: () => void;
}) {
  const isNarrow = useIsNarrow();
  const own = useRef<HTMLDivElement>(null);
  return (
    <Modal
      ref={own}
      opened={props.opened}
      onClose={() => isOnTop(own) && props.onClose()}
      title={props.title}
      size={props.size === 'lg' ? 620 : 'md'}
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
      <div className={styles.buttons}>{props.buttons}</div>
    </Modal>
  );
}

/** Escape is heard by every open dialog, and meant for the last one. */
function isOnTop(own: RefObject<HTMLElement | null>): boolean {
  const last = [...document.querySelectorAll('[aria-modal="true"]')].at(-1);
  return !last || own.current?.contains(last) === true;
}

/** A question with its consequence above the buttons. */
export function QuestionDialog(props: {
  opened: boolean;
  title: string;
  children: ReactNode;
  confirmLabel: string;
  danger?: boolean;
  busy?: boolean;
  /** Nothing to confirm yet. */
  disabled?: boolean;
  onConfirm: () => void;
  onClose: () => void;
}) {
  return (
    <Dialog
      opened={props.opened}
      title={props.title}
      onClose={props.onClose}
      buttons={
        <>
          <Button variant="default" onClick={props.onClose} data-autofocus>
            Cancel
          </Button>
          <Button
            color={props.danger ? 'red.8' : 'violet'}
            loading={props.busy ?? false}
            disabled={props.disabled ?? false}
            onClick={props.onConfirm}
          >
            {props.confirmLabel}
          </Button>
        </>
      }
    >
      {props.children}
    </Dialog>
  );
}
