import { TextInput } from '@mantine/core';

/** A code of the authenticator app, or one of the recovery codes. */
export function CodeInput(props: {
  label?: string;
  description?: string;
  value: string;
  error: string | undefined;
  size?: 'sm' | 'md';
  autoFocus?: boolean;
  onChange: (code: string) => void;
}) {
  return (
    <TextInput
      label={props.label ?? 'Code'}
      description={
        props.description ?? 'Six digits from your authenticator app, or a recovery code.'
      }
      autoComplete="one-time-code"
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      maxLength={40}
      required
      withAsterisk={false}
      size={props.size ?? 'sm'}
      autoFocus={props.autoFocus ?? false}
      value={props.value}
      error={props.error}
      onChange={({ currentTarget }) => props.onChange(currentTarget.value)}
    />
  );
}
