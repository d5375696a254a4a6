// A fake Paytrail under /paytrail: creates, tells and refunds payments, checks every request's
// signature and signs every answer, shows the payer's page and calls back with signed parameters.

import type { RequestHandler } from 'express';
import { z } from 'zod';
import type { Clock } from './clock.ts';
import type { EventDelivery } from './event-delivery.ts';
import type { Faults } from './faults.ts';
import type { ErrorAnswer } from './fault-gate.ts';
import { gated, underFault } from './fault-gate.ts';
import { parseForm, textOf } from './form.ts';
import type { WithPast } from './past-money.ts';
import { paytrailProviders, payerPage } from './paytrail-page.ts';
import type { PayerAnswer, PaytrailPayment, PaytrailPayments } from './paytrail-payments.ts';
import { makePaytrailPayments } from './paytrail-payments.ts';
import type { PaytrailRefunds } from './paytrail-refunds.ts';
import { makePaytrailRefunds, pastPaytrailPayment } from './paytrail-refunds.ts';
import { hasPaytrailSignature, paytrailSignature } from './paytrail-signature.ts';
import type { Recent } from './recent.ts';
import { makeRecent } from './recent.ts';
import type { WireAnswer, WireRequest } from './wire.ts';
import { htmlAnswer, jsonAnswer, parseJson } from './wire.ts';

export type FakePaytrailSetup = {
  readonly clock: Clock;
  readonly newId: (prefix: string) => string;
  readonly newUuid: () => string;
  readonly faults: Faults;
  readonly delivery: EventDelivery;
  readonly account: string;
  readonly secret: string;
  /** Where payers' browsers find this simulator. */
  readonly ownUrl: () => string;
  readonly mayCallBack: () => boolean;
  readonly settleAfterMs: number | null;
};
export type FakePaytrail = PaytrailPayments &
  WithPast & { readonly serve: RequestHandler; readonly refunding: PaytrailRefunds };

export function makeFakePaytrail(setup: FakePaytrailSetup): FakePaytrail {
  const books = makePaytrailPayments(setup);
  const refunding = makePaytrailRefunds(books, setup);
  const nonces = makeRecent<true>(10_000);

  const serve = gated(setup.faults, {
    // Paying is the shopper's affair: the switches are for the seller's server.
    targets: (request) => (isPayerPage(request) ? [] : ['paytrail']),
    error: (status, fault) => signed(setup, null, switchedError(status, fault)),
    answer: async (request, fault) => {
      if (isPayerPage(request)) return answerPayer(books, request);
      const refusal = checkRequest(setup, nonces, request);
      if (refusal) return signed(setup, request, refusal);
      const work = () => answerSeller(setup, { books, refunding }, request);
      return signed(setup, request, await underFault(fault, setup.clock, switchedError, work));
    },
  });
  return {
    ...books,
    serve,
    refunding,
    rememberPayment: (past) => books.payments.set(past.reference, pastPaytrailPayment(past)),
    rememberRefund: (past) => refunding.remember(past),
  };
}

const switchedError: ErrorAnswer = (status, fault) => {
  const message = `Refused by a switch (${status}).`;
  const retryAfter = { 'retry-after': String(fault.retryAfterSeconds) };
  return jsonAnswer(status, { status: 'error', message }, status === 429 ? retryAfter : {});
};

const payerPath = /^\/paytrail\/pay\/([\w-]+)$/;
function isPayerPage(request: WireRequest): boolean {
  return payerPath.test(request.path);
}

function problem(status: number, message: string, meta?: readonly string[]): WireAnswer {
  return jsonAnswer(status, { status: 'error', message, ...(meta && { meta }) });
}

function checkRequest(
  { account, secret }: FakePaytrailSetup,
  nonces: Recent<true>,
  { headers, method, body }: WireRequest,
): WireAnswer | null {
  if (headers['checkout-account'] !== account) return problem(401, 'Unknown merchant account.');
  if (!hasPaytrailSignature(headers, body, secret)) return problem(401, 'Signature mismatch.');
  if (headers['checkout-method'] !== method)
    return problem(400, 'checkout-method is not the method of the request.');
  const nonce = headers['checkout-nonce'];
  if (!nonce || !headers['checkout-timestamp'])
    return problem(400, 'checkout-nonce and checkout-timestamp are needed.');
  if (nonces.get(nonce)) return problem(401, 'The nonce has been used.');
  nonces.set(nonce, true);
  return null;
}

function signed(
  { account, secret, clock, newUuid }: FakePaytrailSetup,
  request: WireRequest | null,
  answer: WireAnswer,
): WireAnswer {
  const transactionId = request?.headers['checkout-transaction-id'];
  const headers = {
    'checkout-account': account,
    'checkout-algorithm': request?.headers['checkout-algorithm'] ?? 'sha256',
    'checkout-method': request?.method ?? 'POST',
    'checkout-nonce': newUuid(),
    'checkout-timestamp': new Date(clock.now()).toISOString(),
    ...(transactionId && { 'checkout-transaction-id': transactionId }),
  };
  const signature = paytrailSignature(headers, answer.body, secret);
  return {
    ...answer,
    headers: { ...answer.headers, ...headers, 'request-id': newUuid(), signature },
  };
}

