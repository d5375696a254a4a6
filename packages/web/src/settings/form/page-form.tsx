import { Button } from '@mantine/core';
import { useId, type ReactNode } from 'react';
import { WholeProblems } from '../../ui/whole-problems.tsx';
import { LeaveGuard } from './leave-guard.tsx';
import styles from './page-form.module.css';
import type { Form } from './use-form.ts';

/**
 * A form that is a page of its own, with its buttons always in sight. `aside` are further parts
 * that are no fields: they come below and do not belong to what is saved.
 */
export function PageForm<Values>(props: {
  form: Form<Values>;
  /** Takes back what was typed. */
  onDiscard: () => void;
  children: ReactNode;
  aside?: ReactNode;
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
        {props.aside && <div className={styles.aside}>{props.aside}</div>}
      </div>
      <div className={styles.foot}>
        <Button type="submit" form={formId} loading={isBusy} disabled={!isDirty}>
          Save
        </Button>
        <Button variant="default" disabled={!isDirty || isBusy} onClick={props.onDiscard}>
          Discard the changes
        </Button>
      </div>
      <LeaveGuard isUnsaved={isUnsaved} />
    </>
  );
}

/** Fields that belong together: what they are about to the left, the fields to the right of it. */
export function PageGroup(props: { title: string; hint: ReactNode; children: ReactNode }) {
  const hintId = useId();
  return (
    <fieldset className={styles.group} aria-describedby={hintId}>
      <legend>{props.title}</legend>
      <div className={styles.columns}>
        <div id={hintId} className={styles.hint}>
          {props.hint}
        </div>
        <div className={styles.fields}>{props.children}</div>
      </div>
    </fieldset>
  );
}
