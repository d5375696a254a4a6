import { Button, CopyButton, Input, PasswordInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import styles from './secret-field.module.css';
import type { At } from './use-form.ts';

/**
 * Written and never read back: says that it is set and how it ends, and lets it be replaced. With
 * `make` it can also be made here, and is then shown to be copied to the other side.
 */
export function SecretField(props: {
  label: string;
  description?: ReactNode;
  required: boolean;
  /** Null is a secret that stays as it is. */
  value: string | null;
  isSet: boolean;
  /** How the saved one ends, where that is told. */
  ending?: string | null;
  mark: ReturnType<At>;
  make?: () => string;
  onChange: (value: string | null) => void;
}) {
  const { label, description, required, value, mark, make, onChange } = props;
  const [isReplacing, setIsReplacing] = useState(false);
  const [isVisible, setIsVisible] = useState(false);
  if (value === null && props.isSet) {
    return (
      <Input.Wrapper
        label={label}
        description={description}
        required={required}
        error={mark.error}
        labelElement="div"
      >
        <div className={styles.secret}>
          <span>
            Set{props.ending ? ', ends in ' : ''}
            {props.ending && <code>{props.ending}</code>}
          </span>
          <Button
            variant="default"
            size="compact-xs"
            aria-label={`Replace: ${label}`}
            data-path={mark['data-path']}
            onClick={() => {
              setIsReplacing(true);
              onChange('');
            }}
          >
            Replace
          </Button>
        </div>
      </Input.Wrapper>
    );
  }
  const fill = (made: string) => {
    setIsVisible(true);
    onChange(made);
  };
  return (
    <div>
      <PasswordInput
        label={label}
        description={description}
        required={required}
        autoComplete="new-password"
        autoFocus={isReplacing}
        visible={isVisible}
        onVisibilityChange={setIsVisible}
        visibilityToggleButtonProps={{ 'aria-label': `Show or hide: ${label}` }}
        value={value ?? ''}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
        {...mark}
        // Mantine forgets it here.
        aria-invalid={mark.error !== undefined}
      />
      <div className={styles.under}>
        {props.isSet && !required && value === '' && <span>Left empty, it will be removed.</span>}
        {make && !value && (
          <Button variant="default" size="compact-xs" onClick={() => fill(make())}>
            Make one
          </Button>
        )}
        {make && value && isVisible && (
          <CopyButton value={value}>
            {({ copied, copy }) => (
              <Button variant="default" size="compact-xs" onClick={copy}>
                {copied ? 'Copied' : 'Copy it'}
              </Button>
            )}
          </CopyButton>
        )}
        {props.isSet && (
          <Button
            variant="subtle"
            size="compact-xs"
            onClick={() => {
              setIsReplacing(false);
              setIsVisible(false);
              onChange(null);
            }}
          >
            Keep the present one
          </Button>
        )}
      </div>
    </div>
  );
}
