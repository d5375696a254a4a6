import { decimalsOf, readAmountMinor } from './amount.ts';
import { isCheckout } from './checkouts.ts';
import { ask, type Connection, wordsOf } from './client.ts';
import {
  OrdersByNumberDocument,
  type OrdersByNumberQuery,
  RefundPreviewDocument,
  type RefundPlanInput,
} from './generated.ts';
import type { RefundRow } from './refund-rows.ts';

/** What a row asks for, as a plan for the product, and what the product says would happen. */
export type PlannedRow = {
  readonly orderId: string;
  readonly version: number;
  readonly plan: RefundPlanInput;
  readonly words: string;
};
type Refused = { readonly refused: string };

type Order = OrdersByNumberQuery['orders']['nodes'][number];

/**
 * Finds the order of a row and turns its amount into a plan. Guesses nothing: an order number of two checkouts,
 * a part of an order with several products, or a payment that cannot be returned need a further word.
 */
export async function planRow(
  connection: Connection,
  row: RefundRow,
  { mayRecord }: { readonly mayRecord: boolean },
): Promise<PlannedRow | Refused> {
  const found = await findOrder(connection, row);
  if ('refused' in found) return found;
  const lines = chooseLines(found, row);
  if ('refused' in lines) return lines;
  const plan = { lines };
  const { refundPreview } = await ask(connection, RefundPreviewDocument, {
    orderId: found.id,
    plan,
  });
  const { preview, errors } = refundPreview;
  if (!preview) return { refused: wordsOf(errors) };
  const notes = preview.legs.map(({ note }) => note).join(' ');
  if (!mayRecord && preview.legs.some(({ movesMoney }) => !movesMoney)) {
    return { refused: `${notes} Add --record to write it down.` };
  }
  const { decimal, currency } = preview.total;
  const words = `${decimal} ${currency}, then ${preview.statusAfter}. ${notes}`;
  return { orderId: found.id, version: found.version, plan, words };
}

async function findOrder(
  connection: Connection,
  { order, checkout }: RefundRow,
): Promise<Order | Refused> {
  if (order === '') return { refused: 'The row names no order.' };
  const { orders } = await ask(connection, OrdersByNumberDocument, { number: order });
  const found = orders.nodes.filter((one) => checkout === '' || isCheckout(one.checkout, checkout));
  const [first] = found;
  if (!first) {
    const where = checkout === '' ? '' : ` in the checkout "${checkout}"`;
    return { refused: `There is no order ${order}${where}, or the token may not see it.` };
  }
  if (found.length > 1) {
    const names = found.map((one) => one.checkout.name).join(', ');
    return {
      refused: `Several checkouts have an order ${order}: name one in "checkout": ${names}.`,
    };
  }
  return first;
}

function chooseLines(
  { refundOptions }: Order,
  { amount, currency, product }: RefundRow,
): (RefundPlanInput['lines'] & object) | Refused {
  const { allowed, refusal, maximum } = refundOptions;
  if (!allowed) return { refused: refusal?.message ?? 'It cannot be refunded.' };
  if (currency !== '' && currency.toUpperCase() !== maximum.currency) {
    return { refused: `The order is in ${maximum.currency}, not in ${currency}.` };
  }
  const left = refundOptions.lines
    .filter((line) => line.maximum.minor > 0)
    .filter(({ orderLine }) => product === '' || isNamed(orderLine.productName, product));
  if (left.length === 0) {
    return {
      refused:
        product === ''
          ? 'Nothing is left to refund.'
          : `Nothing of "${product}" is left to refund.`,
    };
  }
  const whole = left.map((line) => ({
    orderLineId: line.orderLine.id,
    amountMinor: line.maximum.minor,
  }));
  if (amount.toLowerCase() === 'full') return whole;
  const amountMinor = readAmountMinor(amount, decimalsOf(maximum.decimal));
  if (amountMinor === null) {
    return {
      refused: `"${amount}" is neither "full" nor an amount in ${maximum.currency} such as ${maximum.decimal}.`,
    };
  }
  if (amountMinor === whole.reduce((sum, line) => sum + line.amountMinor, 0)) return whole;
  const [only] = left;
  if (!only || left.length > 1) {
    const names = left.map(({ orderLine }) => orderLine.productName).join(', ');
    return { refused: `Of which product? Name it in "product": ${names}.` };
  }
  return [{ orderLineId: only.orderLine.id, amountMinor }];
}

function isNamed(productName: string, wanted: string): boolean {
  return productName.toLowerCase() === wanted.toLowerCase();
}
