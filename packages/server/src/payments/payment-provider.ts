import type { PaymentNews as StatusNews } from '../domain/payment.ts';

/**
 * How money comes in and goes back: what every payment provider can do for us.
 * A provider is a value made from its configuration; it knows neither orders nor
 * the database. Amounts are minor units of their ISO 4217 currency with the
 * currency's own exponent, rates are basis points, and providers that count
 * otherwise convert inside their own file.
 */

/** A payment attempt that is committed on our side and not yet known to the provider. */
export type NewPayment = {
  /** Our payment's id: the stamp the provider gives back and the key that makes a repeat harmless. */
  readonly id: string;
  readonly orderNumber: string;
  readonly orderId: string;
  /** One of the provider's own `methods`. */
  readonly method: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly email: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly country: string;
  /** Of the checkout page, as a language tag such as `fi` or `sv-FI`. */
  readonly language: string | null;
  readonly lines: readonly PaidLine[];
  /** Where the customer's browser comes back to, paid or not. */
  readonly returnUrl: string;
  /** Our `…/events/<provider>`. */
  readonly callbackUrl: string;
};

/** One order line as the provider is told of it; the price is after discounts and includes VAT. */
export type PaidLine = {
  readonly id: string;
  readonly productName: string;
  readonly priceMinor: number;
  readonly vatRateBp: number;
};

/** `redirectUrl` or `clientSecret` is what the checkout page needs to let the customer pay. */
export type StartedPayment = {
  /** The provider's own id of the payment. */
  readonly reference: string;
  readonly redirectUrl: string | null;
  readonly clientSecret: string | null;
};

/** What a provider can say about an attempt; refunds are news of their own. */
export type PaymentNewsStatus = StatusNews['status'];

/** News about one payment attempt, told by its provider. */
export type PaymentNews = {
  readonly kind: 'payment';
  /** The same for every delivery of the same news, so that a repeat can be known. */
  readonly eventId: string;
  /** Our payment's id, as the provider gives it back. */
  readonly stamp: string | null;
  readonly reference: string | null;
  readonly status: PaymentNewsStatus;
  /** Received when SUCCEEDED, asked for otherwise: to be compared with our own row. */
  readonly amountMinor: number | null;
  readonly currency: string | null;
  /** The method that was really used, where the provider says it. */
  readonly method: string | null;
  /** In words, without personal data; null unless the attempt failed. */
  readonly failureMessage: string | null;
  /** The provider's own time, when it says one. */
  readonly at: Date | null;
};

/** A request to `/events/<provider>` exactly as it came: signatures cover the raw bytes. */
export type RawDelivery = {
  readonly method: 'GET' | 'POST';
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
};

/** The delivery does not come from the provider, was altered on its way, or is too old to believe. */
export class BadSignature extends Error {
  override readonly name = 'BadSignature';
}

/**
 * `refused` is proof that this attempt cannot be paid: nothing was begun, or nobody can ever be
 * given what was begun. `unavailable` proves nothing, so ask with `find` or repeat `start` with the
 * same payment id; a repeat may be refused where the first answer cannot be had again.
 */
export type ProviderFailureKind = 'refused' | 'unavailable';

/** A provider did not do what was asked. `message` may be shown to the customer. */
export class ProviderFailure extends Error {
  override readonly name = 'ProviderFailure';
  readonly kind: ProviderFailureKind;
  /** For the log and the seller: codes and statuses, never personal data. */
  readonly detail: string;

  constructor(kind: ProviderFailureKind, message: string, detail: string) {
    super(message);
    this.kind = kind;
    this.detail = detail;
  }
}

/** What the customer's browser has to post to the provider's page, where a mere address does not do. */
export type PayForm = {
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
};

/** A way to pay that a provider offers at the checkout. */
export type OfferedMethod = {
  readonly method: string;
  readonly label: string;
  readonly currencies: readonly string[] | 'any';
};

/** News about one refund, told by the provider of the payment. */
export type RefundNews = {
  readonly kind: 'refund';
  /** The same for every delivery of the same news, so that a repeat can be known. */
  readonly eventId: string;
  /** Our refund leg's id; null for a refund made in the provider's own dashboard. */
  readonly key: string | null;
  /** The provider's id of the refund. */
  readonly reference: string | null;
  /** The provider's id of the payment it belongs to. */
  readonly paymentReference: string | null;
  readonly status: 'PENDING' | 'SUCCEEDED' | 'FAILED';
  readonly amountMinor: number | null;
  readonly currency: string | null;
  /** In words, without personal data; null unless it failed. */
  readonly failureMessage: string | null;
  /** The provider's own time, when it says one. */
  readonly at: Date | null;
};

