import { Checkbox } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './option.module.css';

/** A choice in a question, with what it would mean under it; read out together. */
export function Option(props: {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  children: ReactNode;
}) {
  return (
    <Checkbox
      classNames={{
        root: styles.option ?? '',
        body: styles.body ?? '',
        label: styles.label ?? '',
        description: styles.description ?? '',
      }}
      size="sm"
      label={props.label}
      description={props.children}
      checked={props.checked}
      onChange={({ currentTarget }) => props.onChange(currentTarget.checked)}
    />
  );
}
