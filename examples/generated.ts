/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
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

/** What the customer said to being measured. */
export type AnalyticsConsent =
  /** Ticked the box. */
  | 'ACCEPTED'
  /** This checkout asks nobody. */
  | 'NEVER_ASKED'
  /** Was asked and did not tick it. */
  | 'REJECTED';

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
  /** A refund failed after it had been reported as under way or done. */
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

/** What a checkout page was opened on. */
export type Device =
  /** A computer. */
  | 'DESKTOP'
  /** A phone. */
  | 'MOBILE'
  /** A tablet. */
  | 'TABLET';

/** Which orders. Fields are joined by "and", the entries of a list by "or". An empty list is as if left out, except in `numbers` and `orderIds`, where it names no order. */
export type OrderFilter = {
  /** Checkouts, `chk_…`. */
  checkoutIds?: Array<string | number> | null | undefined;
  /** What the customer said to being measured. */
  consents?: Array<AnalyticsConsent> | null | undefined;
  /** Countries as the list shows them. */
  countries?: Array<string> | null | undefined;
  /** Opened before this moment. */
  createdBefore?: string | null | undefined;
  /** Opened at this moment or later. */
  createdFrom?: string | null | undefined;
  /** Currencies. */
  currencies?: Array<string> | null | undefined;
  /** What the checkout was opened on. */
  devices?: Array<Device> | null | undefined;
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
  /** Holding a line of one of these kinds; with `productIds`, one of those products came so. */
  lineKinds?: Array<OrderLineKind> | null | undefined;
  /** Opened through these checkout links, `lnk_…`. */
  linkIds?: Array<string | number> | null | undefined;
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
  /** Paid through these: provider and method of the first payment that brought money, as `stripe/card`. */
  paymentMethods?: Array<string> | null | undefined;
  /** Providers of the payment that the list shows, as in `PaymentAttempt.provider`. */
  paymentProviders?: Array<string> | null | undefined;
  /** Holding one of these products, `prd_…`. */
  productIds?: Array<string | number> | null | undefined;
  /** The same, before this moment. With both, one entry lies between them. */
  refundedBefore?: string | null | undefined;
  /** With a refund, or the taking back of one, in the books at this moment or later; with `productIds` or `lineKinds`, of these lines. */
  refundedFrom?: string | null | undefined;
  /** Regions, exactly as written. */
  regions?: Array<string> | null | undefined;
  /** Sold before this moment. */
  soldBefore?: string | null | undefined;
  /** Sold at this moment or later, as the books and reports count it: when it was paid, or marked as completed if it never was. */
  soldFrom?: string | null | undefined;
  /** Sources, whole, in any case. */
  sources?: Array<string> | null | undefined;
  /** Left out: all but STARTED and IN_PROGRESS, which are visits and no sales; all where `numbers` names orders or `needsAttention` is true. */
  statuses?: Array<OrderStatus> | null | undefined;
  /** Tags, exactly as written. */
  tags?: Array<string> | null | undefined;
  /** Each word must occur in the order number, email, names or payment references, in any case. Without READ_PERSONAL_DATA only number and references are searched. */
  text?: string | null | undefined;
  /** Without any of these: of several, the order has none. */
  without?: Array<OrderPart> | null | undefined;
};

/** How a product came into an order. */
export type OrderLineKind =
  /** Sold by the offer itself. */
  | 'MAIN'
  /** Ticked beside the offer, before paying. */
  | 'ORDER_BUMP'
  /** Taken from the page between the billing form and the payment. */
  | 'PRE_UPSELL';

/** What an order can be without. */
export type OrderPart =
  /** A country. */
  | 'COUNTRY'
  /** A kind of device. */
  | 'DEVICE'
  /** A discount code. */
  | 'DISCOUNT_CODE'
  /** A checkout link. */
  | 'LINK'
  /** A payment that brought money: it cost nothing, or was completed by hand. */
  | 'PAYMENT'
  /** A region. */
  | 'REGION'
  /** A source. */
  | 'SOURCE'
  /** Any tag. */
  | 'TAG';

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
  /** Hand out or erase one customer's data. */
  | 'MANAGE_PERSONAL_DATA'
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

