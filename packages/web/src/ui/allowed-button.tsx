import { Button, Tooltip, type ButtonProps } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './allowed-button.module.css';

/**
 * A button that may be refused. It then stays where it is and can be focused, so that everybody,
 * the keyboard included, reaches the reason why not.
 */
export function AllowedButton(
  props: Pick<ButtonProps, 'size' | 'variant' | 'leftSection' | 'className'> & {
    allowed: boolean;
    refusal: { readonly message: string } | null;
    /** What a screen reader says, where the label alone does not tell. */
    name?: string;
    onClick: () => void;
    children: ReactNode;
  },
) {
  const { allowed, refusal, name, onClick, children, ...look } = props;
  return (
    <Tooltip label={refusal?.message} disabled={allowed || !refusal} multiline maw={280}>
      <Button
        variant="default"
        {...look}
        className={`${styles.button} ${look.className ?? ''}`}
        {...(name ? { 'aria-label': name } : {})}
        aria-disabled={!allowed}
        data-disabled={!allowed || undefined}
        onClick={() => allowed && onClick()}
      >
        {children}
      </Button>
    </Tooltip>
  );
}
