import { DiscountCodeTable, type DiscountCodeRow } from '../database/catalogue.ts';
import { isErased, OrderLineTable, type OrderRow } from '../database/order.ts';
import { PaymentTable } from '../database/payment.ts';
import type { AnalyticsConsent } from '../domain/order-line.ts';
import { lockOrder } from './load-order.ts';
import { type Outcome, refuse } from './outcome.ts';
import { codeRefusal, findCode, priceCheckout } from './price-checkout.ts';
import { decide, type Request, type Work } from './request.ts';

export type UpdateCheckout = {
  readonly orderId: string;
  readonly orderBumpIds?: readonly string[] | null;
  readonly preUpsellIds?: readonly string[] | null;
  /** Empty text takes the code away; left out keeps what is there. */
  readonly discountCode?: string | null;
  readonly analyticsConsent?: AnalyticsConsent | null;
};

/** What the customer chose so far: the order is priced anew. Refused once a payment is under way or made. */
export async function updateCheckout(
  input: UpdateCheckout,
  request: Request,
): Promise<Outcome<{ orderId: string }>> {
  return decide(request, async (work) => {
    const order = await lockOrder(work, input.orderId, 'orderId');
    await refuseUnlessOpen(work, order);
    const code = await chosenCode(work, order, input);
    const addOnIds = await chosenAddOns(work, order, input);
    const { unknownAddOnIds, discountApplies } = await priceCheckout(work, order, {
      addOnIds,
      code,
    });
    // One chosen earlier that has lost its price since is dropped; only what is asked for now is refused.
    const askedFor = [...(input.orderBumpIds ?? []), ...(input.preUpsellIds ?? [])];
    if (askedFor.some((id) => unknownAddOnIds.includes(id))) {
      const isBump = input.orderBumpIds?.some((id) => unknownAddOnIds.includes(id));
      refuse('INVALID', 'This offer has no such add-on.', [
        isBump ? 'orderBumpIds' : 'preUpsellIds',
      ]);
    }
    if (code && input.discountCode && !discountApplies) {
      refuse('INVALID', `The code ${code.code} does not apply to any of these products.`, [
        'discountCode',
      ]);
    }
    if (input.analyticsConsent) order.analyticsConsent = input.analyticsConsent;
    work.touch(order.id);
    return { orderId: order.id };
  });
}

/** The price is fixed from the moment the customer is sent to pay. */
export async function refuseUnlessOpen(work: Work, order: OrderRow): Promise<void> {
  refuseErased(order);
  if (order.paidAt || order.closedByHandAt) {
    refuse('ALREADY_PAID', 'This order is paid and can no longer be changed.', ['orderId']);
  }
  const underWay = await work.em.count(PaymentTable, { orderId: order.id, status: 'PENDING' });
  if (underWay > 0) {
    refuse(
      'STALE',
      'A payment of this order is under way. Wait for it to end before changing the order.',
      ['orderId'],
    );
  }
}

/** A visit that was erased is over; whoever comes back begins another. */
export function refuseErased(order: OrderRow): void {
  if (!isErased(order)) return;
  refuse('CUSTOMER_ERASED', 'What was typed here is erased. Open the checkout page anew.', [
    'orderId',
  ]);
}

async function chosenCode(
  work: Work,
  order: OrderRow,
  { discountCode: typed }: UpdateCheckout,
): Promise<DiscountCodeRow | null> {
  if (typed === undefined || typed === null) {
    return order.discountCodeId
      ? work.em.findOne(DiscountCodeTable, { id: order.discountCodeId })
      : null;
  }
  if (typed.trim() === '') return null;
  const code = await findCode(work.em, order.checkoutId, typed);
  if (!code) refuse('INVALID', `There is no code “${typed.trim()}”.`, ['discountCode']);
  const refusal = await codeRefusal(work, order, code, { lock: false });
  if (refusal) refuse('INVALID', refusal, ['discountCode']);
  return code;
}

async function chosenAddOns(work: Work, order: OrderRow, input: UpdateCheckout): Promise<string[]> {
  const lines = await work.em.find(OrderLineTable, { orderId: order.id });
  const kept = (kind: string) =>
    lines.flatMap((line) => (line.kind === kind && line.addOnId ? [line.addOnId] : []));
  return [
    ...(input.orderBumpIds ?? kept('ORDER_BUMP')),
    ...(input.preUpsellIds ?? kept('PRE_UPSELL')),
  ];
}
