import { useEffect, useEffectEvent } from 'react';

/** From the key or pair of keys ("j", "ArrowDown", "g o") to the deed. `false` lets the key pass on. */
export type KeyDeeds = Readonly<Record<string, (event: KeyboardEvent) => void | false>>;

const PAIR_MS = 1200;

/**
 * Page-wide keys. They are silent while somebody types, while a dialog or an open menu has the
 * keyboard, and together with Ctrl, Alt or Cmd.
 */
export function useKeys(deeds: KeyDeeds): void {
  const press = useEffectEvent((event: KeyboardEvent, first: string | null): boolean => {
    const deed = (first && deeds[`${first} ${event.key}`]) || deeds[event.key];
    if (!deed) return false;
    if (deed(event) !== false) event.preventDefault();
    return true;
  });

  useEffect(() => {
    let first: { key: string; atMs: number } | null = null;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
      if (isTakenElsewhere(event)) return;
      const begun = first && event.timeStamp - first.atMs < PAIR_MS ? first.key : null;
      first = { key: event.key, atMs: event.timeStamp };
      if (press(event, begun)) first = null;
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
