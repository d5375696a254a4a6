import { PasswordInput } from '@mantine/core';

const SHORTEST = 12;
const LONGEST = 128;

/** A password to be: says how long it must be, and counts along. What is allowed the server decides. */
export function NewPasswordInput(props: {
  label?: string;
  value: string;
  error: string | undefined;
  size?: 'sm' | 'md';
  onChange: (password: string) => void;
}) {
  const { length } = props.value;
  const missing = SHORTEST - length;
  const words =
    length === 0
      ? `${SHORTEST} to ${LONGEST} characters. Several words that do not belong together are easy to keep in mind.`
      : missing > 0
        ? `${missing} more ${missing === 1 ? 'character' : 'characters'}.`
        : 'Long enough.';
  return (
    <PasswordInput
      label={props.label ?? 'New password'}
      description={<span aria-live="polite">{words}</span>}
      autoComplete="new-password"
      maxLength={LONGEST}
      required
      withAsterisk={false}
      size={props.size ?? 'sm'}
      value={props.value}
      error={props.error}
      visibilityToggleButtonProps={{
        'aria-label': `Show or hide the ${(props.label ?? 'New password').toLowerCase()}`,
      }}
      onChange={({ currentTarget }) => props.onChange(currentTarget.value)}
    />
  );
}
