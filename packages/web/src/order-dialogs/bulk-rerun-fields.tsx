import { Autocomplete, Chip, TextInput } from '@mantine/core';
import { useId } from 'react';
import { wordName } from '../ui/values.tsx';
import styles from './bulk-rerun.module.css';
import type { BulkRerunError, FailedActionsChoice } from './use-failed-actions.ts';

/** Chooses failed actions by kind, by a part of the error and by when they failed; left empty, all. */
export function FailedActionsFields(props: {
  choice: FailedActionsChoice;
  samples: { readonly kinds: readonly string[]; readonly messages: readonly string[] };
  errors: readonly BulkRerunError[];
  onChange: (choice: FailedActionsChoice) => void;
}) {
  const { choice, samples } = props;
  const change = (part: Partial<FailedActionsChoice>) => props.onChange({ ...choice, ...part });
  const errorOf = (field: keyof FailedActionsChoice) =>
    props.errors.find(({ path }) => path?.[0] === field)?.message;
  return (
    <div className={styles.fields}>
      <KindChips
        kinds={[...new Set([...samples.kinds, ...choice.kinds])]}
        chosen={choice.kinds}
        onChange={(kinds) => change({ kinds })}
      />
      <Autocomplete
        label="Error contains"
        placeholder="Any error"
        size="sm"
        data={[...samples.messages]}
        value={choice.messageContains}
        error={errorOf('messageContains')}
        comboboxProps={{ shadow: 'md' }}
        maxDropdownHeight={220}
        onChange={(messageContains) => change({ messageContains })}
      />
      <div className={styles.times}>
        <TextInput
          type="datetime-local"
          label="Failed from"
          size="sm"
          value={choice.failedFrom}
          error={errorOf('failedFrom')}
          onChange={({ currentTarget }) => change({ failedFrom: currentTarget.value })}
        />
        <TextInput
          type="datetime-local"
          label="Failed before"
          size="sm"
          value={choice.failedBefore}
          error={errorOf('failedBefore')}
          onChange={({ currentTarget }) => change({ failedBefore: currentTarget.value })}
        />
      </div>
    </div>
  );
}

function KindChips(props: {
  kinds: readonly string[];
  chosen: readonly string[];
  onChange: (kinds: readonly string[]) => void;
}) {
  const labelId = useId();
  return (
    <div>
      <span id={labelId} className={styles.label}>
        Kind of action <span className="dim">(any, unless chosen)</span>
      </span>
      <div className={styles.chips} role="group" aria-labelledby={labelId}>
        <Chip.Group multiple value={[...props.chosen]} onChange={(kinds) => props.onChange(kinds)}>
          {props.kinds.map((kind) => (
            <Chip key={kind} value={kind} size="xs">
              {wordName(kind)}
            </Chip>
          ))}
        </Chip.Group>
        {props.kinds.length === 0 && <span className="dim">Nothing has failed here.</span>}
      </div>
    </div>
  );
}
