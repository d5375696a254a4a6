import type { RefundLegRowFragment } from '../generated.ts';
import { formatMoney, wordName } from '../ui/values.tsx';
import type { RefundPreview } from './refund-plan.ts';

/** The words of a refund: on the button, in the form, and for how far it got. */

/** The deed and its size: "Refund 49.00 €". */
export function refundWords(preview: RefundPreview | null): string {
  if (!preview) return 'Refund';
  const amount = formatMoney(preview.total);
  return preview.legs.some(({ movesMoney }) => movesMoney)
    ? `Refund ${amount}`
    : `Record refund of ${amount}`;
}

/** Where one leg stands, what is safe, and what comes next. */
export function legWords(leg: RefundLegRowFragment): string {
  const amount = formatMoney(leg.amount);
  const provider = leg.payment ? wordName(leg.payment.provider) : 'the provider';
  switch (leg.status) {
    case 'RECORDED':
      return `${amount} is recorded; no money moved through us.`;
    case 'REQUESTED':
      return `${amount} is on its way to ${provider}.`;
    case 'PENDING':
      return `${provider} has accepted ${amount} and is still at it. This can take days.`;
    case 'SUCCEEDED':
      return `${amount} was returned through ${provider}.`;
    case 'FAILED':
      return `${amount} was not returned: nothing of it went back, and it can be refunded again.`;
    case 'UNKNOWN':
      return `${provider} did not answer. ${amount} may already be on its way; it is held, and will not be sent twice.`;
  }
}

type StepWords = {
  readonly button: string;
  readonly title: string;
  readonly consequence: string;
  readonly confirm: string;
  readonly done: string;
};

/** What a person may do about a leg whose end is open, and what follows from it. */
export function stepWords(
  step: RefundLegRowFragment['nextSteps'][number],
  leg: RefundLegRowFragment,
): StepWords {
  const amount = formatMoney(leg.amount);
  const provider = leg.payment ? wordName(leg.payment.provider) : 'the provider';
  switch (step) {
    case 'CHECK_AGAIN':
      return {
        button: `Check again with ${provider}`,
        title: `Ask ${provider} what became of ${amount}?`,
        consequence: `${provider} is asked right away. Nothing is sent twice: only if it is certain that nothing went back may the same refund be sent once more.`,
        confirm: `Check again with ${provider}`,
        done: `${provider} is being asked what became of ${amount}.`,
      };
    case 'RECORD_AS_RETURNED':
      return {
        button: 'Record as returned',
        title: `Record ${amount} as returned?`,
        consequence: `Do this only after you have seen in ${provider} that ${amount} went back to the customer. The refund then counts in the order and in the reports, and no more money is sent.`,
        confirm: `Record ${amount} as returned`,
        done: `${amount} is recorded as returned.`,
      };
    case 'RELEASE':
      return leg.status === 'FAILED'
        ? {
            button: 'Take note of it',
            title: `Take note that ${amount} came back?`,
            consequence: `${provider} reported that ${amount} did not reach the customer. The order counts it as not refunded; once you have taken note, it no longer asks for attention for this.`,
            confirm: 'Take note of it',
            done: `Noted: ${amount} was not returned.`,
          }
        : {
            button: 'Release',
            title: `Release ${amount}?`,
            consequence: `Do this only after you have seen in ${provider} that nothing was returned. ${amount} is then no longer held and can be refunded again: if the money did go back, the customer could get it twice.`,
            confirm: `Release ${amount}`,
            done: `${amount} is released; nothing was returned.`,
          };
  }
}
