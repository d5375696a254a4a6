import type { RerunWarning } from '../generated.ts';
import { wordName } from '../ui/values.tsx';

/** The words of a re-run, the same on its button, in its question and in its notice. */

type RerunLabel = { readonly short: string; readonly withName: (name: string) => string };

/** Its name on the button. The dots promise a question before anything happens. */
export function rerunLabel(options: { warning: RerunWarning; canUseLatest: boolean }): RerunLabel {
  const dots = asksFirst(options) ? '…' : '';
  const verb = rerunVerbs[options.warning];
  return { short: `${verb}${dots}`, withName: (name) => `${verb} ${name}${dots}` };
}

export const rerunVerbs = {
  NONE: 'Re-run',
  REPEATS_SIDE_EFFECT: 'Re-run',
  MAY_STILL_BE_RUNNING: 'Force re-run',
} satisfies Record<RerunWarning, string>;

/** Harmless re-runs go at once, unless there is something to choose. */
export function asksFirst(options: { warning: RerunWarning; canUseLatest: boolean }): boolean {
  return options.warning !== 'NONE' || options.canUseLatest;
}

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

/** A setting's field as a person reads it: "sellerName" is "Seller name", "url" is "URL". */
export function settingName(field: string): string {
  const words = field.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
  return (words.charAt(0).toUpperCase() + words.slice(1)).replace(/\burl\b/i, 'URL');
}
