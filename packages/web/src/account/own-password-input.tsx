import { PasswordInput } from '@mantine/core';

/** The password that one has, asked for once more before something that matters. */
export function OwnPasswordInput(props: {
  value: string;
  error: string | undefined;
  onChange: (password: string) => void;
}) {
  return (
    <PasswordInput
      label="Your password"
      autoComplete="current-password"
      required
      withAsterisk={false}
      // The first in a form that somebody has opened, and in a dialog.
      autoFocus
      data-autofocus
      value={props.value}
      error={props.error}
      visibilityToggleButtonProps={{ 'aria-label': 'Show or hide your password' }}
      onChange={({ currentTarget }) => props.onChange(currentTarget.value)}
    />
  );
}
