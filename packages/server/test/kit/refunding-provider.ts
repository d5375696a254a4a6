import type {
  ListedRefund,
  PaymentProvider,
  ProviderRefund,
  RefundAnswer,
  RefundNews,
} from '../../src/payments/payment-provider.ts';
import { query } from '../../src/database/orm.ts';
import { receivePaymentNews } from '../../src/use-cases/receive-payment-event.ts';
import { systemRequest } from '../../src/use-cases/request.ts';
import { runAction } from '../../src/use-cases/run-action.ts';
import type { TestDatabase } from './database.ts';
import { scriptedActions } from './paid-order.ts';
import { newKey, providersOf } from './shop.ts';

/** What becomes of one call: done, or not, and whether the answer arrives. */
export type Whim =
  | 'succeeds'
  | 'is pending'
  | 'is refused'
  | 'is lost before it is done'
  | 'is lost after it was done'
  | 'is not answered';

export type HeldRefund = ListedRefund & { status: ListedRefund['status'] };

const LOST: RefundAnswer = { outcome: 'unknown', message: 'No answer came.' };

/**
 * A provider that remembers keys as Stripe does: the same key is the same refund, whatever the whim. It
 * never returns more than a payment has.
 */
export class RefundingProvider {
  readonly refunds: HeldRefund[] = [];
  /** Keys of the calls that tried to return money, in their order. */
  readonly calls: string[] = [];
  /** The customer's address, as each of them gave it. */
  readonly emails: (string | null)[] = [];
  readonly questions: string[] = [];
  readonly whims: Whim[] = [];
  onCall: () => Promise<void> = () => Promise.resolve();
  onQuestion: () => Promise<void> = () => Promise.resolve();
  canAsk = true;
  remembersKeys = true;
  answersQuestions = true;

  constructor(readonly name: 'stripe' | 'paytrail' = 'stripe') {}

  get provider(): PaymentProvider {
    return {
      name: this.name,
      label: this.name === 'stripe' ? 'Stripe' : 'Paytrail',
      methods: [{ method: 'card', label: 'Card', currencies: 'any' }],
      capability: () => ({ capability: 'full-and-partial', note: null }),
      refund: (request) => this.#refund(request),
      ...(this.canAsk && { findRefund: (request) => this.#find(request) }),
      ...(this.remembersKeys && { refundKeyMs: 23 * 3_600_000 }),
      listRefunds: (since) => this.#list(since),
    };
  }

  get providers() {
    return providersOf(this.provider);
  }

  /** Somebody refunds in the provider's own dashboard. */
  refundThere(paymentReference: string, amountMinor: number, currency = 'EUR'): HeldRefund {
    return this.#hold({ key: null, paymentReference, amountMinor, currency, status: 'SUCCEEDED' });
  }

  async #refund(request: ProviderRefund): Promise<RefundAnswer> {
    this.calls.push(request.id);
    this.emails.push(request.email);
    const whim = this.whims.shift() ?? 'succeeds';
    await this.onCall();
    if (whim === 'is not answered') return new Promise(() => {});
    if (whim === 'is lost before it is done') return LOST;
    const known = this.remembersKeys && this.refunds.find(({ key }) => key === request.id);
    if (!known && whim === 'is refused') return { outcome: 'refused', message: 'Not possible.' };
    const held =
      known ||
      this.#hold({
        key: request.id,
        paymentReference: request.payment.reference,
        amountMinor: request.amountMinor,
        currency: request.payment.currency,
        status: whim === 'is pending' ? 'PENDING' : 'SUCCEEDED',
      });
    return whim === 'is lost after it was done' ? LOST : answerOf(held);
  }

  async #find(request: ProviderRefund): Promise<RefundAnswer | 'absent'> {
    this.questions.push(request.id);
    await this.onQuestion();
    if (!this.answersQuestions) return LOST;
    const held = this.refunds.find(({ key }) => key === request.id);
    return held ? answerOf(held) : 'absent';
  }

  #hold(refund: Omit<HeldRefund, 'reference' | 'at'>): HeldRefund {
    const held = { ...refund, reference: `re_${newKey()}`, at: new Date() };
    this.refunds.push(held);
    return held;
  }

  async *#list(since: Date): AsyncGenerator<ListedRefund> {
    await Promise.resolve();
    yield* this.refunds.filter(({ at }) => at >= since);
  }
}

