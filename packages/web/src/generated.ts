/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import * as hooks from '@apollo/client/react';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** Where an action was set up. */
export type ActionLevel =
  /** At the checkout: runs for every order. */
  | 'CHECKOUT'
  /** At the offer. */
  | 'OFFER'
  /** At a product: runs for each line of it. */
  | 'PRODUCT';

/** What an action is for. */
export type ActionPurpose =
  /** Gives what was bought. */
  | 'DELIVERY'
  /** Sends one leg of a refund. */
  | 'REFUND'
  /** Takes access away after a refund. */
  | 'REMOVAL';

/** Where an action or one attempt at it stands. */
export type ActionStatus =
  /** No longer wanted. */
  | 'CANCELLED'
  /** Given up. A person may run it again. */
  | 'FAILED'
  /** Waits for a worker, or for its next automatic try at `nextAttemptAt`. */
  | 'PENDING'
  /** A worker is at it, until `leaseUntil` unless it renews its promise. */
  | 'RUNNING'
  /** Done. */
  | 'SUCCEEDED'
  /** A call went out and nothing proves what became of it. A person must decide. */
  | 'UNKNOWN';

/** Which deliveries a completion by hand runs. */
export type ActionsToRun =
  /** Every one, those that have succeeded too: they fire again. */
  | 'ALL'
  /** Only those that have not succeeded. */
  | 'NOT_SUCCEEDED';

/** What kind of somebody did something. */
export type ActorKind =
  /** A member of the shop. */
  | 'PERSON'
  /** A payment provider, by its signed news. */
  | 'PROVIDER'
  /** The product itself: an automatic retry, a sweep. */
  | 'SYSTEM'
  /** A program with an API token. */
  | 'TOKEN';

/** An order bump or pre-upsell of an offer. */
export type AddOnInput = {
  /** True puts it away: it is no longer sold, and orders keep what they hold of it. */
  archived?: boolean;
  /** More of the same, at most 2000 characters. */
  description?: string | null | undefined;
  /** Which of the offer to change, `ado_…`. Left out: a new one. */
  id?: string | number | null | undefined;
  /** ORDER_BUMP or PRE_UPSELL. */
  kind: OrderLineKind;
  /** What the customer reads, 1 to 200 characters. */
  name: string;
  /** Its prices, at least one unless it is put away. */
  prices: Array<PriceInput>;
  /** What it sells, `prd_…`. */
  productId: string | number;
  /** The product of the offer whose place it takes. Left out: it comes on top. */
  replacesProductId?: string | number | null | undefined;
};

/** What the customer said to being measured. */
export type AnalyticsConsent =
  /** Ticked the box. */
  | 'ACCEPTED'
  /** This checkout asks nobody. */
  | 'NEVER_ASKED'
  /** Was asked and did not tick it. */
  | 'REJECTED';

/** Why an attempt began. */
export type AttemptTrigger =
  /** The first of a run that nobody asked for. */
  | 'AUTOMATIC'
  /** A person or program asked for it although one was running. */
  | 'FORCE'
  /** A person or program asked for it. */
  | 'RERUN'
  /** By itself, after a failure that may pass. */
  | 'RETRY'
  /** By itself, after its worker had died. */
  | 'TAKEOVER';

/** Why an order needs somebody. */
export type AttentionReason =
  /** A delivery was given up after the payment. */
  | 'ACTION_FAILED'
  /** A delivery is not done although the time for it has passed. */
  | 'ACTION_OVERDUE'
  /** A delivery may or may not have happened. */
  | 'ACTION_UNKNOWN'
  /** Less money came than the order costs, or more at once. Settled by the rest, by giving it back, or by completing the order by hand. */
  | 'PAID_AMOUNT_DIFFERS'
  /** It was paid once more than it asked for. */
  | 'PAID_TWICE'
  /** The refunds that the provider has and those on record here do not agree. */
  | 'REFUND_DIFFERS'
  /** A refund failed after it had been reported as done. */
  | 'REFUND_FAILED'
  /** It is not known whether a refund was paid out. */
  | 'REFUND_UNKNOWN'
  /** Access could not be taken away after a refund. */
  | 'REMOVAL_FAILED';

/** What became of one action of a bulk re-run. */
export type BulkRerunOutcome =
  /** Its run was given up, ended without proof of its outcome, or was called off. */
  | 'FAILED'
  /** It was not run; the refusal says why. */
  | 'SKIPPED'
  /** Its run has succeeded. */
  | 'SUCCEEDED'
  /** Not queued yet, or queued and not at its end. */
  | 'WAITING';

/** Which order to complete by hand, and how. */
export type CompleteOrderInput = {
  /** Which of them, with `runActions`. */
  actionsToRun?: ActionsToRun;
  /** The `version` that was seen; if the order has moved on since, STALE. */
  expectedVersion?: number | null | undefined;
  /** Chosen by the caller, 1 to 255 characters: the same key completes once. */
  idempotencyKey: string;
  /** The order, `ord_…`. */
  orderId: string | number;
  /** Sets refunded amounts back to zero and payments to paid, in the data only: money that was returned is not taken back. */
  restoreRefunded?: boolean;
  /** Runs the deliveries again. Without it, waiting ones are called off and nothing fires. */
  runActions?: boolean;
  /** Replaces the settings of failed actions by the current configuration, for good, before they run. */
  useLatestConfiguration?: boolean;
};

/** An action to set up. */
export type CreateActionConfigurationInput = {
  /** Where it runs, `chk_…`. */
  checkoutId: string | number;
  /** Whether orders paid from now on get it. */
  enabled?: boolean;
  /** Chosen by the caller, 1 to 255 characters: sent again with the same input it gives the same answer. */
  idempotencyKey: string;
  /** What it does: one of `actionKinds`. */
  kind: string;
  /** For which orders: one of the levels of its kind. */
  level: ActionLevel;
  /** The seller's own name for it, 1 to 200 characters. */
  name: string;
  /** With OFFER: at which, `off_…`. */
  offerId?: string | number | null | undefined;
  /** With PRODUCT: at which, `prd_…`. */
  productId?: string | number | null | undefined;
  /** Its settings, by the form of its kind. */
  settings: Array<SettingInputValue>;
};

/** What stands between two columns. */
export type CsvSeparator =
  /** As most programs expect it. */
  | 'COMMA'
  /** As spreadsheets expect it where decimals have a comma. */
  | 'SEMICOLON'
  /** For pasting. */
  | 'TAB';

/** What stands between a whole number and its fraction. Thousands are never set apart. */
export type DecimalStyle =
  /** `1234,50` */
  | 'COMMA'
  /** `1234.50` */
  | 'POINT';

/** What a code takes off in one currency. */
export type DiscountAmountInput = {
  /** At least 1 of the currency's smallest unit. */
  amountMinor: number;
  /** The currency, once in a list. */
  currency: string;
};

/** How a discount code takes something off. */
export type DiscountKind =
  /** An amount, set for each currency: `amounts`. */
  | 'FIXED'
  /** A share of the price: `percentBp`. */
  | 'PERCENT';

/** The kind of file. */
export type ExportFormat =
  /** Comma-separated values, UTF-8, lines ending in CR LF. */
  | 'CSV';

/** Where an export stands. Its rows are read while they are downloaded. */
export type ExportStatus =
  /** Nobody fetched it while its address lived. */
  | 'EXPIRED'
  /** It was cancelled, or the download broke off; `failureMessage` says which. */
  | 'FAILED'
  /** All rows have been sent. */
  | 'READY'
  /** Its rows are on their way to whoever fetches it. */
  | 'RUNNING'
  /** Its address waits to be fetched. */
  | 'WAITING';

/** A main product of an offer. */
export type OfferProductInput = {
  /** What it costs in this offer. Empty: the product's own prices. */
  prices?: Array<PriceInput>;
  /** The product, `prd_…`. */
  productId: string | number;
};

/** A column of an export; some make several columns of the file. The first nine are those of the screen. */
export type OrderExportColumn =
  /** Since when it needs somebody, and why. */
  | 'ATTENTION'
  /** Phone, address, company and other answers of the form. */
  | 'BILLING_FIELDS'
  /** Name of the checkout. */
  | 'CHECKOUT'
  /** When it was completed, and by whom. */
  | 'COMPLETED'
  /** What the customer said to being measured. */
  | 'CONSENT'
  /** Country code. */
  | 'COUNTRY'
  /** When the checkout was opened. */
  | 'CREATED'
  /** Email. */
  | 'CUSTOMER'
  /** First and last name. */
  | 'CUSTOMER_NAME'
  /** Discount code and what it took off. */
  | 'DISCOUNT'
  /** Name of the checkout link. */
  | 'LINK'
  /** Order number. */
  | 'NUMBER'
  /** Name of the offer. */
  | 'OFFER'
  /** Id of the order, `ord_…`. */
  | 'ORDER_ID'
  /** When it was paid. */
  | 'PAID'
  /** Provider, method and status of the payment. */
  | 'PAYMENT_METHOD'
  /** The provider’s reference, and why a payment failed. */
  | 'PAYMENT_REFERENCE'
  /** Names of products, order bumps and pre-upsells. */
  | 'PRODUCTS'
  /** What has gone back, and what is on its way back. */
  | 'REFUNDED'
  /** Billing region. */
  | 'REGION'
  /** Source and tags of the checkout link. */
  | 'SOURCE'
  /** Status, in the words of the screen. */
  | 'STATUS'
  /** Status, as this API calls it. */
  | 'STATUS_CODE'
  /** Total, and beside it the currency. */
  | 'TOTAL'
  /** The VAT inside the total. */
  | 'VAT';

/** What one row of an export is. */
export type OrderExportRows =
  /** A product bought, beside its order: product, kind, prices, discount, VAT, refunded. */
  | 'LINES'
  /** An order. */
  | 'ORDERS';

/** Which orders. Fields are joined by "and", the entries of a list by "or". An empty list is as if left out, except in `numbers` and `orderIds`, where it names no order. */
export type OrderFilter = {
  /** Checkouts, `chk_…`. */
  checkoutIds?: Array<string | number> | null | undefined;
  /** Countries as the list shows them. */
  countries?: Array<string> | null | undefined;
  /** Opened before this moment. */
  createdBefore?: string | null | undefined;
  /** Opened at this moment or later. */
  createdFrom?: string | null | undefined;
  /** Discount codes, whole, in any case. */
  discountCodes?: Array<string> | null | undefined;
  /** Part of the email. Needs READ_PERSONAL_DATA. */
  email?: string | null | undefined;
  /** Kinds of actions of which one is not done, as in `PostPurchaseAction.kind`. */
  failedActionKinds?: Array<string> | null | undefined;
  /** Part of the first name. Needs READ_PERSONAL_DATA. */
  firstName?: string | null | undefined;
  /** Part of the last name. Needs READ_PERSONAL_DATA. */
  lastName?: string | null | undefined;
  /** True: those that need somebody now. False: those that do not. */
  needsAttention?: boolean | null | undefined;
  /** Whole order numbers. Visits are found too. */
  numbers?: Array<string> | null | undefined;
  /** Offers, `off_…`. */
  offerIds?: Array<string | number> | null | undefined;
  /** These orders, `ord_…`. Visits are found too. */
  orderIds?: Array<string | number> | null | undefined;
  /** Paid before this moment. */
  paidBefore?: string | null | undefined;
  /** Paid at this moment or later. */
  paidFrom?: string | null | undefined;
  /** Providers of the payment that the list shows, as in `PaymentAttempt.provider`. */
  paymentProviders?: Array<string> | null | undefined;
  /** Sources, whole, in any case. */
  sources?: Array<string> | null | undefined;
  /** Left out: all but STARTED and IN_PROGRESS, which are visits and no sales; all where `numbers` names orders or `needsAttention` is true. */
  statuses?: Array<OrderStatus> | null | undefined;
  /** Tags, exactly as written. */
  tags?: Array<string> | null | undefined;
  /** Each word must occur in the order number, email, names or payment references, in any case. Without READ_PERSONAL_DATA only number and references are searched. */
  text?: string | null | undefined;
};

/** How a product came into an order. */
export type OrderLineKind =
  /** Sold by the offer itself. */
  | 'MAIN'
  /** Ticked beside the offer, before paying. */
  | 'ORDER_BUMP'
  /** Taken from the page between the billing form and the payment. */
  | 'PRE_UPSELL';

/** The order of a list. */
export type OrderSort = {
  /** Which end comes first. */
  direction: SortDirection;
  /** What to sort by. */
  field: OrderSortField;
};

/** What a list of orders can be sorted by. Equal values are ordered by id. */
export type OrderSortField =
  /** When the checkout was opened. */
  | 'CREATED_AT'
  /** The email in small letters; needs READ_PERSONAL_DATA. */
  | 'CUSTOMER_EMAIL'
  /** The status's name, by the alphabet. */
  | 'STATUS'
  /** Minor units of the total, whatever the currency. */
  | 'TOTAL';

/** Where an order stands. Computed from what is known about it, never set. */
export type OrderStatus =
  /** The payment came and every action succeeded. */
  | 'COMPLETED'
  /** The billing form was sent; no payment is under way. */
  | 'IN_PROGRESS'
  /** A person closed the order by hand. */
  | 'MARKED_AS_COMPLETED'
  /** The payment came; the actions are not all done. */
  | 'PAID'
  /** A part of the money went back. */
  | 'PARTIALLY_REFUNDED'
  /** A payment is with its provider. */
  | 'PROCESSING'
  /** All of the money went back. */
  | 'REFUNDED'
  /** The checkout was opened; no more is known. */
  | 'STARTED';

/** Where a payment attempt stands. */
export type PaymentStatus =
  /** The customer or the provider called it off. */
  | 'CANCELLED'
  /** The provider refused it; `failureMessage` says why. */
  | 'FAILED'
  /** The money came, and a part of it went back. */
  | 'PARTIALLY_REFUNDED'
  /** Begun; the provider has not said how it ended. */
  | 'PENDING'
  /** The money came, and all of it went back. */
  | 'REFUNDED'
  /** The money came. */
  | 'SUCCEEDED';

/** One thing that somebody may do. */
export type Permission =
  /** Mark orders as completed. */
  | 'COMPLETE_ORDERS'
  /** Take orders out as a file. */
  | 'EXPORT_ORDERS'
  /** Run actions again that a worker may still be at. */
  | 'FORCE_RERUN'
  /** Set up offers, products, links and actions. */
  | 'MANAGE_CONFIGURATION'
  /** Invite members and give them roles. */
  | 'MANAGE_MEMBERS'
  /** Change the shop's settings. */
  | 'MANAGE_SETTINGS'
  /** Make and revoke API tokens. */
  | 'MANAGE_TOKENS'
  /** See who did what. */
  | 'READ_AUDIT_LOG'
  /** See orders and all that hangs on them. */
  | 'READ_ORDERS'
  /** See customers' data whole, and search by it. */
  | 'READ_PERSONAL_DATA'
  /** See reports. */
  | 'READ_REPORTS'
  /** Give money back. */
  | 'REFUND_ORDERS'
  /** Run actions again. */
  | 'RERUN_ACTIONS'
  /** What a checkout page does: open orders, fill them, start payments. */
  | 'WRITE_CHECKOUT';

/** How personal data is shown. */
export type PersonalDataVisibility =
  /** As the customer gave it. */
  | 'FULL'
  /** Shortened, such as `t…@example.com`: you lack READ_PERSONAL_DATA. */
  | 'MASKED';

/** What to show before it is sent. */
export type PreviewActionInput = {
  /** Whose order is taken for the example, `chk_…`. */
  checkoutId: string | number;
  /** One of `actionKinds`. */
  kind: string;
  /** Sample order, `ord_…`. Left out: the newest paid one; without any, one made of what is sold. */
  orderId?: string | number | null | undefined;
  /** What the form holds now. Secrets are not needed. */
  settings: Array<SettingInputValue>;
};

/** What something costs in one currency, VAT included. */
export type PriceInput = {
  /** The currency, once in a list. */
  currency: string;
  /** What is asked for instead: below `priceMinor`. Left out: nothing. */
  discountedMinor?: number | null | undefined;
  /** The price in the currency's smallest unit: EUR 12.50 is 1250, JPY 500 is 500. */
  priceMinor: number;
};

/** What kind of thing a product is. */
export type ProductType =
  /** Digital content other than a course or a book. */
  | 'DIGITAL_CONTENT'
  /** A ticket to an event. */
  | 'EVENT_TICKET'
  /** A digital book. */
  | 'E_BOOK'
  /** A membership of some duration. */
  | 'MEMBERSHIP'
  /** A course on the web. */
  | 'ONLINE_COURSE'
  /** A service done by people. */
  | 'SERVICE';

/** What a role, or API tokens, may refund in a currency. */
export type RefundLimitInput = {
  /** Other currencies are not limited by it. */
  currency: string;
  /** On one day in UTC, per person or token. Null: no limit. */
  perDayMinor?: number | null | undefined;
  /** At once. Null: no limit. */
  perRefundMinor?: number | null | undefined;
  /** Null: every API token. */
  role?: Role | null | undefined;
};

/** Where a refund, or its way through one payment, stands. */
export type RefundStatus =
  /** The provider refused it: nothing went back. */
  | 'FAILED'
  /** The provider has it and is not done. */
  | 'PENDING'
  /** Written down only; no money moved through us. */
  | 'RECORDED'
  /** On record and on its way to the provider. */
  | 'REQUESTED'
  /** The money went back. */
  | 'SUCCEEDED'
  /** It may or may not have gone back; a person must find out. */
  | 'UNKNOWN';

