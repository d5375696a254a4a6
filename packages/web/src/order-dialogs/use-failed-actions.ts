import { useEffect, useState } from 'react';
import {
  useFailedActionSamplesQuery,
  useRerunFailedActionsMutation,
  type OrderFilter,
  type RerunFailedActionsInput,
  type RerunFailedActionsMutation,
} from '../generated.ts';
import { skipToken } from '@apollo/client/react';

/** Which failed actions, as the form holds it: times as its fields write them, in the reader's zone. */
export type FailedActionsChoice = {
  readonly kinds: readonly string[];
  readonly messageContains: string;
  readonly failedFrom: string;
  readonly failedBefore: string;
};

export const everyFailedAction: FailedActionsChoice = {
  kinds: [],
  messageContains: '',
  failedFrom: '',
  failedBefore: '',
};

type Payload = RerunFailedActionsMutation['rerunFailedActions'];
export type BulkRerunError = Payload['errors'][number];

/** What is asked of the server; only its key and whether it is meant are missing. */
export type FailedActionsWish = Omit<RerunFailedActionsInput, 'idempotencyKey' | 'dryRun'>;

export function toWish(filter: OrderFilter, choice: FailedActionsChoice): FailedActionsWish {
  const { kinds, messageContains, failedFrom, failedBefore } = choice;
  return {
    filter,
    ...(kinds.length > 0 && { kinds: [...kinds] }),
    ...(messageContains.trim() && { messageContains: messageContains.trim() }),
    ...(failedFrom && { failedFrom: new Date(failedFrom).toISOString() }),
    ...(failedBefore && { failedBefore: new Date(failedBefore).toISOString() }),
  };
}

export type DryCount =
  | { readonly state: 'counting' }
  | { readonly state: 'counted'; readonly matched: number; readonly orders: number }
  | { readonly state: 'refused'; readonly errors: readonly BulkRerunError[] }
  | { readonly state: 'failed'; readonly error: unknown };

const TYPING_MS = 250;

/** How much the wish would run, counted by the server whenever it changes; null asks nothing. */
export function useDryCount(wish: FailedActionsWish | null): DryCount {
  const [countFailed] = useRerunFailedActionsMutation();
  const question = wish && JSON.stringify(wish);
  const [answer, setAnswer] = useState<{ question: string; count: DryCount } | null>(null);

  useEffect(() => {
    if (question === null) return;
    let isCurrent = true;
    const settle = (count: DryCount) => isCurrent && setAnswer({ question, count });
    const ask = async () => {
      try {
        const asked = JSON.parse(question) as FailedActionsWish;
        const input = { ...asked, dryRun: true, idempotencyKey: crypto.randomUUID() };
        const { data } = await countFailed({ variables: { input } });
        if (!data) throw new Error('The count came without data.');
        settle(countOf(data.rerunFailedActions));
      } catch (error) {
        settle({ state: 'failed', error });
      }
    };
    const timer = setTimeout(() => void ask(), TYPING_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [question, countFailed]);

  return answer && answer.question === question ? answer.count : { state: 'counting' };
}

function countOf({ matched, orders, errors }: Payload): DryCount {
  return errors.length > 0 ? { state: 'refused', errors } : { state: 'counted', matched, orders };
}

const MOST_MESSAGES = 12;

/** Kinds and errors of what has failed, the most frequent first: suggestions, from a sample of the orders. */
export function useFailedSamples(filter: OrderFilter | null): {
  kinds: readonly string[];
  messages: readonly string[];
} {
  const { data } = useFailedActionSamplesQuery(
    filter ? { variables: { filter }, fetchPolicy: 'no-cache' } : skipToken,
  );
  const failed = (data?.orders.nodes ?? [])
    .flatMap(({ actions }) => actions)
    .filter(({ status }) => status === 'FAILED');
  return {
    kinds: byFrequency(failed.map(({ kind }) => kind)),
    messages: byFrequency(failed.flatMap(({ message }) => message ?? [])).slice(0, MOST_MESSAGES),
  };
}

function byFrequency(words: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a).map(([word]) => word);
}
