import { Input, Select, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './duration-field.module.css';
import { durationUnits, type DurationText } from './duration-text.ts';
import type { At } from './use-form.ts';

/** A length of time: a number and its unit. `mark` is what `at` says of it. */
export function DurationField(props: {
  label: string;
  description?: ReactNode;
  placeholder?: string;
  required?: boolean;
  value: DurationText;
  mark: ReturnType<At>;
  onChange: (value: DurationText) => void;
}) {
  const { value, mark, onChange } = props;
  return (
    <Input.Wrapper
      label={props.label}
      description={props.description}
      required={props.required ?? false}
      error={mark.error}
      labelElement="div"
    >
      <div className={styles.duration}>
        <TextInput
          aria-label={props.label}
          className={styles.amount ?? ''}
          inputMode="decimal"
          placeholder={props.placeholder}
          value={value.amount}
          onChange={({ currentTarget }) => onChange({ ...value, amount: currentTarget.value })}
          data-path={mark['data-path']}
          error={mark.error !== undefined}
        />
        <Select
          aria-label={`${props.label}: unit`}
          className={styles.unit ?? ''}
          data={durationUnits}
          value={value.unit}
          allowDeselect={false}
          onChange={(unit) => unit && onChange({ ...value, unit })}
        />
      </div>
    </Input.Wrapper>
  );
}
