import { Select, TagsInput, Textarea, TextInput } from '@mantine/core';
import type { SettingFieldShownFragment, SettingShownFragment } from '../../generated.ts';
import { SecretField } from '../form/secret-field.tsx';
import { SwitchField } from '../form/switch-field.tsx';
import type { At } from '../form/use-form.ts';

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
      return (
        <SecretField
          label={field.label}
          description={field.help}
          required={field.required}
          value={props.value}
          isSet={props.saved?.isSet === true}
          ending={props.saved?.value ?? null}
          mark={props.at(`settings.${field.name}`)}
          onChange={onChange}
        />
      );
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
