import { useApolloClient } from '@apollo/client/react';
import { notifications } from '@mantine/notifications';
import { useState, type ReactNode } from 'react';
import {
  CompletionQuestionDocument,
  useCompleteOrderMutation,
  type CompletableOrderFragment,
  type CompleteOrderMutation,
  type CompletionQuestionQuery,
} from '../generated.ts';
import { faultWords } from '../ui/states.tsx';
import { CompleteOrderDialog } from './complete-order-dialog.tsx';
import { completedWords } from './complete-order-words.ts';

/** What the person chose, as the dialog names it. */
export type CompletionChoice = {
  readonly runActions: boolean;
  readonly restoreRefunded: boolean;
  readonly useLatestConfiguration: boolean;
};

type PresentOrder = NonNullable<CompletionQuestionQuery['order']>;
export type OrderNews = PresentOrder['history']['nodes'][number];

/** One question: about the order as it was shown, with the choice made so far. */
export type Completion = {
  readonly order: CompletableOrderFragment;
  /** The newest entry of the history when it was asked; null until that is known. */
  readonly newestEntryId: string | null;
  readonly choice: CompletionChoice;
  /** Belongs to this order, as shown, and this choice: sending it twice completes once. */
  readonly idempotencyKey: string;
  /** Set when the question had to be asked anew: what happened since, newest first. */
  readonly news: readonly OrderNews[] | null;
  readonly problem: string | null;
};

type CompleteError = CompleteOrderMutation['completeOrder']['errors'][number];

/**
 * Marks an order as completed by hand (`order-management.md`, "Complete Order"), after a question that
 * says what it would do. If the order moves on meanwhile, it says what changed and asks anew.
 */
export function useCompleteOrder(order: CompletableOrderFragment): {
  request: () => void;
  dialog: ReactNode;
} {
  const client = useApolloClient();
  const [complete, { loading }] = useCompleteOrderMutation();
  // Kept after the answer, so that the dialog can close as itself and give the focus back.
  const [completion, setCompletion] = useState<Completion | null>(null);
  const [isAsking, setIsAsking] = useState(false);

  const askServer = async (): Promise<PresentOrder | null> => {
    try {
      const { data } = await client.query({
        query: CompletionQuestionDocument,
        variables: { orderId: order.id },
        fetchPolicy: 'no-cache',
      });
      return data?.order ?? null;
    } catch {
      return null;
    }
  };

  const request = () => {
    if (!order.completeOptions.allowed) return;
    setCompletion(newCompletion(order));
    setIsAsking(true);
    // What the panel shows stands at once; the server's present word follows it.
    void askServer().then((present) => {
      if (present) setCompletion((asked) => (asked ? untouched(asked, present) : asked));
    });
  };

  const send = async (asked: Completion) => {
    const { choice, idempotencyKey } = asked;
    let error: CompleteError | undefined;
    try {
      const { data } = await complete({
        variables: {
          input: {
            orderId: asked.order.id,
            idempotencyKey,
            expectedVersion: asked.order.version,
            ...choice,
          },
        },
      });
      error = data?.completeOrder.errors[0];
    } catch (fault) {
      const problem = faultWords(fault, 'It is safe to try again: the order is completed once.');
      setCompletion({ ...asked, problem });
      return;
    }
    if (!error) {
      setIsAsking(false);
      notifications.show({ message: completedWords(asked) });
      return;
    }
    if (!('order' in error)) return setCompletion({ ...asked, problem: error.message });
    const present = await askServer();
    setCompletion(askedAnew(asked, present ?? error.order, present?.history.nodes ?? []));
  };

  const dialog = completion && (
    <CompleteOrderDialog
      completion={completion}
      opened={isAsking}
      busy={loading}
      onChoose={(choice) =>
        // Another choice is another wish: its key must not stand for the one sent before.
        setCompletion({
          ...completion,
          choice,
          idempotencyKey: crypto.randomUUID(),
          problem: null,
        })
      }
      onConfirm={() => void send(completion)}
      onClose={() => setIsAsking(false)}
    />
  );
  return { request, dialog };
}

function newCompletion(order: CompletableOrderFragment): Completion {
  return {
    order,
    newestEntryId: null,
    choice: { runActions: true, restoreRefunded: false, useLatestConfiguration: false },
    idempotencyKey: crypto.randomUUID(),
    news: null,
    problem: null,
  };
}

/** The present facts under a question that has just been opened. */
function untouched(asked: Completion, present: PresentOrder): Completion {
  if (asked.newestEntryId !== null || present.id !== asked.order.id) return asked;
  return {
    ...asked,
    order: present,
    choice: offered(asked.choice, present),
    newestEntryId: present.history.nodes[0]?.id ?? null,
  };
}

function askedAnew(
  asked: Completion,
  present: CompletableOrderFragment,
  entries: readonly OrderNews[],
): Completion {
  const known = entries.findIndex(({ id }) => id === asked.newestEntryId);
  return {
    order: present,
    newestEntryId: entries[0]?.id ?? null,
    choice: offered(asked.choice, present),
    idempotencyKey: crypto.randomUUID(),
    news: known === -1 ? [] : entries.slice(0, known),
    problem: null,
  };
}

/** What is no longer offered is no longer chosen. */
function offered(
  choice: CompletionChoice,
  { completeOptions }: CompletableOrderFragment,
): CompletionChoice {
  return {
    runActions: choice.runActions,
    restoreRefunded: choice.restoreRefunded && completeOptions.canRestoreRefunded,
    useLatestConfiguration:
      choice.useLatestConfiguration && completeOptions.canUseLatestConfiguration,
  };
}
