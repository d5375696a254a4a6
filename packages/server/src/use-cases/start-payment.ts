import { CheckoutTable, DiscountCodeTable } from '../database/catalogue.ts';
import { OrderLineTable, OrderTable, type OrderRow } from '../database/order.ts';
import { PaymentTable, type PaymentRow } from '../database/payment.ts';
import { readPayments } from '../database/payment-cover.ts';
import { isCaptured } from '../domain/payment.ts';
import { type PaymentProvider, ProviderFailure } from '../payments/payment-provider.ts';
import type { PaymentProviders } from '../payments/providers.ts';
import { confirmOrder } from './confirm-order.ts';
import { once } from './idempotency.ts';
import { lockOrder } from './load-order.ts';
import { asOutcome, type Outcome, refuse } from './outcome.ts';
import { codeRefusal } from './price-checkout.ts';
import { applyPaymentNews } from './receive-payment-event.ts';
import { decide, inOneTransaction, type Request, type Work } from './request.ts';
import { refuseErased } from './update-checkout.ts';

export type StartPayment = {
  readonly orderId: string;
  readonly idempotencyKey: string;
  readonly provider: string;
  readonly method: string;
};

export type PaymentStart = {
  /** Null where nothing had to be paid. */
  readonly paymentId: string | null;
  readonly redirectUrl: string | null;
  readonly clientSecret: string | null;
};

type Surroundings = { readonly providers: PaymentProviders; readonly publicUrl: string };

const START_TIMEOUT_MS = 15_000;

/**
 * Begins a payment at its provider while the customer waits: the one foreign call made for a request.
 * The attempt is committed first and its id is the provider's idempotency key, so a repeat after a crash
 * or a time-out finds the same payment. A total of 0 is confirmed here, without a provider.
 */
export async function startPayment(
  input: StartPayment,
  request: Request,
  surroundings: Surroundings,
): Promise<Outcome<PaymentStart>> {
  const begun = await decide(request, async (work) => {
    const order = await lockOrder(work, input.orderId, 'orderId');
    return once(work, { operation: 'startPayment', key: input.idempotencyKey, input }, () =>
      begin(work, order, input, surroundings.providers),
    );
  });
  if (!begun.ok) return begun;
  const { paymentId } = begun.value;
  if (paymentId === null) {
    return { ok: true, value: { paymentId, redirectUrl: null, clientSecret: null } };
  }
  return asOutcome(() => submit(paymentId, request, surroundings));
}

async function begin(
  work: Work,
  order: OrderRow,
  input: StartPayment,
  providers: PaymentProviders,
): Promise<{ paymentId: string | null }> {
  refuseErased(order);
  if (order.paidAt || order.closedByHandAt) {
    refuse('ALREADY_PAID', 'This order is paid already.', ['orderId']);
  }
  if (!order.billingSubmittedAt) {
    refuse('INVALID', 'Send the billing form before starting a payment.', ['orderId']);
  }
  await refuseSpentCode(work, order);
  if (order.totalMinor === 0) {
    await confirmOrder(work, order, work.now);
    return { paymentId: null };
  }
  const provider = findProvider(providers, input, order.currency);
  const payment = work.em.create(PaymentTable, {
    id: work.request.tools.newId('pay'),
    orderId: order.id,
    provider: input.provider,
    method: input.method,
    status: 'PENDING',
    amountMinor: order.totalMinor,
    currency: order.currency,
    createdAt: work.now,
    lookUpAt: new Date(work.now.getTime() + (work.request.tools.settings.lookUpDelaysMs[0] ?? 0)),
  });
  work.touch(order.id);
  work.record(order.id, {
    event: 'payment.started',
    summary: `A payment by ${provider.label} (${provider.methodLabel}) was started.`,
  });
  return { paymentId: payment.id };
}

/** From here on the use counts, so the last one is given out under a lock. */
async function refuseSpentCode(work: Work, order: OrderRow): Promise<void> {
  if (!order.discountCodeId) return;
  const code = await work.em.findOneOrFail(DiscountCodeTable, order.discountCodeId);
  const refusal = await codeRefusal(work, order, code, { lock: true });
  if (refusal) refuse('INVALID', `${refusal} Remove the code to go on.`, ['orderId']);
}