/** How much of one line goes back. */
export type RefundLineInput = {
  /** From 0 to what is left of it, in the currency's smallest unit. 0 leaves it out. */
  amountMinor: number;
  /** The line, `lin_…`, of this order. */
  orderLineId: string | number;
  /** Takes the access away too. Only where the line is then refunded in full. */
  removeAccess?: boolean;
};

/** Which order to refund, and how much of it. */
export type RefundOrderInput = {
  /** The `version` that was seen; if the order has moved on since, STALE. */
  expectedVersion?: number | null | undefined;
  /** Chosen by the caller, 1 to 255 characters: the same key refunds once. */
  idempotencyKey: string;
  /** The order, `ord_…`. */
  orderId: string | number;
  /** What goes back, and how. */
  plan: RefundPlanInput;
  /** Why, for the history. At most 2 000 characters. */
  reason?: string | null | undefined;
};

/** What goes back, and how. Lines, or one second payment. */
export type RefundPlanInput = {
  /** Per line. At least one above zero, unless a second payment is given back. */
  lines?: Array<RefundLineInput>;
  /** Takes away what Kajabi actions of the offer and the checkout have given. */
  removeOfferAccess?: boolean;
  /** Returns the money through the provider where its method can. Without it the refund is recorded only. */
  returnMoney?: boolean;
  /** A payment that came on top, given back whole and without lines. */
  surplusPaymentId?: string | number | null | undefined;
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

/** What a report is broken down by. Rows of one dimension add up to the totals, but by TAG (an order counts under each of its tags) and PRODUCT (under each of its products). */
export type ReportDimension =
  /** Checkouts. */
  | 'CHECKOUT'
  /** What customers said to being measured. */
  | 'CONSENT'
  /** Countries of the bill, of visits those they came from. */
  | 'COUNTRY'
  /** Currencies. */
  | 'CURRENCY'
  /** Kinds of devices. */
  | 'DEVICE'
  /** Discount codes, in any case. */
  | 'DISCOUNT_CODE'
  /** Checkout links. */
  | 'LINK'
  /** Offers. */
  | 'OFFER'
  /** Provider and method of the first payment that brought money: `stripe/card`. */
  | 'PAYMENT_METHOD'
  /** Products; amounts are those of their lines. */
  | 'PRODUCT'
  /** Regions within countries. */
  | 'REGION'
  /** Sources as they stood on the link, in any case. */
  | 'SOURCE'
  /** Tags as they stood on the link. */
  | 'TAG';

/** Days that move with the calendar, as seen in the time zone beside it. */
export type ReportPeriod =
  /** From the day of the first order up to today. */
  | 'ALL'
  /** Today and the six days before. */
  | 'LAST_7_DAYS'
  /** Today and the 29 days before. */
  | 'LAST_30_DAYS'
  /** The whole month before. */
  | 'LAST_MONTH'
  /** From the first of the month up to today. */
  | 'THIS_MONTH'
  /** From the first of January up to today. */
  | 'THIS_YEAR'
  /** Today. */
  | 'TODAY'
  /** The day before. */
  | 'YESTERDAY';

/** Which days, and where they begin: a `period`, or days of your own. */
export type ReportRange = {
  /** The first day. */
  from?: string | null | undefined;
  /** Instead of `from` and `to`. */
  period?: ReportPeriod | null | undefined;
  /** Whose midnight parts the days. */
  timeZone: string;
  /** The last day, included. */
  to?: string | null | undefined;
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
  /** The customer’s data was erased, and without it this cannot be done. */
  | 'CUSTOMER_ERASED'
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
  | 'STALE'
  /** Something of it is still to be done. Let it end first. */
  | 'WORK_UNDER_WAY';

export type OrdersRequiringAttentionQueryVariables = Exact<{
  filter: OrderFilter;
  after?: string | null | undefined;
}>;


export type OrdersRequiringAttentionQuery = { orders: { nodes: Array<{ id: string, number: string, checkout: { name: string }, attention: { since: string, reasons: Array<AttentionReason>, summary: string } | null, actions: Array<{ id: string, name: string, kind: string, purpose: ActionPurpose, status: ActionStatus, message: string | null, run: number, attempt: number }> }>, pageInfo: { endCursor: string | null, hasNextPage: boolean } } };

export type ActionSeenFragment = { id: string, name: string, kind: string, purpose: ActionPurpose, status: ActionStatus, message: string | null, run: number, attempt: number };

export type CheckoutNamesQueryVariables = Exact<{ [key: string]: never; }>;


export type CheckoutNamesQuery = { checkouts: Array<{ id: string, name: string }> };

export type RerunFailedActionsMutationVariables = Exact<{
  input: RerunFailedActionsInput;
}>;


export type RerunFailedActionsMutation = { rerunFailedActions: { matched: number, orders: number, bulkRerun: { id: string } | null, errors: Array<
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
    > } };

export type BulkRerunProgressQueryVariables = Exact<{
  id: string | number;
}>;


export type BulkRerunProgressQuery = { bulkRerun: { id: string, total: number, succeeded: number, failed: number, waiting: number, skippedCount: number, finishedAt: string | null, cancelledAt: string | null } | null };

export type BulkRerunOutcomesQueryVariables = Exact<{
  id: string | number;
  after?: string | null | undefined;
}>;


export type BulkRerunOutcomesQuery = { bulkRerun: { actions: { nodes: Array<{ outcome: BulkRerunOutcome, refusal: { message: string } | null, action: { name: string, message: string | null, order: { number: string } } }>, pageInfo: { endCursor: string | null, hasNextPage: boolean } } } | null };

export type RerunActionMutationVariables = Exact<{
  input: RerunActionInput;
}>;


export type RerunActionMutation = { rerunAction: { action: { id: string, run: number } | null, errors: Array<
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
    > } };

export type ActionsOfOrderQueryVariables = Exact<{
  orderId: string | number;
}>;


export type ActionsOfOrderQuery = { order: { actions: Array<{ id: string, name: string, kind: string, purpose: ActionPurpose, status: ActionStatus, message: string | null, run: number, attempt: number }> } | null };

export type NightlyReportQueryVariables = Exact<{
  range: ReportRange;
  checkoutIds?: Array<string | number> | string | number | null | undefined;
  convertTo?: string | null | undefined;
  by: ReportDimension;
}>;


export type NightlyReportQuery = { salesReport: { from: string, to: string, timeZone: string, csvPath: string, totals: { opened: number | null, orders: number, lines: number, conversion: number | null, money: Array<{ currency: string, orders: number, gross: { minor: number, currency: string, decimal: string }, vat: { minor: number, currency: string, decimal: string }, refunded: { minor: number, currency: string, decimal: string }, net: { minor: number, currency: string, decimal: string }, netVat: { minor: number, currency: string, decimal: string } }> }, breakdown: Array<{ key: string, label: string, figures: { opened: number | null, orders: number, lines: number, conversion: number | null, money: Array<{ currency: string, orders: number, gross: { minor: number, currency: string, decimal: string }, vat: { minor: number, currency: string, decimal: string }, refunded: { minor: number, currency: string, decimal: string }, net: { minor: number, currency: string, decimal: string }, netVat: { minor: number, currency: string, decimal: string } }> } }>, exchange: { to: string, from: string | null, until: string | null, missing: Array<string> } | null } };

export type FiguresSeenFragment = { opened: number | null, orders: number, lines: number, conversion: number | null, money: Array<{ currency: string, orders: number, gross: { minor: number, currency: string, decimal: string }, vat: { minor: number, currency: string, decimal: string }, refunded: { minor: number, currency: string, decimal: string }, net: { minor: number, currency: string, decimal: string }, netVat: { minor: number, currency: string, decimal: string } }> };

export type MoneySeenFragment = { minor: number, currency: string, decimal: string };

export type RightsQueryVariables = Exact<{ [key: string]: never; }>;


export type RightsQuery = { viewer: { permissions: Array<Permission> } | null };

export type OrdersByNumberQueryVariables = Exact<{
  number: string;
}>;


export type OrdersByNumberQuery = { orders: { nodes: Array<{ id: string, number: string, version: number, checkout: { id: string, name: string }, refundOptions: { allowed: boolean, refusal: { message: string } | null, maximum: { minor: number, currency: string, decimal: string }, lines: Array<{ orderLine: { id: string, productName: string }, maximum: { minor: number, decimal: string } }> } }> } };

export type RefundPreviewQueryVariables = Exact<{
  orderId: string | number;
  plan: RefundPlanInput;
}>;


export type RefundPreviewQuery = { refundPreview: { preview: { statusAfter: OrderStatus, total: { minor: number, currency: string, decimal: string }, legs: Array<{ movesMoney: boolean, note: string }> } | null, errors: Array<
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
    > } };

export type RefundOrderMutationVariables = Exact<{
  input: RefundOrderInput;
}>;


export type RefundOrderMutation = { refundOrder: { refund: { id: string, status: RefundStatus, amount: { currency: string, decimal: string }, legs: Array<{ status: RefundStatus, failureMessage: string | null }> } | null, errors: Array<
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
      | { code: UserErrorCode, message: string, path: Array<string> | null }
    > } };

export type RefundByIdQueryVariables = Exact<{
  id: string | number;
}>;


export type RefundByIdQuery = { node:
    | { kind: 'ActionAttempt' }
    | { kind: 'ActionConfiguration' }
    | { kind: 'AddOn' }
    | { kind: 'ApiToken' }
    | { kind: 'BulkRerun' }
    | { kind: 'Checkout' }
    | { kind: 'CheckoutLink' }
    | { kind: 'DiscountCode' }
    | { kind: 'HistoryEntry' }
    | { kind: 'Invitation' }
    | { kind: 'Member' }
    | { kind: 'Offer' }
    | { kind: 'Order' }
    | { kind: 'OrderExport' }
    | { kind: 'OrderLine' }
    | { kind: 'PaymentAttempt' }
    | { kind: 'PostPurchaseAction' }
    | { kind: 'Product' }
    | { id: string, status: RefundStatus, kind: 'Refund', amount: { currency: string, decimal: string }, legs: Array<{ status: RefundStatus, failureMessage: string | null }> }
    | { kind: 'RefundLeg' }
   | null };

export type RefundSeenFragment = { id: string, status: RefundStatus, amount: { currency: string, decimal: string }, legs: Array<{ status: RefundStatus, failureMessage: string | null }> };

export type OrderChangesSubscriptionVariables = Exact<{
  checkoutIds?: Array<string | number> | string | number | null | undefined;
}>;


export type OrderChangesSubscription = { orderChanged: { id: string, number: string, version: number, status: OrderStatus, checkout: { name: string }, total: { currency: string, decimal: string }, attention: { summary: string } | null } };

export type AttentionCountsSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type AttentionCountsSubscription = { attentionCount: { total: number } };

export const ActionSeenFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ActionSeen"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PostPurchaseAction"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"purpose"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"run"}},{"kind":"Field","name":{"kind":"Name","value":"attempt"}}]}}]} as unknown as DocumentNode<ActionSeenFragment, unknown>;
export const MoneySeenFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"MoneySeen"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Money"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}}]} as unknown as DocumentNode<MoneySeenFragment, unknown>;
export const FiguresSeenFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"FiguresSeen"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SalesFigures"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"opened"}},{"kind":"Field","name":{"kind":"Name","value":"orders"}},{"kind":"Field","name":{"kind":"Name","value":"lines"}},{"kind":"Field","name":{"kind":"Name","value":"conversion"}},{"kind":"Field","name":{"kind":"Name","value":"money"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"orders"}},{"kind":"Field","name":{"kind":"Name","value":"gross"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"MoneySeen"}}]}},{"kind":"Field","name":{"kind":"Name","value":"vat"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"MoneySeen"}}]}},{"kind":"Field","name":{"kind":"Name","value":"refunded"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"MoneySeen"}}]}},{"kind":"Field","name":{"kind":"Name","value":"net"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"MoneySeen"}}]}},{"kind":"Field","name":{"kind":"Name","value":"netVat"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"MoneySeen"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"MoneySeen"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Money"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}}]} as unknown as DocumentNode<FiguresSeenFragment, unknown>;
export const RefundSeenFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RefundSeen"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Refund"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"legs"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"failureMessage"}}]}}]}}]} as unknown as DocumentNode<RefundSeenFragment, unknown>;
export const OrdersRequiringAttentionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"OrdersRequiringAttention"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"OrderFilter"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"orders"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"sort"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"field"},"value":{"kind":"EnumValue","value":"CREATED_AT"}},{"kind":"ObjectField","name":{"kind":"Name","value":"direction"},"value":{"kind":"EnumValue","value":"ASC"}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"checkout"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"attention"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"since"}},{"kind":"Field","name":{"kind":"Name","value":"reasons"}},{"kind":"Field","name":{"kind":"Name","value":"summary"}}]}},{"kind":"Field","name":{"kind":"Name","value":"actions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ActionSeen"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"endCursor"}},{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ActionSeen"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PostPurchaseAction"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"purpose"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"run"}},{"kind":"Field","name":{"kind":"Name","value":"attempt"}}]}}]} as unknown as DocumentNode<OrdersRequiringAttentionQuery, OrdersRequiringAttentionQueryVariables>;
export const CheckoutNamesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"CheckoutNames"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"checkouts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]} as unknown as DocumentNode<CheckoutNamesQuery, CheckoutNamesQueryVariables>;
export const RerunFailedActionsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RerunFailedActions"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RerunFailedActionsInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rerunFailedActions"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"matched"}},{"kind":"Field","name":{"kind":"Name","value":"orders"}},{"kind":"Field","name":{"kind":"Name","value":"bulkRerun"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<RerunFailedActionsMutation, RerunFailedActionsMutationVariables>;
export const BulkRerunProgressDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"BulkRerunProgress"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"bulkRerun"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"succeeded"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"waiting"}},{"kind":"Field","name":{"kind":"Name","value":"skippedCount"}},{"kind":"Field","name":{"kind":"Name","value":"finishedAt"}},{"kind":"Field","name":{"kind":"Name","value":"cancelledAt"}}]}}]}}]} as unknown as DocumentNode<BulkRerunProgressQuery, BulkRerunProgressQueryVariables>;
export const BulkRerunOutcomesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"BulkRerunOutcomes"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"bulkRerun"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"actions"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"refusal"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"Field","name":{"kind":"Name","value":"action"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"order"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"endCursor"}},{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}}]}}]}}]}}]}}]} as unknown as DocumentNode<BulkRerunOutcomesQuery, BulkRerunOutcomesQueryVariables>;
export const RerunActionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RerunAction"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RerunActionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rerunAction"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"action"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"run"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<RerunActionMutation, RerunActionMutationVariables>;
export const ActionsOfOrderDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ActionsOfOrder"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orderId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"order"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orderId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"actions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ActionSeen"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ActionSeen"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PostPurchaseAction"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"purpose"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"run"}},{"kind":"Field","name":{"kind":"Name","value":"attempt"}}]}}]} as unknown as DocumentNode<ActionsOfOrderQuery, ActionsOfOrderQueryVariables>;
export const NightlyReportDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"NightlyReport"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"range"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ReportRange"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"checkoutIds"}},"type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"convertTo"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"CurrencyCode"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"by"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ReportDimension"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"salesReport"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"range"},"value":{"kind":"Variable","name":{"kind":"Name","value":"range"}}},{"kind":"Argument","name":{"kind":"Name","value":"checkoutIds"},"value":{"kind":"Variable","name":{"kind":"Name","value":"checkoutIds"}}},{"kind":"Argument","name":{"kind":"Name","value":"convertTo"},"value":{"kind":"Variable","name":{"kind":"Name","value":"convertTo"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"timeZone"}},{"kind":"Field","name":{"kind":"Name","value":"totals"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"FiguresSeen"}}]}},{"kind":"Field","name":{"kind":"Name","value":"breakdown"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"by"},"value":{"kind":"Variable","name":{"kind":"Name","value":"by"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"250"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"figures"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"FiguresSeen"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"exchange"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"until"}},{"kind":"Field","name":{"kind":"Name","value":"missing"}}]}},{"kind":"Field","name":{"kind":"Name","value":"csvPath"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"by"},"value":{"kind":"Variable","name":{"kind":"Name","value":"by"}}}]}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"MoneySeen"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Money"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"FiguresSeen"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SalesFigures"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"opened"}},{"kind":"Field","name":{"kind":"Name","value":"orders"}},{"kind":"Field","name":{"kind":"Name","value":"lines"}},{"kind":"Field","name":{"kind":"Name","value":"conversion"}},{"kind":"Field","name":{"kind":"Name","value":"money"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"orders"}},{"kind":"Field","name":{"kind":"Name","value":"gross"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"MoneySeen"}}]}},{"kind":"Field","name":{"kind":"Name","value":"vat"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"MoneySeen"}}]}},{"kind":"Field","name":{"kind":"Name","value":"refunded"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"MoneySeen"}}]}},{"kind":"Field","name":{"kind":"Name","value":"net"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"MoneySeen"}}]}},{"kind":"Field","name":{"kind":"Name","value":"netVat"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"MoneySeen"}}]}}]}}]}}]} as unknown as DocumentNode<NightlyReportQuery, NightlyReportQueryVariables>;
export const RightsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Rights"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"permissions"}}]}}]}}]} as unknown as DocumentNode<RightsQuery, RightsQueryVariables>;
export const OrdersByNumberDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"OrdersByNumber"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"number"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"orders"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"10"}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"numbers"},"value":{"kind":"ListValue","values":[{"kind":"Variable","name":{"kind":"Name","value":"number"}}]}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"checkout"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"refundOptions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"refusal"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"Field","name":{"kind":"Name","value":"maximum"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"orderLine"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"productName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"maximum"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<OrdersByNumberQuery, OrdersByNumberQueryVariables>;
export const RefundPreviewDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"RefundPreview"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orderId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"plan"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RefundPlanInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"refundPreview"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"orderId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orderId"}}},{"kind":"Argument","name":{"kind":"Name","value":"plan"},"value":{"kind":"Variable","name":{"kind":"Name","value":"plan"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"preview"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minor"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"statusAfter"}},{"kind":"Field","name":{"kind":"Name","value":"legs"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"movesMoney"}},{"kind":"Field","name":{"kind":"Name","value":"note"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<RefundPreviewQuery, RefundPreviewQueryVariables>;
export const RefundOrderDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RefundOrder"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RefundOrderInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"refundOrder"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"refund"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"RefundSeen"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RefundSeen"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Refund"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"legs"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"failureMessage"}}]}}]}}]} as unknown as DocumentNode<RefundOrderMutation, RefundOrderMutationVariables>;
export const RefundByIdDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"RefundById"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"kind"},"name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"RefundSeen"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RefundSeen"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Refund"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"amount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"legs"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"failureMessage"}}]}}]}}]} as unknown as DocumentNode<RefundByIdQuery, RefundByIdQueryVariables>;
export const OrderChangesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"OrderChanges"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"checkoutIds"}},"type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"orderChanged"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"checkoutIds"},"value":{"kind":"Variable","name":{"kind":"Name","value":"checkoutIds"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"checkout"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"currency"}},{"kind":"Field","name":{"kind":"Name","value":"decimal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"attention"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"summary"}}]}}]}}]}}]} as unknown as DocumentNode<OrderChangesSubscription, OrderChangesSubscriptionVariables>;
export const AttentionCountsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"AttentionCounts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"attentionCount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"total"}}]}}]}}]} as unknown as DocumentNode<AttentionCountsSubscription, AttentionCountsSubscriptionVariables>;