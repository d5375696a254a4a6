import type { ActionLevel, ActionOutcome } from '../domain/action.ts';
import type { SettingField, SettingMistake } from './settings-form.ts';

/**
 * A kind of post-purchase action: what it can be set up with, and how it is done once.
 * It knows one paid order and its own settings; nothing of queues, retries, leases or rows.
 */
export interface ActionType<Settings> {
  /** The word stored with the action: `receipt-email`, `webhook`. Never changes. */
  readonly kind: string;
  /** What a seller reads: `Receipt email`. */
  readonly label: string;
  /** Where a seller may set it up (`order-management.md`, "Post-purchase actions"). */
  readonly levels: readonly ActionLevel[];
  /** Settings that are sealed at rest and never given back by the API. */
  readonly secretSettings: readonly SettingName<Settings>[];
  /**
   * Reads the snapshot stored with the order. Snapshots of every version that was ever written stay
   * readable. Throws `BadSettings`, in words a seller can act on.
   */
  readSettings(json: unknown): Settings;
  /** The form a seller fills in, drawn by the screen as it stands here. */
  readonly settingsForm: readonly SettingField[];
  /** Everything that is wrong with settings that are about to be stored; empty where they will do. */
  checkSettings(json: unknown): readonly SettingMistake[];
  /**
   * Does the work once and answers within the time-outs of its way out. The same `run.key` may
   * arrive again after a crash, a retry or a takeover: the other side must see one effect.
   */
  run(order: PurchasedOrder, settings: Settings, run: ActionRun): Promise<ActionAnswer>;
  /**
   * Takes away what `run` gave, but for what is kept; that nothing is there any more is success. Missing
   * where nothing can be taken back: a mail, a webhook.
   */
  remove?(order: PurchasedOrder, settings: Settings, run: RemovalRun): Promise<ActionAnswer>;
  /** Whether these settings say enough for `remove`. Goes with `remove`. */
  canRemove?(settings: Settings): boolean;
  /** What would be sent, for a seller to look at before it is. `lineId` is that of the run. */
  preview?(
    order: PurchasedOrder,
    settings: Settings,
    lineId: string | null,
  ): Promise<ActionPreview>;
  /**
   * Names what access is given to whom, one key for each part that can be taken away by itself: equal for
   * two actions that give the same. `email` may be written in any case, and another word that stands for
   * the customer will do. Goes with `remove`; holds no secret.
   */
  accessKeys?(settings: Settings, email: string): readonly string[];
}

/** Where settings come in several forms, the names of all of them. */
type SettingName<Settings> = Settings extends unknown ? keyof Settings & string : never;

/** A mail as it would arrive, or the data as they would be sent; what a kind has no use for is null. */
export type ActionPreview = {
  readonly subject: string | null;
  readonly html: string | null;
  readonly text: string | null;
  readonly body: unknown;
};

export type ActionRun = {
  /** What the other side recognises a repetition by; the same over retries and takeovers. */
  readonly key: string;
  /** The order line this action belongs to; null for an action of the offer or the checkout. */
  readonly lineId: string | null;
  readonly now: Date;
  /** Aborted when the lease is lost or the worker stops. */
  readonly signal: AbortSignal;
  /** What of this action is done already, from attempts that failed half-way. */
  readonly steps: ActionSteps;
};

/** The run of a removal, with what is known of the grant it takes back. */
export type RemovalRun = ActionRun & {
  /**
   * The newest fact that a step of the grant left behind, whether or not the grant ever came to its end;
   * undefined where there is none. Ids the other side knows the customer by come from here: the customer's
   * email may have been corrected since.
   */
  readonly granted: (step: string) => unknown;
  /** Who had the access, as `accessKeys` is to be told it. */
  readonly customer: string;
  /** Keys of what is not to be taken away, since something else still gives it. */
  readonly kept: ReadonlySet<string>;
};

/**
 * The memory of an action that takes several steps at the other side: each is remembered as soon as it is
 * done, so that a later attempt or re-run goes on and does not start over.
 */
export type ActionSteps = {
  /** The fact a finished step left behind (null when it left none); undefined when it is still to be done. */
  done(step: string): unknown;
  /** Remembers a step, and what later steps need of it. Call it right after the other side has done it. */
  finish(step: string, fact?: unknown): Promise<void>;
};

export type ActionAnswer = ActionOutcome & {
  readonly exchange?: Exchange;
  /** For whoever repairs it: the code and words of the library or the other side, redacted. */
  readonly technical?: string;
};

/** What went over the wire, redacted and capped: kept with the attempt for the admin. */
export type Exchange = { readonly request: unknown; readonly response: unknown };

/**
 * A paid order as actions see it: everything bought, in minor units of `currency`, every price
 * with its VAT inside, rates in basis points, instants in UTC.
 */
export type PurchasedOrder = {
  readonly id: string;
  readonly number: string;
  readonly checkout: { readonly id: string; readonly name: string };
  readonly offer: { readonly id: string; readonly name: string } | null;
  readonly createdAt: Date;
  readonly paidAt: Date | null;
  readonly currency: string;
  readonly totalMinor: number;
  readonly discounts: readonly { readonly code: string; readonly amountMinor: number }[];
  readonly source: string | null;
  readonly tags: readonly string[];
  readonly language: string | null;
  readonly customer: PurchasedOrderCustomer;
  readonly lines: readonly PurchasedOrderLine[];
  readonly payments: readonly PurchasedOrderPayment[];
};

/** Only the email address is sure to be there: a billing form may ask for nothing else. */
export type PurchasedOrderCustomer = {
  readonly email: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly country: string | null;
  readonly region: string | null;
  readonly fields: readonly {
    readonly key: string;
    readonly label: string;
    readonly value: string;
  }[];
  readonly analyticsConsent: string;
};

export type PurchasedOrderLine = {
  readonly id: string;
  readonly productId: string;
  readonly kind: 'MAIN' | 'ORDER_BUMP' | 'PRE_UPSELL';
  readonly productName: string;
  /** Before the discount codes. */
  readonly listPriceMinor: number;
  readonly discountMinor: number;
  /** What was charged for the line. */
  readonly priceMinor: number;
  readonly vatRateBp: number;
};

export type PurchasedOrderPayment = {
  readonly provider: string;
  readonly method: string;
  readonly status: string;
  readonly amountMinor: number;
};

/** Stored settings that cannot be used. The message names each setting and what it needs. */
export class BadSettings extends Error {
  override readonly name = 'BadSettings';
}