/** Which orders, and how to write them. For a spreadsheet set up in Finnish: SEMICOLON, COMMA and `byteOrderMark: true`. */
export type RequestOrderExportInput = {
  /** Every column there is, in the order of `OrderExportColumn`, whatever `columns` says. */
  allFields?: boolean;
  /** Whether the file begins with the mark by which Excel knows UTF-8. */
  byteOrderMark?: boolean;
  /** Which columns, in this order. Left out: those of the screen. */
  columns?: Array<OrderExportColumn> | null | undefined;
  /** In amounts. */
  decimalStyle?: DecimalStyle;
  /** Which orders, as in the list. */
  filter?: OrderFilter | null | undefined;
  /** The kind of file. */
  format?: ExportFormat;
  /** Chosen by the caller, 1 to 255 characters: the same key never makes two. */
  idempotencyKey: string;
  /** One row per order, or one per product bought: then amounts of the order say so in their header. */
  lines?: OrderExportRows;
  /** Between columns. Not COMMA together with a decimal COMMA. */
  separator?: CsvSeparator;
  /** In which order, as in the list. Left out: newest first. */
  sort?: OrderSort | null | undefined;
  /** Whose clock moments are written in; headers name it. */
  timeZone: unknown;
};

/** Which action to run again, and how. */
export type RerunActionInput = {
  /** The warning that was agreed to. It must be the one that holds now. */
  acknowledge?: RerunWarning;
  /** The action, `act_…`. */
  actionId: string | number;
  /** The attempt that was seen; if another is under way since, ALREADY_RUNNING. A forced re-run keeps its run, so only this tells two people apart who force the same attempt. */
  expectedAttempt?: number | null | undefined;
  /** The run that was seen; if there has been another since, ALREADY_RUNNING. */
  expectedRun?: number | null | undefined;
  /** Chosen by the caller, 1 to 255 characters: the same key never starts two runs. */
  idempotencyKey: string;
  /** Replaces the action's settings by the current ones of its configuration, for good. */
  useLatest?: boolean;
};

/** Which failed actions to run again. Fields are joined by "and". Refunds are never among them. */
export type RerunFailedActionsInput = {
  /** Only counts what matches. Send false, after the person agreed, to run it. */
  dryRun?: boolean;
  /** Given up before this moment. */
  failedBefore?: string | null | undefined;
  /** Given up at this moment or later. */
  failedFrom?: string | null | undefined;
  /** Of which orders, as in the list; `orderIds` for chosen ones. */
  filter: OrderFilter;
  /** Chosen by the caller, 1 to 255 characters: the same key never starts two. A dry run does not use it up. */
  idempotencyKey: string;
  /** Kinds, as in `PostPurchaseAction.kind`. Left out: all. */
  kinds?: Array<string> | null | undefined;
  /** Part of `PostPurchaseAction.message`, in any case. */
  messageContains?: string | null | undefined;
};

/** What a person must be told before an action runs again. */
export type RerunWarning =
  /** A worker is at it. Force it only when you are sure that the worker is gone. */
  | 'MAY_STILL_BE_RUNNING'
  /** Nothing: it has not had its effect. */
  | 'NONE'
  /** It had its effect, or may have had it: the email, webhook or grant happens again. */
  | 'REPEATS_SIDE_EFFECT';

/** What a member is in the shop. */
export type Role =
  /** All of that, and members, tokens and settings, in every checkout. */
  | 'ADMIN'
  /** Sees orders and mends them: re-runs, completes, refunds. */
  | 'CUSTOMER_SERVICE'
  /** All of that, and sets up what is sold and what runs. */
  | 'MAINTAINER'
  /** Sees orders and reports, personal data shortened. */
  | 'VIEWER';

/** A checkout, new or changed. */
export type SaveCheckoutInput = {
  /** Which to change, `chk_…`. Left out: a new one. */
  id?: string | number | null | undefined;
  /** Chosen by the caller, 1 to 255 characters: sent again with the same input it gives the same answer. */
  idempotencyKey: string;
  /** The seller's own name for it, 1 to 200 characters. */
  name: string;
  /** Web address to which customers return after paying on a provider's page. May be empty. */
  returnUrl: string;
};

/** A checkout link, new or changed. Everything is said anew. */
export type SaveCheckoutLinkInput = {
  /** True puts it away: it is no longer sold, and orders keep what they hold of it. */
  archived?: boolean;
  /** Where it belongs, `chk_…`. It cannot be moved later. */
  checkoutId: string | number;
  /** Which to change, `lnk_…`. Left out: a new one. */
  id?: string | number | null | undefined;
  /** Chosen by the caller, 1 to 255 characters: sent again with the same input it gives the same answer. */
  idempotencyKey: string;
  /** The seller's own name for it, 1 to 200 characters. */
  name: string;
  /** What it sells, `off_…`. */
  offerId: string | number;
  /** Last part of the address: 1 to 100 letters a–z, digits, `-` and `_`, unique in the whole shop. */
  slug: string;
  /** Where its customers come from. Orders that were opened before keep the old one. */
  source?: string | null | undefined;
  /** Words to find its orders by, at most 20. */
  tags: Array<string>;
};

/** A discount code, new or changed. Everything is said anew. */
export type SaveDiscountCodeInput = {
  /** Whether it can be used at all. */
  active?: boolean;
  /** With FIXED: what it takes off in each currency, at least one. */
  amounts?: Array<DiscountAmountInput>;
  /** Where it belongs, `chk_…`. It cannot be moved later. */
  checkoutId: string | number;
  /** What customers type: 1 to 50 characters, unique in its checkout in any case. */
  code: string;
  /** The seller's own note. */
  description?: string | null | undefined;
  /** Whether it leaves products alone that have a discounted price. */
  excludeDiscounted?: boolean;
  /** The first moment at which it no longer works. Left out: never. */
  expiresAt?: string | null | undefined;
  /** Which to change, `dsc_…`. Left out: a new one. */
  id?: string | number | null | undefined;
  /** Chosen by the caller, 1 to 255 characters: sent again with the same input it gives the same answer. */
  idempotencyKey: string;
  /** A share or an amount. */
  kind: DiscountKind;
  /** How often with one email address. Left out: without limit. */
  perCustomerLimit?: number | null | undefined;
  /** With PERCENT: the share in basis points, 1 to 10000. */
  percentBp?: number | null | undefined;
  /** The only products it is for. Empty: for all. */
  productIds?: Array<string | number>;
  /** How often it can be used. Left out: without limit. */
  usageLimit?: number | null | undefined;
  /** From when it works. Left out: at once. */
  validFrom?: string | null | undefined;
};

/** An offer, new or changed. Everything is said anew. */
export type SaveOfferInput = {
  /** What it sells beside them. Those left out are put away. */
  addOns: Array<AddOnInput>;
  /** True puts it away: it is no longer sold, and orders keep what they hold of it. */
  archived?: boolean;
  /** Where it belongs, `chk_…`. It cannot be moved later. */
  checkoutId: string | number;
  /** Which to change, `off_…`. Left out: a new one. */
  id?: string | number | null | undefined;
  /** Chosen by the caller, 1 to 255 characters: sent again with the same input it gives the same answer. */
  idempotencyKey: string;
  /** The seller's own name for it, 1 to 200 characters. */
  name: string;
  /** Its main products in their order, at least one. */
  products: Array<OfferProductInput>;
};

/** A product, new or changed. Everything is said anew. */
export type SaveProductInput = {
  /** True puts it away: it is no longer sold, and orders keep what they hold of it. */
  archived?: boolean;
  /** Where it belongs, `chk_…`. It cannot be moved later. */
  checkoutId: string | number;
  /** Which to change, `prd_…`. Left out: a new one. */
  id?: string | number | null | undefined;
  /** Chosen by the caller, 1 to 255 characters: sent again with the same input it gives the same answer. */
  idempotencyKey: string;
  /** Name as customers read it, 1 to 200 characters. */
  name: string;
  /** All its prices, one per currency. */
  prices: Array<PriceInput>;
  /** What kind of thing it is. */
  type: ProductType;
  /** VAT rate in basis points, 0 to 10000: 25.5 % is 2550. */
  vatRateBp: number;
};

/** Settings to change. What is left out stays; null sets back, or switches off. */
export type SaveSettingsInput = {
  /** From 0 to 1 000 000. Null: never. */
  alertCount?: number | null | undefined;
  /** One address. Null: no mail. */
  alertEmail?: string | null | undefined;
  /** From a minute to a year, in ms. Null: never. */
  alertOlderThanMs?: number | null | undefined;
  /** `whsec_` and 24 to 64 bytes in Base64. Left out or null: stays as it is. */
  alertWebhookSecret?: string | null | undefined;
  /** An address with https. Null: no webhook. Needs a signing secret. */
  alertWebhookUrl?: string | null | undefined;
  /** From 0 to 30 days, in ms. Null: `graceDefaultMs` holds. */
  graceMs?: number | null | undefined;
  /** Chosen by the caller, 1 to 255 characters: the same key never saves twice. */
  idempotencyKey: string;
  /** All limits, one per role and currency: what is not in the list is lifted. Null: no limits. */
  refundLimits?: Array<RefundLimitInput> | null | undefined;
};

/** How a setting is asked for. Every value travels as text. */
export type SettingInput =
  /** `true` or `false`. */
  | 'BOOLEAN'
  /** An email address. */
  | 'EMAIL'
  /** Several lines. */
  | 'MULTILINE'
  /** Written and never read back: only whether it is set and how it ends. */
  | 'SECRET'
  /** One of `options`. */
  | 'SELECT'
  /** Any number of texts, one per line. Commas part them too. */
  | 'TAGS'
  /** One line. */
  | 'TEXT'
  /** A web address. */
  | 'URL';

/** A setting to write. */
export type SettingInputValue = {
  /** Name of the setting. */
  name: string;
  /** Its value as text. Left out or null keeps a secret as it is and empties anything else; empty text empties a secret. */
  value?: string | null | undefined;
};

/** Which end of a list comes first. */
export type SortDirection =
  /** The smallest, oldest, or first by the alphabet. */
  | 'ASC'
  /** The largest, newest, or last by the alphabet. */
  | 'DESC';

/** What to try out, and where its mails go. */
export type TestActionConfigurationInput = {
  /** What the form holds now, saved or not. Its own idempotency key counts for nothing here. */
  draft?: CreateActionConfigurationInput | null | undefined;
  /** A saved one, `cfg_…`. Together with `draft`: where its secrets come from. */
  id?: string | number | null | undefined;
  /** Chosen by the caller, 1 to 255 characters: the same key never sends twice. */
  idempotencyKey: string;
  /** Sample order, `ord_…`. Left out: the newest paid one that fits; without any, one made of what is sold. */
  orderId?: string | number | null | undefined;
  /** Email address that stands for the customer's everywhere: the customer gets nothing. */
  recipient: string;
};

/** A change of an action that is set up. What is left out stays as it is. */
export type UpdateActionConfigurationInput = {
  /** Whether orders paid from now on get it. No new version. */
  enabled?: boolean | null | undefined;
  /** The `version` that was seen; if there is a newer one, STALE. */
  expectedVersion?: number | null | undefined;
  /** Which, `cfg_…`. */
  id: string | number;
  /** Chosen by the caller, 1 to 255 characters: sent again with the same input it gives the same answer. */
  idempotencyKey: string;
  /** Its name. A new one is a new version. */
  name?: string | null | undefined;
  /** All its settings anew, secrets excepted. Other ones are a new version. */
  settings?: Array<SettingInputValue> | null | undefined;
};

/** Why something is refused, for programs. The words for people are in `message`. */
export type UserErrorCode =
  /** Access goes only with a product that is then refunded in full. */
  | 'ACCESS_NEEDS_FULL_REFUND'
  /** The order is paid and can no longer be changed by its customer. */
  | 'ALREADY_PAID'
  /** Somebody else started it already. */
  | 'ALREADY_RUNNING'
  /** More than is left; `maximum` says how much is. */
  | 'AMOUNT_TOO_LARGE'
  /** It was called off before its turn came. */
  | 'CANCELLED'
  /** The key was used before with another input. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** A value of the input cannot be used; `path` says which. */
  | 'INVALID'
  /** It carries a risk that `acknowledge` must name. */
  | 'NEEDS_ACKNOWLEDGEMENT'
  /** Nothing is left, or no amount above zero was given. */
  | 'NOTHING_TO_REFUND'
  /** Your permissions do not cover it, or it cannot be done at all. */
  | 'NOT_ALLOWED'
  /** There is no such thing, or it is not in your checkouts. */
  | 'NOT_FOUND'
  /** No money came in for the order, and nobody completed it by hand. */
  | 'NOT_PAID'
  /** No action has failed, so there is nothing to do again. */
  | 'NO_FAILED_ACTION'
  /** The order has no refund that could be restored. */
  | 'NO_REFUND_TO_RESTORE'
  /** More than you may refund at once, or still today. */
  | 'OVER_VIEWER_LIMIT'
  /** The payment provider gave no usable answer. Try again. */
  | 'PROVIDER_UNAVAILABLE'
  /** It has moved on since you looked. Load it again and decide anew. */
  | 'STALE';

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { viewer: { name: string, kind: ActorKind, role: Role | null, permissions: Array<Permission>, checkouts: Array<{ id: string, name: string }> } | null };

export type AttentionTotalFragment = { total: number, byCheckout: Array<{ total: number, checkout: { id: string, name: string } }> };

export type AttentionCountQueryVariables = Exact<{ [key: string]: never; }>;


export type AttentionCountQuery = { attentionCount: { total: number, byCheckout: Array<{ total: number, checkout: { id: string, name: string } }> } };

export type AttentionCountChangedSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type AttentionCountChangedSubscription = { attentionCount: { total: number, byCheckout: Array<{ total: number, checkout: { id: string, name: string } }> } };

export type PaletteOrdersQueryVariables = Exact<{
  filter: OrderFilter;
}>;


export type PaletteOrdersQuery = { orders: { edges: Array<{ node: { id: string, number: string, status: OrderStatus, createdAt: string, total: { minor: number, currency: string, decimal: string }, customer: { email: string | null, firstName: string | null, lastName: string | null } } }> } };

export type BulkRerunProgressFragment = { id: string, startedAt: string, total: number, orderCount: number, succeeded: number, failed: number, waiting: number, skippedCount: number, cancelledAt: string | null, finishedAt: string | null, startedBy: { kind: ActorKind, name: string } };

export type BulkRerunsQueryVariables = Exact<{ [key: string]: never; }>;


export type BulkRerunsQuery = { bulkReruns: Array<{ id: string, startedAt: string, total: number, orderCount: number, succeeded: number, failed: number, waiting: number, skippedCount: number, cancelledAt: string | null, finishedAt: string | null, startedBy: { kind: ActorKind, name: string } }> };

export type BulkRerunQueryVariables = Exact<{
  id: string | number;
}>;


export type BulkRerunQuery = { bulkRerun: { id: string, startedAt: string, total: number, orderCount: number, succeeded: number, failed: number, waiting: number, skippedCount: number, cancelledAt: string | null, finishedAt: string | null, startedBy: { kind: ActorKind, name: string } } | null };

export type BulkRerunChangedSubscriptionVariables = Exact<{
  id: string | number;
}>;


export type BulkRerunChangedSubscription = { bulkRerunChanged: { id: string, startedAt: string, total: number, orderCount: number, succeeded: number, failed: number, waiting: number, skippedCount: number, cancelledAt: string | null, finishedAt: string | null, startedBy: { kind: ActorKind, name: string } } };

export type BulkRerunRowFragment = { outcome: BulkRerunOutcome, run: number | null, refusal: { code: UserErrorCode, message: string } | null, action: { id: string, name: string, kind: string, run: number, status: ActionStatus, message: string | null, order: { id: string, number: string } } };

export type BulkRerunActionsQueryVariables = Exact<{
  id: string | number;
  after?: string | null | undefined;
}>;


export type BulkRerunActionsQuery = { bulkRerun: { id: string, actions: { nodes: Array<{ outcome: BulkRerunOutcome, run: number | null, refusal: { code: UserErrorCode, message: string } | null, action: { id: string, name: string, kind: string, run: number, status: ActionStatus, message: string | null, order: { id: string, number: string } } }>, pageInfo: { endCursor: string | null, hasNextPage: boolean } } } | null };

export type RerunFailedActionsMutationVariables = Exact<{
  input: RerunFailedActionsInput;
}>;


export type RerunFailedActionsMutation = { rerunFailedActions: { matched: number, orders: number, bulkRerun: { id: string, startedAt: string, total: number, orderCount: number, succeeded: number, failed: number, waiting: number, skippedCount: number, cancelledAt: string | null, finishedAt: string | null, startedBy: { kind: ActorKind, name: string } } | null, errors: Array<
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
    > } };

export type CancelBulkRerunMutationVariables = Exact<{
  id: string | number;
}>;


export type CancelBulkRerunMutation = { cancelBulkRerun: { bulkRerun: { id: string, startedAt: string, total: number, orderCount: number, succeeded: number, failed: number, waiting: number, skippedCount: number, cancelledAt: string | null, finishedAt: string | null, startedBy: { kind: ActorKind, name: string } } | null, errors: Array<
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
    > } };

export type FailedActionSamplesQueryVariables = Exact<{
  filter: OrderFilter;
}>;


export type FailedActionSamplesQuery = { orders: { nodes: Array<{ id: string, actions: Array<{ id: string, kind: string, status: ActionStatus, message: string | null }> }> } };

export type CompletableOrderFragment = { id: string, number: string, version: number, paidAt: string | null, completeOptions: { allowed: boolean, canRestoreRefunded: boolean, canUseLatestConfiguration: boolean, actionsToRun: number, actionsSucceeded: number, refusal: { code: UserErrorCode, message: string } | null, running: Array<{ id: string, name: string }> } };

