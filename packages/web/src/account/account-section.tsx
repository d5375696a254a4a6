import { useId, type ReactNode } from 'react';
import styles from './account.module.css';

/** A part of the account: what it is about to the left, what can be done to the right. */
export function AccountSection(props: { title: string; hint: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section className={styles.section} aria-labelledby={id}>
      <div>
        <h2 id={id}>{props.title}</h2>
        <p className={styles.hint}>{props.hint}</p>
      </div>
      <div className={styles.fields}>{props.children}</div>
    </section>
  );
}
