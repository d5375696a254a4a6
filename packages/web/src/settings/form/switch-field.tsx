import { Switch } from '@mantine/core';
import type { ReactNode } from 'react';
import type { At } from './use-form.ts';

/** On or off. `mark` is what `at` says of it. */
export function SwitchField(props: {
  label: string;
  description?: ReactNode;
  checked: boolean;
  mark: ReturnType<At>;
  onChange: (checked: boolean) => void;
}) {
  return (
    <Switch
      // Mantine puts the description inside the label: without this it would be part of the name.
      aria-label={props.label}
      label={props.label}
      description={props.description}
      checked={props.checked}
      onChange={({ currentTarget }) => props.onChange(currentTarget.checked)}
      {...props.mark}
    />
  );
}
