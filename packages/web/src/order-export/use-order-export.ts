import { useState } from 'react';
import {
  useCancelOrderExportMutation,
  useOrderExportChangedSubscription,
  useRequestOrderExportMutation,
  type OrderExportProgressFragment,
  type RequestOrderExportInput,
} from '../generated.ts';
import { downloadFrom, onThisOrigin } from '../ui/download.ts';
import { faultWords } from '../ui/states.tsx';

type Wish = Omit<RequestOrderExportInput, 'idempotencyKey'>;

/**
 * One export from asking for it to its end. The browser downloads the file by itself, so that no row of
 * it lies in the memory of the page; how far it is is told by the server.
 */
export function useOrderExport() {
  const [begun, setBegun] = useState<OrderExportProgressFragment | null>(null);
  const [sent, setSent] = useState<{ wish: string; idempotencyKey: string } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [request, { loading }] = useRequestOrderExportMutation();
  const [cancel, cancelling] = useCancelOrderExportMutation();
  const { data } = useOrderExportChangedSubscription({
    variables: { id: begun?.id ?? '' },
    skip: begun === null,
  });
  const heard = data?.orderExportChanged;
  const present = begun && heard?.id === begun.id ? heard : begun;

  const start = async (wish: Wish) => {
    const words = JSON.stringify(wish);
    // A lost answer is asked for again; a new wish, or one after an end, makes a new export.
    const idempotencyKey = sent?.wish === words ? sent.idempotencyKey : crypto.randomUUID();
    setSent({ wish: words, idempotencyKey });
    setProblem(null);
    try {
      const answer = await request({ variables: { input: { ...wish, idempotencyKey } } });
      const payload = answer.data?.requestOrderExport;
      setSent(null);
      if (!payload?.export) {
        return setProblem(payload?.errors[0]?.message ?? 'The server gave no answer.');
      }
      setBegun(payload.export);
      if (payload.export.downloadUrl) downloadFrom(payload.export.downloadUrl);
    } catch (error) {
      setProblem(faultWords(error));
    }
  };
  const stop = async () => {
    if (!begun) return;
    try {
      const answer = await cancel({ variables: { id: begun.id } });
      const payload = answer.data?.cancelOrderExport;
      if (payload?.export) setBegun(payload.export);
      setProblem(payload?.errors[0]?.message ?? null);
    } catch (error) {
      setProblem(faultWords(error));
    }
  };
  return {
    present,
    problem,
    isAsking: loading,
    isCancelling: cancelling.loading,
    start: (wish: Wish) => void start(wish),
    cancel: () => void stop(),
    /** Back to the beginning, for the next one. */
    clear: () => {
      setBegun(null);
      setProblem(null);
    },
  };
}

/** Where the file lies for this page's session; null once its address has run out. */
export function fileAddress({ downloadUrl }: OrderExportProgressFragment): string | null {
  return downloadUrl && onThisOrigin(downloadUrl);
}
