import { useEffect, useRef, useState } from 'react';
import {
  AttentionCountDocument,
  useAttentionCountChangedSubscription,
  useAttentionCountQuery,
} from '../generated.ts';

/** How many orders need somebody, kept true by the stream. Null while it is not known. */
export function useAttentionTotal(): number | null {
  const { data } = useAttentionCountQuery();
  return data?.attentionCount.total ?? null;
}

/** Keeps the count in the cache true for everybody who reads it. Once, in the shell. */
export function useLiveAttentionTotal(): void {
  useAttentionCountChangedSubscription({
    ignoreResults: true,
    onData: ({ client, data }) => {
      if (data.data) client.writeQuery({ query: AttentionCountDocument, data: data.data });
    },
  });
}

/** Tells a screen reader of each change of the count, once and politely; silent when the page opens. */
export function AttentionAnnouncer() {
  const total = useAttentionTotal();
  const heard = useRef<number | null>(null);
  const [words, setWords] = useState('');
  useEffect(() => {
    if (total === null || heard.current === total) return;
    if (heard.current !== null) setWords(attentionWords(total));
    heard.current = total;
  }, [total]);
  return (
    <div role="status" className="hidden-text">
      {words}
    </div>
  );
}

/** "2 orders require attention". */
export function attentionWords(total: number): string {
  if (total === 0) return 'No order requires attention';
  return total === 1 ? '1 order requires attention' : `${total} orders require attention`;
}
