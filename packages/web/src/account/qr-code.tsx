import { encode } from 'uqr';
import { useMemo } from 'react';
import styles from './account.module.css';

/** Dark on white in both themes: many cameras read nothing else. */
export function QrCode(props: { text: string; name: string }) {
  const { size, path } = useMemo(() => {
    const { size, data } = encode(props.text, { ecc: 'M', border: 0 });
    const dark = data.flatMap((row, y) =>
      row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])),
    );
    return { size, path: dark.join('') };
  }, [props.text]);
  return (
    <div className={styles.qr}>
      <svg
        viewBox={`0 0 ${size} ${size}`}
        role="img"
        aria-label={props.name}
        shapeRendering="crispEdges"
      >
        <path d={path} fill="#000" />
      </svg>
    </div>
  );
}
