import { Button, Checkbox, TextInput } from '@mantine/core';
import type { RefundChoicesFragment } from '../generated.ts';
import { useIsNarrow } from '../ui/dialog.tsx';
import { writeAmount } from '../ui/money-text.ts';
import { formatMoney, LineKindMark } from '../ui/values.tsx';
import type { RefundDraft } from './refund-plan.ts';
import styles from './refund.module.css';

type Line = RefundChoicesFragment['lines'][number];

/** Per product the amount, its maximum and, once it is then refunded in full, whether access goes with it. */
export function RefundLines(props: {
  choices: RefundChoicesFragment;
  draft: RefundDraft;
  /** Lines whose access goes with the amounts as they stand. */
  removable: ReadonlySet<string>;
  /** Why the access of a line would stay although asked for. */
  kept: ReadonlyMap<string, string>;
  problems: ReadonlyMap<string, string>;
  onChange: (draft: RefundDraft) => void;
}) {
  const { choices, draft } = props;
  const setAmount = (id: string, text: string) =>
    props.onChange({ ...draft, amounts: { ...draft.amounts, [id]: text } });
  const setKept = (id: string, isKept: boolean) => {
    const keptAccess = new Set(draft.keptAccess);
    if (isKept) keptAccess.add(id);
    else keptAccess.delete(id);
    props.onChange({ ...draft, keptAccess });
  };
  const isNarrow = useIsNarrow();
  // A phone's keyboard would cover the form before it was read.
  const first = isNarrow ? null : choices.lines.find(({ maximum }) => maximum.minor > 0);
  return (
    <ul className={styles.lines}>
      {choices.lines.map((line) => (
        <RefundLine
          key={line.orderLine.id}
          line={line}
          isFirst={line === first}
          text={draft.amounts[line.orderLine.id] ?? ''}
          problem={props.problems.get(line.orderLine.id) ?? null}
          canRemoveAccess={props.removable.has(line.orderLine.id)}
          keptBecause={props.kept.get(line.orderLine.id) ?? null}
          isKept={draft.keptAccess.has(line.orderLine.id)}
          onType={(text) => setAmount(line.orderLine.id, text)}
          onKeep={(isKept) => setKept(line.orderLine.id, isKept)}
        />
      ))}
    </ul>
  );
}

function RefundLine(props: {
  line: Line;
  /** Of those with something left: has the focus when the form appears. */
  isFirst: boolean;
  text: string;
  problem: string | null;
  canRemoveAccess: boolean;
  keptBecause: string | null;
  isKept: boolean;
  onType: (text: string) => void;
  onKeep: (isKept: boolean) => void;
}) {
  const { line } = props;
  const { orderLine, maximum } = line;
  const isSpent = maximum.minor === 0;
  const whole = writeAmount(maximum.minor, maximum.currency);
  return (
    <li className={styles.line} data-spent={isSpent || undefined}>
      <div className={styles.product}>
        <span className={styles.name}>
          {orderLine.productName} <LineKindMark kind={orderLine.kind} />
        </span>
        <span className={styles.left}>{leftWords(line)}</span>
      </div>
      {!isSpent && (
        <div className={styles.amount}>
          <TextInput
            aria-label={`Refund amount for ${orderLine.productName}, at most ${formatMoney(maximum)}`}
            inputMode="decimal"
            autoComplete="off"
            autoFocus={props.isFirst}
            placeholder={writeAmount(0, maximum.currency)}
            value={props.text}
            error={props.problem}
            classNames={{ input: styles.input ?? '' }}
            rightSection={<span className={styles.currency}>{maximum.currency}</span>}
            rightSectionWidth={46}
            rightSectionPointerEvents="none"
            onChange={({ currentTarget }) => props.onType(currentTarget.value)}
          />
          <Button
            variant="default"
            size="sm"
            aria-label={`All of ${orderLine.productName}: ${formatMoney(maximum)}`}
            onClick={() => props.onType(whole)}
          >
            All
          </Button>
        </div>
      )}
      {props.canRemoveAccess && (
        <div className={styles.access}>
          <Checkbox
            size="sm"
            label="Remove access"
            description={
              props.keptBecause ?? 'Takes away what the customer got with it, once it is refunded.'
            }
            checked={!props.isKept}
            onChange={({ currentTarget }) => props.onKeep(!currentTarget.checked)}
          />
        </div>
      )}
    </li>
  );
}

function leftWords({ orderLine, maximum, pending }: Line): string {
  const sold = formatMoney(orderLine.price);
  const waiting = pending.minor > 0 ? `; ${formatMoney(pending)} is on its way back` : '';
  if (orderLine.price.minor === 0) return 'Free: nothing to refund';
  if (maximum.minor === 0) {
    return pending.minor > 0 ? `Sold for ${sold}${waiting}` : `${sold}, refunded in full`;
  }
  if (orderLine.refunded.minor === 0 && pending.minor === 0) return `At most ${sold}`;
  return `At most ${formatMoney(maximum)} of ${sold}${waiting}`;
}