function answerOf({ status, reference }: HeldRefund): RefundAnswer {
  if (status === 'SUCCEEDED') return { outcome: 'succeeded', reference };
  return status === 'PENDING'
    ? { outcome: 'pending', reference }
    : { outcome: 'refused', message: 'It came back.' };
}

/** News of a refund as its provider tells it now; each told for the first time unless given an id. */
export function newsOfHeld(held: HeldRefund, more: Partial<RefundNews> = {}): RefundNews {
  return {
    kind: 'refund',
    eventId: newKey(),
    key: held.key,
    reference: held.reference,
    paymentReference: held.paymentReference,
    status: held.status,
    amountMinor: held.amountMinor,
    currency: held.currency,
    failureMessage: held.status === 'FAILED' ? 'It came back.' : null,
    at: null,
    ...more,
  };
}

export async function tellNews(
  database: TestDatabase,
  news: readonly RefundNews[],
  provider: 'stripe' | 'paytrail' = 'stripe',
): Promise<void> {
  const name = provider === 'stripe' ? 'Stripe' : 'Paytrail';
  const request = systemRequest(database.orm.em.fork(), database.tools, {
    kind: 'PROVIDER',
    id: provider,
    name,
  });
  await receivePaymentNews(provider, news, request);
}

/** One attempt of the action that sends a leg, as a worker makes it; due at once, whatever its schedule says. */
export async function attemptLeg(
  database: TestDatabase,
  legId: string,
  { providers }: RefundingProvider,
  patience: { longestAttemptMs: number; patienceMs: number; stopping?: AbortSignal } = {
    longestAttemptMs: 60_000,
    patienceMs: 5_000,
  },
): Promise<void> {
  const em = database.orm.em.fork();
  const [action] = await query<{ id: string }>(
    em,
    `update action set next_attempt_at = case when status = 'PENDING' then clock_timestamp() - interval '1 second' end
     where refund_leg_id = $1 returning id`,
    [legId],
  );
  await runAction(action?.id ?? '', systemRequest(database.orm.em.fork(), database.tools), {
    actionTypes: scriptedActions().types,
    providers,
    publicUrl: 'http://shop.test',
    worker: 'worker-under-test',
    heartbeatMs: 1_000_000,
    stopping: new AbortController().signal,
    onFault: (error) => {
      throw error;
    },
    ...patience,
  });
}

/** Everything about the money of an order, to be compared whole. */
export async function moneyOf(database: TestDatabase, orderId: string) {
  const [money] = await query<Record<string, unknown>>(
    database.orm.em.fork(),
    `select o.status, o.refunded_minor::int as refunded, o.refund_pending_minor::int as pending,
       array(select array[refunded_minor, refund_pending_minor, refunded_vat_minor]::int[] from order_line
             where order_id = o.id order by position) as lines,
       array(select p.status || ' ' || p.returned_minor || ' ' || p.reserved_minor from payment p
             where p.order_id = o.id order by captured_at, id) as payments,
       array(select r.status || ' ' || r.amount_minor from refund r where r.order_id = o.id order by r.requested_at, r.id) as refunds,
       (select coalesce(jsonb_object_agg(kind, array[gross, vat]), '{}') from (
          select kind, sum(gross_minor)::int as gross, sum(vat_minor)::int as vat from book_entry
          where order_id = o.id and kind <> 'SALE' group by kind) b) as books,
       (select coalesce(jsonb_agg(a ->> 'reason'), '[]') from jsonb_array_elements(o.attention) a) as attention
     from orders o where o.id = $1`,
    [orderId],
  );
  return money;
}

export async function eventsOf(database: TestDatabase, orderId: string): Promise<string[]> {
  const rows = await query<{ event: string }>(
    database.orm.em.fork(),
    `select event from history_entry where order_id = $1 and event like 'refund.%' order by seq`,
    [orderId],
  );
  return rows.map(({ event }) => event);
}
