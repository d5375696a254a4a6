// A fake Epassi under /epassi: the form that a payer's browser posts, the page where the payer answers,
// the signed return and notification, and a refund call. Only what shops were seen to send is known of
// the real one; the shape of the refund call is an assumption. Amounts are euro cents.

import { createHash } from 'node:crypto';
import type { RequestHandler } from 'express';
import { formatAmount } from './amounts.ts';
import type { Clock } from './clock.ts';
import type { EventDelivery } from './event-delivery.ts';
import type { ErrorAnswer } from './fault-gate.ts';
import { gated, underFault } from './fault-gate.ts';
import type { Faults } from './faults.ts';
import { html } from './html.ts';
import type { WithPast } from './past-money.ts';
import type { Recent } from './recent.ts';
import { makeRecent } from './recent.ts';
import type { WireAnswer, WireRequest } from './wire.ts';
import { htmlAnswer, jsonAnswer } from './wire.ts';

export type EpassiPayment = {
  readonly stamp: string;
  readonly amountMinor: number;
  readonly createdAt: number;
  readonly urls: { readonly back: string; readonly reject: string; readonly cancel: string };
  readonly notifyUrl: string | null;
  status: 'new' | 'paid' | 'rejected' | 'cancelled';
  /** What Epassi calls it once it is paid. */
  paid: string | null;
};
export type EpassiRefund = {
  readonly refundId: string;
  readonly stamp: string;
  /** The shop's own id of it; null: made in the portal. */
  readonly refundStamp: string | null;
  readonly amountMinor: number;
  readonly at: number;
};
export type EpassiEnding = 'paid' | 'rejected' | 'cancelled';

export type FakeEpassi = WithPast & {
  readonly serve: RequestHandler;
  readonly payments: Recent<EpassiPayment>;
  readonly refunds: Recent<EpassiRefund>;
  /** The payer answers; says where the browser goes next. Null: the payment was over already. */
  answer(stamp: string, ending: EpassiEnding): string | null;
};

export type FakeEpassiSetup = {
  readonly clock: Clock;
  readonly newId: (prefix: string) => string;
  readonly faults: Faults;
  readonly delivery: EventDelivery;
  readonly site: string;
  readonly key: string;
  readonly mayNotify: () => boolean;
};

export function makeFakeEpassi(setup: FakeEpassiSetup): FakeEpassi {
  const payments = makeRecent<EpassiPayment>(5000);
  const refunds = makeRecent<EpassiRefund>(5000);
  const books = { payments, refunds };

  function answer(stamp: string, ending: EpassiEnding): string | null {
    const payment = payments.get(stamp);
    if (payment?.status !== 'new') return null;
    payment.status = ending;
    if (ending === 'rejected') return withParameters(payment.urls.reject, { stamp });
    if (ending === 'cancelled') return withParameters(payment.urls.cancel, { stamp });
    payment.paid = setup.newId('EP');
    const said = signedNews(payment.stamp, payment.paid, setup.key);
    notify(setup, payment, said);
    return withParameters(payment.urls.back, said);
  }

  const serve = gated(setup.faults, {
    // Paying is the payer's affair: the switches are for the seller's server.
    targets: (request) => (request.path === refundPath ? ['epassi'] : []),
    error: (status, fault) => switchedError(status, fault),
    answer: async (request, fault) => {
      if (request.path === refundPath) {
        const work = () => refund(setup, books, new URLSearchParams(request.body));
        return underFault(fault, setup.clock, switchedError, work);
      }
      if (request.path === formPath) return begin(setup, payments, request);
      return answerPayer(payments, request, answer);
    },
  });

  return {
    serve,
    payments,
    refunds,
    answer,
    rememberPayment: (past) =>
      payments.set(past.stamp, {
        stamp: past.stamp,
        amountMinor: past.amountMinor,
        createdAt: past.paidAt,
        urls: { back: '', reject: '', cancel: '' },
        notifyUrl: null,
        status: 'paid',
        paid: past.reference,
      }),
    rememberRefund: (past) => {
      if (past.status === 'failed') return;
      const refundId = past.reference ?? setup.newId('ER');
      const { stamp: refundStamp, paymentReference: stamp, amountMinor } = past;
      refunds.set(refundId, { refundId, stamp, refundStamp, amountMinor, at: past.at });
    },
  };
}

const formPath = '/epassi/e_payments/v2';
const refundPath = '/epassi/refunds';
const payerPath = /^\/epassi\/pay\/([\w-]+)$/;
const csp = "default-src 'none'; style-src 'self'";

/** SHA-512 of the values and the key, joined by `&`. */
export function epassiMac(values: readonly string[], key: string): string {
  return createHash('sha512')
    .update([...values, key].join('&'))
    .digest('hex');
}

function signedNews(stamp: string, paid: string, key: string): Record<string, string> {
  return { STAMP: stamp, PAID: paid, MAC: epassiMac([stamp, paid], key) };
}

function notify(
  { delivery, mayNotify }: FakeEpassiSetup,
  { stamp, notifyUrl: url }: EpassiPayment,
  said: Record<string, string>,
): void {
  if (url === null) return;
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const body = new URLSearchParams(said).toString();
  delivery.send({
    target: 'epassi-events',
    id: `${stamp} paid`,
    label: 'epassi paid',
    request: () => (mayNotify() ? { method: 'POST', url, headers, body } : null),
  });
}