export type CompletionQuestionQueryVariables = Exact<{
  orderId: string | number;
}>;


export type CompletionQuestionQuery = { order: { id: string, number: string, version: number, paidAt: string | null, history: { nodes: Array<{ id: string, at: string, summary: string, actor: { kind: ActorKind, name: string } }> }, completeOptions: { allowed: boolean, canRestoreRefunded: boolean, canUseLatestConfiguration: boolean, actionsToRun: number, actionsSucceeded: number, refusal: { code: UserErrorCode, message: string } | null, running: Array<{ id: string, name: string }> } } | null };

export type CompleteOrderMutationVariables = Exact<{
  input: CompleteOrderInput;
}>;


export type CompleteOrderMutation = { completeOrder: { order: { status: OrderStatus, id: string, number: string, version: number, paidAt: string | null, completeOptions: { allowed: boolean, canRestoreRefunded: boolean, canUseLatestConfiguration: boolean, actionsToRun: number, actionsSucceeded: number, refusal: { code: UserErrorCode, message: string } | null, running: Array<{ id: string, name: string }> } } | null, errors: Array<
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null, order: { id: string, number: string, version: number, paidAt: string | null, completeOptions: { allowed: boolean, canRestoreRefunded: boolean, canUseLatestConfiguration: boolean, actionsToRun: number, actionsSucceeded: number, refusal: { code: UserErrorCode, message: string } | null, running: Array<{ id: string, name: string }> } } }
    > } };

export type LatestTemplateQueryVariables = Exact<{
  actionId: string | number;
}>;


export type LatestTemplateQuery = { node:
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string, rerunOptions: { latestRefusal: string | null, latestChanges: Array<{ field: string, before: string | null, after: string | null }> } }
    | { id: string }
    | { id: string }
    | { id: string }
   | null };

export type RerunnableActionFragment = { id: string, kind: string, name: string, purpose: ActionPurpose, status: ActionStatus, run: number, attempt: number, message: string | null, startedAt: string | null, leaseUntil: string | null, rerunOptions: { allowed: boolean, warning: RerunWarning, canUseLatest: boolean, refusal: { code: UserErrorCode, message: string } | null } };

export type RerunActionMutationVariables = Exact<{
  input: RerunActionInput;
}>;


export type RerunActionMutation = { rerunAction: { action: { level: ActionLevel | null, finishedAt: string | null, nextAttemptAt: string | null, id: string, kind: string, name: string, purpose: ActionPurpose, status: ActionStatus, run: number, attempt: number, message: string | null, startedAt: string | null, leaseUntil: string | null, rerunOptions: { allowed: boolean, warning: RerunWarning, canUseLatest: boolean, refusal: { code: UserErrorCode, message: string } | null } } | null, order: { id: string, version: number, status: OrderStatus } | null, errors: Array<
      | { startedAt: string, code: UserErrorCode, message: string, path: Array<string> | null, startedBy: { kind: ActorKind, name: string } }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { warning: RerunWarning, code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
    > } };

export type PresentActionQueryVariables = Exact<{
  actionId: string | number;
}>;


export type PresentActionQuery = { node:
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string, level: ActionLevel | null, finishedAt: string | null, nextAttemptAt: string | null, kind: string, name: string, purpose: ActionPurpose, status: ActionStatus, run: number, attempt: number, message: string | null, startedAt: string | null, leaseUntil: string | null, rerunOptions: { allowed: boolean, warning: RerunWarning, canUseLatest: boolean, refusal: { code: UserErrorCode, message: string } | null } }
    | { id: string }
    | { id: string }
    | { id: string }
   | null };

export type OrderExportProgressFragment = { id: string, status: ExportStatus, total: number, rows: number, progress: number, downloadUrl: string | null, failureMessage: string | null };

export type RequestOrderExportMutationVariables = Exact<{
  input: RequestOrderExportInput;
}>;


export type RequestOrderExportMutation = { requestOrderExport: { export: { id: string, status: ExportStatus, total: number, rows: number, progress: number, downloadUrl: string | null, failureMessage: string | null } | null, errors: Array<
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
    > } };

export type CancelOrderExportMutationVariables = Exact<{
  id: string | number;
}>;


export type CancelOrderExportMutation = { cancelOrderExport: { export: { id: string, status: ExportStatus, total: number, rows: number, progress: number, downloadUrl: string | null, failureMessage: string | null } | null, errors: Array<
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
    > } };

export type OrderExportChangedSubscriptionVariables = Exact<{
  id: string | number;
}>;


export type OrderExportChangedSubscription = { orderExportChanged: { id: string, status: ExportStatus, total: number, rows: number, progress: number, downloadUrl: string | null, failureMessage: string | null } };

export type ActionRowFragment = { level: ActionLevel | null, finishedAt: string | null, nextAttemptAt: string | null, id: string, kind: string, name: string, purpose: ActionPurpose, status: ActionStatus, run: number, attempt: number, message: string | null, startedAt: string | null, leaseUntil: string | null, rerunOptions: { allowed: boolean, warning: RerunWarning, canUseLatest: boolean, refusal: { code: UserErrorCode, message: string } | null } };

export type ActionChangedSubscriptionVariables = Exact<{
  orderId: string | number;
}>;


export type ActionChangedSubscription = { actionChanged: { level: ActionLevel | null, finishedAt: string | null, nextAttemptAt: string | null, id: string, kind: string, name: string, purpose: ActionPurpose, status: ActionStatus, run: number, attempt: number, message: string | null, startedAt: string | null, leaseUntil: string | null, rerunOptions: { allowed: boolean, warning: RerunWarning, canUseLatest: boolean, refusal: { code: UserErrorCode, message: string } | null } } };

export type AttemptRowFragment = { id: string, run: number, attempt: number, trigger: AttemptTrigger, status: ActionStatus, startedAt: string, finishedAt: string | null, message: string | null, request: unknown, response: unknown, startedBy: { kind: ActorKind, name: string } };

export type ActionAttemptsQueryVariables = Exact<{
  actionId: string | number;
  after?: string | null | undefined;
}>;


export type ActionAttemptsQuery = { node:
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string }
    | { id: string, attempts: { edges: Array<{ cursor: string, node: { id: string, run: number, attempt: number, trigger: AttemptTrigger, status: ActionStatus, startedAt: string, finishedAt: string | null, message: string | null, request: unknown, response: unknown, startedBy: { kind: ActorKind, name: string } } }>, pageInfo: { endCursor: string | null, hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null } } }
    | { id: string }
    | { id: string }
    | { id: string }
   | null };

export type CustomerPartFragment = { id: string, customer: { visibility: PersonalDataVisibility, email: string | null, firstName: string | null, lastName: string | null, country: string | null, region: string | null, analyticsConsent: AnalyticsConsent, billingFields: Array<{ key: string, label: string, value: string }> } };

export type GeneralPartFragment = { id: string, checkout: { id: string, name: string }, offer: { id: string, name: string } | null, source: { link: string | null, name: string | null, tags: Array<string> }, lines: Array<{ id: string, kind: OrderLineKind, productName: string, vatRateBp: number, listPrice: { minor: number, currency: string, decimal: string }, price: { minor: number, currency: string, decimal: string }, refunded: { minor: number, currency: string, decimal: string } }>, discounts: Array<{ code: string, amount: { minor: number, currency: string, decimal: string } }>, vat: Array<{ rateBp: number, gross: { minor: number, currency: string, decimal: string }, vat: { minor: number, currency: string, decimal: string } }> };

export type HistoryRowFragment = { id: string, at: string, event: string, summary: string, reason: string | null, actor: { kind: ActorKind, name: string }, changes: Array<{ field: string, before: string | null, after: string | null }> };

export type OrderHistoryQueryVariables = Exact<{
  orderId: string | number;
  after?: string | null | undefined;
}>;


export type OrderHistoryQuery = { order: { id: string, history: { edges: Array<{ cursor: string, node: { id: string, at: string, event: string, summary: string, reason: string | null, actor: { kind: ActorKind, name: string }, changes: Array<{ field: string, before: string | null, after: string | null }> } }>, pageInfo: { endCursor: string | null, hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null } } } | null };

export type PanelOrderFragment = { id: string, number: string, version: number, status: OrderStatus, createdAt: string, paidAt: string | null, completion: { at: string, byHand: boolean, by: { kind: ActorKind, name: string } } | null, total: { minor: number, currency: string, decimal: string }, refunded: { minor: number, currency: string, decimal: string }, refundPending: { minor: number, currency: string, decimal: string }, attention: { since: string, reasons: Array<AttentionReason>, summary: string } | null, actions: Array<{ level: ActionLevel | null, finishedAt: string | null, nextAttemptAt: string | null, id: string, kind: string, name: string, purpose: ActionPurpose, status: ActionStatus, run: number, attempt: number, message: string | null, startedAt: string | null, leaseUntil: string | null, rerunOptions: { allowed: boolean, warning: RerunWarning, canUseLatest: boolean, refusal: { code: UserErrorCode, message: string } | null } }>, completeOptions: { allowed: boolean, canRestoreRefunded: boolean, canUseLatestConfiguration: boolean, actionsToRun: number, actionsSucceeded: number, refusal: { code: UserErrorCode, message: string } | null, running: Array<{ id: string, name: string }> }, checkout: { id: string, name: string }, offer: { id: string, name: string } | null, source: { link: string | null, name: string | null, tags: Array<string> }, lines: Array<{ id: string, kind: OrderLineKind, productName: string, vatRateBp: number, listPrice: { minor: number, currency: string, decimal: string }, price: { minor: number, currency: string, decimal: string }, refunded: { minor: number, currency: string, decimal: string } }>, discounts: Array<{ code: string, amount: { minor: number, currency: string, decimal: string } }>, vat: Array<{ rateBp: number, gross: { minor: number, currency: string, decimal: string }, vat: { minor: number, currency: string, decimal: string } }>, customer: { visibility: PersonalDataVisibility, email: string | null, firstName: string | null, lastName: string | null, country: string | null, region: string | null, analyticsConsent: AnalyticsConsent, billingFields: Array<{ key: string, label: string, value: string }> }, payment: { id: string, provider: string, method: string, status: PaymentStatus } | null, payments: Array<{ id: string, provider: string, method: string, status: PaymentStatus, createdAt: string, providerReference: string | null, failureMessage: string | null, amount: { minor: number, currency: string, decimal: string } }>, refunds: Array<{ id: string, status: RefundStatus, reason: string | null, requestedAt: string, settledAt: string | null, reversedAt: string | null, amount: { minor: number, currency: string, decimal: string }, requestedBy: { kind: ActorKind, name: string }, lines: Array<{ removeAccess: boolean, orderLine: { id: string, productName: string }, amount: { minor: number, currency: string, decimal: string } }>, legs: Array<{ id: string, status: RefundStatus, providerReference: string | null, failureMessage: string | null, payment: { id: string, provider: string, method: string } | null, amount: { minor: number, currency: string, decimal: string } }> }> };

export type OrderPanelQueryVariables = Exact<{
  orderId: string | number;
}>;


export type OrderPanelQuery = { order: { id: string, number: string, version: number, status: OrderStatus, createdAt: string, paidAt: string | null, completion: { at: string, byHand: boolean, by: { kind: ActorKind, name: string } } | null, total: { minor: number, currency: string, decimal: string }, refunded: { minor: number, currency: string, decimal: string }, refundPending: { minor: number, currency: string, decimal: string }, attention: { since: string, reasons: Array<AttentionReason>, summary: string } | null, actions: Array<{ level: ActionLevel | null, finishedAt: string | null, nextAttemptAt: string | null, id: string, kind: string, name: string, purpose: ActionPurpose, status: ActionStatus, run: number, attempt: number, message: string | null, startedAt: string | null, leaseUntil: string | null, rerunOptions: { allowed: boolean, warning: RerunWarning, canUseLatest: boolean, refusal: { code: UserErrorCode, message: string } | null } }>, completeOptions: { allowed: boolean, canRestoreRefunded: boolean, canUseLatestConfiguration: boolean, actionsToRun: number, actionsSucceeded: number, refusal: { code: UserErrorCode, message: string } | null, running: Array<{ id: string, name: string }> }, checkout: { id: string, name: string }, offer: { id: string, name: string } | null, source: { link: string | null, name: string | null, tags: Array<string> }, lines: Array<{ id: string, kind: OrderLineKind, productName: string, vatRateBp: number, listPrice: { minor: number, currency: string, decimal: string }, price: { minor: number, currency: string, decimal: string }, refunded: { minor: number, currency: string, decimal: string } }>, discounts: Array<{ code: string, amount: { minor: number, currency: string, decimal: string } }>, vat: Array<{ rateBp: number, gross: { minor: number, currency: string, decimal: string }, vat: { minor: number, currency: string, decimal: string } }>, customer: { visibility: PersonalDataVisibility, email: string | null, firstName: string | null, lastName: string | null, country: string | null, region: string | null, analyticsConsent: AnalyticsConsent, billingFields: Array<{ key: string, label: string, value: string }> }, payment: { id: string, provider: string, method: string, status: PaymentStatus } | null, payments: Array<{ id: string, provider: string, method: string, status: PaymentStatus, createdAt: string, providerReference: string | null, failureMessage: string | null, amount: { minor: number, currency: string, decimal: string } }>, refunds: Array<{ id: string, status: RefundStatus, reason: string | null, requestedAt: string, settledAt: string | null, reversedAt: string | null, amount: { minor: number, currency: string, decimal: string }, requestedBy: { kind: ActorKind, name: string }, lines: Array<{ removeAccess: boolean, orderLine: { id: string, productName: string }, amount: { minor: number, currency: string, decimal: string } }>, legs: Array<{ id: string, status: RefundStatus, providerReference: string | null, failureMessage: string | null, payment: { id: string, provider: string, method: string } | null, amount: { minor: number, currency: string, decimal: string } }> }> } | null };

export type PanelOrderChangedSubscriptionVariables = Exact<{
  orderId: string | number;
}>;


export type PanelOrderChangedSubscription = { orderChanged: { id: string, number: string, version: number, status: OrderStatus, createdAt: string, paidAt: string | null, completion: { at: string, byHand: boolean, by: { kind: ActorKind, name: string } } | null, total: { minor: number, currency: string, decimal: string }, refunded: { minor: number, currency: string, decimal: string }, refundPending: { minor: number, currency: string, decimal: string }, attention: { since: string, reasons: Array<AttentionReason>, summary: string } | null, actions: Array<{ level: ActionLevel | null, finishedAt: string | null, nextAttemptAt: string | null, id: string, kind: string, name: string, purpose: ActionPurpose, status: ActionStatus, run: number, attempt: number, message: string | null, startedAt: string | null, leaseUntil: string | null, rerunOptions: { allowed: boolean, warning: RerunWarning, canUseLatest: boolean, refusal: { code: UserErrorCode, message: string } | null } }>, completeOptions: { allowed: boolean, canRestoreRefunded: boolean, canUseLatestConfiguration: boolean, actionsToRun: number, actionsSucceeded: number, refusal: { code: UserErrorCode, message: string } | null, running: Array<{ id: string, name: string }> }, checkout: { id: string, name: string }, offer: { id: string, name: string } | null, source: { link: string | null, name: string | null, tags: Array<string> }, lines: Array<{ id: string, kind: OrderLineKind, productName: string, vatRateBp: number, listPrice: { minor: number, currency: string, decimal: string }, price: { minor: number, currency: string, decimal: string }, refunded: { minor: number, currency: string, decimal: string } }>, discounts: Array<{ code: string, amount: { minor: number, currency: string, decimal: string } }>, vat: Array<{ rateBp: number, gross: { minor: number, currency: string, decimal: string }, vat: { minor: number, currency: string, decimal: string } }>, customer: { visibility: PersonalDataVisibility, email: string | null, firstName: string | null, lastName: string | null, country: string | null, region: string | null, analyticsConsent: AnalyticsConsent, billingFields: Array<{ key: string, label: string, value: string }> }, payment: { id: string, provider: string, method: string, status: PaymentStatus } | null, payments: Array<{ id: string, provider: string, method: string, status: PaymentStatus, createdAt: string, providerReference: string | null, failureMessage: string | null, amount: { minor: number, currency: string, decimal: string } }>, refunds: Array<{ id: string, status: RefundStatus, reason: string | null, requestedAt: string, settledAt: string | null, reversedAt: string | null, amount: { minor: number, currency: string, decimal: string }, requestedBy: { kind: ActorKind, name: string }, lines: Array<{ removeAccess: boolean, orderLine: { id: string, productName: string }, amount: { minor: number, currency: string, decimal: string } }>, legs: Array<{ id: string, status: RefundStatus, providerReference: string | null, failureMessage: string | null, payment: { id: string, provider: string, method: string } | null, amount: { minor: number, currency: string, decimal: string } }> }> } };

export type PaymentRowFragment = { id: string, provider: string, method: string, status: PaymentStatus, createdAt: string, providerReference: string | null, failureMessage: string | null, amount: { minor: number, currency: string, decimal: string } };

export type PaymentsPartFragment = { id: string, payment: { id: string, provider: string, method: string, status: PaymentStatus } | null, payments: Array<{ id: string, provider: string, method: string, status: PaymentStatus, createdAt: string, providerReference: string | null, failureMessage: string | null, amount: { minor: number, currency: string, decimal: string } }> };

