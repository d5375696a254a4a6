import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import {
  useRefundOrderMutation,
  useRefundQuestionQuery,
  type RefundableOrderFragment,
  type RefundChoicesFragment,
  type RefundRowFragment,
} from '../generated.ts';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorState, explainError, LinesSkeleton } from '../ui/states.tsx';
import { formatMoney } from '../ui/values.tsx';
import { RefundForm } from './refund-form.tsx';
import { RefundLegs } from './refund-legs.tsx';
import {
  EMPTY_DRAFT,
  lineOfProblem,
  planOf,
  type RefundDraft,
  type RefundPlan,
  type RefundProblem,
  removableBy,
  typedAmount,
} from './refund-plan.ts';
import { refundWords } from './refund-words.ts';
import { type PreviewAnswer, useRefundPreview } from './use-refund-preview.ts';

type Refundable = RefundableOrderFragment & { readonly refunds: readonly RefundRowFragment[] };

/** The form of one refund; once it is sent, how far each leg of it got. */
export function RefundDialog(props: { order: Refundable; opened: boolean; onClose: () => void }) {
  const { order } = props;
  const { data, error, refetch } = useRefundQuestionQuery({
    variables: { orderId: order.id },
    fetchPolicy: 'no-cache',
  });
  const [refundId, setRefundId] = useState<string | null>(null);
  const refund = order.refunds.find(({ id }) => id === refundId);
  if (refund) return <OutcomeDialog {...props} refund={refund} />;
  const asked = data?.order;
  if (!asked) {
    return (
      <Dialog
        {...dialogOf(props)}
        buttons={
          <Button variant="default" onClick={props.onClose}>
            Cancel
          </Button>
        }
      >
        {error ? (
          <ErrorState
            title="The refund cannot be prepared"
            error={error}
            onRetry={() => void refetch()}
          />
        ) : (
          <LinesSkeleton label="Asking what can be refunded" lines={6} />
        )}
      </Dialog>
    );
  }
  return (
    <FormDialog
      {...props}
      version={asked.version}
      choices={asked.refundOptions}
      onSent={setRefundId}
      onStale={() => void refetch()}
    />
  );
}

const dialogOf = (props: { order: Refundable; opened: boolean; onClose: () => void }) => ({
  opened: props.opened,
  title: `Refund order ${props.order.number}`,
  size: 'lg' as const,
  onClose: props.onClose,
});

function FormDialog(props: {
  order: Refundable;
  version: number;
  choices: RefundChoicesFragment;
  opened: boolean;
  onClose: () => void;
  onSent: (refundId: string) => void;
  onStale: () => void;
}) {
  const { order, choices } = props;
  const [draft, setDraft] = useState<RefundDraft>(() => ({
    ...EMPTY_DRAFT,
    surplusPaymentId: choices.surplusPayments[0]?.payment.id ?? null,
  }));
  const { plan, answer, isFresh, removable, askAgain } = usePlan(order.id, choices, draft);
  const sending = useSending(props, () => askAgain());
  const problems = isFresh ? (answer?.problems ?? []) : [];
  const change = (next: RefundDraft) => {
    sending.forget();
    setDraft(next);
  };
  const shown = sending.problems.length > 0 ? sending.problems : problems;
  const wholeProblem =
    sending.fault ??
    (isFresh ? answer?.fault : null) ??
    shown.find((problem) => lineOfProblem(problem, plan) === null)?.message ??
    null;
  return (
    <Dialog
      {...dialogOf(props)}
      buttons={
        <>
          <Button variant="default" onClick={props.onClose}>
            Cancel
          </Button>
          <Button
            color="red.8"
            loading={sending.isBusy}
            disabled={!plan || !isFresh || !answer?.preview}
            onClick={() => plan && void sending.send(plan, draft.reason)}
          >
            {sending.fault ? 'Try again' : refundWords(isFresh ? (answer?.preview ?? null) : null)}
          </Button>
        </>
      }
    >
      <RefundForm
        choices={choices}
        draft={draft}
        answer={answer}
        isFresh={isFresh}
        removable={removable}
        fieldProblems={fieldProblems(choices, draft, plan, shown)}
        wholeProblem={wholeProblem}
        onChange={change}
      />
    </Dialog>
  );
}

/** The plan of the form and the server's word on it; which access can go follows from its last word. */
function usePlan(orderId: string, choices: RefundChoicesFragment, draft: RefundDraft) {
  const [last, setLast] = useState<PreviewAnswer | null>(null);
  const plan = planOf(
    draft,
    choices,
    removableBy(last?.preview ?? null),
    last?.preview?.statusAfter === 'REFUNDED',
  );
  const { answer, isFresh, askAgain } = useRefundPreview(orderId, plan);
  if (answer !== last && answer !== null) setLast(answer);
  const amounts = new Map(plan?.lines.map((line) => [line.orderLineId, line.amountMinor]));
  const removable = new Set(
    [...removableBy(answer?.preview ?? null)]
      .filter(([lineId, amountMinor]) => amounts.get(lineId) === amountMinor)
      .map(([lineId]) => lineId),
  );
  return { plan, answer, isFresh, removable, askAgain };
}

function fieldProblems(
  choices: RefundChoicesFragment,
  draft: RefundDraft,
  plan: RefundPlan | null,
  problems: readonly RefundProblem[],
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const line of choices.lines) {
    const { problem } = typedAmount(draft, line);
    if (problem) found.set(line.orderLine.id, problem);
  }
  for (const problem of problems) {
    const lineId = lineOfProblem(problem, plan);
    if (lineId && !found.has(lineId)) found.set(lineId, problem.message);
  }
  return found;
}

/** Sends the refund once: a repeat of the same wish carries the same key, another wish a new one. */
function useSending(
  props: {
    order: Refundable;
    version: number;
    onSent: (refundId: string) => void;
    onStale: () => void;
  },
  onRefused: () => void,
) {
  const [refund, { loading }] = useRefundOrderMutation();
  const [fault, setFault] = useState<string | null>(null);
  const [problems, setProblems] = useState<readonly RefundProblem[]>([]);
  const wish = useRef({ text: '', key: '' });
  const forget = () => {
    setFault(null);
    setProblems([]);
  };
  const send = async (plan: RefundPlan, reason: string) => {
    const text = JSON.stringify([plan, reason, props.version]);
    if (wish.current.text !== text) wish.current = { text, key: crypto.randomUUID() };
    forget();
    try {
      const { data } = await refund({
        variables: {
          input: {
            orderId: props.order.id,
            idempotencyKey: wish.current.key,
            expectedVersion: props.version,
            plan,
            reason: reason.trim() || null,
          },
        },
      });
      const sent = data?.refundOrder;
      if (sent?.refund) return props.onSent(sent.refund.id);
      setProblems(sent?.errors ?? []);
      if (sent?.errors.some(({ code }) => code === 'STALE')) props.onStale();
      onRefused();
    } catch (error) {
      setFault(
        `${explainError(error).message} It is safe to try again: the money is returned once.`,
      );
    }
  };
  return { send, forget, isBusy: loading, fault, problems };
}

function OutcomeDialog(props: {
  order: Refundable;
  opened: boolean;
  onClose: () => void;
  refund: RefundRowFragment;
}) {
  const { refund } = props;
  return (
    <Dialog
      {...dialogOf(props)}
      title={`Refund of ${formatMoney(refund.amount)} for order ${props.order.number}`}
      buttons={
        <Button onClick={props.onClose} data-autofocus>
          Close
        </Button>
      }
    >
      <div aria-live="polite">
        <RefundLegs refund={refund} />
      </div>
    </Dialog>
  );
}
