import { useApolloClient } from '@apollo/client/react';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import { RefundPreviewDocument, type RefundPlanInput } from '../generated.ts';
import { faultWords } from '../ui/states.tsx';
import type { RefundPreview, RefundProblem } from './refund-plan.ts';

/** The server's word on one plan. */
export type PreviewAnswer = {
  readonly plan: RefundPlanInput;
  readonly preview: RefundPreview | null;
  readonly problems: readonly RefundProblem[];
  /** Set when there was no answer at all. */
  readonly fault: string | null;
};

const TYPING_PAUSE_MS = 180;

/**
 * What the server says a refund would be, asked anew whenever the plan changes. The answer before stays
 * until the next has come; one that comes late, for a plan of a while ago, is dropped.
 */
export function useRefundPreview(
  orderId: string,
  plan: RefundPlanInput | null,
): { answer: PreviewAnswer | null; isFresh: boolean; askAgain: () => void } {
  const client = useApolloClient();
  const text = plan ? JSON.stringify(plan) : null;
  const [settled] = useDebouncedValue(text, TYPING_PAUSE_MS);
  const [answer, setAnswer] = useState<PreviewAnswer | null>(null);
  const [round, setRound] = useState(0);
  const latest = useRef(0);

  // Asked again for the same plan after the order has moved on.
  const wish = settled === null ? null : `{"round":${round},"plan":${settled}}`;

  useEffect(() => {
    const mine = ++latest.current;
    if (wish === null) return;
    const { plan: asked } = JSON.parse(wish) as { plan: RefundPlanInput };
    const show = (said: Omit<PreviewAnswer, 'plan'>) => {
      if (latest.current === mine) setAnswer({ plan: asked, ...said });
    };
    client
      .query({
        query: RefundPreviewDocument,
        variables: { orderId, plan: asked },
        fetchPolicy: 'no-cache',
      })
      .then(({ data }) =>
        show({
          preview: data?.refundPreview.preview ?? null,
          problems: data?.refundPreview.errors ?? [],
          fault: null,
        }),
      )
      .catch((error: unknown) => show({ preview: null, problems: [], fault: faultWords(error) }));
  }, [client, orderId, wish]);

  const isFresh = answer !== null && text !== null && JSON.stringify(answer.plan) === text;
  return {
    answer: text === null ? null : answer,
    isFresh,
    askAgain: () => setRound((before) => before + 1),
  };
}
