import { useEffect, useEffectEvent } from 'react';

/** From the key or pair of keys ("j", "ArrowDown", "g o") to the deed. `false` lets the key pass on. */
export type KeyDeeds = Readonly<Record<string, (event: KeyboardEvent) => void | false>>;

/** Begins every pair: what follows it is the second key of one, or nothing, but never a key alone. */
const PREFIX = 'g';
const PAIR_MS = 1200;

/**
 * Page-wide keys. They are silent while somebody types, while a dialog or an open menu has the
 * keyboard, and together with Ctrl, Alt or Cmd.
 */
export function useKeys(deeds: KeyDeeds): void {
  const press = useEffectEvent((event: KeyboardEvent, isSecond: boolean) => {
    const deed = deeds[isSecond ? `${PREFIX} ${event.key}` : event.key];
    if (deed && deed(event) !== false) event.preventDefault();
  });

  useEffect(() => {
    let begunMs: number | null = null;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      const isSecond = begunMs !== null && event.timeStamp - begunMs < PAIR_MS;
      begunMs = !isSecond && event.key === PREFIX ? event.timeStamp : null;
      if (event.defaultPrevented || isTakenElsewhere(event)) {
        begunMs = null;
        return;
      }
      press(event, isSecond);
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}

function isTakenElsewhere({ target }: KeyboardEvent): boolean {
  const typing =
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
  return (
    typing ||
    document.querySelector('[aria-modal="true"], [role="menu"], [data-popover-open]') !== null
  );
}
