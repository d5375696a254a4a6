// The calls of Stripe's API that the fake understands: parameters in, typed objects out.

import type Stripe from 'stripe';
import type { FormTree } from './form.ts';
import { branchOf, listOf, parseForm, textOf, textsOf } from './form.ts';
import type { Recent } from './recent.ts';
import { refuseMissing, refuseRequest, StripeRefusal } from './stripe-answers.ts';
import { idOf } from './stripe-objects.ts';
import type { StripePayments } from './stripe-payments.ts';
import type { StripeRefunds } from './stripe-refunds.ts';
import type { WireRequest } from './wire.ts';

type Books = {
  readonly payments: StripePayments;
  readonly refunds: StripeRefunds;
  readonly events: Recent<Stripe.Event>;
};
type Listed = { readonly id: string; readonly created: number };
type Page<T> = { object: 'list'; url: string; has_more: boolean; data: T[] };

/** Throws StripeRefusal for everything Stripe would refuse. */
export function answerStripeCall(books: Books, request: WireRequest, fromBrowser: boolean) {
  const path = request.path.replace(/^(\/stripe)?\/v1\//, '');
  const parameters = parseForm(request.method === 'GET' ? request.query : request.body);
  if (!parameters) return refuseRequest('The parameters could not be read.');
  const [kind, id, deed] = path.split('/');
  if (fromBrowser) checkClientSecret(books, kind, id, deed, parameters);

  switch (`${request.method} ${kind}${id ? '/:id' : ''}${deed ? `/${deed}` : ''}`) {
    case 'POST payment_intents':
      return createIntent(books, parameters);
    case 'GET payment_intents':
      return page(books.payments.intents.list(), path, parameters);
    case 'GET payment_intents/:id':
      return expanded(books, books.payments.find(String(id)), parameters);
    case 'POST payment_intents/:id/confirm':
      return books.payments.confirm(
        String(id),
        textOf(parameters, 'payment_method') ?? 'pm_card_visa',
      );
    case 'POST payment_intents/:id/cancel':
      return books.payments.settle(String(id), 'canceled');
    case 'GET charges/:id':
      return books.payments.charges.get(String(id)) ?? refuseMissing('charge', String(id));
    case 'POST refunds':
      return createRefund(books, parameters);
    case 'GET refunds':
      return page(refundsOf(books, parameters), path, parameters);
    case 'GET refunds/:id':
      return books.refunds.find(String(id));
    case 'GET events':
      return page(eventsOf(books, parameters), path, parameters);
    case 'GET events/:id':
      return books.events.get(String(id)) ?? refuseMissing('event', String(id));
    default:
      throw new StripeRefusal(404, {
        type: 'invalid_request_error',
        message: `Unrecognized request URL (${request.method}: ${request.path}).`,
      });
  }
}

function checkClientSecret(
  books: Books,
  kind: string | undefined,
  id: string | undefined,
  deed: string | undefined,
  parameters: FormTree,
): void {
  const isOwn =
    kind === 'payment_intents' &&
    id !== undefined &&
    browserDeeds.has(deed) &&
    books.payments.find(id).client_secret === textOf(parameters, 'client_secret');
  if (isOwn) return;
  throw new StripeRefusal(401, {
    type: 'invalid_request_error',
    message: 'The client secret does not fit the payment intent.',
  });
}

/** Cancelling is the simulator's own: it stands for a shopper who turns back at the bank's page. */
const browserDeeds = new Set<string | undefined>([undefined, 'confirm', 'cancel']);

/** The least Stripe takes, in minor units; other currencies have no floor here. */
const leastMinor: Readonly<Record<string, number>> = {
  eur: 50,
  usd: 50,
  chf: 50,
  aud: 50,
  cad: 50,
  gbp: 30,
  jpy: 50,
  sek: 300,
  nok: 300,
  dkk: 250,
  pln: 200,
};
const mostMinor = 99_999_999;

function createIntent({ payments }: Books, parameters: FormTree): Stripe.PaymentIntent {
  const amount = wholeNumber(parameters, 'amount');
  if (amount === null) return refuseRequest('Missing required param: amount.', 'amount');
  const currency = textOf(parameters, 'currency')?.toLowerCase();
  if (!currency || !/^[a-z]{3}$/.test(currency))
    return refuseRequest('Invalid or missing currency.', 'currency');
  if (amount < (leastMinor[currency] ?? 1))
    refuseRequest(
      `The amount must be at least ${leastMinor[currency] ?? 1} in ${currency}.`,
      'amount',
      'amount_too_small',
    );
  if (amount > mostMinor)
    refuseRequest(`The amount must be no more than ${mostMinor}.`, 'amount', 'amount_too_large');
  const methodTypes = listOf(parameters, 'payment_method_types');
  return payments.create({
    amount,
    currency,
    description: textOf(parameters, 'description'),
    receiptEmail: textOf(parameters, 'receipt_email'),
    metadata: metadataOf(parameters),
    methodTypes: methodTypes.length > 0 ? methodTypes : ['card'],
    isAutomatic: textOf(branchOf(parameters, 'automatic_payment_methods'), 'enabled') === 'true',
  });
}

function createRefund({ refunds }: Books, parameters: FormTree): Stripe.Refund {
  return refunds.create({
    chargeId: textOf(parameters, 'charge'),
    intentId: textOf(parameters, 'payment_intent'),
    amountMinor: wholeNumber(parameters, 'amount'),
    reason: textOf(parameters, 'reason'),
    metadata: metadataOf(parameters),
  });
}

function metadataOf(parameters: FormTree): Record<string, string> {
  const metadata = textsOf(parameters, 'metadata');
  for (const [key, value] of Object.entries(metadata))
    if (key.length > 40 || value.length > 500)
      refuseRequest('Metadata keys hold 40 characters, values 500.', `metadata[${key}]`);
  if (Object.keys(metadata).length > 50) refuseRequest('Metadata holds 50 keys.', 'metadata');
  return metadata;
}

function wholeNumber(parameters: FormTree, name: string): number | null {
  const text = textOf(parameters, name);
  if (text === null) return null;
  if (!/^-?\d+$/.test(text)) return refuseRequest(`Invalid integer: ${text}`, name);
  return Number(text);
}

function refundsOf({ refunds }: Books, parameters: FormTree): Stripe.Refund[] {
  const intentId = textOf(parameters, 'payment_intent');
  const chargeId = textOf(parameters, 'charge');
  return refunds.refunds
    .list()
    .filter((refund) => intentId === null || refund.payment_intent === intentId)
    .filter((refund) => chargeId === null || refund.charge === chargeId);
}

function eventsOf({ events }: Books, parameters: FormTree): Stripe.Event[] {
  const type = textOf(parameters, 'type');
  const types = listOf(parameters, 'types');
  return events
    .list()
    .filter((event) => type === null || event.type === type)
    .filter((event) => types.length === 0 || types.includes(event.type));
}

/** Newest first; `starting_after` and `created[gt|gte|lt|lte]` as at Stripe. */
function page<T extends Listed>(all: readonly T[], path: string, parameters: FormTree): Page<T> {
  const limit = wholeNumber(parameters, 'limit') ?? 10;
  if (limit < 1 || limit > 100) refuseRequest('A limit is between 1 and 100.', 'limit');
  const created = branchOf(parameters, 'created');
  const within = all.filter(
    (one) =>
      one.created >= (wholeNumber(created, 'gte') ?? -Infinity) &&
      one.created > (wholeNumber(created, 'gt') ?? -Infinity) &&
      one.created <= (wholeNumber(created, 'lte') ?? Infinity) &&
      one.created < (wholeNumber(created, 'lt') ?? Infinity),
  );
  const after = textOf(parameters, 'starting_after');
  const start = after === null ? 0 : within.findIndex((one) => one.id === after) + 1;
  const data = within.slice(start, start + limit);
  return { object: 'list', url: `/v1/${path}`, has_more: start + limit < within.length, data };
}

function expanded(books: Books, intent: Stripe.PaymentIntent, parameters: FormTree) {
  const wanted = listOf(parameters, 'expand');
  const charge = books.payments.charges.get(idOf(intent.latest_charge));
  if (!charge || !wanted.some((path) => path.startsWith('latest_charge'))) return intent;
  if (!wanted.includes('latest_charge.refunds')) return { ...intent, latest_charge: charge };
  const data = books.refunds.refunds.list().filter((refund) => refund.charge === charge.id);
  const refunds = { object: 'list', url: '/v1/refunds', has_more: false, data };
  return { ...intent, latest_charge: { ...charge, refunds } };
}