export type RefundRowFragment = { id: string, status: RefundStatus, reason: string | null, requestedAt: string, settledAt: string | null, reversedAt: string | null, amount: { minor: number, currency: string, decimal: string }, requestedBy: { kind: ActorKind, name: string }, lines: Array<{ removeAccess: boolean, orderLine: { id: string, productName: string }, amount: { minor: number, currency: string, decimal: string } }>, legs: Array<{ id: string, status: RefundStatus, providerReference: string | null, failureMessage: string | null, payment: { id: string, provider: string, method: string } | null, amount: { minor: number, currency: string, decimal: string } }> };

export type RefundsPartFragment = { id: string, refunds: Array<{ id: string, status: RefundStatus, reason: string | null, requestedAt: string, settledAt: string | null, reversedAt: string | null, amount: { minor: number, currency: string, decimal: string }, requestedBy: { kind: ActorKind, name: string }, lines: Array<{ removeAccess: boolean, orderLine: { id: string, productName: string }, amount: { minor: number, currency: string, decimal: string } }>, legs: Array<{ id: string, status: RefundStatus, providerReference: string | null, failureMessage: string | null, payment: { id: string, provider: string, method: string } | null, amount: { minor: number, currency: string, decimal: string } }> }> };

export type OrderRowFragment = { id: string, number: string, version: number, status: OrderStatus, createdAt: string, customer: { visibility: PersonalDataVisibility, email: string | null, firstName: string | null, lastName: string | null, country: string | null }, total: { minor: number, currency: string, decimal: string }, refunded: { minor: number, currency: string, decimal: string }, lines: Array<{ id: string, kind: OrderLineKind, productName: string }>, payment: { id: string, provider: string, method: string, status: PaymentStatus } | null, source: { link: string | null, name: string | null, tags: Array<string> }, attention: { since: string, reasons: Array<AttentionReason>, summary: string } | null };

export type OrdersPageQueryVariables = Exact<{
  filter: OrderFilter;
  sort: OrderSort;
  first: number;
  after?: string | null | undefined;
}>;


export type OrdersPageQuery = { orders: { edges: Array<{ cursor: string, node: { id: string, number: string, version: number, status: OrderStatus, createdAt: string, customer: { visibility: PersonalDataVisibility, email: string | null, firstName: string | null, lastName: string | null, country: string | null }, total: { minor: number, currency: string, decimal: string }, refunded: { minor: number, currency: string, decimal: string }, lines: Array<{ id: string, kind: OrderLineKind, productName: string }>, payment: { id: string, provider: string, method: string, status: PaymentStatus } | null, source: { link: string | null, name: string | null, tags: Array<string> }, attention: { since: string, reasons: Array<AttentionReason>, summary: string } | null } }>, pageInfo: { endCursor: string | null, hasNextPage: boolean } } };

export type OrdersTotalQueryVariables = Exact<{
  filter: OrderFilter;
}>;


export type OrdersTotalQuery = { orders: { totalCount: { value: number, isExact: boolean } } };

export type OrderFacetsQueryVariables = Exact<{ [key: string]: never; }>;


export type OrderFacetsQuery = { orderFacets: { sources: Array<string>, tags: Array<string>, discountCodes: Array<string> } };

export type OrderRowChangedSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type OrderRowChangedSubscription = { orderChanged: { id: string, number: string, version: number, status: OrderStatus, createdAt: string, customer: { visibility: PersonalDataVisibility, email: string | null, firstName: string | null, lastName: string | null, country: string | null }, total: { minor: number, currency: string, decimal: string }, refunded: { minor: number, currency: string, decimal: string }, lines: Array<{ id: string, kind: OrderLineKind, productName: string }>, payment: { id: string, provider: string, method: string, status: PaymentStatus } | null, source: { link: string | null, name: string | null, tags: Array<string> }, attention: { since: string, reasons: Array<AttentionReason>, summary: string } | null } };

export type ConfigurationRowFragment = { id: string, name: string, kind: string, level: ActionLevel, enabled: boolean, version: number, product: { id: string, name: string } | null, offer: { id: string, name: string } | null };

export type ConfigurationWholeFragment = { openActions: number, id: string, name: string, kind: string, level: ActionLevel, enabled: boolean, version: number, settings: Array<{ name: string, value: string | null, isSecret: boolean, isSet: boolean }>, versions: Array<{ version: number, name: string, createdAt: string, createdBy: string, settings: Array<{ name: string, value: string | null, isSecret: boolean, isSet: boolean }> }>, product: { id: string, name: string } | null, offer: { id: string, name: string } | null };

export type SettingShownFragment = { name: string, value: string | null, isSecret: boolean, isSet: boolean };

export type SettingFieldShownFragment = { name: string, label: string, help: string | null, input: SettingInput, required: boolean, options: Array<{ value: string, label: string }>, showWhen: { field: string, equals: string } | null };

export type KindShownFragment = { kind: string, label: string, levels: Array<ActionLevel>, canRemove: boolean, fields: Array<{ name: string, label: string, help: string | null, input: SettingInput, required: boolean, options: Array<{ value: string, label: string }>, showWhen: { field: string, equals: string } | null }> };

export type ActionKindsQueryVariables = Exact<{ [key: string]: never; }>;


export type ActionKindsQuery = { actionKinds: Array<{ kind: string, label: string, levels: Array<ActionLevel>, canRemove: boolean, fields: Array<{ name: string, label: string, help: string | null, input: SettingInput, required: boolean, options: Array<{ value: string, label: string }>, showWhen: { field: string, equals: string } | null }> }> };

export type ActionConfigurationsQueryVariables = Exact<{
  checkoutId: string | number;
}>;


export type ActionConfigurationsQuery = { actionConfigurations: Array<{ id: string, name: string, kind: string, level: ActionLevel, enabled: boolean, version: number, product: { id: string, name: string } | null, offer: { id: string, name: string } | null }> };

export type ActionConfigurationQueryVariables = Exact<{
  id: string | number;
}>;


export type ActionConfigurationQuery = { actionConfiguration: { openActions: number, id: string, name: string, kind: string, level: ActionLevel, enabled: boolean, version: number, settings: Array<{ name: string, value: string | null, isSecret: boolean, isSet: boolean }>, versions: Array<{ version: number, name: string, createdAt: string, createdBy: string, settings: Array<{ name: string, value: string | null, isSecret: boolean, isSet: boolean }> }>, product: { id: string, name: string } | null, offer: { id: string, name: string } | null } | null };

export type ConfigurationHistoryQueryVariables = Exact<{
  id: string | number;
  after?: string | null | undefined;
}>;


export type ConfigurationHistoryQuery = { actionConfiguration: { id: string, history: { edges: Array<{ cursor: string, node: { id: string, at: string, event: string, summary: string, reason: string | null, actor: { kind: ActorKind, name: string }, changes: Array<{ field: string, before: string | null, after: string | null }> } }>, pageInfo: { endCursor: string | null, hasNextPage: boolean } } } | null };

export type ActionPlacesQueryVariables = Exact<{
  checkoutId: string | number;
}>;


export type ActionPlacesQuery = { products: Array<{ id: string, name: string, archivedAt: string | null }>, offers: Array<{ id: string, name: string, archivedAt: string | null }> };

export type PreviewActionQueryVariables = Exact<{
  input: PreviewActionInput;
}>;


export type PreviewActionQuery = { previewAction: { subject: string | null, html: string | null, text: string | null, body: unknown, errors: Array<
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
    > } };

export type CreateActionConfigurationMutationVariables = Exact<{
  input: CreateActionConfigurationInput;
}>;


export type CreateActionConfigurationMutation = { createActionConfiguration: { configuration: { openActions: number, id: string, name: string, kind: string, level: ActionLevel, enabled: boolean, version: number, settings: Array<{ name: string, value: string | null, isSecret: boolean, isSet: boolean }>, versions: Array<{ version: number, name: string, createdAt: string, createdBy: string, settings: Array<{ name: string, value: string | null, isSecret: boolean, isSet: boolean }> }>, product: { id: string, name: string } | null, offer: { id: string, name: string } | null } | null, errors: Array<
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
    > } };

export type UpdateActionConfigurationMutationVariables = Exact<{
  input: UpdateActionConfigurationInput;
}>;


export type UpdateActionConfigurationMutation = { updateActionConfiguration: { configuration: { openActions: number, id: string, name: string, kind: string, level: ActionLevel, enabled: boolean, version: number, settings: Array<{ name: string, value: string | null, isSecret: boolean, isSet: boolean }>, versions: Array<{ version: number, name: string, createdAt: string, createdBy: string, settings: Array<{ name: string, value: string | null, isSecret: boolean, isSet: boolean }> }>, product: { id: string, name: string } | null, offer: { id: string, name: string } | null } | null, errors: Array<
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
    > } };

export type DeleteActionConfigurationMutationVariables = Exact<{
  id: string | number;
}>;


export type DeleteActionConfigurationMutation = { deleteActionConfiguration: { id: string | null, errors: Array<
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
    > } };

export type TestActionConfigurationMutationVariables = Exact<{
  input: TestActionConfigurationInput;
}>;


export type TestActionConfigurationMutation = { testActionConfiguration: { outcome: ActionStatus | null, message: string | null, technical: string | null, request: unknown, response: unknown, errors: Array<
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
    > } };

export type PriceShownFragment = { currency: string, price: { minor: number, currency: string, decimal: string }, discounted: { minor: number, currency: string, decimal: string } | null };

export type ProductShownFragment = { id: string, name: string, type: ProductType, vatRateBp: number, archivedAt: string | null, prices: Array<{ currency: string, price: { minor: number, currency: string, decimal: string }, discounted: { minor: number, currency: string, decimal: string } | null }> };

export type OfferShownFragment = { id: string, name: string, archivedAt: string | null, products: Array<{ product: { id: string, name: string }, prices: Array<{ currency: string, price: { minor: number, currency: string, decimal: string }, discounted: { minor: number, currency: string, decimal: string } | null }> }>, addOns: Array<{ id: string, kind: OrderLineKind, name: string, description: string | null, archivedAt: string | null, product: { id: string, name: string }, replaces: { id: string, name: string } | null, prices: Array<{ currency: string, price: { minor: number, currency: string, decimal: string }, discounted: { minor: number, currency: string, decimal: string } | null }> }> };

export type CheckoutLinkShownFragment = { id: string, slug: string, name: string, source: string | null, tags: Array<string>, archivedAt: string | null, offer: { id: string, name: string } };

export type DiscountCodeShownFragment = { id: string, code: string, description: string | null, kind: DiscountKind, percentBp: number | null, validFrom: string | null, expiresAt: string | null, usageLimit: number | null, perCustomerLimit: number | null, excludeDiscounted: boolean, active: boolean, uses: number, amounts: Array<{ minor: number, currency: string, decimal: string }>, products: Array<{ id: string, name: string }> };

export type CheckoutShownFragment = { id: string, name: string, returnUrl: string };

export type ProductsQueryVariables = Exact<{
  checkoutId: string | number;
}>;


export type ProductsQuery = { products: Array<{ id: string, name: string, type: ProductType, vatRateBp: number, archivedAt: string | null, prices: Array<{ currency: string, price: { minor: number, currency: string, decimal: string }, discounted: { minor: number, currency: string, decimal: string } | null }> }> };

export type OffersQueryVariables = Exact<{
  checkoutId: string | number;
}>;


export type OffersQuery = { offers: Array<{ id: string, name: string, archivedAt: string | null, products: Array<{ product: { id: string, name: string }, prices: Array<{ currency: string, price: { minor: number, currency: string, decimal: string }, discounted: { minor: number, currency: string, decimal: string } | null }> }>, addOns: Array<{ id: string, kind: OrderLineKind, name: string, description: string | null, archivedAt: string | null, product: { id: string, name: string }, replaces: { id: string, name: string } | null, prices: Array<{ currency: string, price: { minor: number, currency: string, decimal: string }, discounted: { minor: number, currency: string, decimal: string } | null }> }> }> };

export type CheckoutLinksQueryVariables = Exact<{
  checkoutId: string | number;
}>;


export type CheckoutLinksQuery = { checkoutLinks: Array<{ id: string, slug: string, name: string, source: string | null, tags: Array<string>, archivedAt: string | null, offer: { id: string, name: string } }> };

export type DiscountCodesQueryVariables = Exact<{
  checkoutId: string | number;
}>;


export type DiscountCodesQuery = { discountCodes: Array<{ id: string, code: string, description: string | null, kind: DiscountKind, percentBp: number | null, validFrom: string | null, expiresAt: string | null, usageLimit: number | null, perCustomerLimit: number | null, excludeDiscounted: boolean, active: boolean, uses: number, amounts: Array<{ minor: number, currency: string, decimal: string }>, products: Array<{ id: string, name: string }> }> };

export type CheckoutsQueryVariables = Exact<{ [key: string]: never; }>;


export type CheckoutsQuery = { checkouts: Array<{ id: string, name: string, returnUrl: string }> };

export type SaveProductMutationVariables = Exact<{
  input: SaveProductInput;
}>;


export type SaveProductMutation = { saveProduct: { product: { id: string, name: string, type: ProductType, vatRateBp: number, archivedAt: string | null, prices: Array<{ currency: string, price: { minor: number, currency: string, decimal: string }, discounted: { minor: number, currency: string, decimal: string } | null }> } | null, errors: Array<
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
    > } };

export type SaveOfferMutationVariables = Exact<{
  input: SaveOfferInput;
}>;


export type SaveOfferMutation = { saveOffer: { offer: { id: string, name: string, archivedAt: string | null, products: Array<{ product: { id: string, name: string }, prices: Array<{ currency: string, price: { minor: number, currency: string, decimal: string }, discounted: { minor: number, currency: string, decimal: string } | null }> }>, addOns: Array<{ id: string, kind: OrderLineKind, name: string, description: string | null, archivedAt: string | null, product: { id: string, name: string }, replaces: { id: string, name: string } | null, prices: Array<{ currency: string, price: { minor: number, currency: string, decimal: string }, discounted: { minor: number, currency: string, decimal: string } | null }> }> } | null, errors: Array<
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
    > } };

export type SaveCheckoutLinkMutationVariables = Exact<{
  input: SaveCheckoutLinkInput;
}>;


export type SaveCheckoutLinkMutation = { saveCheckoutLink: { checkoutLink: { id: string, slug: string, name: string, source: string | null, tags: Array<string>, archivedAt: string | null, offer: { id: string, name: string } } | null, errors: Array<
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
    > } };

export type SaveDiscountCodeMutationVariables = Exact<{
  input: SaveDiscountCodeInput;
}>;


export type SaveDiscountCodeMutation = { saveDiscountCode: { discountCode: { id: string, code: string, description: string | null, kind: DiscountKind, percentBp: number | null, validFrom: string | null, expiresAt: string | null, usageLimit: number | null, perCustomerLimit: number | null, excludeDiscounted: boolean, active: boolean, uses: number, amounts: Array<{ minor: number, currency: string, decimal: string }>, products: Array<{ id: string, name: string }> } | null, errors: Array<
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
    > } };

export type SaveCheckoutMutationVariables = Exact<{
  input: SaveCheckoutInput;
}>;


export type SaveCheckoutMutation = { saveCheckout: { checkout: { id: string, name: string, returnUrl: string } | null, errors: Array<
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
    > } };

export type SettingsShownFragment = { graceMs: number, graceDefaultMs: number, alertEmail: string | null, alertWebhookUrl: string | null, alertWebhookSecretIsSet: boolean, alertCount: number | null, alertOlderThanMs: number | null };

export type ShopSettingsQueryVariables = Exact<{ [key: string]: never; }>;


export type ShopSettingsQuery = { settings: { graceMs: number, graceDefaultMs: number, alertEmail: string | null, alertWebhookUrl: string | null, alertWebhookSecretIsSet: boolean, alertCount: number | null, alertOlderThanMs: number | null } };

export type SaveSettingsMutationVariables = Exact<{
  input: SaveSettingsInput;
}>;


export type SaveSettingsMutation = { saveSettings: { settings: { graceMs: number, graceDefaultMs: number, alertEmail: string | null, alertWebhookUrl: string | null, alertWebhookSecretIsSet: boolean, alertCount: number | null, alertOlderThanMs: number | null } | null, errors: Array<
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
    > } };