function findProvider(
  providers: PaymentProviders,
  input: { provider: string; method: string },
  currency: string,
): PaymentProvider & Required<Pick<PaymentProvider, 'start'>> & { methodLabel: string } {
  const provider = providers.byName(input.provider);
  const start = provider?.start?.bind(provider);
  if (!provider || !start) {
    refuse('INVALID', `Payments by “${input.provider}” are not offered here.`, ['provider']);
  }
  const method = provider.methods.find((one) => one.method === input.method);
  if (!method || (method.currencies !== 'any' && !method.currencies.includes(currency))) {
    refuse('INVALID', `${provider.label} does not take ${currency} by “${input.method}”.`, [
      'method',
    ]);
  }
  return { ...provider, start, methodLabel: method.label };
}

/** Outside any transaction. What comes back, good or bad, is written in one of its own. */
async function submit(
  paymentId: string,
  request: Request,
  { providers, publicUrl }: Surroundings,
): Promise<PaymentStart> {
  const em = request.em.fork();
  const payment = await em.findOneOrFail(PaymentTable, paymentId);
  if (payment.providerReference || isCaptured(payment.status)) return startOf(payment);
  // What has ended is not begun again: its order may cost something else by now.
  if (payment.status !== 'PENDING') {
    refuse(
      'PROVIDER_UNAVAILABLE',
      payment.failureMessage ?? 'This payment is over. Start another.',
    );
  }
  const order = await em.findOneOrFail(OrderTable, payment.orderId);
  const checkout = await em.findOneOrFail(CheckoutTable, order.checkoutId);
  const lines = await em.find(
    OrderLineTable,
    { orderId: order.id },
    { orderBy: { position: 'asc' } },
  );
  const provider = findProvider(providers, payment, payment.currency);
  try {
    const started = await provider.start(
      {
        id: payment.id,
        orderNumber: order.number,
        orderId: order.id,
        method: payment.method,
        amountMinor: payment.amountMinor,
        currency: payment.currency,
        email: order.email ?? '',
        firstName: order.firstName ?? null,
        lastName: order.lastName ?? null,
        country: order.country ?? '',
        language: order.language ?? null,
        lines,
        returnUrl: checkout.returnUrl || publicUrl,
        callbackUrl: `${publicUrl}/events/${provider.name}`,
      },
      AbortSignal.timeout(START_TIMEOUT_MS),
    );
    return await inOneTransaction(request, async (work) => {
      // As everybody who changes a payment: the news of this one may have outrun the answer.
      await lockOrder(work, payment.orderId, 'orderId');
      const row = await work.em.findOneOrFail(PaymentTable, paymentId);
      row.providerReference ??= started.reference;
      row.redirectUrl = started.redirectUrl;
      row.clientSecret = started.clientSecret;
      work.touch(row.orderId, { decided: false });
      return startOf(row);
    });
  } catch (error) {
    if (!(error instanceof ProviderFailure)) throw error;
    if (error.kind === 'refused') await recordRefusal(request, payment, error);
    // Unavailable is no proof: the attempt stays, the same key tries it again, and a look-up settles it.
    refuse('PROVIDER_UNAVAILABLE', error.message);
  }
}

function startOf({ id, redirectUrl, clientSecret }: PaymentRow): PaymentStart {
  return { paymentId: id, redirectUrl: redirectUrl ?? null, clientSecret: clientSecret ?? null };
}

async function recordRefusal(
  request: Request,
  payment: PaymentRow,
  failure: ProviderFailure,
): Promise<void> {
  await inOneTransaction(request, async (work) => {
    const order = await lockOrder(work, payment.orderId, 'orderId');
    const payments = await readPayments(work.em, order.id);
    await applyPaymentNews(
      work,
      { order, paymentId: payment.id, payments },
      {
        kind: 'payment',
        eventId: `refused-${payment.id}`,
        stamp: payment.id,
        reference: null,
        status: 'FAILED',
        amountMinor: null,
        currency: null,
        method: null,
        failureMessage: failure.message,
        at: null,
      },
      { kind: 'PROVIDER', id: payment.provider, name: payment.provider },
    );
  });
}
