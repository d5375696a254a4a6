import { useEffect, type ReactNode } from 'react';
import styles from './sign-in-page.module.css';

/** What stands alone on the screen before somebody is inside. */
export function SignInCard(props: { title: string; children: ReactNode }) {
  useEffect(() => {
    document.title = props.title;
  }, [props.title]);
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <img src="/icon.svg" width={36} height={36} alt="" />
        <h1 className={styles.title}>{props.title}</h1>
        {props.children}
      </div>
    </main>
  );
}
