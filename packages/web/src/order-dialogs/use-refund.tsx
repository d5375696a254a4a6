import { useState, type ReactNode } from 'react';
import type { RefundableOrderFragment, RefundRowFragment } from '../generated.ts';
import { RefundDialog } from './refund-dialog.tsx';

/**
 * Refunds an order (`order-management.md`, "Refund") after a form that says what will happen, and shows
 * what became of it. `refunds` are the order's own, kept true by whoever shows the order.
 */
export function useRefund(
  order: RefundableOrderFragment & { readonly refunds: readonly RefundRowFragment[] },
): { request: () => void; dialog: ReactNode } {
  const [round, setRound] = useState(0);
  const [opened, setOpened] = useState(false);
  const request = () => {
    if (!order.refundOptions.allowed) return;
    setRound((before) => before + 1);
    setOpened(true);
  };
  const dialog = round > 0 && (
    // A form of its own for each opening: nothing typed for an earlier refund is left in it.
    <RefundDialog key={round} order={order} opened={opened} onClose={() => setOpened(false)} />
  );
  return { request, dialog };
}