function answerSeller(
  setup: FakePaytrailSetup,
  { books, refunding }: { books: PaytrailPayments; refunding: PaytrailRefunds },
  request: WireRequest,
): WireAnswer {
  const [kind, id, deed] = request.path.replace('/paytrail/', '').split('/');
  if (kind !== 'payments') return problem(404, 'There is nothing here.');
  if (request.method === 'POST' && id === undefined) return createPayment(setup, books, request);
  const payment = books.payments.get(String(id));
  const refund = books.refunds.get(String(id));
  if (request.headers['checkout-transaction-id'] !== id)
    return problem(400, 'checkout-transaction-id is not the transaction of the address.');
  if (refund && request.method === 'GET' && deed === undefined) return refunding.tell(refund);
  if (!payment) return problem(404, 'There is no such transaction.');
  if (request.method === 'GET' && deed === undefined) return tellPayment(setup, payment);
  if (request.method === 'POST' && deed === 'refund')
    return refunding.create(payment, parseJson(request.body));
  return problem(404, 'There is nothing here.');
}

const urls = z.object({ success: z.url().max(3000), cancel: z.url().max(3000) });
const redirects = z.object({ success: z.url().max(300), cancel: z.url().max(300) });
const newPayment = z.object({
  stamp: z.string().min(1).max(200),
  reference: z.string().min(1).max(200),
  amount: z.int().min(1).max(99_999_998),
  currency: z.literal('EUR'),
  language: z.enum(['FI', 'SV', 'EN']),
  customer: z.object({ email: z.email().max(200) }),
  items: z
    .array(
      z.object({
        unitPrice: z.int(),
        units: z.int().min(0),
        vatPercentage: z.number().min(0).max(100).multipleOf(0.1),
        productCode: z.string().max(100),
        description: z.string().max(1000).optional(),
        stamp: z.string().max(200).optional(),
      }),
    )
    .optional(),
  redirectUrls: redirects,
  callbackUrls: urls.optional(),
  callbackDelay: z.int().min(0).max(900).optional(),
});

function createPayment(
  setup: FakePaytrailSetup,
  books: PaytrailPayments,
  request: WireRequest,
): WireAnswer {
  const wish = newPayment.safeParse(parseJson(request.body));
  if (!wish.success)
    return problem(
      400,
      'The request is not valid.',
      wish.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`),
    );
  const { items = [], ...given } = wish.data;
  const sum = items.reduce((total, { unitPrice, units }) => total + unitPrice * units, 0);
  if (items.length > 0 && sum !== given.amount)
    return problem(400, 'The items do not add up to the amount.', [`items: ${sum}`]);
  // Paytrail asks for a stamp of one's own for every payment; what it answers to a second one with
  // the same stamp is not documented. Refusing keeps one payment per stamp.
  if (books.payments.list().some(({ stamp }) => stamp === given.stamp))
    return problem(400, 'The stamp has been used.', ['stamp']);

  const transactionId = setup.newUuid();
  books.payments.set(transactionId, {
    transactionId,
    stamp: given.stamp,
    reference: given.reference,
    amountMinor: given.amount,
    algorithm: request.headers['checkout-algorithm'] ?? 'sha256',
    createdAt: setup.clock.now(),
    redirectUrls: given.redirectUrls,
    callbackUrls: given.callbackUrls ?? null,
    callbackDelaySeconds: given.callbackDelay ?? 0,
    request: { items, email: given.customer.email },
    status: 'new',
    provider: null,
    paidAt: null,
    refundedMinor: 0,
    refundCount: 0,
    refundedItems: new Map(),
  });
  const href = payerAddress(setup, transactionId);
  return jsonAnswer(201, {
    transactionId,
    href,
    reference: given.reference,
    terms: 'By continuing you accept the terms of a payment that never happens.',
    groups: [...new Set(paytrailProviders.map(({ group }) => group))].map((id) => ({
      id,
      name: id,
      icon: `${href}#${id}`,
      svg: `${href}#${id}`,
    })),
    providers: paytrailProviders.map(({ id, name, group }) => ({
      id,
      name,
      group,
      url: href,
      icon: `${href}#${id}`,
      svg: `${href}#${id}`,
      parameters: [
        {
          name: 'provider',
          value: id,
        },
      ],
    })),
    customProviders: {},
  });
}

function tellPayment(setup: FakePaytrailSetup, payment: PaytrailPayment): WireAnswer {
  const { transactionId, status, amountMinor, stamp, reference, provider, paidAt } = payment;
  return jsonAnswer(200, {
    transactionId,
    status,
    amount: amountMinor,
    currency: 'EUR',
    stamp,
    reference,
    createdAt: new Date(payment.createdAt).toISOString(),
    ...(status === 'new' && { href: payerAddress(setup, transactionId) }),
    ...(provider !== null && { provider }),
    ...(paidAt !== null && {
      paidAt: new Date(paidAt).toISOString(),
      filingCode: stamp.slice(-8),
    }),
  });
}

function payerAddress(setup: FakePaytrailSetup, transactionId: string): string {
  return `${setup.ownUrl()}/paytrail/pay/${transactionId}`;
}

const payerAnswers: Readonly<Record<string, PayerAnswer>> = {
  ok: 'ok',
  fail: 'fail',
  pending: 'pending',
  delayed: 'delayed',
};

function answerPayer(books: PaytrailPayments, request: WireRequest): WireAnswer {
  const transactionId = payerPath.exec(request.path)?.[1] ?? '';
  const payment = books.payments.get(transactionId);
  const csp = "default-src 'none'; style-src 'self'";
  if (request.method !== 'POST')
    return htmlAnswer(payment ? 200 : 404, payerPage(payment ?? null), csp);
  const form = parseForm(request.body) ?? {};
  const answer = payerAnswers[textOf(form, 'outcome') ?? 'ok'];
  const provider = textOf(form, 'provider') ?? 'osuuspankki';
  if (!answer || !/^[\w-]{1,40}$/.test(provider))
    return htmlAnswer(400, payerPage(payment ?? null), csp);
  const next = books.answer(transactionId, provider, answer);
  if (next === null) return htmlAnswer(409, payerPage(payment ?? null), csp);
  return { status: 303, headers: { location: next }, body: '' };
}
