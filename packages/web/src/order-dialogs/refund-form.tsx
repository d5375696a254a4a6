import { Button, Radio, Textarea } from '@mantine/core';
import type { RefundChoicesFragment } from '../generated.ts';
import { Option } from '../ui/option.tsx';
import { formatMoney, wordName } from '../ui/values.tsx';
import { RefundLines } from './refund-lines.tsx';
import { allAmounts, type RefundDraft, removesOfferAccess, keptBy } from './refund-plan.ts';
import { RefundSummary } from './refund-summary.tsx';
import styles from './refund.module.css';
import type { PreviewAnswer } from './use-refund-preview.ts';
import { Words } from '../ui/request-id.tsx';

/**
 * The form of a refund (`order-management.md`, "Refund"). It computes no rule: maxima, what can be taken
 * away, where the money goes and what is wrong are the server's words.
 */
export function RefundForm(props: {
  choices: RefundChoicesFragment;
  draft: RefundDraft;
  answer: PreviewAnswer | null;
  isFresh: boolean;
  removable: ReadonlySet<string>;
  fieldProblems: ReadonlyMap<string, string>;
  wholeProblem: string | null;
  /** Asks once more what the refund would be, after there was no answer. */
  askAgain: () => void;
  onChange: (draft: RefundDraft) => void;
}) {
  const { choices, draft, answer } = props;
  const isSurplus = draft.surplusPaymentId !== null;
  const change = (part: Partial<RefundDraft>) => props.onChange({ ...draft, ...part });
  const isWhole = answer?.preview?.statusAfter === 'REFUNDED';
  return (
    <div className={styles.form}>
      <SurplusChoice {...props} onChange={change} />
      {!isSurplus && (
        <>
          <div className={styles.linesHead}>
            <span id="refund-amounts">Refund amount per product</span>
            <Button
              variant="subtle"
              size="compact-sm"
              onClick={() => change({ amounts: allAmounts(choices) })}
            >
              Refund all: {formatMoney(choices.maximum)}
            </Button>
          </div>
          <RefundLines
            choices={choices}
            draft={draft}
            removable={props.removable}
            kept={keptBy(answer?.preview ?? null)}
            problems={props.fieldProblems}
            onChange={props.onChange}
          />
          {limitWords(choices) && <p className={styles.hint}>{limitWords(choices)}</p>}
        </>
      )}
      <Option
        label="Refund payments"
        checked={draft.returnMoney}
        onChange={(returnMoney) => change({ returnMoney })}
      >
        {draft.returnMoney
          ? (choices.capabilityNote ?? 'The money goes back through the payment provider.')
          : 'The refund is only recorded in the order. No money is returned.'}
      </Option>
      {choices.canRemoveOfferAccess && !isSurplus && (
        <Option
          label="Remove offer access"
          checked={removesOfferAccess(draft, choices, isWhole)}
          onChange={(removeOfferAccess) => change({ removeOfferAccess })}
        >
          {choices.offerAccessKeptBecause ??
            'Takes away what the Kajabi actions of the offer and the checkout gave.'}
        </Option>
      )}
      <Textarea
        label="Reason"
        description="Optional; kept in the order’s history."
        autosize
        minRows={1}
        maxRows={4}
        maxLength={2000}
        value={draft.reason}
        onChange={({ currentTarget }) => change({ reason: currentTarget.value })}
      />
      {answer?.preview && <RefundSummary preview={answer.preview} isFresh={props.isFresh} />}
      {props.wholeProblem && (
        <p className={styles.problem} role="alert">
          <Words text={props.wholeProblem} />{' '}
          {props.isFresh && answer?.fault && (
            <Button variant="default" size="compact-sm" onClick={props.askAgain}>
              Ask again
            </Button>
          )}
        </p>
      )}
    </div>
  );
}

/** Only where the order was paid more than once. */
function SurplusChoice(props: {
  choices: RefundChoicesFragment;
  draft: RefundDraft;
  onChange: (part: Partial<RefundDraft>) => void;
}) {
  const { choices, draft } = props;
  if (choices.surplusPayments.length === 0) return null;
  return (
    <Radio.Group
      label="What to give back"
      value={draft.surplusPaymentId ?? 'lines'}
      onChange={(value) => props.onChange({ surplusPaymentId: value === 'lines' ? null : value })}
    >
      <div className={styles.radios}>
        {choices.surplusPayments.map(({ payment, left }) => (
          <Radio
            key={payment.id}
            value={payment.id}
            label={`The payment that came on top: ${formatMoney(left)} by ${wordName(payment.provider)}`}
            description="Given back whole. Products and access stay as they are."
          />
        ))}
        <Radio value="lines" label="Products of the order" />
      </div>
    </Radio.Group>
  );
}

function limitWords({ limitPerRefund, limitLeftToday }: RefundChoicesFragment): string | null {
  const words = [
    limitPerRefund && `You may refund at most ${formatMoney(limitPerRefund)} at once.`,
    limitLeftToday && `${formatMoney(limitLeftToday)} is left of what you may refund today (UTC).`,
  ].filter(Boolean);
  return words.length > 0 ? words.join(' ') : null;
}