/** What a provider tells us by itself. */
export type ProviderNews = PaymentNews | RefundNews;

/** A captured payment, of which money may go back. */
export type PaidPayment = {
  readonly id: string;
  readonly reference: string | null;
  readonly method: string;
  readonly amountMinor: number;
  /** Gone back through the provider, or on its way back. */
  readonly returnedMinor: number;
  /** How many refunds were sent for it that did not fail: some banks take only one. */
  readonly refundsSent: number;
  readonly currency: string;
  readonly capturedAt: Date;
};

/** What of a payment its provider can return by itself today. */
export type RefundCapability = 'full-and-partial' | 'full' | 'by-hand';

/** The capability, and in words a seller understands why it is less than everything, or until when it holds. */
export type RefundAbility = {
  readonly capability: RefundCapability;
  readonly note: string | null;
};

/** One leg of a refund, committed on our side before it is sent. */
export type ProviderRefund = {
  /** Our refund leg's id (`leg_…`): stamp and idempotency key, the same for ever. */
  readonly id: string;
  /** The provider's own id of this refund, once it gave one. */
  readonly reference: string | null;
  readonly payment: PaidPayment;
  readonly amountMinor: number;
  /** Of the order lines, in minor units; empty for a second capture given back whole. */
  readonly lines: readonly { readonly id: string; readonly amountMinor: number }[];
  /** The customer's, for banks that return money by an email to the payer. */
  readonly email: string | null;
  readonly orderNumber: string;
  readonly callbackUrl: string;
};

/** Only `refused` proves that no money moved. */
export type RefundAnswer =
  | { readonly outcome: 'succeeded' | 'pending'; readonly reference: string }
  | { readonly outcome: 'refused'; readonly message: string }
  | { readonly outcome: 'unknown'; readonly message: string };

/** A refund as the provider has it, to be compared with our own. */
export type ListedRefund = {
  readonly reference: string;
  /** Our refund leg's id, where it was asked for by us. */
  readonly key: string | null;
  readonly paymentReference: string | null;
  readonly amountMinor: number;
  readonly currency: string;
  readonly status: 'PENDING' | 'SUCCEEDED' | 'FAILED';
  readonly at: Date;
};

/** A provider's missing members are what it cannot do: without `start` the money comes by hand. */
export interface PaymentProvider {
  readonly name: string;
  readonly label: string;
  readonly methods: readonly OfferedMethod[];

  /**
   * Begins a payment while the customer waits: the one call outside the worker.
   * Throws `ProviderFailure`. The same payment id never makes two payments.
   */
  start?(payment: NewPayment, signal: AbortSignal): Promise<StartedPayment>;

  /**
   * What became of a payment, asked at the provider: heals a lost event.
   * Throws `ProviderFailure` when the provider gives no believable answer.
   */
  find?(
    payment: { readonly id: string; readonly reference: string | null },
    signal: AbortSignal,
  ): Promise<PaymentNews | 'absent'>;

  /** For a `redirectUrl` that is our own `/pay/<provider>`: the form behind it. Throws `BadSignature`. */
  payForm?(query: RawDelivery['query']): PayForm;

  /** Where a browser that comes to `/pay/<provider>/back` goes on to. Throws `BadSignature`. */
  returnUrl?(query: RawDelivery['query']): string;

  /** Checks the signature, then translates; throws `BadSignature`. News we do not know gives none. */
  readEvents?(delivery: RawDelivery, now: Date): readonly ProviderNews[];

  /** What this payment allows today: its method and age decide, not the provider. */
  capability?(payment: PaidPayment, now: Date): RefundAbility;

  /**
   * For how long, in ms after a refund was first sent, the provider takes it for the same when it is sent
   * again under its key. Missing: it knows no keys, and nothing is ever sent twice.
   */
  readonly refundKeyMs?: number;

  /** Sends one leg. Never throws; the same `request.id` never makes two refunds where the provider knows keys. */
  refund?(request: ProviderRefund, signal: AbortSignal): Promise<RefundAnswer>;

  /** Looks for a refund that carries our key: settles an `unknown`, never repeats it. */
  findRefund?(request: ProviderRefund, signal: AbortSignal): Promise<RefundAnswer | 'absent'>;

  /**
   * Every refund made at the provider since then, whoever made it: for the comparison of the ledgers.
   * Throws `ProviderFailure`. Missing where the provider has no such list.
   */
  listRefunds?(since: Date, signal: AbortSignal): AsyncIterable<ListedRefund>;
}
