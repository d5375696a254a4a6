import type { BulkRerunProgressFragment } from '../generated.ts';

/** The words of a bulk re-run: in its dry count, on its button, along its way and at its end. */

export function actionsWords(count: number): string {
  return `${numberText(count)} ${count === 1 ? 'action' : 'actions'}`;
}

export function ordersWords(count: number): string {
  return `${numberText(count)} ${count === 1 ? 'order' : 'orders'}`;
}

/** "43 failed actions of 40 orders will run again." */
export function countWords({ matched, orders }: { matched: number; orders: number }): string {
  if (matched === 0) return 'No failed action matches.';
  const actions = matched === 1 ? '1 failed action' : `${numberText(matched)} failed actions`;
  return `${actions} of ${ordersWords(orders)} will run again.`;
}

/** How far it is: "20 succeeded, 1 failed, 22 waiting". What is none is left out. */
export function progressWords(bulk: BulkRerunProgressFragment): string {
  const parts = [
    [bulk.succeeded, 'succeeded'],
    [bulk.failed, 'failed'],
    [bulk.skippedCount, 'skipped'],
    [bulk.waiting, 'waiting'],
  ] as const;
  return parts
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${numberText(count)} ${word}`)
    .join(', ');
}

/** What it is doing, or that it is done. */
export function stateWords(bulk: BulkRerunProgressFragment): string {
  if (bulk.finishedAt) return bulk.cancelledAt ? 'Cancelled' : 'Finished';
  return bulk.cancelledAt ? 'Cancelled; what was already started goes on' : 'Running';
}

function numberText(count: number): string {
  return new Intl.NumberFormat().format(count);
}
