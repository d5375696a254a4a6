import { IconAlertCircle } from '@tabler/icons-react';
import { Words } from './request-id.tsx';
import styles from './whole-problems.module.css';

/** What was refused and belongs to no field. */
export function WholeProblems(props: { problems: readonly string[] }) {
  return (
    <div className={styles.problems} role="alert">
      <IconAlertCircle size={17} stroke={1.9} aria-hidden />
      <div>
        {props.problems.map((words) => (
          <p key={words}>
            <Words text={words} />
          </p>
        ))}
      </div>
    </div>
  );
}
