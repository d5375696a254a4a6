import styles from './prices-editor.module.css';

/** What is wrong with something that is no single field. Takes what `at` says of it. */
export function PlainProblem(props: { error: string | undefined; 'data-path': string }) {
  return (
    <div
      className={styles.plain}
      data-path={props['data-path']}
      tabIndex={-1}
      role={props.error ? 'alert' : undefined}
    >
      {props.error && <p className={styles.problem}>{props.error}</p>}
    </div>
  );
}