/** The browser posts the form and is led to the page, or back with what is wrong with it. */
function begin(
  { site, key, clock }: FakeEpassiSetup,
  payments: Recent<EpassiPayment>,
  { method, body }: WireRequest,
): WireAnswer {
  if (method !== 'POST') return page(405, html`<h1>Epassi wants a form</h1>`.html);
  const form = new URLSearchParams(body);
  const field = (name: string) => form.get(name) ?? '';
  const [stamp, amount] = [field('STAMP'), field('AMOUNT')];
  const known = payments.get(stamp);
  const amountMinor = centsOf(amount);
  const error =
    field('SITE') !== site
      ? 'SITE_DOES_NOT_EXIST'
      : field('MAC') !== epassiMac([stamp, site, amount], key)
        ? 'INVALID_REQUEST_SIGNATURE'
        : stamp === '' ||
            amountMinor === null ||
            (known && (known.status !== 'new' || known.amountMinor !== amountMinor))
          ? 'INVALID_REQUEST'
          : null;
  if (error !== null || amountMinor === null) {
    const reject = URL.canParse(field('REJECT')) ? field('REJECT') : null;
    if (reject === null) return page(400, html`<h1>${error ?? 'INVALID_REQUEST'}</h1>`.html);
    return seeOther(withParameters(reject, { stamp, error: error ?? 'INVALID_REQUEST' }));
  }
  payments.set(stamp, {
    stamp,
    amountMinor,
    createdAt: clock.now(),
    urls: { back: field('RETURN'), reject: field('REJECT'), cancel: field('CANCEL') },
    notifyUrl: field('NOTIFY_URL') || null,
    status: 'new',
    paid: null,
  });
  return seeOther(`/epassi/pay/${stamp}`);
}

function answerPayer(
  payments: Recent<EpassiPayment>,
  request: WireRequest,
  answer: FakeEpassi['answer'],
): WireAnswer {
  const stamp = payerPath.exec(request.path)?.[1] ?? '';
  const payment = payments.get(stamp);
  if (!payment) return page(404, html`<h1>No such payment</h1>`.html);
  if (request.method !== 'POST') return page(200, payerForm(payment));
  const outcome = new URLSearchParams(request.body).get('outcome') ?? '';
  const endings = { ok: 'paid', fail: 'rejected', cancel: 'cancelled' } as const;
  const ending = endings[outcome as keyof typeof endings] ?? 'paid';
  const next = answer(stamp, ending);
  return next === null ? page(409, payerForm(payment)) : seeOther(next);
}

/** Whole payments, and each of them once. */
function refund(
  { site, key, newId, clock }: FakeEpassiSetup,
  { payments, refunds }: Pick<FakeEpassi, 'payments' | 'refunds'>,
  form: URLSearchParams,
): WireAnswer {
  const names = ['STAMP', 'SITE', 'AMOUNT', 'REFUND_STAMP'] as const;
  const [stamp, givenSite, amount, refundStamp] = names.map((name) => form.get(name) ?? '') as [
    string,
    string,
    string,
    string,
  ];
  const no = (status: number, error: string) => jsonAnswer(status, { error });
  if (givenSite !== site) return no(404, 'SITE_DOES_NOT_EXIST');
  if (form.get('MAC') !== epassiMac([stamp, site, amount, refundStamp], key))
    return no(401, 'INVALID_REQUEST_SIGNATURE');
  const payment = payments.get(stamp);
  if (payment?.status !== 'paid') return no(404, 'PAYMENT_NOT_FOUND');
  if (centsOf(amount) !== payment.amountMinor) return no(422, 'PARTIAL_REFUND_NOT_ALLOWED');
  if (refunds.list().some((one) => one.stamp === stamp)) return no(422, 'ALREADY_REFUNDED');
  const refundId = newId('ER');
  const at = clock.now();
  refunds.set(refundId, { refundId, stamp, refundStamp, amountMinor: payment.amountMinor, at });
  return jsonAnswer(200, { refundId, status: 'ok' });
}

const switchedError: ErrorAnswer = (status, fault) => {
  const retryAfter = { 'retry-after': String(fault.retryAfterSeconds) };
  return jsonAnswer(status, { error: 'REFUSED_BY_A_SWITCH' }, status === 429 ? retryAfter : {});
};

function payerForm({ amountMinor, status }: EpassiPayment): string {
  const total = formatAmount(amountMinor, 'EUR');
  if (status !== 'new')
    return html`<h1>${total}</h1>
      <p>This payment is over: it was <b>${status}</b>.</p>`.html;
  return html`<h1>${total}</h1>
    <form method="post">
      <div class="buttons">
        <button name="outcome" value="ok" class="main">Pay ${total}</button>
        <button name="outcome" value="fail">Benefit does not cover it</button>
        <button name="outcome" value="cancel">Cancel</button>
      </div>
    </form>`.html;
}

function page(status: number, content: string): WireAnswer {
  const whole = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Pay · Epassi (simulator)</title>
        <link rel="stylesheet" href="/control.css" />
      </head>
      <body class="payer">
        <main>
          <p class="quiet">Epassi, played by the simulator: no money moves here.</p>
          ${{ html: content }}
        </main>
      </body>
    </html>`;
  return htmlAnswer(status, whole.html, csp);
}

function seeOther(location: string): WireAnswer {
  return { status: 303, headers: { location }, body: '' };
}

/** `4.30` is 430; null for what Epassi does not take. */
function centsOf(amount: string): number | null {
  return /^\d{1,7}\.\d\d$/.test(amount) ? Number(amount.replace('.', '')) : null;
}

function withParameters(address: string, parameters: Record<string, string>): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}