export const AttentionTotalFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"AttentionTotal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AttentionCount"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"byCheckout"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"checkout"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"total"}}]}}]}}]} as unknown as DocumentNode<AttentionTotalFragment, unknown>;
export const BulkRerunProgressFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"BulkRerunProgress"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"BulkRerun"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"startedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"orderCount"}},{"kind":"Field","name":{"kind":"Name","value":"succeeded"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"waiting"}},{"kind":"Field","name":{"kind":"Name","value":"skippedCount"}},{"kind":"Field","name":{"kind":"Name","value":"cancelledAt"}},{"kind":"Field","name":{"kind":"Name","value":"finishedAt"}}]}}]} as unknown as DocumentNode<BulkRerunProgressFragment, unknown>;
export const BulkRerunRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"BulkRerunRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"BulkRerunAction"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"run"}},{"kind":"Field","name":{"kind":"Name","value":"refusal"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"Field","name":{"kind":"Name","value":"action"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"run"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"order"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"number"}}]}}]}}]}}]} as unknown as DocumentNode<BulkRerunRowFragment, unknown>;
export const OrderExportProgressFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"OrderExportProgress"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OrderExport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"progress"}},{"kind":"Field","name":{"kind":"Name","value":"downloadUrl"}},{"kind":"Field","name":{"kind":"Name","value":"failureMessage"}}]}}]} as unknown as DocumentNode<OrderExportProgressFragment, unknown>;
export const AttemptRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"AttemptRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ActionAttempt"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"run"}},{"kind":"Field","name":{"kind":"Name","value":"attempt"}},{"kind":"Field","name":{"kind":"Name","value":"trigger"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"startedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"finishedAt"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"request"}},{"kind":"Field","name":{"kind":"Name","value":"response"}}]}}]} as unknown as DocumentNode<AttemptRowFragment, unknown>;
export const HistoryRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"HistoryRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"HistoryEntry"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"actor"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"event"}},{"kind":"Field","name":{"kind":"Name","value":"summary"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"changes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"before"}},{"kind":"Field","name":{"kind":"Name","value":"after"}}]}}]}}]} as unknown as DocumentNode<HistoryRowFragment, unknown>;
export const CompletableOrderFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CompletableOrder"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Order"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"paidAt"}},{"kind":"Field","name":{"kind":"Name","value":"completeOptions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"refusal"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"Field","name":{"kind":"Name","value":"canRestoreRefunded"}},{"kind":"Field","name":{"kind":"Name","value":"canUseLatestConfiguration"}},{"kind":"Field","name":{"kind":"Name","value":"actionsToRun"}},{"kind":"Field","name":{"kind":"Name","value":"actionsSucceeded"}},{"kind":"Field","name":{"kind":"Name","value":"running"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]} as unknown as DocumentNode<CompletableOrderFragment, unknown>;
export const GeneralPartFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"GeneralPart"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Order"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"checkout"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"offer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"link"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"tags"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"productName"}},{"kind":"Field","name":{"kind":"Name","value":"listPrice"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"price"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"vatRateBp"}},{"kind":"Field","name":{"kind":"Name","value":"refunded"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"discounts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"vat"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rateBp"}},{"kind":"Field","name":{"kind":"Name","value":"gross"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"vat"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}}]}}]}}]} as unknown as DocumentNode<GeneralPartFragment, unknown>;
export const CustomerPartFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CustomerPart"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Order"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"customer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"visibility"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"firstName"}},{"kind":"Field","name":{"kind":"Name","value":"lastName"}},{"kind":"Field","name":{"kind":"Name","value":"country"}},{"kind":"Field","name":{"kind":"Name","value":"region"}},{"kind":"Field","name":{"kind":"Name","value":"billingFields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}},{"kind":"Field","name":{"kind":"Name","value":"analyticsConsent"}}]}}]}}]} as unknown as DocumentNode<CustomerPartFragment, unknown>;
export const PaymentRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"PaymentRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PaymentAttempt"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"provider"}},{"kind":"Field","name":{"kind":"Name","value":"method"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"providerReference"}},{"kind":"Field","name":{"kind":"Name","value":"failureMessage"}}]}}]} as unknown as DocumentNode<PaymentRowFragment, unknown>;
export const PaymentsPartFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"PaymentsPart"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Order"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"payment"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"provider"}},{"kind":"Field","name":{"kind":"Name","value":"method"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"Field","name":{"kind":"Name","value":"payments"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"PaymentRow"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"PaymentRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PaymentAttempt"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"provider"}},{"kind":"Field","name":{"kind":"Name","value":"method"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"providerReference"}},{"kind":"Field","name":{"kind":"Name","value":"failureMessage"}}]}}]} as unknown as DocumentNode<PaymentsPartFragment, unknown>;
export const RefundRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RefundRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Refund"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"requestedAt"}},{"kind":"Field","name":{"kind":"Name","value":"requestedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"settledAt"}},{"kind":"Field","name":{"kind":"Name","value":"reversedAt"}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"orderLine"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"productName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"removeAccess"}}]}},{"kind":"Field","name":{"kind":"Name","value":"legs"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"payment"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"provider"}},{"kind":"Field","name":{"kind":"Name","value":"method"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"providerReference"}},{"kind":"Field","name":{"kind":"Name","value":"failureMessage"}}]}}]}}]} as unknown as DocumentNode<RefundRowFragment, unknown>;
export const RefundsPartFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RefundsPart"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Order"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"refunds"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"RefundRow"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RefundRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Refund"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"requestedAt"}},{"kind":"Field","name":{"kind":"Name","value":"requestedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"settledAt"}},{"kind":"Field","name":{"kind":"Name","value":"reversedAt"}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"orderLine"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"productName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"removeAccess"}}]}},{"kind":"Field","name":{"kind":"Name","value":"legs"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"payment"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"provider"}},{"kind":"Field","name":{"kind":"Name","value":"method"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"providerReference"}},{"kind":"Field","name":{"kind":"Name","value":"failureMessage"}}]}}]}}]} as unknown as DocumentNode<RefundsPartFragment, unknown>;
export const RerunnableActionFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RerunnableAction"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PostPurchaseAction"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"purpose"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"run"}},{"kind":"Field","name":{"kind":"Name","value":"attempt"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"leaseUntil"}},{"kind":"Field","name":{"kind":"Name","value":"rerunOptions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"warning"}},{"kind":"Field","name":{"kind":"Name","value":"canUseLatest"}},{"kind":"Field","name":{"kind":"Name","value":"refusal"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<RerunnableActionFragment, unknown>;
export const ActionRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ActionRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PostPurchaseAction"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"RerunnableAction"}},{"kind":"Field","name":{"kind":"Name","value":"level"}},{"kind":"Field","name":{"kind":"Name","value":"finishedAt"}},{"kind":"Field","name":{"kind":"Name","value":"nextAttemptAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RerunnableAction"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PostPurchaseAction"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"purpose"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"run"}},{"kind":"Field","name":{"kind":"Name","value":"attempt"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"leaseUntil"}},{"kind":"Field","name":{"kind":"Name","value":"rerunOptions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"warning"}},{"kind":"Field","name":{"kind":"Name","value":"canUseLatest"}},{"kind":"Field","name":{"kind":"Name","value":"refusal"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<ActionRowFragment, unknown>;
export const PanelOrderFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"PanelOrder"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Order"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"paidAt"}},{"kind":"Field","name":{"kind":"Name","value":"completion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"byHand"}},{"kind":"Field","name":{"kind":"Name","value":"by"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"refunded"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"refundPending"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"attention"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"since"}},{"kind":"Field","name":{"kind":"Name","value":"reasons"}},{"kind":"Field","name":{"kind":"Name","value":"summary"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"CompletableOrder"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"GeneralPart"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"CustomerPart"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"PaymentsPart"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"RefundsPart"}},{"kind":"Field","name":{"kind":"Name","value":"actions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ActionRow"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"PaymentRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PaymentAttempt"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"provider"}},{"kind":"Field","name":{"kind":"Name","value":"method"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"providerReference"}},{"kind":"Field","name":{"kind":"Name","value":"failureMessage"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RefundRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Refund"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"requestedAt"}},{"kind":"Field","name":{"kind":"Name","value":"requestedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"settledAt"}},{"kind":"Field","name":{"kind":"Name","value":"reversedAt"}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"orderLine"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"productName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"removeAccess"}}]}},{"kind":"Field","name":{"kind":"Name","value":"legs"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"payment"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"provider"}},{"kind":"Field","name":{"kind":"Name","value":"method"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"providerReference"}},{"kind":"Field","name":{"kind":"Name","value":"failureMessage"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RerunnableAction"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PostPurchaseAction"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"purpose"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"run"}},{"kind":"Field","name":{"kind":"Name","value":"attempt"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"leaseUntil"}},{"kind":"Field","name":{"kind":"Name","value":"rerunOptions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"warning"}},{"kind":"Field","name":{"kind":"Name","value":"canUseLatest"}},{"kind":"Field","name":{"kind":"Name","value":"refusal"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CompletableOrder"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Order"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"paidAt"}},{"kind":"Field","name":{"kind":"Name","value":"completeOptions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"refusal"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"Field","name":{"kind":"Name","value":"canRestoreRefunded"}},{"kind":"Field","name":{"kind":"Name","value":"canUseLatestConfiguration"}},{"kind":"Field","name":{"kind":"Name","value":"actionsToRun"}},{"kind":"Field","name":{"kind":"Name","value":"actionsSucceeded"}},{"kind":"Field","name":{"kind":"Name","value":"running"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"GeneralPart"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Order"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"checkout"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"offer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"link"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"tags"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"productName"}},{"kind":"Field","name":{"kind":"Name","value":"listPrice"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"price"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"vatRateBp"}},{"kind":"Field","name":{"kind":"Name","value":"refunded"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"discounts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"vat"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rateBp"}},{"kind":"Field","name":{"kind":"Name","value":"gross"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"vat"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CustomerPart"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Order"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"customer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"visibility"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"firstName"}},{"kind":"Field","name":{"kind":"Name","value":"lastName"}},{"kind":"Field","name":{"kind":"Name","value":"country"}},{"kind":"Field","name":{"kind":"Name","value":"region"}},{"kind":"Field","name":{"kind":"Name","value":"billingFields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}},{"kind":"Field","name":{"kind":"Name","value":"analyticsConsent"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"PaymentsPart"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Order"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"payment"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"provider"}},{"kind":"Field","name":{"kind":"Name","value":"method"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"Field","name":{"kind":"Name","value":"payments"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"PaymentRow"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RefundsPart"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Order"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"refunds"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"RefundRow"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ActionRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PostPurchaseAction"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"RerunnableAction"}},{"kind":"Field","name":{"kind":"Name","value":"level"}},{"kind":"Field","name":{"kind":"Name","value":"finishedAt"}},{"kind":"Field","name":{"kind":"Name","value":"nextAttemptAt"}}]}}]} as unknown as DocumentNode<PanelOrderFragment, unknown>;
export const OrderRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"OrderRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Order"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"customer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"visibility"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"firstName"}},{"kind":"Field","name":{"kind":"Name","value":"lastName"}},{"kind":"Field","name":{"kind":"Name","value":"country"}}]}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"refunded"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"productName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"payment"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"provider"}},{"kind":"Field","name":{"kind":"Name","value":"method"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"link"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"tags"}}]}},{"kind":"Field","name":{"kind":"Name","value":"attention"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"since"}},{"kind":"Field","name":{"kind":"Name","value":"reasons"}},{"kind":"Field","name":{"kind":"Name","value":"summary"}}]}}]}}]} as unknown as DocumentNode<OrderRowFragment, unknown>;
export const ConfigurationRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ConfigurationRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ActionConfiguration"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"level"}},{"kind":"Field","name":{"kind":"Name","value":"enabled"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"product"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"offer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]} as unknown as DocumentNode<ConfigurationRowFragment, unknown>;
export const SettingShownFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SettingShown"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SettingValue"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"isSecret"}},{"kind":"Field","name":{"kind":"Name","value":"isSet"}}]}}]} as unknown as DocumentNode<SettingShownFragment, unknown>;
export const ConfigurationWholeFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ConfigurationWhole"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ActionConfiguration"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ConfigurationRow"}},{"kind":"Field","name":{"kind":"Name","value":"openActions"}},{"kind":"Field","name":{"kind":"Name","value":"settings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SettingShown"}}]}},{"kind":"Field","name":{"kind":"Name","value":"versions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdBy"}},{"kind":"Field","name":{"kind":"Name","value":"settings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SettingShown"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ConfigurationRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ActionConfiguration"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"level"}},{"kind":"Field","name":{"kind":"Name","value":"enabled"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"product"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"offer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SettingShown"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SettingValue"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"isSecret"}},{"kind":"Field","name":{"kind":"Name","value":"isSet"}}]}}]} as unknown as DocumentNode<ConfigurationWholeFragment, unknown>;
export const SettingFieldShownFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SettingFieldShown"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SettingField"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"help"}},{"kind":"Field","name":{"kind":"Name","value":"input"}},{"kind":"Field","name":{"kind":"Name","value":"required"}},{"kind":"Field","name":{"kind":"Name","value":"options"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"label"}}]}},{"kind":"Field","name":{"kind":"Name","value":"showWhen"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"equals"}}]}}]}}]} as unknown as DocumentNode<SettingFieldShownFragment, unknown>;
export const KindShownFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"KindShown"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ActionKind"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"levels"}},{"kind":"Field","name":{"kind":"Name","value":"canRemove"}},{"kind":"Field","name":{"kind":"Name","value":"fields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SettingFieldShown"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SettingFieldShown"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SettingField"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"help"}},{"kind":"Field","name":{"kind":"Name","value":"input"}},{"kind":"Field","name":{"kind":"Name","value":"required"}},{"kind":"Field","name":{"kind":"Name","value":"options"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"label"}}]}},{"kind":"Field","name":{"kind":"Name","value":"showWhen"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"equals"}}]}}]}}]} as unknown as DocumentNode<KindShownFragment, unknown>;
export const PriceShownFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"PriceShown"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Price"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"price"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"discounted"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}}]}}]} as unknown as DocumentNode<PriceShownFragment, unknown>;
export const ProductShownFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ProductShown"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Product"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"vatRateBp"}},{"kind":"Field","name":{"kind":"Name","value":"prices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"PriceShown"}}]}},{"kind":"Field","name":{"kind":"Name","value":"archivedAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"PriceShown"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Price"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"price"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"discounted"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}}]}}]} as unknown as DocumentNode<ProductShownFragment, unknown>;
export const OfferShownFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"OfferShown"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Offer"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"products"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"product"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"prices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"PriceShown"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"addOns"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"product"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"replaces"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"prices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"PriceShown"}}]}},{"kind":"Field","name":{"kind":"Name","value":"archivedAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"archivedAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"PriceShown"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Price"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"price"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"discounted"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}}]}}]} as unknown as DocumentNode<OfferShownFragment, unknown>;
export const CheckoutLinkShownFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CheckoutLinkShown"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CheckoutLink"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"slug"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"tags"}},{"kind":"Field","name":{"kind":"Name","value":"offer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"archivedAt"}}]}}]} as unknown as DocumentNode<CheckoutLinkShownFragment, unknown>;
export const DiscountCodeShownFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DiscountCodeShown"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DiscountCode"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"percentBp"}},{"kind":"Field","name":{"kind":"Name","value":"amounts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"validFrom"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"usageLimit"}},{"kind":"Field","name":{"kind":"Name","value":"perCustomerLimit"}},{"kind":"Field","name":{"kind":"Name","value":"excludeDiscounted"}},{"kind":"Field","name":{"kind":"Name","value":"products"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"active"}},{"kind":"Field","name":{"kind":"Name","value":"uses"}}]}}]} as unknown as DocumentNode<DiscountCodeShownFragment, unknown>;
export const CheckoutShownFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CheckoutShown"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Checkout"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"returnUrl"}}]}}]} as unknown as DocumentNode<CheckoutShownFragment, unknown>;
export const SettingsShownFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SettingsShown"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Settings"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"graceMs"}},{"kind":"Field","name":{"kind":"Name","value":"graceDefaultMs"}},{"kind":"Field","name":{"kind":"Name","value":"alertEmail"}},{"kind":"Field","name":{"kind":"Name","value":"alertWebhookUrl"}},{"kind":"Field","name":{"kind":"Name","value":"alertWebhookSecretIsSet"}},{"kind":"Field","name":{"kind":"Name","value":"alertCount"}},{"kind":"Field","name":{"kind":"Name","value":"alertOlderThanMs"}}]}}]} as unknown as DocumentNode<SettingsShownFragment, unknown>;
export const ViewerDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"permissions"}},{"kind":"Field","name":{"kind":"Name","value":"checkouts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]} as unknown as DocumentNode<ViewerQuery, ViewerQueryVariables>;
export const AttentionCountDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"AttentionCount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"attentionCount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"AttentionTotal"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"AttentionTotal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AttentionCount"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"byCheckout"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"checkout"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"total"}}]}}]}}]} as unknown as DocumentNode<AttentionCountQuery, AttentionCountQueryVariables>;
export const AttentionCountChangedDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"AttentionCountChanged"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"attentionCount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"AttentionTotal"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"AttentionTotal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AttentionCount"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"byCheckout"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"checkout"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"total"}}]}}]}}]} as unknown as DocumentNode<AttentionCountChangedSubscription, AttentionCountChangedSubscriptionVariables>;
export const PaletteOrdersDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"PaletteOrders"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"OrderFilter"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"orders"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"8"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"customer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"firstName"}},{"kind":"Field","name":{"kind":"Name","value":"lastName"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<PaletteOrdersQuery, PaletteOrdersQueryVariables>;
export const BulkRerunsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"BulkReruns"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"bulkReruns"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"10"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"BulkRerunProgress"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"BulkRerunProgress"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"BulkRerun"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"startedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"orderCount"}},{"kind":"Field","name":{"kind":"Name","value":"succeeded"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"waiting"}},{"kind":"Field","name":{"kind":"Name","value":"skippedCount"}},{"kind":"Field","name":{"kind":"Name","value":"cancelledAt"}},{"kind":"Field","name":{"kind":"Name","value":"finishedAt"}}]}}]} as unknown as DocumentNode<BulkRerunsQuery, BulkRerunsQueryVariables>;
export const BulkRerunDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"BulkRerun"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"bulkRerun"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"BulkRerunProgress"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"BulkRerunProgress"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"BulkRerun"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"startedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"orderCount"}},{"kind":"Field","name":{"kind":"Name","value":"succeeded"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"waiting"}},{"kind":"Field","name":{"kind":"Name","value":"skippedCount"}},{"kind":"Field","name":{"kind":"Name","value":"cancelledAt"}},{"kind":"Field","name":{"kind":"Name","value":"finishedAt"}}]}}]} as unknown as DocumentNode<BulkRerunQuery, BulkRerunQueryVariables>;
export const BulkRerunChangedDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"BulkRerunChanged"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"bulkRerunChanged"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"BulkRerunProgress"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"BulkRerunProgress"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"BulkRerun"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"startedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"orderCount"}},{"kind":"Field","name":{"kind":"Name","value":"succeeded"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"waiting"}},{"kind":"Field","name":{"kind":"Name","value":"skippedCount"}},{"kind":"Field","name":{"kind":"Name","value":"cancelledAt"}},{"kind":"Field","name":{"kind":"Name","value":"finishedAt"}}]}}]} as unknown as DocumentNode<BulkRerunChangedSubscription, BulkRerunChangedSubscriptionVariables>;
export const BulkRerunActionsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"BulkRerunActions"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"bulkRerun"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"actions"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"50"}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"BulkRerunRow"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"endCursor"}},{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"BulkRerunRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"BulkRerunAction"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"run"}},{"kind":"Field","name":{"kind":"Name","value":"refusal"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"Field","name":{"kind":"Name","value":"action"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"run"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"order"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"number"}}]}}]}}]}}]} as unknown as DocumentNode<BulkRerunActionsQuery, BulkRerunActionsQueryVariables>;
export const RerunFailedActionsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RerunFailedActions"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RerunFailedActionsInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rerunFailedActions"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"matched"}},{"kind":"Field","name":{"kind":"Name","value":"orders"}},{"kind":"Field","name":{"kind":"Name","value":"bulkRerun"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"BulkRerunProgress"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"BulkRerunProgress"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"BulkRerun"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"startedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"orderCount"}},{"kind":"Field","name":{"kind":"Name","value":"succeeded"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"waiting"}},{"kind":"Field","name":{"kind":"Name","value":"skippedCount"}},{"kind":"Field","name":{"kind":"Name","value":"cancelledAt"}},{"kind":"Field","name":{"kind":"Name","value":"finishedAt"}}]}}]} as unknown as DocumentNode<RerunFailedActionsMutation, RerunFailedActionsMutationVariables>;
export const CancelBulkRerunDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CancelBulkRerun"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cancelBulkRerun"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"bulkRerun"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"BulkRerunProgress"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"BulkRerunProgress"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"BulkRerun"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"startedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"orderCount"}},{"kind":"Field","name":{"kind":"Name","value":"succeeded"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"waiting"}},{"kind":"Field","name":{"kind":"Name","value":"skippedCount"}},{"kind":"Field","name":{"kind":"Name","value":"cancelledAt"}},{"kind":"Field","name":{"kind":"Name","value":"finishedAt"}}]}}]} as unknown as DocumentNode<CancelBulkRerunMutation, CancelBulkRerunMutationVariables>;
export const FailedActionSamplesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"FailedActionSamples"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"OrderFilter"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"orders"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"250"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"actions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]}}]} as unknown as DocumentNode<FailedActionSamplesQuery, FailedActionSamplesQueryVariables>;
export const CompletionQuestionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"CompletionQuestion"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orderId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"order"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orderId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CompletableOrder"}},{"kind":"Field","name":{"kind":"Name","value":"history"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"20"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"summary"}},{"kind":"Field","name":{"kind":"Name","value":"actor"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CompletableOrder"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Order"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"paidAt"}},{"kind":"Field","name":{"kind":"Name","value":"completeOptions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"refusal"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"Field","name":{"kind":"Name","value":"canRestoreRefunded"}},{"kind":"Field","name":{"kind":"Name","value":"canUseLatestConfiguration"}},{"kind":"Field","name":{"kind":"Name","value":"actionsToRun"}},{"kind":"Field","name":{"kind":"Name","value":"actionsSucceeded"}},{"kind":"Field","name":{"kind":"Name","value":"running"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]} as unknown as DocumentNode<CompletionQuestionQuery, CompletionQuestionQueryVariables>;
export const CompleteOrderDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CompleteOrder"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CompleteOrderInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"completeOrder"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"order"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CompletableOrder"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"StaleError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"order"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CompletableOrder"}}]}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CompletableOrder"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Order"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"paidAt"}},{"kind":"Field","name":{"kind":"Name","value":"completeOptions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"refusal"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"Field","name":{"kind":"Name","value":"canRestoreRefunded"}},{"kind":"Field","name":{"kind":"Name","value":"canUseLatestConfiguration"}},{"kind":"Field","name":{"kind":"Name","value":"actionsToRun"}},{"kind":"Field","name":{"kind":"Name","value":"actionsSucceeded"}},{"kind":"Field","name":{"kind":"Name","value":"running"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]} as unknown as DocumentNode<CompleteOrderMutation, CompleteOrderMutationVariables>;
export const LatestTemplateDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"LatestTemplate"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"actionId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"actionId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PostPurchaseAction"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rerunOptions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"latestRefusal"}},{"kind":"Field","name":{"kind":"Name","value":"latestChanges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"before"}},{"kind":"Field","name":{"kind":"Name","value":"after"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<LatestTemplateQuery, LatestTemplateQueryVariables>;
export const RerunActionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RerunAction"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RerunActionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rerunAction"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"action"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ActionRow"}}]}},{"kind":"Field","name":{"kind":"Name","value":"order"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AlreadyRunningError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"startedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"NeedsAcknowledgementError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"warning"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RerunnableAction"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PostPurchaseAction"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"purpose"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"run"}},{"kind":"Field","name":{"kind":"Name","value":"attempt"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"leaseUntil"}},{"kind":"Field","name":{"kind":"Name","value":"rerunOptions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"warning"}},{"kind":"Field","name":{"kind":"Name","value":"canUseLatest"}},{"kind":"Field","name":{"kind":"Name","value":"refusal"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ActionRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PostPurchaseAction"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"RerunnableAction"}},{"kind":"Field","name":{"kind":"Name","value":"level"}},{"kind":"Field","name":{"kind":"Name","value":"finishedAt"}},{"kind":"Field","name":{"kind":"Name","value":"nextAttemptAt"}}]}}]} as unknown as DocumentNode<RerunActionMutation, RerunActionMutationVariables>;
export const PresentActionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"PresentAction"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"actionId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"actionId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PostPurchaseAction"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ActionRow"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RerunnableAction"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PostPurchaseAction"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"purpose"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"run"}},{"kind":"Field","name":{"kind":"Name","value":"attempt"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"leaseUntil"}},{"kind":"Field","name":{"kind":"Name","value":"rerunOptions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"warning"}},{"kind":"Field","name":{"kind":"Name","value":"canUseLatest"}},{"kind":"Field","name":{"kind":"Name","value":"refusal"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ActionRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PostPurchaseAction"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"RerunnableAction"}},{"kind":"Field","name":{"kind":"Name","value":"level"}},{"kind":"Field","name":{"kind":"Name","value":"finishedAt"}},{"kind":"Field","name":{"kind":"Name","value":"nextAttemptAt"}}]}}]} as unknown as DocumentNode<PresentActionQuery, PresentActionQueryVariables>;
export const RequestOrderExportDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RequestOrderExport"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RequestOrderExportInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"requestOrderExport"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"export"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"OrderExportProgress"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"OrderExportProgress"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OrderExport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"progress"}},{"kind":"Field","name":{"kind":"Name","value":"downloadUrl"}},{"kind":"Field","name":{"kind":"Name","value":"failureMessage"}}]}}]} as unknown as DocumentNode<RequestOrderExportMutation, RequestOrderExportMutationVariables>;
export const CancelOrderExportDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CancelOrderExport"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cancelOrderExport"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"export"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"OrderExportProgress"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"OrderExportProgress"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OrderExport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"progress"}},{"kind":"Field","name":{"kind":"Name","value":"downloadUrl"}},{"kind":"Field","name":{"kind":"Name","value":"failureMessage"}}]}}]} as unknown as DocumentNode<CancelOrderExportMutation, CancelOrderExportMutationVariables>;
export const OrderExportChangedDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"OrderExportChanged"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"orderExportChanged"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"OrderExportProgress"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"OrderExportProgress"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OrderExport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"progress"}},{"kind":"Field","name":{"kind":"Name","value":"downloadUrl"}},{"kind":"Field","name":{"kind":"Name","value":"failureMessage"}}]}}]} as unknown as DocumentNode<OrderExportChangedSubscription, OrderExportChangedSubscriptionVariables>;
export const ActionChangedDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"ActionChanged"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orderId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"actionChanged"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"orderId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orderId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ActionRow"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RerunnableAction"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PostPurchaseAction"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"purpose"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"run"}},{"kind":"Field","name":{"kind":"Name","value":"attempt"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"leaseUntil"}},{"kind":"Field","name":{"kind":"Name","value":"rerunOptions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"warning"}},{"kind":"Field","name":{"kind":"Name","value":"canUseLatest"}},{"kind":"Field","name":{"kind":"Name","value":"refusal"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ActionRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PostPurchaseAction"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"RerunnableAction"}},{"kind":"Field","name":{"kind":"Name","value":"level"}},{"kind":"Field","name":{"kind":"Name","value":"finishedAt"}},{"kind":"Field","name":{"kind":"Name","value":"nextAttemptAt"}}]}}]} as unknown as DocumentNode<ActionChangedSubscription, ActionChangedSubscriptionVariables>;
export const ActionAttemptsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ActionAttempts"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"actionId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"actionId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PostPurchaseAction"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"attempts"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"20"}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"AttemptRow"}}]}},{"kind":"Field","name":{"kind":"Name","value":"cursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"endCursor"}},{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"hasPreviousPage"}},{"kind":"Field","name":{"kind":"Name","value":"startCursor"}}]}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"AttemptRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ActionAttempt"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"run"}},{"kind":"Field","name":{"kind":"Name","value":"attempt"}},{"kind":"Field","name":{"kind":"Name","value":"trigger"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"startedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"finishedAt"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"request"}},{"kind":"Field","name":{"kind":"Name","value":"response"}}]}}]} as unknown as DocumentNode<ActionAttemptsQuery, ActionAttemptsQueryVariables>;
export const OrderHistoryDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"OrderHistory"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orderId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"order"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orderId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"history"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"25"}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"HistoryRow"}}]}},{"kind":"Field","name":{"kind":"Name","value":"cursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"endCursor"}},{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"hasPreviousPage"}},{"kind":"Field","name":{"kind":"Name","value":"startCursor"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"HistoryRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"HistoryEntry"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"actor"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"event"}},{"kind":"Field","name":{"kind":"Name","value":"summary"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"changes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"before"}},{"kind":"Field","name":{"kind":"Name","value":"after"}}]}}]}}]} as unknown as DocumentNode<OrderHistoryQuery, OrderHistoryQueryVariables>;
export const OrderPanelDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"OrderPanel"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orderId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"order"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orderId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"PanelOrder"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CompletableOrder"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Order"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"paidAt"}},{"kind":"Field","name":{"kind":"Name","value":"completeOptions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"refusal"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"Field","name":{"kind":"Name","value":"canRestoreRefunded"}},{"kind":"Field","name":{"kind":"Name","value":"canUseLatestConfiguration"}},{"kind":"Field","name":{"kind":"Name","value":"actionsToRun"}},{"kind":"Field","name":{"kind":"Name","value":"actionsSucceeded"}},{"kind":"Field","name":{"kind":"Name","value":"running"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"GeneralPart"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Order"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"checkout"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"offer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"link"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"tags"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"productName"}},{"kind":"Field","name":{"kind":"Name","value":"listPrice"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"price"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"vatRateBp"}},{"kind":"Field","name":{"kind":"Name","value":"refunded"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"discounts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"vat"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rateBp"}},{"kind":"Field","name":{"kind":"Name","value":"gross"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"vat"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CustomerPart"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Order"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"customer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"visibility"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"firstName"}},{"kind":"Field","name":{"kind":"Name","value":"lastName"}},{"kind":"Field","name":{"kind":"Name","value":"country"}},{"kind":"Field","name":{"kind":"Name","value":"region"}},{"kind":"Field","name":{"kind":"Name","value":"billingFields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}},{"kind":"Field","name":{"kind":"Name","value":"analyticsConsent"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"PaymentRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PaymentAttempt"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"provider"}},{"kind":"Field","name":{"kind":"Name","value":"method"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"providerReference"}},{"kind":"Field","name":{"kind":"Name","value":"failureMessage"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"PaymentsPart"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Order"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"payment"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"provider"}},{"kind":"Field","name":{"kind":"Name","value":"method"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"Field","name":{"kind":"Name","value":"payments"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"PaymentRow"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RefundRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Refund"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"requestedAt"}},{"kind":"Field","name":{"kind":"Name","value":"requestedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"settledAt"}},{"kind":"Field","name":{"kind":"Name","value":"reversedAt"}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"orderLine"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"productName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"removeAccess"}}]}},{"kind":"Field","name":{"kind":"Name","value":"legs"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"payment"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"provider"}},{"kind":"Field","name":{"kind":"Name","value":"method"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"providerReference"}},{"kind":"Field","name":{"kind":"Name","value":"failureMessage"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RefundsPart"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Order"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"refunds"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"RefundRow"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RerunnableAction"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PostPurchaseAction"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"purpose"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"run"}},{"kind":"Field","name":{"kind":"Name","value":"attempt"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"leaseUntil"}},{"kind":"Field","name":{"kind":"Name","value":"rerunOptions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"warning"}},{"kind":"Field","name":{"kind":"Name","value":"canUseLatest"}},{"kind":"Field","name":{"kind":"Name","value":"refusal"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ActionRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PostPurchaseAction"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"RerunnableAction"}},{"kind":"Field","name":{"kind":"Name","value":"level"}},{"kind":"Field","name":{"kind":"Name","value":"finishedAt"}},{"kind":"Field","name":{"kind":"Name","value":"nextAttemptAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"PanelOrder"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Order"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"paidAt"}},{"kind":"Field","name":{"kind":"Name","value":"completion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"byHand"}},{"kind":"Field","name":{"kind":"Name","value":"by"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"refunded"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"refundPending"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"attention"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"since"}},{"kind":"Field","name":{"kind":"Name","value":"reasons"}},{"kind":"Field","name":{"kind":"Name","value":"summary"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"CompletableOrder"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"GeneralPart"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"CustomerPart"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"PaymentsPart"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"RefundsPart"}},{"kind":"Field","name":{"kind":"Name","value":"actions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ActionRow"}}]}}]}}]} as unknown as DocumentNode<OrderPanelQuery, OrderPanelQueryVariables>;
export const PanelOrderChangedDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"PanelOrderChanged"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orderId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"orderChanged"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"ids"},"value":{"kind":"ListValue","values":[{"kind":"Variable","name":{"kind":"Name","value":"orderId"}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"PanelOrder"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CompletableOrder"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Order"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"paidAt"}},{"kind":"Field","name":{"kind":"Name","value":"completeOptions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"refusal"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"Field","name":{"kind":"Name","value":"canRestoreRefunded"}},{"kind":"Field","name":{"kind":"Name","value":"canUseLatestConfiguration"}},{"kind":"Field","name":{"kind":"Name","value":"actionsToRun"}},{"kind":"Field","name":{"kind":"Name","value":"actionsSucceeded"}},{"kind":"Field","name":{"kind":"Name","value":"running"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"GeneralPart"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Order"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"checkout"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"offer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"link"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"tags"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"productName"}},{"kind":"Field","name":{"kind":"Name","value":"listPrice"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"price"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"vatRateBp"}},{"kind":"Field","name":{"kind":"Name","value":"refunded"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"discounts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"vat"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rateBp"}},{"kind":"Field","name":{"kind":"Name","value":"gross"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"vat"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CustomerPart"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Order"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"customer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"visibility"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"firstName"}},{"kind":"Field","name":{"kind":"Name","value":"lastName"}},{"kind":"Field","name":{"kind":"Name","value":"country"}},{"kind":"Field","name":{"kind":"Name","value":"region"}},{"kind":"Field","name":{"kind":"Name","value":"billingFields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}},{"kind":"Field","name":{"kind":"Name","value":"analyticsConsent"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"PaymentRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PaymentAttempt"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"provider"}},{"kind":"Field","name":{"kind":"Name","value":"method"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"providerReference"}},{"kind":"Field","name":{"kind":"Name","value":"failureMessage"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"PaymentsPart"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Order"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"payment"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"provider"}},{"kind":"Field","name":{"kind":"Name","value":"method"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"Field","name":{"kind":"Name","value":"payments"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"PaymentRow"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RefundRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Refund"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"requestedAt"}},{"kind":"Field","name":{"kind":"Name","value":"requestedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"settledAt"}},{"kind":"Field","name":{"kind":"Name","value":"reversedAt"}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"orderLine"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"productName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"removeAccess"}}]}},{"kind":"Field","name":{"kind":"Name","value":"legs"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"payment"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"provider"}},{"kind":"Field","name":{"kind":"Name","value":"method"}}]}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"providerReference"}},{"kind":"Field","name":{"kind":"Name","value":"failureMessage"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RefundsPart"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Order"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"refunds"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"RefundRow"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RerunnableAction"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PostPurchaseAction"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"purpose"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"run"}},{"kind":"Field","name":{"kind":"Name","value":"attempt"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"leaseUntil"}},{"kind":"Field","name":{"kind":"Name","value":"rerunOptions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"warning"}},{"kind":"Field","name":{"kind":"Name","value":"canUseLatest"}},{"kind":"Field","name":{"kind":"Name","value":"refusal"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ActionRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PostPurchaseAction"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"RerunnableAction"}},{"kind":"Field","name":{"kind":"Name","value":"level"}},{"kind":"Field","name":{"kind":"Name","value":"finishedAt"}},{"kind":"Field","name":{"kind":"Name","value":"nextAttemptAt"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"PanelOrder"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Order"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"paidAt"}},{"kind":"Field","name":{"kind":"Name","value":"completion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"byHand"}},{"kind":"Field","name":{"kind":"Name","value":"by"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"refunded"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"refundPending"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"attention"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"since"}},{"kind":"Field","name":{"kind":"Name","value":"reasons"}},{"kind":"Field","name":{"kind":"Name","value":"summary"}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"CompletableOrder"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"GeneralPart"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"CustomerPart"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"PaymentsPart"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"RefundsPart"}},{"kind":"Field","name":{"kind":"Name","value":"actions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ActionRow"}}]}}]}}]} as unknown as DocumentNode<PanelOrderChangedSubscription, PanelOrderChangedSubscriptionVariables>;
export const OrdersPageDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"OrdersPage"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"OrderFilter"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"sort"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"OrderSort"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"orders"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"sort"},"value":{"kind":"Variable","name":{"kind":"Name","value":"sort"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"OrderRow"}}]}},{"kind":"Field","name":{"kind":"Name","value":"cursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"endCursor"}},{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"OrderRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Order"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"customer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"visibility"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"firstName"}},{"kind":"Field","name":{"kind":"Name","value":"lastName"}},{"kind":"Field","name":{"kind":"Name","value":"country"}}]}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"refunded"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"productName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"payment"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"provider"}},{"kind":"Field","name":{"kind":"Name","value":"method"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"link"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"tags"}}]}},{"kind":"Field","name":{"kind":"Name","value":"attention"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"since"}},{"kind":"Field","name":{"kind":"Name","value":"reasons"}},{"kind":"Field","name":{"kind":"Name","value":"summary"}}]}}]}}]} as unknown as DocumentNode<OrdersPageQuery, OrdersPageQueryVariables>;
export const OrdersTotalDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"OrdersTotal"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"OrderFilter"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"orders"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"1"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"isExact"}}]}}]}}]}}]} as unknown as DocumentNode<OrdersTotalQuery, OrdersTotalQueryVariables>;
export const OrderFacetsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"OrderFacets"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"orderFacets"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sources"}},{"kind":"Field","name":{"kind":"Name","value":"tags"}},{"kind":"Field","name":{"kind":"Name","value":"discountCodes"}}]}}]}}]} as unknown as DocumentNode<OrderFacetsQuery, OrderFacetsQueryVariables>;
export const OrderRowChangedDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"OrderRowChanged"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"orderChanged"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"OrderRow"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"OrderRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Order"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"customer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"visibility"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"firstName"}},{"kind":"Field","name":{"kind":"Name","value":"lastName"}},{"kind":"Field","name":{"kind":"Name","value":"country"}}]}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"refunded"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"productName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"payment"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"provider"}},{"kind":"Field","name":{"kind":"Name","value":"method"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"link"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"tags"}}]}},{"kind":"Field","name":{"kind":"Name","value":"attention"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"since"}},{"kind":"Field","name":{"kind":"Name","value":"reasons"}},{"kind":"Field","name":{"kind":"Name","value":"summary"}}]}}]}}]} as unknown as DocumentNode<OrderRowChangedSubscription, OrderRowChangedSubscriptionVariables>;
export const ActionKindsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ActionKinds"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"actionKinds"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"KindShown"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SettingFieldShown"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SettingField"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"help"}},{"kind":"Field","name":{"kind":"Name","value":"input"}},{"kind":"Field","name":{"kind":"Name","value":"required"}},{"kind":"Field","name":{"kind":"Name","value":"options"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"label"}}]}},{"kind":"Field","name":{"kind":"Name","value":"showWhen"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"equals"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"KindShown"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ActionKind"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"levels"}},{"kind":"Field","name":{"kind":"Name","value":"canRemove"}},{"kind":"Field","name":{"kind":"Name","value":"fields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SettingFieldShown"}}]}}]}}]} as unknown as DocumentNode<ActionKindsQuery, ActionKindsQueryVariables>;
export const ActionConfigurationsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ActionConfigurations"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"checkoutId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"actionConfigurations"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"checkoutId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"checkoutId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ConfigurationRow"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ConfigurationRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ActionConfiguration"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"level"}},{"kind":"Field","name":{"kind":"Name","value":"enabled"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"product"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"offer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]} as unknown as DocumentNode<ActionConfigurationsQuery, ActionConfigurationsQueryVariables>;
export const ActionConfigurationDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ActionConfiguration"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"actionConfiguration"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ConfigurationWhole"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ConfigurationRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ActionConfiguration"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"level"}},{"kind":"Field","name":{"kind":"Name","value":"enabled"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"product"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"offer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SettingShown"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SettingValue"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"isSecret"}},{"kind":"Field","name":{"kind":"Name","value":"isSet"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ConfigurationWhole"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ActionConfiguration"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ConfigurationRow"}},{"kind":"Field","name":{"kind":"Name","value":"openActions"}},{"kind":"Field","name":{"kind":"Name","value":"settings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SettingShown"}}]}},{"kind":"Field","name":{"kind":"Name","value":"versions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdBy"}},{"kind":"Field","name":{"kind":"Name","value":"settings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SettingShown"}}]}}]}}]}}]} as unknown as DocumentNode<ActionConfigurationQuery, ActionConfigurationQueryVariables>;
export const ConfigurationHistoryDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ConfigurationHistory"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"actionConfiguration"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"history"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"25"}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"HistoryRow"}}]}},{"kind":"Field","name":{"kind":"Name","value":"cursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"endCursor"}},{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"HistoryRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"HistoryEntry"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"actor"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"event"}},{"kind":"Field","name":{"kind":"Name","value":"summary"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"changes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"before"}},{"kind":"Field","name":{"kind":"Name","value":"after"}}]}}]}}]} as unknown as DocumentNode<ConfigurationHistoryQuery, ConfigurationHistoryQueryVariables>;
export const ActionPlacesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ActionPlaces"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"checkoutId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"products"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"checkoutId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"checkoutId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"archivedAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"offers"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"checkoutId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"checkoutId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"archivedAt"}}]}}]}}]} as unknown as DocumentNode<ActionPlacesQuery, ActionPlacesQueryVariables>;
export const PreviewActionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"PreviewAction"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"PreviewActionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"previewAction"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"subject"}},{"kind":"Field","name":{"kind":"Name","value":"html"}},{"kind":"Field","name":{"kind":"Name","value":"text"}},{"kind":"Field","name":{"kind":"Name","value":"body"}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<PreviewActionQuery, PreviewActionQueryVariables>;
export const CreateActionConfigurationDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateActionConfiguration"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateActionConfigurationInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createActionConfiguration"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"configuration"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ConfigurationWhole"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ConfigurationRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ActionConfiguration"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"level"}},{"kind":"Field","name":{"kind":"Name","value":"enabled"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"product"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"offer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SettingShown"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SettingValue"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"isSecret"}},{"kind":"Field","name":{"kind":"Name","value":"isSet"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ConfigurationWhole"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ActionConfiguration"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ConfigurationRow"}},{"kind":"Field","name":{"kind":"Name","value":"openActions"}},{"kind":"Field","name":{"kind":"Name","value":"settings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SettingShown"}}]}},{"kind":"Field","name":{"kind":"Name","value":"versions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdBy"}},{"kind":"Field","name":{"kind":"Name","value":"settings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SettingShown"}}]}}]}}]}}]} as unknown as DocumentNode<CreateActionConfigurationMutation, CreateActionConfigurationMutationVariables>;
export const UpdateActionConfigurationDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpdateActionConfiguration"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateActionConfigurationInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updateActionConfiguration"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"configuration"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ConfigurationWhole"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ConfigurationRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ActionConfiguration"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"level"}},{"kind":"Field","name":{"kind":"Name","value":"enabled"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"product"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"offer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SettingShown"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SettingValue"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"isSecret"}},{"kind":"Field","name":{"kind":"Name","value":"isSet"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ConfigurationWhole"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ActionConfiguration"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ConfigurationRow"}},{"kind":"Field","name":{"kind":"Name","value":"openActions"}},{"kind":"Field","name":{"kind":"Name","value":"settings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SettingShown"}}]}},{"kind":"Field","name":{"kind":"Name","value":"versions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdBy"}},{"kind":"Field","name":{"kind":"Name","value":"settings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SettingShown"}}]}}]}}]}}]} as unknown as DocumentNode<UpdateActionConfigurationMutation, UpdateActionConfigurationMutationVariables>;
export const DeleteActionConfigurationDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeleteActionConfiguration"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deleteActionConfiguration"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<DeleteActionConfigurationMutation, DeleteActionConfigurationMutationVariables>;
export const TestActionConfigurationDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"TestActionConfiguration"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"TestActionConfigurationInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"testActionConfiguration"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"technical"}},{"kind":"Field","name":{"kind":"Name","value":"request"}},{"kind":"Field","name":{"kind":"Name","value":"response"}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<TestActionConfigurationMutation, TestActionConfigurationMutationVariables>;
export const ProductsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Products"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"checkoutId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"products"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"checkoutId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"checkoutId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ProductShown"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"PriceShown"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Price"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"price"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"discounted"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ProductShown"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Product"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"vatRateBp"}},{"kind":"Field","name":{"kind":"Name","value":"prices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"PriceShown"}}]}},{"kind":"Field","name":{"kind":"Name","value":"archivedAt"}}]}}]} as unknown as DocumentNode<ProductsQuery, ProductsQueryVariables>;
export const OffersDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Offers"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"checkoutId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"offers"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"checkoutId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"checkoutId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"OfferShown"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"PriceShown"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Price"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"price"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"discounted"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"OfferShown"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Offer"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"products"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"product"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"prices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"PriceShown"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"addOns"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"product"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"replaces"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"prices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"PriceShown"}}]}},{"kind":"Field","name":{"kind":"Name","value":"archivedAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"archivedAt"}}]}}]} as unknown as DocumentNode<OffersQuery, OffersQueryVariables>;
export const CheckoutLinksDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"CheckoutLinks"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"checkoutId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"checkoutLinks"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"checkoutId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"checkoutId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CheckoutLinkShown"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CheckoutLinkShown"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CheckoutLink"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"slug"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"tags"}},{"kind":"Field","name":{"kind":"Name","value":"offer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"archivedAt"}}]}}]} as unknown as DocumentNode<CheckoutLinksQuery, CheckoutLinksQueryVariables>;
export const DiscountCodesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"DiscountCodes"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"checkoutId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"discountCodes"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"checkoutId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"checkoutId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"DiscountCodeShown"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DiscountCodeShown"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DiscountCode"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"percentBp"}},{"kind":"Field","name":{"kind":"Name","value":"amounts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"validFrom"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"usageLimit"}},{"kind":"Field","name":{"kind":"Name","value":"perCustomerLimit"}},{"kind":"Field","name":{"kind":"Name","value":"excludeDiscounted"}},{"kind":"Field","name":{"kind":"Name","value":"products"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"active"}},{"kind":"Field","name":{"kind":"Name","value":"uses"}}]}}]} as unknown as DocumentNode<DiscountCodesQuery, DiscountCodesQueryVariables>;
export const CheckoutsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Checkouts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"checkouts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CheckoutShown"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CheckoutShown"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Checkout"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"returnUrl"}}]}}]} as unknown as DocumentNode<CheckoutsQuery, CheckoutsQueryVariables>;
export const SaveProductDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SaveProduct"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SaveProductInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"saveProduct"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"product"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ProductShown"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"PriceShown"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Price"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"price"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"discounted"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ProductShown"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Product"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"vatRateBp"}},{"kind":"Field","name":{"kind":"Name","value":"prices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"PriceShown"}}]}},{"kind":"Field","name":{"kind":"Name","value":"archivedAt"}}]}}]} as unknown as DocumentNode<SaveProductMutation, SaveProductMutationVariables>;
export const SaveOfferDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SaveOffer"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SaveOfferInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"saveOffer"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"offer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"OfferShown"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"PriceShown"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Price"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"price"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"discounted"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"OfferShown"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Offer"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"products"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"product"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"prices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"PriceShown"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"addOns"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"product"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"replaces"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"prices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"PriceShown"}}]}},{"kind":"Field","name":{"kind":"Name","value":"archivedAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"archivedAt"}}]}}]} as unknown as DocumentNode<SaveOfferMutation, SaveOfferMutationVariables>;
export const SaveCheckoutLinkDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SaveCheckoutLink"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SaveCheckoutLinkInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"saveCheckoutLink"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"checkoutLink"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CheckoutLinkShown"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CheckoutLinkShown"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CheckoutLink"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"slug"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"tags"}},{"kind":"Field","name":{"kind":"Name","value":"offer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"archivedAt"}}]}}]} as unknown as DocumentNode<SaveCheckoutLinkMutation, SaveCheckoutLinkMutationVariables>;
export const SaveDiscountCodeDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SaveDiscountCode"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SaveDiscountCodeInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"saveDiscountCode"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"discountCode"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"DiscountCodeShown"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DiscountCodeShown"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DiscountCode"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"percentBp"}},{"kind":"Field","name":{"kind":"Name","value":"amounts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"validFrom"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"usageLimit"}},{"kind":"Field","name":{"kind":"Name","value":"perCustomerLimit"}},{"kind":"Field","name":{"kind":"Name","value":"excludeDiscounted"}},{"kind":"Field","name":{"kind":"Name","value":"products"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"active"}},{"kind":"Field","name":{"kind":"Name","value":"uses"}}]}}]} as unknown as DocumentNode<SaveDiscountCodeMutation, SaveDiscountCodeMutationVariables>;
export const SaveCheckoutDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SaveCheckout"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SaveCheckoutInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"saveCheckout"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"checkout"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CheckoutShown"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CheckoutShown"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Checkout"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"returnUrl"}}]}}]} as unknown as DocumentNode<SaveCheckoutMutation, SaveCheckoutMutationVariables>;
export const ShopSettingsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ShopSettings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"settings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SettingsShown"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SettingsShown"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Settings"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"graceMs"}},{"kind":"Field","name":{"kind":"Name","value":"graceDefaultMs"}},{"kind":"Field","name":{"kind":"Name","value":"alertEmail"}},{"kind":"Field","name":{"kind":"Name","value":"alertWebhookUrl"}},{"kind":"Field","name":{"kind":"Name","value":"alertWebhookSecretIsSet"}},{"kind":"Field","name":{"kind":"Name","value":"alertCount"}},{"kind":"Field","name":{"kind":"Name","value":"alertOlderThanMs"}}]}}]} as unknown as DocumentNode<ShopSettingsQuery, ShopSettingsQueryVariables>;
export const SaveSettingsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SaveSettings"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SaveSettingsInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"saveSettings"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"settings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SettingsShown"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SettingsShown"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Settings"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"graceMs"}},{"kind":"Field","name":{"kind":"Name","value":"graceDefaultMs"}},{"kind":"Field","name":{"kind":"Name","value":"alertEmail"}},{"kind":"Field","name":{"kind":"Name","value":"alertWebhookUrl"}},{"kind":"Field","name":{"kind":"Name","value":"alertWebhookSecretIsSet"}},{"kind":"Field","name":{"kind":"Name","value":"alertCount"}},{"kind":"Field","name":{"kind":"Name","value":"alertOlderThanMs"}}]}}]} as unknown as DocumentNode<SaveSettingsMutation, SaveSettingsMutationVariables>;
export const useViewerQuery = (options?: hooks.useQuery.Options<ViewerQuery, ViewerQueryVariables> | hooks.SkipToken) => hooks.useQuery<ViewerQuery, ViewerQueryVariables>(ViewerDocument, options as hooks.useQuery.Options<ViewerQuery, ViewerQueryVariables>) as hooks.useQuery.Result<ViewerQuery, ViewerQueryVariables, 'empty' | 'complete' | 'streaming'>;
export const useAttentionCountQuery = (options?: hooks.useQuery.Options<AttentionCountQuery, AttentionCountQueryVariables> | hooks.SkipToken) => hooks.useQuery<AttentionCountQuery, AttentionCountQueryVariables>(AttentionCountDocument, options as hooks.useQuery.Options<AttentionCountQuery, AttentionCountQueryVariables>) as hooks.useQuery.Result<AttentionCountQuery, AttentionCountQueryVariables, 'empty' | 'complete' | 'streaming'>;
export const useAttentionCountChangedSubscription = (options?: hooks.useSubscription.Options<AttentionCountChangedSubscription, AttentionCountChangedSubscriptionVariables> | hooks.SkipToken) => hooks.useSubscription<AttentionCountChangedSubscription, AttentionCountChangedSubscriptionVariables>(AttentionCountChangedDocument, options as hooks.useSubscription.Options<AttentionCountChangedSubscription, AttentionCountChangedSubscriptionVariables>);
export const usePaletteOrdersQuery = (options: hooks.useQuery.Options<PaletteOrdersQuery, PaletteOrdersQueryVariables> | hooks.SkipToken) => hooks.useQuery<PaletteOrdersQuery, PaletteOrdersQueryVariables>(PaletteOrdersDocument, options as hooks.useQuery.Options<PaletteOrdersQuery, PaletteOrdersQueryVariables>) as hooks.useQuery.Result<PaletteOrdersQuery, PaletteOrdersQueryVariables, 'empty' | 'complete' | 'streaming'>;
export const useBulkRerunsQuery = (options?: hooks.useQuery.Options<BulkRerunsQuery, BulkRerunsQueryVariables> | hooks.SkipToken) => hooks.useQuery<BulkRerunsQuery, BulkRerunsQueryVariables>(BulkRerunsDocument, options as hooks.useQuery.Options<BulkRerunsQuery, BulkRerunsQueryVariables>) as hooks.useQuery.Result<BulkRerunsQuery, BulkRerunsQueryVariables, 'empty' | 'complete' | 'streaming'>;
export const useBulkRerunQuery = (options: hooks.useQuery.Options<BulkRerunQuery, BulkRerunQueryVariables> | hooks.SkipToken) => hooks.useQuery<BulkRerunQuery, BulkRerunQueryVariables>(BulkRerunDocument, options as hooks.useQuery.Options<BulkRerunQuery, BulkRerunQueryVariables>) as hooks.useQuery.Result<BulkRerunQuery, BulkRerunQueryVariables, 'empty' | 'complete' | 'streaming'>;
export const useBulkRerunChangedSubscription = (options: hooks.useSubscription.Options<BulkRerunChangedSubscription, BulkRerunChangedSubscriptionVariables> | hooks.SkipToken) => hooks.useSubscription<BulkRerunChangedSubscription, BulkRerunChangedSubscriptionVariables>(BulkRerunChangedDocument, options as hooks.useSubscription.Options<BulkRerunChangedSubscription, BulkRerunChangedSubscriptionVariables>);
export const useBulkRerunActionsQuery = (options: hooks.useQuery.Options<BulkRerunActionsQuery, BulkRerunActionsQueryVariables> | hooks.SkipToken) => hooks.useQuery<BulkRerunActionsQuery, BulkRerunActionsQueryVariables>(BulkRerunActionsDocument, options as hooks.useQuery.Options<BulkRerunActionsQuery, BulkRerunActionsQueryVariables>) as hooks.useQuery.Result<BulkRerunActionsQuery, BulkRerunActionsQueryVariables, 'empty' | 'complete' | 'streaming'>;
export const useRerunFailedActionsMutation = (options?: hooks.useMutation.Options<RerunFailedActionsMutation, RerunFailedActionsMutationVariables>) => hooks.useMutation(RerunFailedActionsDocument, options ?? {});
export const useCancelBulkRerunMutation = (options?: hooks.useMutation.Options<CancelBulkRerunMutation, CancelBulkRerunMutationVariables>) => hooks.useMutation(CancelBulkRerunDocument, options ?? {});
export const useFailedActionSamplesQuery = (options: hooks.useQuery.Options<FailedActionSamplesQuery, FailedActionSamplesQueryVariables> | hooks.SkipToken) => hooks.useQuery<FailedActionSamplesQuery, FailedActionSamplesQueryVariables>(FailedActionSamplesDocument, options as hooks.useQuery.Options<FailedActionSamplesQuery, FailedActionSamplesQueryVariables>) as hooks.useQuery.Result<FailedActionSamplesQuery, FailedActionSamplesQueryVariables, 'empty' | 'complete' | 'streaming'>;
export const useCompletionQuestionQuery = (options: hooks.useQuery.Options<CompletionQuestionQuery, CompletionQuestionQueryVariables> | hooks.SkipToken) => hooks.useQuery<CompletionQuestionQuery, CompletionQuestionQueryVariables>(CompletionQuestionDocument, options as hooks.useQuery.Options<CompletionQuestionQuery, CompletionQuestionQueryVariables>) as hooks.useQuery.Result<CompletionQuestionQuery, CompletionQuestionQueryVariables, 'empty' | 'complete' | 'streaming'>;
export const useCompleteOrderMutation = (options?: hooks.useMutation.Options<CompleteOrderMutation, CompleteOrderMutationVariables>) => hooks.useMutation(CompleteOrderDocument, options ?? {});
export const useLatestTemplateQuery = (options: hooks.useQuery.Options<LatestTemplateQuery, LatestTemplateQueryVariables> | hooks.SkipToken) => hooks.useQuery<LatestTemplateQuery, LatestTemplateQueryVariables>(LatestTemplateDocument, options as hooks.useQuery.Options<LatestTemplateQuery, LatestTemplateQueryVariables>) as hooks.useQuery.Result<LatestTemplateQuery, LatestTemplateQueryVariables, 'empty' | 'complete' | 'streaming'>;
export const useRerunActionMutation = (options?: hooks.useMutation.Options<RerunActionMutation, RerunActionMutationVariables>) => hooks.useMutation(RerunActionDocument, options ?? {});
export const usePresentActionQuery = (options: hooks.useQuery.Options<PresentActionQuery, PresentActionQueryVariables> | hooks.SkipToken) => hooks.useQuery<PresentActionQuery, PresentActionQueryVariables>(PresentActionDocument, options as hooks.useQuery.Options<PresentActionQuery, PresentActionQueryVariables>) as hooks.useQuery.Result<PresentActionQuery, PresentActionQueryVariables, 'empty' | 'complete' | 'streaming'>;
export const useRequestOrderExportMutation = (options?: hooks.useMutation.Options<RequestOrderExportMutation, RequestOrderExportMutationVariables>) => hooks.useMutation(RequestOrderExportDocument, options ?? {});
export const useCancelOrderExportMutation = (options?: hooks.useMutation.Options<CancelOrderExportMutation, CancelOrderExportMutationVariables>) => hooks.useMutation(CancelOrderExportDocument, options ?? {});
export const useOrderExportChangedSubscription = (options: hooks.useSubscription.Options<OrderExportChangedSubscription, OrderExportChangedSubscriptionVariables> | hooks.SkipToken) => hooks.useSubscription<OrderExportChangedSubscription, OrderExportChangedSubscriptionVariables>(OrderExportChangedDocument, options as hooks.useSubscription.Options<OrderExportChangedSubscription, OrderExportChangedSubscriptionVariables>);
export const useActionChangedSubscription = (options: hooks.useSubscription.Options<ActionChangedSubscription, ActionChangedSubscriptionVariables> | hooks.SkipToken) => hooks.useSubscription<ActionChangedSubscription, ActionChangedSubscriptionVariables>(ActionChangedDocument, options as hooks.useSubscription.Options<ActionChangedSubscription, ActionChangedSubscriptionVariables>);
export const useActionAttemptsQuery = (options: hooks.useQuery.Options<ActionAttemptsQuery, ActionAttemptsQueryVariables> | hooks.SkipToken) => hooks.useQuery<ActionAttemptsQuery, ActionAttemptsQueryVariables>(ActionAttemptsDocument, options as hooks.useQuery.Options<ActionAttemptsQuery, ActionAttemptsQueryVariables>) as hooks.useQuery.Result<ActionAttemptsQuery, ActionAttemptsQueryVariables, 'empty' | 'complete' | 'streaming'>;
export const useOrderHistoryQuery = (options: hooks.useQuery.Options<OrderHistoryQuery, OrderHistoryQueryVariables> | hooks.SkipToken) => hooks.useQuery<OrderHistoryQuery, OrderHistoryQueryVariables>(OrderHistoryDocument, options as hooks.useQuery.Options<OrderHistoryQuery, OrderHistoryQueryVariables>) as hooks.useQuery.Result<OrderHistoryQuery, OrderHistoryQueryVariables, 'empty' | 'complete' | 'streaming'>;
export const useOrderPanelQuery = (options: hooks.useQuery.Options<OrderPanelQuery, OrderPanelQueryVariables> | hooks.SkipToken) => hooks.useQuery<OrderPanelQuery, OrderPanelQueryVariables>(OrderPanelDocument, options as hooks.useQuery.Options<OrderPanelQuery, OrderPanelQueryVariables>) as hooks.useQuery.Result<OrderPanelQuery, OrderPanelQueryVariables, 'empty' | 'complete' | 'streaming'>;
export const usePanelOrderChangedSubscription = (options: hooks.useSubscription.Options<PanelOrderChangedSubscription, PanelOrderChangedSubscriptionVariables> | hooks.SkipToken) => hooks.useSubscription<PanelOrderChangedSubscription, PanelOrderChangedSubscriptionVariables>(PanelOrderChangedDocument, options as hooks.useSubscription.Options<PanelOrderChangedSubscription, PanelOrderChangedSubscriptionVariables>);
export const useOrdersPageQuery = (options: hooks.useQuery.Options<OrdersPageQuery, OrdersPageQueryVariables> | hooks.SkipToken) => hooks.useQuery<OrdersPageQuery, OrdersPageQueryVariables>(OrdersPageDocument, options as hooks.useQuery.Options<OrdersPageQuery, OrdersPageQueryVariables>) as hooks.useQuery.Result<OrdersPageQuery, OrdersPageQueryVariables, 'empty' | 'complete' | 'streaming'>;
export const useOrdersTotalQuery = (options: hooks.useQuery.Options<OrdersTotalQuery, OrdersTotalQueryVariables> | hooks.SkipToken) => hooks.useQuery<OrdersTotalQuery, OrdersTotalQueryVariables>(OrdersTotalDocument, options as hooks.useQuery.Options<OrdersTotalQuery, OrdersTotalQueryVariables>) as hooks.useQuery.Result<OrdersTotalQuery, OrdersTotalQueryVariables, 'empty' | 'complete' | 'streaming'>;
export const useOrderFacetsQuery = (options?: hooks.useQuery.Options<OrderFacetsQuery, OrderFacetsQueryVariables> | hooks.SkipToken) => hooks.useQuery<OrderFacetsQuery, OrderFacetsQueryVariables>(OrderFacetsDocument, options as hooks.useQuery.Options<OrderFacetsQuery, OrderFacetsQueryVariables>) as hooks.useQuery.Result<OrderFacetsQuery, OrderFacetsQueryVariables, 'empty' | 'complete' | 'streaming'>;
export const useOrderRowChangedSubscription = (options?: hooks.useSubscription.Options<OrderRowChangedSubscription, OrderRowChangedSubscriptionVariables> | hooks.SkipToken) => hooks.useSubscription<OrderRowChangedSubscription, OrderRowChangedSubscriptionVariables>(OrderRowChangedDocument, options as hooks.useSubscription.Options<OrderRowChangedSubscription, OrderRowChangedSubscriptionVariables>);
export const useActionKindsQuery = (options?: hooks.useQuery.Options<ActionKindsQuery, ActionKindsQueryVariables> | hooks.SkipToken) => hooks.useQuery<ActionKindsQuery, ActionKindsQueryVariables>(ActionKindsDocument, options as hooks.useQuery.Options<ActionKindsQuery, ActionKindsQueryVariables>) as hooks.useQuery.Result<ActionKindsQuery, ActionKindsQueryVariables, 'empty' | 'complete' | 'streaming'>;
export const useActionConfigurationsQuery = (options: hooks.useQuery.Options<ActionConfigurationsQuery, ActionConfigurationsQueryVariables> | hooks.SkipToken) => hooks.useQuery<ActionConfigurationsQuery, ActionConfigurationsQueryVariables>(ActionConfigurationsDocument, options as hooks.useQuery.Options<ActionConfigurationsQuery, ActionConfigurationsQueryVariables>) as hooks.useQuery.Result<ActionConfigurationsQuery, ActionConfigurationsQueryVariables, 'empty' | 'complete' | 'streaming'>;
export const useActionConfigurationQuery = (options: hooks.useQuery.Options<ActionConfigurationQuery, ActionConfigurationQueryVariables> | hooks.SkipToken) => hooks.useQuery<ActionConfigurationQuery, ActionConfigurationQueryVariables>(ActionConfigurationDocument, options as hooks.useQuery.Options<ActionConfigurationQuery, ActionConfigurationQueryVariables>) as hooks.useQuery.Result<ActionConfigurationQuery, ActionConfigurationQueryVariables, 'empty' | 'complete' | 'streaming'>;
export const useConfigurationHistoryQuery = (options: hooks.useQuery.Options<ConfigurationHistoryQuery, ConfigurationHistoryQueryVariables> | hooks.SkipToken) => hooks.useQuery<ConfigurationHistoryQuery, ConfigurationHistoryQueryVariables>(ConfigurationHistoryDocument, options as hooks.useQuery.Options<ConfigurationHistoryQuery, ConfigurationHistoryQueryVariables>) as hooks.useQuery.Result<ConfigurationHistoryQuery, ConfigurationHistoryQueryVariables, 'empty' | 'complete' | 'streaming'>;
export const useActionPlacesQuery = (options: hooks.useQuery.Options<ActionPlacesQuery, ActionPlacesQueryVariables> | hooks.SkipToken) => hooks.useQuery<ActionPlacesQuery, ActionPlacesQueryVariables>(ActionPlacesDocument, options as hooks.useQuery.Options<ActionPlacesQuery, ActionPlacesQueryVariables>) as hooks.useQuery.Result<ActionPlacesQuery, ActionPlacesQueryVariables, 'empty' | 'complete' | 'streaming'>;
export const usePreviewActionQuery = (options: hooks.useQuery.Options<PreviewActionQuery, PreviewActionQueryVariables> | hooks.SkipToken) => hooks.useQuery<PreviewActionQuery, PreviewActionQueryVariables>(PreviewActionDocument, options as hooks.useQuery.Options<PreviewActionQuery, PreviewActionQueryVariables>) as hooks.useQuery.Result<PreviewActionQuery, PreviewActionQueryVariables, 'empty' | 'complete' | 'streaming'>;
export const useCreateActionConfigurationMutation = (options?: hooks.useMutation.Options<CreateActionConfigurationMutation, CreateActionConfigurationMutationVariables>) => hooks.useMutation(CreateActionConfigurationDocument, options ?? {});
export const useUpdateActionConfigurationMutation = (options?: hooks.useMutation.Options<UpdateActionConfigurationMutation, UpdateActionConfigurationMutationVariables>) => hooks.useMutation(UpdateActionConfigurationDocument, options ?? {});
export const useDeleteActionConfigurationMutation = (options?: hooks.useMutation.Options<DeleteActionConfigurationMutation, DeleteActionConfigurationMutationVariables>) => hooks.useMutation(DeleteActionConfigurationDocument, options ?? {});
export const useTestActionConfigurationMutation = (options?: hooks.useMutation.Options<TestActionConfigurationMutation, TestActionConfigurationMutationVariables>) => hooks.useMutation(TestActionConfigurationDocument, options ?? {});
export const useProductsQuery = (options: hooks.useQuery.Options<ProductsQuery, ProductsQueryVariables> | hooks.SkipToken) => hooks.useQuery<ProductsQuery, ProductsQueryVariables>(ProductsDocument, options as hooks.useQuery.Options<ProductsQuery, ProductsQueryVariables>) as hooks.useQuery.Result<ProductsQuery, ProductsQueryVariables, 'empty' | 'complete' | 'streaming'>;
export const useOffersQuery = (options: hooks.useQuery.Options<OffersQuery, OffersQueryVariables> | hooks.SkipToken) => hooks.useQuery<OffersQuery, OffersQueryVariables>(OffersDocument, options as hooks.useQuery.Options<OffersQuery, OffersQueryVariables>) as hooks.useQuery.Result<OffersQuery, OffersQueryVariables, 'empty' | 'complete' | 'streaming'>;
export const useCheckoutLinksQuery = (options: hooks.useQuery.Options<CheckoutLinksQuery, CheckoutLinksQueryVariables> | hooks.SkipToken) => hooks.useQuery<CheckoutLinksQuery, CheckoutLinksQueryVariables>(CheckoutLinksDocument, options as hooks.useQuery.Options<CheckoutLinksQuery, CheckoutLinksQueryVariables>) as hooks.useQuery.Result<CheckoutLinksQuery, CheckoutLinksQueryVariables, 'empty' | 'complete' | 'streaming'>;
export const useDiscountCodesQuery = (options: hooks.useQuery.Options<DiscountCodesQuery, DiscountCodesQueryVariables> | hooks.SkipToken) => hooks.useQuery<DiscountCodesQuery, DiscountCodesQueryVariables>(DiscountCodesDocument, options as hooks.useQuery.Options<DiscountCodesQuery, DiscountCodesQueryVariables>) as hooks.useQuery.Result<DiscountCodesQuery, DiscountCodesQueryVariables, 'empty' | 'complete' | 'streaming'>;
export const useCheckoutsQuery = (options?: hooks.useQuery.Options<CheckoutsQuery, CheckoutsQueryVariables> | hooks.SkipToken) => hooks.useQuery<CheckoutsQuery, CheckoutsQueryVariables>(CheckoutsDocument, options as hooks.useQuery.Options<CheckoutsQuery, CheckoutsQueryVariables>) as hooks.useQuery.Result<CheckoutsQuery, CheckoutsQueryVariables, 'empty' | 'complete' | 'streaming'>;
export const useSaveProductMutation = (options?: hooks.useMutation.Options<SaveProductMutation, SaveProductMutationVariables>) => hooks.useMutation(SaveProductDocument, options ?? {});
export const useSaveOfferMutation = (options?: hooks.useMutation.Options<SaveOfferMutation, SaveOfferMutationVariables>) => hooks.useMutation(SaveOfferDocument, options ?? {});
export const useSaveCheckoutLinkMutation = (options?: hooks.useMutation.Options<SaveCheckoutLinkMutation, SaveCheckoutLinkMutationVariables>) => hooks.useMutation(SaveCheckoutLinkDocument, options ?? {});
export const useSaveDiscountCodeMutation = (options?: hooks.useMutation.Options<SaveDiscountCodeMutation, SaveDiscountCodeMutationVariables>) => hooks.useMutation(SaveDiscountCodeDocument, options ?? {});
export const useSaveCheckoutMutation = (options?: hooks.useMutation.Options<SaveCheckoutMutation, SaveCheckoutMutationVariables>) => hooks.useMutation(SaveCheckoutDocument, options ?? {});
export const useShopSettingsQuery = (options?: hooks.useQuery.Options<ShopSettingsQuery, ShopSettingsQueryVariables> | hooks.SkipToken) => hooks.useQuery<ShopSettingsQuery, ShopSettingsQueryVariables>(ShopSettingsDocument, options as hooks.useQuery.Options<ShopSettingsQuery, ShopSettingsQueryVariables>) as hooks.useQuery.Result<ShopSettingsQuery, ShopSettingsQueryVariables, 'empty' | 'complete' | 'streaming'>;
export const useSaveSettingsMutation = (options?: hooks.useMutation.Options<SaveSettingsMutation, SaveSettingsMutationVariables>) => hooks.useMutation(SaveSettingsDocument, options ?? {});