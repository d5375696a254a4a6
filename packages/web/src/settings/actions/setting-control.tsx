import {
  Button,
  Input,
  PasswordInput,
  Select,
  TagsInput,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useState } from 'react';
import type { SettingFieldShownFragment, SettingShownFragment } from '../../generated.ts';
import { SwitchField } from '../form/switch-field.tsx';
import type { At } from '../form/use-form.ts';
import styles from './setting-control.module.css';

type ControlProps = {
  field: SettingFieldShownFragment;
  /** Null is a secret that stays as it is. */
  value: string | null;
  /** What is saved now; undefined where nothing is. */
  saved: SettingShownFragment | undefined;
  at: At;
  onChange: (value: string | null) => void;
};

/** One setting as its kind asks for it. */
export function SettingControl(props: ControlProps) {
  const { field, onChange } = props;
  const value = props.value ?? '';
  const named = {
    label: field.label,
    description: field.help,
    required: field.required,
    ...props.at(`settings.${field.name}`),
  };
  const typed = {
    ...named,
    value,
    onChange: (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value),
  };
  switch (field.input) {
    case 'TEXT':
      return <TextInput {...typed} />;
    case 'URL':
      return <TextInput {...typed} type="url" inputMode="url" placeholder="https://" />;
    case 'EMAIL':
      return <TextInput {...typed} type="email" inputMode="email" />;
    case 'MULTILINE':
      return <Textarea {...typed} autosize minRows={3} maxRows={18} />;
    case 'SECRET':
      return <SecretControl {...props} />;
    case 'BOOLEAN':
      return (
        <SwitchField
          label={field.label}
          description={field.help}
          checked={value === 'true'}
          mark={props.at(`settings.${field.name}`)}
          onChange={(checked) => onChange(String(checked))}
        />
      );
    case 'SELECT':
      return (
        <Select
          {...named}
          data={field.options.map(({ value, label }) => ({ value, label }))}
          value={value || null}
          allowDeselect={false}
          clearable={!field.required}
          onChange={(chosen) => onChange(chosen ?? '')}
        />
      );
    case 'TAGS':
      return (
        <TagsInput
          {...named}
          placeholder={value ? '' : 'Type one, then Enter'}
          value={value.split('\n').filter(Boolean)}
          onChange={(words) => onChange(words.join('\n'))}
        />
      );
  }
}

/** Written and never read back: says that it is set and how it ends, and lets it be replaced. */
function SecretControl({ field, value, saved, at, onChange }: ControlProps) {
  const [isReplacing, setIsReplacing] = useState(false);
  const mark = at(`settings.${field.name}`);
  const isKept = value === null && saved?.isSet === true;
  if (isKept) {
    return (
      <Input.Wrapper
        label={field.label}
        description={field.help}
        required={field.required}
        error={mark.error}
        labelElement="div"
      >
        <div className={styles.secret}>
          <span>
            Set{saved.value ? ', ends in ' : ''}
            {saved.value && <code>{saved.value}</code>}
          </span>
          <Button
            variant="default"
            size="compact-xs"
            aria-label={`Replace: ${field.label}`}
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
  return (
    <div>
      <PasswordInput
        label={field.label}
        description={field.help}
        required={field.required}
        autoComplete="new-password"
        autoFocus={isReplacing}
        visibilityToggleButtonProps={{ 'aria-label': `Show or hide: ${field.label}` }}
        value={value ?? ''}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
        {...mark}
        // Mantine forgets it here.
        aria-invalid={mark.error !== undefined}
      />
      {saved?.isSet && (
        <div className={styles.replacing}>
          {!field.required && value === '' && <span>Left empty, it will be removed.</span>}
          <Button
            variant="subtle"
            size="compact-xs"
            onClick={() => {
              setIsReplacing(false);
              onChange(null);
            }}
          >
            Keep the present one
          </Button>
        </div>
      )}
    </div>
  );
}
