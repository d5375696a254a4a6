import { IconWifi, IconWifiOff } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useConnection } from '../ui/connection.tsx';
import styles from './shell.module.css';

/** Long enough that a hiccup nobody would notice is not announced. */
const LOST_AFTER_MS = 800;
const BACK_FOR_MS = 4000;

/** Says when what is on screen may be old, and when it is true again. */
export function ConnectionBanner() {
  const { state, returns } = useConnection();
  const [shown, setShown] = useState<'lost' | 'back' | null>(null);

  useEffect(() => {
    if (state !== 'lost') return;
    const timer = setTimeout(() => setShown('lost'), LOST_AFTER_MS);
    return () => clearTimeout(timer);
  }, [state]);

  useEffect(() => {
    if (returns === 0) return;
    const back = setTimeout(() => setShown((now) => (now === 'lost' ? 'back' : now)), 0);
    const done = setTimeout(() => setShown(null), BACK_FOR_MS);
    return () => {
      clearTimeout(back);
      clearTimeout(done);
    };
  }, [returns]);

  const isLost = shown === 'lost' && state !== 'online';
  return (
    <div role="status">
      {isLost && (
        <div className={styles.banner}>
          <IconWifiOff size={16} aria-hidden /> Connection lost. Reconnecting…
        </div>
      )}
      {!isLost && shown === 'back' && (
        <div className={styles.banner} data-state="back">
          <IconWifi size={16} aria-hidden /> Back online. Everything is up to date.
        </div>
      )}
    </div>
  );
}
