import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconChevronLeft, IconX } from '@tabler/icons-react';
import { useEffect, useId, useRef, type ReactNode } from 'react';
import { useIsNarrow } from '../../ui/dialog.tsx';
import { useKeys } from '../../ui/keys.ts';
import { WholeProblems } from '../../ui/whole-problems.tsx';
import styles from './form-panel.module.css';
import { LeaveGuard } from './leave-guard.tsx';
import type { Form } from './use-form.ts';

/** The frame of everything that is open beside a list: a page of its own on a phone. */
export function SidePanel(props: {
  title: string;
  closeName: string;
  wide?: boolean;
  onClose: () => void;
  children: ReactNode;
}) {
  const isNarrow = useIsNarrow();
  const headingId = useId();
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    const opener = document.activeElement;
    panel.current?.focus({ preventScroll: true });
    return () => giveFocusBack(opener);
  }, []);
  useKeys({ Escape: props.onClose });
  const Icon = isNarrow ? IconChevronLeft : IconX;
  const closeName = isNarrow ? 'Back to the list' : props.closeName;
  const close = (
    <Tooltip label={closeName}>
      <ActionIcon variant="subtle" color="gray" aria-label={closeName} onClick={props.onClose}>
        <Icon size={18} stroke={1.7} />
      </ActionIcon>
    </Tooltip>
  );
  return (
    <aside
      ref={panel}
      className={styles.panel}
      data-page={isNarrow || undefined}
      data-wide={props.wide || undefined}
      aria-labelledby={headingId}
      tabIndex={-1}
    >
      <div className={styles.bar}>
        {isNarrow && close}
        <h2 id={headingId} className={styles.title}>
          {props.title}
        </h2>
        {!isNarrow && close}
      </div>
      {props.children}
    </aside>
  );
}

/** To what opened the panel, or to the page where that is gone; not where another thing has been chosen meanwhile. */
function giveFocusBack(opener: Element | null): void {
  if (document.activeElement !== document.body) return;
  const isThere = opener instanceof HTMLElement && opener.isConnected && opener !== document.body;
  const next = isThere ? opener : document.querySelector('main');
  next?.focus({ preventScroll: true });
}

/**
 * A form inside the panel, with its buttons always in sight. `aside` are further parts that are
 * no fields: they come below and do not belong to what is saved.
 */
export function PanelForm<Values>(props: {
  form: Form<Values>;
  saveLabel: string;
  isNew: boolean;
  onClose: () => void;
  children: ReactNode;
  aside?: ReactNode;
  buttons?: ReactNode;
}) {
  const { attach, save, isBusy, isDirty, isUnsaved, wholeProblems } = props.form;
  const formId = useId();
  return (
    <>
      <div className={styles.scroll}>
        <form
          ref={attach}
          id={formId}
          className={styles.form}
          noValidate
          inert={isBusy}
          onSubmit={(event) => {
            event.preventDefault();
            void save();
          }}
        >
          {wholeProblems.length > 0 && <WholeProblems problems={wholeProblems} />}
          {props.children}
        </form>
        {props.aside}
      </div>
      <div className={styles.foot}>
        <div className={styles.others}>{props.buttons}</div>
        <Button variant="default" onClick={props.onClose}>
          {isDirty || props.isNew ? 'Cancel' : 'Close'}
        </Button>
        <Button type="submit" form={formId} loading={isBusy} disabled={!isDirty && !props.isNew}>
          {props.saveLabel}
        </Button>
      </div>
      <LeaveGuard isUnsaved={isUnsaved} />
    </>
  );
}

/** Fields that belong together, under their name. */
export function FieldGroup(props: { title: string; hint?: ReactNode; children: ReactNode }) {
  return (
    <fieldset className={styles.group}>
      <legend>{props.title}</legend>
      {props.hint && <p className={styles.hint}>{props.hint}</p>}
      {props.children}
    </fieldset>
  );
}

/** A part of the panel that is no field: under its heading, below the form. */
export function PanelSection(props: { title: string; children: ReactNode }) {
  const headingId = useId();
  return (
    <section className={styles.section} aria-labelledby={headingId}>
      <h3 id={headingId}>{props.title}</h3>
      {props.children}
    </section>
  );
}
