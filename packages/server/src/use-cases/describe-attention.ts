import type { ActionPurpose, ActionStatus } from '../domain/action.ts';
import type { ReasonFrom } from '../domain/attention.ts';

type OpenAction = {
  readonly purpose: ActionPurpose;
  readonly status: ActionStatus;
  readonly name: string;
  readonly message: string | null;
  readonly failures: number;
};

/**
 * One sentence for the seller: what is wrong with the order and how often it was tried. Null when the
 * order needs nobody. The worst comes first: money, then what failed, then what is merely late.
 */
export function describeAttention(
  reasons: readonly ReasonFrom[],
  actions: readonly OpenAction[],
  order: { readonly isPaid: boolean },
): string | null {
  const has = (reason: ReasonFrom['reason']) => reasons.some((one) => one.reason === reason);
  if (reasons.length === 0) return null;
  if (has('PAID_TWICE')) return 'The customer paid twice. Give one of the payments back.';
  if (has('PAID_AMOUNT_DIFFERS')) {
    return order.isPaid
      ? 'More money came than the order costs. Give the difference back, then complete the order by hand.'
      : 'Less money came than the order costs. Ask for the rest, or complete the order by hand.';
  }
  if (has('REFUND_UNKNOWN'))
    return 'It is not known whether a refund was paid out. Check it with the provider.';
  if (has('REFUND_FAILED'))
    return 'A refund that was under way or reported as done has failed. The customer has no money back.';
  if (has('REFUND_DIFFERS'))
    return 'Its refunds here and at the payment provider do not agree. Compare them there.';
  if (has('REMOVAL_FAILED')) {
    return sentence(
      'could not be undone',
      actions,
      ({ purpose, status }) =>
        purpose === 'REMOVAL' && (status === 'FAILED' || status === 'UNKNOWN'),
    );
  }
  if (has('ACTION_FAILED')) return sentence('failed', actions, ofDelivery('FAILED'));
  if (has('ACTION_UNKNOWN'))
    return sentence('may or may not have been done', actions, ofDelivery('UNKNOWN'));
  return sentence(
    'has not been done yet',
    actions,
    ({ purpose, status }) =>
      purpose === 'DELIVERY' && (status === 'PENDING' || status === 'RUNNING'),
  );
}

const ofDelivery = (wanted: ActionStatus) => (action: OpenAction) =>
  action.purpose === 'DELIVERY' && action.status === wanted;

function sentence(
  what: string,
  actions: readonly OpenAction[],
  concerned: (action: OpenAction) => boolean,
): string {
  const [first, ...others] = actions.filter(concerned);
  if (!first) return `Something ${what}.`;
  const more =
    others.length > 0
      ? ` And ${others.length} more ${others.length === 1 ? 'action' : 'actions'}.`
      : '';
  const why = first.message ? `: ${first.message}` : '.';
  const tried = first.failures > 1 ? ` Tried ${first.failures} times.` : '';
  return `${first.name} ${what}${why}${tried}${more}`;
}
