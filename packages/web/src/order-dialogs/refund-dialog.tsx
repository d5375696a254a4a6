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
import { ErrorState, faultWords, LinesSkeleton } from '../ui/states.tsx';
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
  const { order, onClose } = props;
  const { data, error, refetch } = useRefundQuestionQuery({
    variables: { orderId: order.id },
    fetchPolicy: 'no-cache',
  });
  const asked = data?.order ?? null;
  const [refundId, setRefundId] = useState<string | null>(null);
  const refund = order.refunds.find(({ id }) => id === refundId);
  const form = useRefundForm({
    order,
    version: asked?.version ?? order.version,
    choices: asked?.refundOptions ?? null,
    onSent: setRefundId,
    onStale: () => void refetch(),
  });
  return (
    <Dialog
      opened={props.opened}
      title={
        refund
          ? `Refund of ${formatMoney(refund.amount)} for order ${order.number}`
          : `Refund order ${order.number}`
      }
      size="lg"
      onClose={onClose}
      buttons={
        refund ? (
          <Button onClick={onClose} data-autofocus>
            Close
          </Button>
        ) : (
          <>
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            {form && <ConfirmButton {...form} />}
          </>
        )
      }
    >
      {refund ? (
        <div aria-live="polite">
          <RefundLegs
            refund={refund}
            onRefundAgain={() => {
              setRefundId(null);
              void refetch();
            }}
          />
        </div>
      ) : form ? (
        <RefundForm {...form} />
      ) : error ? (
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

function ConfirmButton(props: NonNullable<ReturnType<typeof useRefundForm>>) {
  return (
    <Button
      color="red.8"
      loading={props.isBusy}
      disabled={!props.canSend}
      onClick={() => void props.send()}
    >
      {props.isLost ? 'Try again' : refundWords(props.isFresh ? props.preview : null)}
    </Button>
  );
}

/** What is typed, the server's word on it, and the sending of it; null until it is known what can be refunded. */
function useRefundForm(props: {
  order: Refundable;
  version: number;
  choices: RefundChoicesFragment | null;
  onSent: (refundId: string) => void;
  onStale: () => void;
}) {
  const { order, choices } = props;
  const [typed, setTyped] = useState<RefundDraft | null>(null);
  const draft = typed ?? firstDraft(choices);
  const { plan, answer, isFresh, removable, askAgain } = usePlan(order.id, choices, draft);
  const sending = useSending(props, askAgain);
  const [wasEmpty, setWasEmpty] = useState(false);
  if (!choices) return null;

  const problems =
    sending.problems.length > 0 ? sending.problems : isFresh ? (answer?.problems ?? []) : [];
  const preview = answer?.preview ?? null;
  return {
    choices,
    draft,
    answer,
    preview,
    isFresh,
    removable,
    fieldProblems: wasEmpty ? nothingTyped(choices) : fieldProblems(choices, draft, plan, problems),
    wholeProblem:
      sending.fault ??
      (isFresh ? answer?.fault : null) ??
      problems.find((problem) => lineOfProblem(problem, plan) === null)?.message ??
      null,
    onChange: (next: RefundDraft) => {
      sending.forget();
      setWasEmpty(false);
      setTyped(next);
    },
    askAgain,
    isBusy: sending.isBusy,
    isLost: sending.fault !== null,
    canSend: isEmpty(choices, draft) || (plan !== null && isFresh && preview !== null),
    send: async () => {
      if (plan) await sending.send(plan, draft.reason);
      else setWasEmpty(true);
    },
  };
}

/** A payment that came on top is what most likely brought the person here. */
function firstDraft(choices: RefundChoicesFragment | null): RefundDraft {
  return { ...EMPTY_DRAFT, surplusPaymentId: choices?.surplusPayments[0]?.payment.id ?? null };
}

/** The plan of the form and the server's word on it; which access can go follows from its last word. */
function usePlan(orderId: string, choices: RefundChoicesFragment | null, draft: RefundDraft) {
  const [last, setLast] = useState<PreviewAnswer | null>(null);
  const isWhole = last?.preview?.statusAfter === 'REFUNDED';
  const plan = choices && planOf(draft, choices, removableBy(last?.preview ?? null), isWhole);
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

function isEmpty({ lines }: RefundChoicesFragment, draft: RefundDraft): boolean {
  if (draft.surplusPaymentId !== null) return false;
  return lines.every(({ orderLine }) => !draft.amounts[orderLine.id]?.trim());
}

function nothingTyped({ lines }: RefundChoicesFragment): ReadonlyMap<string, string> {
  const first = lines.find(({ maximum }) => maximum.minor > 0);
  return new Map(first ? [[first.orderLine.id, 'Enter an amount for at least one product.']] : []);
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
      setFault(faultWords(error, 'It is safe to try again: the money is returned once.'));
    }
  };
  return { send, forget, isBusy: loading, fault, problems };
}
