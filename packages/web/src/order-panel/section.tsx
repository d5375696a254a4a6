import { useId, type ReactNode } from 'react';
import styles from './order-panel.module.css';

/** One part of the panel under its heading. */
export function Section(props: { title: string; aside?: ReactNode; children: ReactNode }) {
  const headingId = useId();
  return (
    <section className={styles.section} aria-labelledby={headingId}>
      <h3 id={headingId}>{props.title}</h3>
      {props.aside && <div className={styles.aside}>{props.aside}</div>}
      {props.children}
    </section>
  );
}

/** Names and values; what has no value is left out by whoever lists them. */
export function Facts(props: { of: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className={styles.facts}>
      {props.of.map(([name, value]) => (
        <div key={name} style={{ display: 'contents' }}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
