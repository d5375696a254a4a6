import { useEffect, useState, type ReactNode, type SyntheticEvent } from 'react';
import { createPortal } from 'react-dom';
import styles from './tip.module.css';

/**
 * One tooltip for everything inside that carries `data-tip`: on hover, on focus (also of the table
 * cell around it) and on tap. One, because a floating element for each of hundreds of cells makes
 * scrolling slow.
 */
export function TipArea(props: { children: ReactNode; className?: string | undefined }) {
  const [target, setTarget] = useState<HTMLElement | null>(null);

  useEffect(() => {
    if (!target) return;
    const hide = () => setTarget(null);
    const hideOnEscape = (event: KeyboardEvent) => event.key === 'Escape' && hide();
    addEventListener('scroll', hide, true);
    addEventListener('keydown', hideOnEscape, true);
    return () => {
      removeEventListener('scroll', hide, true);
      removeEventListener('keydown', hideOnEscape, true);
    };
  }, [target]);

  const show = (event: SyntheticEvent) => setTarget(tippedBy(event));
  return (
    <div
      className={props.className}
      onMouseOver={show}
      onMouseLeave={() => setTarget(null)}
      onFocus={show}
      onBlur={() => setTarget(null)}
      onTouchStart={show}
    >
      {props.children}
      {target?.isConnected && createPortal(<Tip target={target} />, document.body)}
    </div>
  );
}

function tippedBy(event: SyntheticEvent): HTMLElement | null {
  if (!(event.target instanceof HTMLElement || event.target instanceof SVGElement)) return null;
  const outer = event.target.closest<HTMLElement>('[data-tip]');
  if (event.type !== 'focus') return outer;
  // A click focuses too, but whoever clicks wants to see what opens, not a tip over it.
  if (!event.target.matches(':focus-visible')) return null;
  if (outer) return outer;
  // A focused table cell speaks for the first thing in it that has something to say.
  return event.target.getAttribute('role') === 'gridcell'
    ? event.target.querySelector<HTMLElement>('[data-tip]')
    : null;
}

function Tip(props: { target: HTMLElement }) {
  const box = props.target.getBoundingClientRect();
  const below = box.top < 80;
  const middle = box.left + Math.min(box.width, 240) / 2;
  const left = Math.max(12, Math.min(middle, innerWidth - 12));
  return (
    <div
      role="tooltip"
      className={styles.tip}
      data-edge={left < 170 ? 'left' : left > innerWidth - 170 ? 'right' : undefined}
      style={below ? { left, top: box.bottom + 6 } : { left, bottom: innerHeight - box.top + 6 }}
    >
      {props.target.dataset['tip']}
    </div>
  );
}
