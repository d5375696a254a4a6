import { ActionIcon, Button, TextInput, Tooltip } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { CurrencySelect } from '../form/currency-select.tsx';
import { PlainProblem } from '../form/plain-problem.tsx';
import styles from '../form/prices-editor.module.css';
import type { At } from '../form/use-form.ts';
import type { AmountRow } from './code-values.ts';

/** One row per currency: what the code takes off. It does not work in others. */
export function AmountsEditor(props: {
  rows: readonly AmountRow[];
  at: At;
  onChange: (rows: readonly AmountRow[], path: string) => void;
}) {
  const { rows, at } = props;
  const change = (index: number, patch: Partial<AmountRow>, field: string) =>
    props.onChange(
      rows.map((row, place) => (place === index ? { ...row, ...patch } : row)),
      `amounts.${index}.${field}`,
    );
  return (
    <div className={styles.prices}>
      {rows.map((row, index) => {
        const inCurrency = row.currency ? ` in ${row.currency}` : '';
        const removeName = `Remove the amount${inCurrency}`;
        return (
          <div key={row.key} className={styles.row} data-columns="two">
            <CurrencySelect
              value={row.currency}
              mark={at(`amounts.${index}.currency`)}
              onChange={(currency) => change(index, { currency }, 'currency')}
            />
            <TextInput
              aria-label={`Amount${inCurrency}`}
              inputMode="decimal"
              classNames={{ input: styles.amount ?? '' }}
              value={row.amount}
              onChange={({ currentTarget }) =>
                change(index, { amount: currentTarget.value }, 'amountMinor')
              }
              {...at(`amounts.${index}.amountMinor`)}
            />
            <Tooltip label={removeName}>
              <ActionIcon
                variant="subtle"
                color="gray"
                size={36}
                aria-label={removeName}
                onClick={() => props.onChange(rows.toSpliced(index, 1), 'amounts')}
              >
                <IconTrash size={16} stroke={1.7} />
              </ActionIcon>
            </Tooltip>
          </div>
        );
      })}
      <div>
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() =>
            props.onChange(
              [...rows, { key: crypto.randomUUID(), currency: '', amount: '' }],
              'amounts',
            )
          }
        >
          Add a currency
        </Button>
        <PlainProblem {...at('amounts')} />
      </div>
    </div>
  );
}
