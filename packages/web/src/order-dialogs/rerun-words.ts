import type { RerunWarning } from '../generated.ts';
import { wordName } from '../ui/values.tsx';

/** The words of a re-run, the same on its button, in its question and in its notice. */

type RerunLabel = { readonly short: string; readonly withName: (name: string) => string };

/** The dots promise a question before anything happens. */
export const rerunLabels = {
  NONE: { short: 'Re-run', withName: (name) => `Re-run ${name}` },
  REPEATS_SIDE_EFFECT: { short: 'Re-run…', withName: (name) => `Re-run ${name}…` },
  MAY_STILL_BE_RUNNING: { short: 'Force re-run…', withName: (name) => `Force re-run ${name}…` },
} satisfies Record<RerunWarning, RerunLabel>;

/** What happens a second time, as one sentence. `email` is null while the customer gave none. */
export function repeatedEffect(
  action: { kind: string; name: string; purpose: 'DELIVERY' | 'REMOVAL' | 'REFUND' },
  email: string | null,
): string {
  const to = email ? ` to ${email}` : ' to the customer';
  if (action.purpose === 'REMOVAL') return `“${action.name}” will take the access away once more.`;
  switch (action.kind) {
    case 'receipt-email':
      return `The receipt email will be sent again${to}.`;
    case 'custom-email':
      return `The email “${action.name}” will be sent again${to}.`;
    case 'webhook':
      return `The webhook “${action.name}” will be delivered again. A receiver that does not drop repeats will act on it twice.`;
    case 'kajabi-grant':
    case 'systemeio-access':
      return `The access will be granted again through ${wordName(action.kind)}, and its welcome message may go out once more${to}.`;
    default:
      return `“${action.name}” will run again, and whatever it does outside happens a second time.`;
  }
}
